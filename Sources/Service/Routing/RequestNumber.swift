import FoundationEssentials
import HTTPTypes

/// The number that a request goes by in logs and answers.
enum RequestNumber {
    /// The header that carries it, both ways.
    static let field = HTTPField.Name.known("X-Request-Id")

    /// The caller's own number where it is sane (so that a proxy's can be followed), else a new one.
    static func taken(from header: String?) -> String {
        if let header, TextForm.token(80).fault(in: header) == nil { return header }
        return UUID().uuidString.lowercased()
    }
}

extension HTTPField.Name {
    /// A field name written in our own source.
    static func known(_ name: String) -> HTTPField.Name {
        // A literal of ours that is no token would be a slip that the first test shows.
        guard let field = HTTPField.Name(name) else { fatalError("\(name) is no field name") }
        return field
    }

    /// The key that makes a repeated write harmless.
    static let idempotencyKey = HTTPField.Name.known("Idempotency-Key")
    /// Says that an answer is that of an earlier request with the same key.
    static let idempotencyReplayed = HTTPField.Name.known("Idempotency-Replayed")
    /// The last event that a reconnecting reader saw.
    static let lastEventID = HTTPField.Name.known("Last-Event-ID")
    /// Asks a proxy such as nginx not to collect a stream before it sends it on.
    static let accelBuffering = HTTPField.Name.known("X-Accel-Buffering")
}
