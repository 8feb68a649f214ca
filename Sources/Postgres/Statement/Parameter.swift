/// One bound value in PostgreSQL's text form, or NULL.
package struct Parameter: Hashable, Sendable {
    /// The text as the server reads it; nil is NULL.
    package var text: String?

    /// A value by its text.
    package init(_ text: String?) {
        self.text = text
    }

    /// NULL.
    package static let null = Parameter(nil)
}

/// A value that can be bound to `$1`, `$2`, ...
///
/// A String-backed enum conforms by naming the protocol; any other type gives its text.
package protocol PostgresEncodable: Sendable {
    /// The value in text form.
    var postgresParameter: Parameter { get }
    /// The text form of an array of such values; the default is the one-dimensional literal `{...}`.
    static func postgresArray(_ values: [Self]) -> Parameter
}

extension PostgresEncodable {
    /// The one-dimensional array literal `{...}`. O(total length).
    package static func postgresArray(_ values: [Self]) -> Parameter {
        Parameter(ArrayText.encode(values.map(\.postgresParameter.text)))
    }
}

extension Parameter: PostgresEncodable {
    /// Itself.
    package var postgresParameter: Parameter { self }
}
