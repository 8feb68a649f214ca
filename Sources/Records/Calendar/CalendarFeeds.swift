import Deployment
import FoundationEssentials
import Ledger
import Postgres

/// Private addresses under which officers' calendars fetch their duties. Only the SHA-256 of an address is stored.
package struct CalendarFeeds: Sendable {
    let pool: Pool

    /// Feeds in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Makes a new address for an officer; the one before it stops working.
    ///
    /// - Returns: its secret part, at the only moment it exists: 48 hexadecimal digits.
    package func make(for officer: String, by account: Int64, asOf now: Date) async throws -> String {
        let secret = CalendarFeeds.secret()
        try await recording {
            try await pool.transaction { connection in
                try await connection.execute(
                    "UPDATE calendar_feed SET revoked_at = \(now) WHERE officer_id = \(officer) AND revoked_at IS NULL")
                try await connection.execute(
                    """
                    INSERT INTO calendar_feed (officer_id, secret_hash, made_by, made_at)
                    VALUES (\(officer), \(Hash.sha256(secret.utf8).bytes), \(account), \(now))
                    """)
            }
        }
        return secret
    }

    /// Since when an officer has an address that works; nil when there is none.
    package func made(for officer: String) async throws -> Date? {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    "SELECT max(made_at) FROM calendar_feed WHERE officer_id = \(officer) AND revoked_at IS NULL"
                ).first?.decode(0, as: Date?.self)
            }
        }
    }

    /// Stops an officer's addresses from working.
    package func revoke(of officer: String, asOf now: Date) async throws {
        try await recording {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    "UPDATE calendar_feed SET revoked_at = \(now) WHERE officer_id = \(officer) AND revoked_at IS NULL")
            }
        }
    }

    /// Whose duties an address shows; nil where it is none of ours or was revoked.
    package func officer(behind secret: String) async throws -> String? {
        guard secret.utf8.count == 48 else { return nil }
        return try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT officer_id FROM calendar_feed
                    WHERE secret_hash = \(Hash.sha256(secret.utf8).bytes) AND revoked_at IS NULL
                    """
                ).first?.decode("officer_id", as: String.self)
            }
        }
    }

    /// 24 random bytes, in digits that every calendar program takes in an address.
    private static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<24).map { _ in
            let digits = String(UInt8.random(in: .min ... .max, using: &generator), radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
