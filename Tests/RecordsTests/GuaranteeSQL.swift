import Deployment
import FoundationEssentials
import Postgres
import Records
import Testing

/// Plain SQL as somebody with a role's password would type it.
struct Attempt: Sendable, CustomTestStringConvertible {
    let sql: String
    let state: SQLState
    let rule: String?

    init(_ sql: String, _ state: SQLState, _ rule: String? = nil) {
        self.sql = sql
        self.state = state
        self.rule = rule
    }

    var testDescription: String { "\(sql) ⇒ \(state)" }
}

extension SQLState {
    static let arrow: SQLState = "EV001"
    static let unknown: SQLState = "EV002"
    static let twoPairsOfEyes: SQLState = "EV003"
    static let bareDecision: SQLState = "EV004"
    static let closure: SQLState = "EV005"
    static let rewrite: SQLState = "EV006"
    static let unlawful: SQLState = "EV007"
    static let needToKnow: SQLState = "EV008"
}

/// Runs the statements of a text in one transaction and expects the whole to be refused for this reason.
func expectRefused(
    _ attempt: Attempt, on pool: Pool, preparing: String = "", sourceLocation: SourceLocation = #_sourceLocation
) async {
    do {
        try await pool.transaction(attempts: 1) { connection in
            if !preparing.isEmpty { try await connection.script(preparing) }
            try await connection.script(attempt.sql)
        }
        Issue.record("this went through: \(attempt.sql)", sourceLocation: sourceLocation)
    } catch let error as PostgresError {
        #expect(
            error.sqlState == attempt.state, "\(attempt.sql): \(error.debugDescription)", sourceLocation: sourceLocation
        )
        if let rule = attempt.rule {
            #expect(error.constraintName == rule, "\(attempt.sql)", sourceLocation: sourceLocation)
        }
    } catch {
        Issue.record(error, "\(attempt.sql)", sourceLocation: sourceLocation)
    }
}

extension Pool {
    /// One value of one row.
    func value<T: PostgresDecodable & Sendable>(_ statement: Statement, as type: T.Type = T.self) async throws -> T {
        try await withConnection { connection in
            let rows = try await connection.query(statement)
            return try #require(rows.first).decode(0, as: type)
        }
    }

    /// Runs a text in one transaction.
    func run(_ sql: String) async throws {
        try await transaction { try await $0.script(sql) }
    }
}

/// Expects the records to refuse this, by this kind of rule and, if given, this rule.
nonisolated(nonsending) func expectRefused<R>(
    _ refusal: Refusal, _ rule: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: nonisolated(nonsending) () async throws -> R
) async {
    do {
        _ = try await body()
        Issue.record("this went through", sourceLocation: sourceLocation)
    } catch RecordError.refused(let found, let name, let message) {
        #expect(found == refusal, "\(message)", sourceLocation: sourceLocation)
        if let rule { #expect(name == rule, "\(message)", sourceLocation: sourceLocation) }
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Expects the records to say that this contradicts what is on record, by this rule.
nonisolated(nonsending) func expectConflict<R>(
    _ rule: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: nonisolated(nonsending) () async throws -> R
) async {
    do {
        _ = try await body()
        Issue.record("this went through", sourceLocation: sourceLocation)
    } catch RecordError.conflict(let found, _) {
        #expect(found == rule, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Plain SQL with which the application decides, around all Swift code.
func decisionSQL(
    _ cast: Cast, _ record: Int64, by name: String, as authority: String, form: String = "full",
    outcome: String = "granted",
    at moment: String = "clock_timestamp()"
) -> String {
    """
    INSERT INTO decision (nd_id, terms_id, form, outcome, reason_id, decided_by, decided_as, decided_at)
    SELECT \(record), max(terms_id), '\(form)', '\(outcome)', write_prose('decision', 'Because the facts of this case ask for it.'),
        \(cast.id(name)), '\(authority)', \(moment) FROM non_deployment_terms WHERE nd_id = \(record)
    """
}
