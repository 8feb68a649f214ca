import Postgres

/// Free text, kept apart from the rows it explains and readable by layer (design.md, guarantee 8).
enum Prose {
    /// Characters in a text at most.
    static let longest = 10_000

    /// Who may read a text.
    enum Layer: String, PostgresEncodable {
        case decision, grounds, annex, gold
    }

    /// What is wrong with a text; nil is no text and nothing is wrong with it.
    static func problems(_ text: String?, at pointer: String, mayBeEmpty: Bool = false) -> [FieldProblem] {
        guard let text else { return [] }
        let length = text.unicodeScalars.count
        if length == 0, mayBeEmpty { return [] }
        if !(1...longest).contains(length) { return [FieldProblem(pointer, "has 1 to \(longest) characters")] }
        // PostgreSQL cannot store it.
        return text.unicodeScalars.contains("\0") ? [FieldProblem(pointer, "has no NUL character")] : []
    }

    /// The statement that writes a text and returns its key.
    static func write(_ layer: Layer, _ text: String) -> Statement {
        "SELECT write_prose(\(layer), \(text)) AS prose_id"
    }

    /// Writes texts in one round trip; nil where there is none.
    static func write(_ texts: [(Layer, String?)], _ connection: Connection) async throws -> [Int64?] {
        let statements = texts.compactMap { layer, text in text.map { write(layer, $0) } }
        var keys = try await connection.pipeline(statements).map { rows in
            try rows[0].decode("prose_id", as: Int64.self)
        }[...]
        return texts.map { _, text in text == nil ? nil : keys.popFirst() }
    }
}
