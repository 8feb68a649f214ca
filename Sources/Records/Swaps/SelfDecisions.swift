import Deployment
import Postgres

/// Attempts to decide on oneself outside non-deployments, noted in a transaction of their own for Gold (guarantee 3).
struct SelfDecisions: Sendable {
    let pool: Pool

    /// Notes an attempt about the officer that the account is; not the work that was asked for, so it must not count as such.
    func note(_ account: Int64) async throws {
        try await BeforeCommit.$step.withValue(nil) {
            try await pool.transaction { connection in
                _ = try await connection.execute(
                    """
                    INSERT INTO refused_attempt (account_id, officer_id, rule)
                    SELECT account_id, officer_id, \(NotedAttempt.selfDecision) FROM account WHERE account_id = \(account)
                    """)
            }
        }
    }
}
