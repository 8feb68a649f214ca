/// SQL text with bound values.
///
/// Written as a string literal: `"SELECT a FROM t WHERE id = \(id)"` becomes `SELECT a FROM t WHERE id = $1` with `id`
/// bound. A value can never become part of the text, so it can never be read as SQL. The type of a parameter is left to
/// the server (oid 0); where it cannot tell, write a cast: `\(value)::int`.
package struct Statement: Sendable, Equatable {
    /// A stretch of SQL, or a reference to a parameter by index from 0.
    enum Piece: Sendable, Equatable {
        case text(String)
        case parameter(Int)
    }

    private(set) var pieces: [Piece] = []
    /// The bound values, in order of their placeholders.
    package private(set) var parameters: [Parameter] = []

    /// A statement from text made elsewhere that holds `$1`, `$2`, ... itself.
    ///
    /// The caller answers for the text: never put a value of a user into it.
    package init(unsafe text: String, parameters: [Parameter] = []) {
        pieces = PlaceholderScanner.split(text)
        self.parameters = parameters
    }

    /// The text with its placeholders `$1`, `$2`, ...
    package var text: String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .parameter(let index): result += "$\(index + 1)"
            }
        }
        return result
    }

    /// Adds another statement behind this one, renumbering its placeholders.
    package mutating func append(_ other: Statement) {
        let shift = parameters.count
        for piece in other.pieces {
            switch piece {
            case .text(let text): append(text: text)
            case .parameter(let index): pieces.append(.parameter(index + shift))
            }
        }
        parameters += other.parameters
    }

    /// The two statements one behind the other, placeholders renumbered.
    package static func + (left: Statement, right: Statement) -> Statement {
        var result = left
        result.append(right)
        return result
    }

    /// Adds `right` behind `left`, renumbering its placeholders.
    package static func += (left: inout Statement, right: Statement) {
        left.append(right)
    }

    /// The statements with `separator` between them; an empty list gives an empty statement.
    package static func joined(_ statements: [Statement], separator: StaticString) -> Statement {
        var result = Statement(unsafe: "")
        for (position, statement) in statements.enumerated() {
            if position > 0 { result.append(text: "\(separator)") }
            result.append(statement)
        }
        return result
    }

    /// `name` as a quoted identifier.
    static func quoted(identifier name: String) -> String {
        var result = "\""
        for character in name.unicodeScalars {
            if character == "\"" { result += "\"" }
            result.unicodeScalars.append(character)
        }
        return result + "\""
    }

    fileprivate mutating func append(text: String) {
        guard !text.isEmpty else { return }
        if case .text(let last) = pieces.last {
            pieces[pieces.count - 1] = .text(last + text)
        } else {
            pieces.append(.text(text))
        }
    }

    fileprivate mutating func append(value: Parameter) {
        pieces.append(.parameter(parameters.count))
        parameters.append(value)
    }
}

extension Statement: ExpressibleByStringInterpolation {
    /// A statement without values.
    package init(stringLiteral value: String) {
        append(text: value)
    }

    /// A statement from an interpolated literal.
    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// Collects the pieces of an interpolated literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement: Statement = ""

        /// An empty collection.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Takes a stretch of the literal as SQL.
        package mutating func appendLiteral(_ literal: String) {
            statement.append(text: literal)
        }

        /// Binds a value as the next parameter.
        package mutating func appendInterpolation(_ value: some PostgresEncodable) {
            statement.append(value: value.postgresParameter)
        }

        /// Binds a value, or NULL for nil; apart from the one above so that the compiler does not take it for an oversight.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            statement.append(value: value.postgresParameter)
        }

        /// Inserts another statement, renumbering its placeholders.
        package mutating func appendInterpolation(_ other: Statement) {
            statement.append(other)
        }

        /// Inserts a name as a quoted identifier.
        package mutating func appendInterpolation(identifier name: String) {
            statement.append(text: Statement.quoted(identifier: name))
        }

        /// Inserts SQL known when this program was compiled.
        package mutating func appendInterpolation(raw text: StaticString) {
            statement.append(text: "\(text)")
        }
    }
}
