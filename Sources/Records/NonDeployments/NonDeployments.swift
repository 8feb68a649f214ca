import Deployment
import FoundationEssentials
import Postgres

/// Temporary decisions not to deploy an officer to some duties: the one place where they are written and read.
///
/// Every write is one transaction. What the rules of two pairs of eyes refuse is noted for Gold in a transaction of its
/// own, because the refusal undoes the first.
package struct NonDeployments: Sendable {
    let pool: Pool

    /// Non-deployments in the database of this pool, which connects as the application.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Who tries to do what about whom, for the note on a refused attempt.
    struct Attempt {
        var account: Int64
        var record: Int64?
        var officer: String?
    }

    /// Runs one write; notes the attempt when a rule that is noted refuses it.
    nonisolated(nonsending) func writing<R>(
        _ attempt: Attempt, _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        do {
            return try await recording { try await pool.transaction(body) }
        } catch let error as RecordError {
            if case .refused(.twoPairsOfEyes, let rule, _) = error, let noted = NotedAttempt(rawValue: rule) {
                try await note(noted, attempt)
            }
            throw error
        }
    }

    /// Not the work that was asked for, so it must not count as such.
    private func note(_ rule: NotedAttempt, _ attempt: Attempt) async throws {
        try await BeforeCommit.$step.withValue(nil) {
            try await pool.transaction { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO refused_attempt (account_id, nd_id, officer_id, rule)
                    VALUES (\(attempt.account), \(attempt.record), \(attempt.officer), \(rule))
                    """)
            }
        }
    }
}
