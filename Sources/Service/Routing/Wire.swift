import Deployment
import FoundationEssentials

/// How values cross the wire: one coder for all, moments as RFC 3339.
enum Wire {
    /// Reads bodies.
    static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let moment = Moment(rfc3339: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 moment")
            }
            return moment.date
        }
        return decoder
    }

    /// Writes answers; keys sorted, so that equal values have equal bytes and equal tags.
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Moment(date).description)
        }
        return encoder
    }
}

extension JSON {
    /// Any encodable value as JSON. Throws what encoding throws.
    init(encoding value: some Encodable) throws {
        self = try JSON.parse(Wire.encoder.encode(value))
    }

    /// A moment.
    static func moment(_ date: Date) -> JSON { .string(Moment(date).description) }

    /// A moment or null.
    static func moment(_ date: Date?) -> JSON { date.map { .moment($0) } ?? .null }

    /// A text or null.
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    /// A whole number or null.
    static func whole(_ value: (some BinaryInteger)?) -> JSON { value.map { .integer(Int($0)) } ?? .null }
}
