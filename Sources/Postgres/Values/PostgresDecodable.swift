/// A value that can be read from PostgreSQL's text form.
///
/// A String-backed enum conforms by naming the protocol; any other type gives `init?(postgresText:)`.
package protocol PostgresDecodable {
    /// Reads the value; nil when the text is not one. Never called for NULL.
    init?(postgresText text: String)
    /// The value that stands for NULL; nil (the default) when NULL is an error. Only `Optional` has one.
    static var postgresNull: Self? { get }
    /// Reads an array of such values; nil when the text is not one.
    static func postgresArray(from text: String) -> [Self]?
}

extension PostgresDecodable {
    /// NULL is an error.
    package static var postgresNull: Self? { nil }

    /// Reads the one-dimensional array literal `{...}`. O(length).
    package static func postgresArray(from text: String) -> [Self]? {
        guard let elements = ArrayText.decode(text) else { return nil }
        var values: [Self] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            guard let value = element.map({ Self(postgresText: $0) }) ?? postgresNull else { return nil }
            values.append(value)
        }
        return values
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue == String {
    /// The case whose raw value is the text.
    package init?(postgresText text: String) {
        self.init(rawValue: text)
    }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue == String {
    /// The raw value.
    package var postgresParameter: Parameter { Parameter(rawValue) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    /// Reads the wrapped value.
    package init?(postgresText text: String) {
        guard let value = Wrapped(postgresText: text) else { return nil }
        self = .some(value)
    }

    /// NULL is `nil`.
    package static var postgresNull: Wrapped?? { .some(.none) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    /// NULL for `nil`.
    package var postgresParameter: Parameter { self?.postgresParameter ?? .null }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    /// Reads `{...}`, or bytea for `[UInt8]`.
    package init?(postgresText text: String) {
        guard let values = Element.postgresArray(from: text) else { return nil }
        self = values
    }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    /// `{...}`, or bytea for `[UInt8]`.
    package var postgresParameter: Parameter { Element.postgresArray(self) }
}
