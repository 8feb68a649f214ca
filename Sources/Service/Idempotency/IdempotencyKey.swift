import HTTPTypes
import Hummingbird

/// The `Idempotency-Key` of a write: chosen by the caller, new for every intention.
struct IdempotencyKey: Sendable {
    /// 1 to 200 visible ASCII characters, quotes removed.
    let value: String

    /// The key of a request; nil when it has none. Throws 400 when it cannot be one.
    init?(in headers: HTTPFields) throws {
        guard let text = headers[.idempotencyKey] else { return nil }
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let bare = isQuoted ? String(text.dropFirst().dropLast()) : text
        guard (1...200).contains(bare.utf8.count), bare.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw APIProblem.invalid([Fault("Idempotency-Key", "must be 1 to 200 visible ASCII characters")])
        }
        value = bare
    }
}
