import FoundationEssentials
import JWTKit

/// What the provider publishes of itself: where its pages are, and its keys. Kept for an hour.
struct ProviderDirectory: Sendable {
    private let documents: Kept<ProviderDocument>
    private let keySets: Kept<ProviderKeys>

    /// How long it is believed.
    static let age: TimeInterval = 3600
    /// How often a key of an unknown name makes us look again.
    static let keyPause: TimeInterval = 60

    init(issuer: String, line: ProviderLine) {
        let documents = Kept { _ in
            try ProviderDocument(
                await ProviderDirectory.read(ProviderDocument.address(of: issuer), line), issuer: issuer)
        }
        self.documents = documents
        keySets = Kept { now in
            let address = try await documents.value(asOf: now, youngerThan: ProviderDirectory.age).keys
            return try ProviderKeys(await ProviderDirectory.read(address, line))
        }
    }

    /// Where its pages are. Throws `ProviderFault`.
    func document(asOf now: Date) async throws -> ProviderDocument {
        try await documents.value(asOf: now, youngerThan: ProviderDirectory.age)
    }

    /// The key of this name, looked up once more where it is not known yet: providers change their keys. Throws `ProviderFault`.
    func key(named name: String, asOf now: Date) async throws -> JWK? {
        if let key = try await keySets.value(asOf: now, youngerThan: ProviderDirectory.age)[name] { return key }
        return try await keySets.value(asOf: now, youngerThan: ProviderDirectory.keyPause)[name]
    }

    private static func read(_ address: String, _ line: ProviderLine) async throws -> [UInt8] {
        let reply = try await line.ask(ProviderAsk(url: address))
        guard reply.status == 200 else { throw ProviderFault.unavailable }
        return reply.body
    }
}
