import Deployment
import Postgres

// The domain's closed sets are text in the database, held there by CHECK constraints and reference tables.
extension Rank: PostgresEncodable, PostgresDecodable {}
extension Role: PostgresEncodable, PostgresDecodable {}
extension DecisionCategory: PostgresEncodable, PostgresDecodable {}
extension AssessmentKind: PostgresEncodable, PostgresDecodable {}
extension DecisionForm: PostgresEncodable, PostgresDecodable {}
extension DecisionOutcome: PostgresEncodable, PostgresDecodable {}
extension NonDeploymentState: PostgresEncodable, PostgresDecodable {}
extension NotedAttempt: PostgresEncodable, PostgresDecodable {}
extension CaseState: PostgresEncodable, PostgresDecodable {}
extension CaseEntryKind: PostgresEncodable, PostgresDecodable {}
extension CaseOutcome: PostgresEncodable, PostgresDecodable {}
extension Priority: PostgresEncodable, PostgresDecodable {}
extension JobState: PostgresEncodable, PostgresDecodable {}
extension SwapState: PostgresEncodable, PostgresDecodable {}
extension ChangeGround: PostgresEncodable, PostgresDecodable {}
extension ChangeKind: PostgresEncodable, PostgresDecodable {}
extension ExigencyKind: PostgresEncodable, PostgresDecodable {}
extension ConsequenceKind: PostgresEncodable, PostgresDecodable {}
extension AttendanceStatus: PostgresEncodable, PostgresDecodable {}
extension ResponseLevel: PostgresEncodable, PostgresDecodable {}

extension Day: PostgresEncodable, PostgresDecodable {
    /// ISO 8601, as the server reads it under every `DateStyle`.
    package var postgresParameter: Parameter { Parameter(description) }

    /// Reads a `date` under `DateStyle` ISO, the default; infinities are no day.
    package init?(postgresText text: String) { self.init(iso: text) }
}

extension Scope: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, ids
    }

    /// Reads `{"kind": "site", "ids": ["S014"]}`; `ids` may be left out for `all_armed`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        let ids = try container.decodeIfPresent([String].self, forKey: .ids) ?? []
        guard let scope = Scope(kind: kind, ids: ids) else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container,
                debugDescription: "kind is all_armed without ids, or mission, site or post with at least one id")
        }
        self = scope
    }

    /// Writes `kind` and `ids`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(ids, forKey: .ids)
    }
}
