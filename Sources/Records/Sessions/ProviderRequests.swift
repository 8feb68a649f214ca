import Deployment
import FoundationEssentials
import Ledger
import Postgres

/// Sign-ins by the provider that were begun and are not finished, on record so that any instance can finish them, and only once.
package struct ProviderRequests: Sendable {
    let pool: Pool

    /// Begun sign-ins that are kept at most, the newest; far more than people begin in ten minutes.
    static let most = 10_000

    /// Begun sign-ins in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Notes that a sign-in was begun, and where it is to lead; forgets those that are over, and the oldest beyond `most`.
    package func begin(state: String, returnTo: String?, asOf: Date) async throws {
        try await recording {
            try await pool.transaction { connection in
                try await connection.execute(
                    """
                    DELETE FROM provider_request WHERE expires_at <= \(asOf) OR state_hash IN
                        (SELECT state_hash FROM provider_request ORDER BY made_at DESC OFFSET \(ProviderRequests.most - 1))
                    """)
                try await connection.execute(
                    """
                    INSERT INTO provider_request (state_hash, return_to, made_at, expires_at)
                    SELECT \(Hash.sha256(state.utf8).bytes), \(returnTo), x.moment,
                        x.moment + make_interval(mins => figure('provider_wait', x.day))
                    FROM \(Sessions.moment(asOf)) x
                    """)
            }
        }
    }

    /// A begun sign-in that was found and is used up by that.
    package struct Begun: Sendable, Equatable {
        /// Where it is to lead; nil for the first page.
        package let returnTo: String?
    }

    /// Takes the sign-in with this state, once; nil when there is none, when it was taken before or when it is over.
    package func take(state: String, asOf: Date) async throws -> Begun? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                DELETE FROM provider_request WHERE state_hash = \(Hash.sha256(state.utf8).bytes)
                RETURNING return_to, expires_at > \(asOf) AS is_good
                """)
            guard let row = rows.first, try row.decode("is_good", as: Bool.self) else { return nil }
            return Begun(returnTo: try row.decode("return_to"))
        }
    }
}
