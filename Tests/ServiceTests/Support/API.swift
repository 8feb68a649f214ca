import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// The whole API over a database of the test's own, with a small command loaded and a person for every part.
struct API: Sendable {
    let database: TestDatabase
    let house: House
    let client: any TestClientProtocol
    let cast: Cast
    /// Monday, 6 July 2026: when the sample command begins.
    static let start = Day(iso: "2026-07-06") ?? Day(number: 0)

    /// An answer, checked against what its route declares.
    struct Reply: Sendable {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]

        var json: JSON { (try? JSON.parse(bytes)) ?? .null }
        var text: String { String(decoding: bytes, as: UTF8.self) }
        /// The last part of a problem's type.
        var kind: String { json["type"]?.string.map { String($0.split(separator: ":").last ?? "") } ?? "" }
        /// Where the faults lie.
        var pointers: [String] { json["errors"]?.elements?.compactMap { $0["pointer"]?.string } ?? [] }
    }

    /// Sends a request as somebody and checks the answer against the table of routes.
    func send(
        _ method: HTTPRequest.Method, _ path: String, as person: Person? = nil, _ body: JSON? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Reply {
        var headers = headers
        if let person { headers[.authorization] = "Bearer \(person.token)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await send(method, path, bytes: body?.bytes(), headers: headers)
    }

    /// Sends bytes as they are.
    func send(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8]?, headers: HTTPFields
    ) async throws -> Reply {
        let response = try await client.execute(
            uri: path.hasPrefix("/") ? path : "/api/v1/\(path)", method: method, headers: headers,
            body: bytes.map { ByteBuffer(bytes: $0) })
        let reply = Reply(
            status: response.status.code, headers: response.headers, bytes: Array(buffer: response.body))
        Declared.check(reply, method, path.hasPrefix("/") ? path : "/api/v1/\(path)")
        return reply
    }

    /// Reads with GET.
    func get(_ path: String, as person: Person? = nil, headers: HTTPFields = [:]) async throws -> Reply {
        try await send(.get, path, as: person, headers: headers)
    }

    /// Writes with POST.
    func post(
        _ path: String, as person: Person? = nil, _ body: JSON, headers: HTTPFields = [:]
    ) async throws -> Reply {
        try await send(.post, path, as: person, body, headers: headers)
    }
}

/// Lends the API to a test; `provider` makes the desk that signs people in by a provider.
func withAPI(
    provider: @escaping @Sendable (Pool) -> ProviderDesk? = { _ in nil },
    _ body: @escaping @Sendable (API) async throws -> Void
) async throws {
    try await withDatabase { database in
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let house = House(
            pool: database.pool, passwordCost: PasswordHash.Cost(rounds: 16, block: 8, lanes: 1),
            provider: provider(database.pool), logger: quiet)
        let cast = try await Cast.load(database)
        let application = Application(responder: try Routes.responder(house), logger: quiet)
        try await application.test(.router) { client in
            try await body(API(database: database, house: house, client: client, cast: cast))
        }
    }
}
