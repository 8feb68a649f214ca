import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// One question to the provider.
struct ProviderAsk: Sendable {
    /// Where to.
    var url: String
    /// The parameters to post; nil for a plain reading.
    var form: [(String, String)]?
    /// The `Authorization` header.
    var authorization: String?
}

/// What the provider answered.
struct ProviderReply: Sendable {
    var status: Int
    var body: [UInt8]
}

/// The way to the provider. Tests put one of their own in its place.
struct ProviderLine: Sendable {
    /// Asks; throws `ProviderFault.unavailable` where no whole answer comes.
    let ask: @Sendable (ProviderAsk) async throws -> ProviderReply

    /// The most that an answer may hold.
    static let most = 512 << 10
    /// How long an answer may take, from the connection to its last byte.
    static let patience: Duration = .seconds(10)

    /// By HTTP: no redirects, and `rootsFile` names certificates trusted besides the system's.
    ///
    /// Sign-ins are few, so each question has a client of its own, which leaves nothing open behind it.
    static func http(rootsFile: String?) -> ProviderLine {
        ProviderLine { ask in
            do {
                return try await within(patience) { try await exchange(ask, rootsFile) }
            } catch let error where !(error is CancellationError) {
                throw ProviderFault.unavailable
            }
        }
    }

    private static func exchange(_ ask: ProviderAsk, _ rootsFile: String?) async throws -> ProviderReply {
        var trust = TLSConfiguration.makeClientConfiguration()
        trust.minimumTLSVersion = .tlsv12
        if let rootsFile { trust.additionalTrustRoots = [.file(rootsFile)] }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: trust, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .seconds(10)))
        settings.httpVersion = .http1Only
        return try await HTTPClient.withHTTPClient(configuration: settings) { client in
            var request = HTTPClientRequest(url: ask.url)
            request.headers.add(name: "Accept", value: "application/json")
            if let authorization = ask.authorization {
                request.headers.add(name: "Authorization", value: authorization)
            }
            if let form = ask.form {
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                request.body = .bytes(ByteBuffer(string: ProviderAddress.form(form)))
            }
            let response = try await client.execute(request, timeout: .seconds(10))
            let body = try await response.body.collect(upTo: most)
            return ProviderReply(status: Int(response.status.code), body: Array(buffer: body))
        }
    }

    /// The work, or `unavailable` when it takes longer.
    private static func within<R: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard case .some(.some(let result)) = try await group.next() else { throw ProviderFault.unavailable }
            return result
        }
    }
}
