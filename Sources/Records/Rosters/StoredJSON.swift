import FoundationEssentials
import Postgres

/// A Codable value in a `jsonb` column.
struct StoredJSON<Value: Codable & Sendable>: PostgresEncodable, PostgresDecodable {
    var value: Value

    init(_ value: Value) {
        self.value = value
    }

    init?(postgresText text: String) {
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) else { return nil }
        self.value = value
    }

    var postgresParameter: Parameter {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Only a number that is not finite cannot be encoded; NULL then breaks the column's own rule, in the open.
        return Parameter((try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) })
    }
}
