import Deployment

extension Schema {
    /// This shape as a JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it); named shapes become references.
    package var document: JSON {
        switch self {
        case .named(let name, _): ["$ref": .string("#/components/schemas/\(name)")]
        case .nullable(let schema): ["anyOf": [schema.document, ["type": "null"]]]
        case .object(let fields): Schema.document(of: fields)
        case .map(let keys, let values):
            ["type": "object", "propertyNames": keys.document, "additionalProperties": values.document]
        case .array(let element, let count):
            [
                "type": "array", "items": element.document, "minItems": .integer(count.lowerBound),
                "maxItems": .integer(count.upperBound),
            ]
        case .string(let form): form.document
        case .integer(let range):
            .object([.init("type", "integer"), .init("format", "int64")] + Schema.bounds(range))
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .anything: .object([])
        }
    }

    /// The named shapes inside this one, itself included.
    package var namedParts: [String: Schema] {
        switch self {
        case .named(let name, let schema): schema.namedParts.merging([name: schema]) { first, _ in first }
        case .nullable(let schema), .array(let schema, _), .map(_, let schema): schema.namedParts
        case .object(let fields):
            fields.reduce(into: [:]) { $0.merge($1.schema.namedParts) { first, _ in first } }
        case .string, .integer, .number, .boolean, .anything: [:]
        }
    }

    private static func document(of fields: [Field]) -> JSON {
        let properties = fields.map { field -> JSON.Member in
            guard !field.meaning.isEmpty, case .object(let members) = field.schema.document else {
                return .init(field.name, field.schema.document)
            }
            return .init(field.name, .object(members + [.init("description", .string(field.meaning))]))
        }
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        return .object(
            [.init("type", "object"), .init("properties", .object(properties))]
                + (required.isEmpty ? [] : [.init("required", .array(required))])
                + [.init("additionalProperties", false)])
    }

    private static func bounds(_ range: ClosedRange<Int>) -> [JSON.Member] {
        var members: [JSON.Member] = []
        if range.lowerBound > Int.min { members.append(.init("minimum", .integer(range.lowerBound))) }
        if range.upperBound < Int.max - 1 { members.append(.init("maximum", .integer(range.upperBound))) }
        return members
    }
}

extension TextForm {
    /// This form as a JSON Schema of a string.
    var document: JSON {
        var members: [JSON.Member] = [.init("type", "string")]
        switch self {
        case .free(let length):
            members.append(.init("minLength", .integer(length.lowerBound)))
            members.append(.init("maxLength", .integer(length.upperBound)))
        case .day: members.append(.init("format", "date"))
        case .moment: members.append(.init("format", "date-time"))
        case .oneOf(let words): members.append(.init("enum", .array(words.map { .string($0) })))
        case .numbered, .lettered, .token, .decimal: members.append(.init("pattern", .string(pattern ?? "")))
        case .content: break
        }
        return .object(members)
    }
}
