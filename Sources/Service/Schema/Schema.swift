import Deployment

/// The shape of a JSON value: it checks what comes in and describes itself in the OpenAPI document, so that the two
/// cannot disagree.
package indirect enum Schema: Sendable, Equatable {
    /// An object with these members and no others.
    case object([Field])
    /// An object with any keys of this form, such as file names, and values of one shape.
    case map(keys: TextForm, values: Schema)
    /// A list with this many elements.
    case array(Schema, count: ClosedRange<Int>)
    /// A string.
    case string(TextForm)
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// Any number.
    case number
    /// True or false.
    case boolean
    /// The shape, or null.
    case nullable(Schema)
    /// A shape with a name of its own in the document.
    case named(String, Schema)
    /// Anything that is JSON; for evidence and progress, whose members differ by kind.
    case anything

    /// One member of an object.
    package struct Field: Sendable, Equatable {
        /// The member's name.
        var name: String
        /// The shape of its value.
        var schema: Schema
        /// Whether it must be there.
        var isRequired: Bool
        /// What it means, where the name does not say it.
        var meaning: String

        /// A member that must be there.
        static func required(_ name: String, _ schema: Schema, _ meaning: String = "") -> Field {
            Field(name: name, schema: schema, isRequired: true, meaning: meaning)
        }

        /// A member that may be absent.
        static func optional(_ name: String, _ schema: Schema, _ meaning: String = "") -> Field {
            Field(name: name, schema: schema, isRequired: false, meaning: meaning)
        }
    }

    /// A list of any length up to `most`.
    static func list(_ element: Schema, atMost most: Int = 100_000) -> Schema {
        .array(element, count: 0...most)
    }

    /// Text of a person, of this many characters, with some word in it.
    static func text(_ length: ClosedRange<Int>) -> Schema { .string(.free(length)) }

    /// One of the raw values of a closed set.
    static func oneOf<E: CaseIterable & RawRepresentable<String>>(_ type: E.Type) -> Schema {
        .string(.oneOf(E.allCases.map(\.rawValue)))
    }

    /// One page of a list, with a link to the next.
    static func page(_ element: Schema) -> Schema {
        .object([
            .required("items", .list(element)),
            .optional("next", .string(.free(1...2000)), "Path of the next page; absent on the last."),
        ])
    }

    /// A civil date.
    static let day = Schema.string(.day)
    /// A moment.
    static let moment = Schema.string(.moment)
}
