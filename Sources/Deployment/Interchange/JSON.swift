/// A JSON value (RFC 8259) whose objects keep the order of their members.
///
/// Our own because Foundation accepts duplicate keys and tells no positions. Whole numbers that fit 64 bits are
/// `integer`; every other number is `number`.
package enum JSON: Sendable, Equatable {
    /// One member of an object.
    package struct Member: Sendable, Equatable {
        /// The member's name, unique in its object.
        package var key: String
        /// The member's value.
        package var value: JSON

        /// A member of an object.
        package init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    case object([Member])
    case array([JSON])
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case null

    /// The value of the member `key`; nil where this is no object or has no such member. Linear in the members.
    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The members, where this is an object.
    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements, where this is an array.
    package var elements: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text, where this is a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number, where this is a whole number that fits 64 bits.
    package var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The number as a double, where this is any number.
    package var number: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The truth value, where this is one.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// What kind of value this is, in words for a message.
    package var kind: String {
        switch self {
        case .object: "an object"
        case .array: "a list"
        case .string: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }
}

/// Literals build values in place: `["id": "W1", "days": 28]`; there is no nil literal, for null is not absence.
extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
