import Deployment
import FoundationEssentials
import Postgres

/// A wish to record that one officer is excepted from one rule on some days.
package struct NewRuleException: Sendable, Codable, Equatable {
    package var officer: String
    package var rule: Rule
    package var from: Day
    package var to: Day
    package var basis: ExceptionBasis
    /// Of the agreement or the request; at least three characters for an agreement.
    package var reference: String?
    /// At least ten characters for a request or an exigency.
    package var note: String?

    /// A wish.
    package init(
        officer: String, rule: Rule, from: Day, to: Day, basis: ExceptionBasis, reference: String? = nil,
        note: String? = nil
    ) {
        self.officer = officer
        self.rule = rule
        self.from = from
        self.to = to
        self.basis = basis
        self.reference = reference
        self.note = note
    }
}

/// An exception on record.
package struct RuleException: Sendable, Codable, Equatable {
    package var id: Int64
    package var officer: String
    package var rule: Rule
    package var from: Day
    package var to: Day
    package var basis: ExceptionBasis
    package var reference: String
    package var note: String
    /// The change whose own ground gave it.
    package var change: Int64?
    package var recordedBy: Int64
    package var recordedAt: Date
}

/// An officer's written agreement that the weekly limit shall not apply to them (Working Time Regulations 1998 reg. 5).
package struct OptOut: Sendable, Codable, Equatable {
    package var id: Int64
    package var officer: String
    package var from: Day
    /// The last day; nil while it holds.
    package var to: Day?
    /// Where the signed paper is.
    package var reference: String
}

extension RuleException {
    init(_ row: Row) throws {
        id = try row.decode("exception_id")
        officer = try row.decode("officer_id")
        rule = try row.decode("rule")
        from = try row.decode("from_day")
        to = try row.decode("to_day")
        basis = try row.decode("basis")
        reference = try row.decode("reference")
        note = try row.decode("note")
        change = try row.decode("change_id")
        recordedBy = try row.decode("recorded_by")
        recordedAt = try row.decode("recorded_at")
    }
}

extension Rule: PostgresEncodable, PostgresDecodable {}
extension RuleKind: PostgresEncodable, PostgresDecodable {}
extension ExceptionBasis: PostgresEncodable, PostgresDecodable {}
