import FoundationEssentials
import Postgres

/// One try to sign in, on record as a failure until it is known to be none.
package struct SignInTry: Sendable {
    /// When it may be tried again, should this one fail; nil: at once.
    package let lockedUntil: Date?

    fileprivate let nameKey: String
    fileprivate let nameLock: Date?
    fileprivate let addressKey: String?
    fileprivate let addressLock: Date?
}

/// What the guard says to somebody who wants to try.
package enum SignInLeave: Sendable {
    /// They may, once.
    case granted(SignInTry)
    /// Not before this moment.
    case locked(until: Date)
}

/// Slows guessing down: counts failures for each name, whether or not it is anybody's, and for each network, and locks.
package struct SignInGuard: Sendable {
    let pool: Pool

    /// The guard in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Asks to try a password for this name from this address (nil: not known). A try during a lock counts for nothing.
    package func begin(name: String, address: String?, asOf: Date) async throws -> SignInLeave {
        let (nameKey, addressKey) = (GuardKey.name(name), address.map(GuardKey.address))
        return try await pool.transaction { connection in
            let (byName, byAddress) = try await SignInGuard.figures(asOf, connection)
            var counts = try await SignInGuard.counts([addressKey, nameKey].compactMap(\.self), asOf, connection)
            if let until = counts.values.compactMap({ $0.locked(asOf: asOf) }).max() { return .locked(until: until) }
            for key in counts.keys { counts[key]?.begin(key == nameKey ? byName : byAddress, asOf: asOf) }
            try await SignInGuard.write(counts, connection)
            let (nameLock, addressLock) = (counts[nameKey]?.lockedUntil, addressKey.flatMap { counts[$0]?.lockedUntil })
            let until = [nameLock, addressLock].compactMap(\.self).filter { $0 > asOf }.max()
            return .granted(
                SignInTry(
                    lockedUntil: until, nameKey: nameKey, nameLock: nameLock, addressKey: addressKey,
                    addressLock: addressLock))
        }
    }

    /// Says that a try was right: what was counted for the name is forgotten; for the network, this try only.
    package func succeed(_ attempt: SignInTry) async throws {
        try await pool.transaction { connection in
            try await SignInGuard.takeBack(attempt.addressKey, lock: attempt.addressLock, connection)
            _ = try await connection.execute("DELETE FROM sign_in_guard WHERE guard_key = \(attempt.nameKey)")
        }
    }

    /// Says that a try came to nothing: no password was looked at, so it counts neither for nor against.
    package func withdraw(_ attempt: SignInTry) async throws {
        try await pool.transaction { connection in
            try await SignInGuard.takeBack(attempt.addressKey, lock: attempt.addressLock, connection)
            try await SignInGuard.takeBack(attempt.nameKey, lock: attempt.nameLock, connection)
        }
    }

    /// Forgets what was counted for a name: an administrator has given a new password.
    package func clear(name: String) async throws {
        try await pool.withConnection {
            _ = try await $0.execute("DELETE FROM sign_in_guard WHERE guard_key = \(GuardKey.name(name))")
        }
    }

    /// Deletes what has been quiet for long enough; returns how many keys.
    package func forgetOld(asOf: Date) async throws -> Int {
        try await pool.withConnection {
            try await $0.execute(
                """
                DELETE FROM sign_in_guard g USING \(Sessions.moment(asOf)) x
                WHERE greatest(g.since, g.locked_until) < x.moment - make_interval(hours => figure('sign_in_forgotten', x.day))
                """)
        }
    }
}

extension SignInGuard {
    /// The counts of some keys, held until the transaction ends; those never counted begin now.
    nonisolated(nonsending) private static func counts(
        _ keys: [String], _ asOf: Date, _ connection: Connection
    ) async throws -> [String: GuardCount] {
        // The network before the name, as in `succeed`, or two tries could wait for each other. The update changes nothing:
        // it locks the row, and makes a new one where another transaction is deleting it.
        let rows = try await connection.query(
            """
            INSERT INTO sign_in_guard AS g (guard_key, failures, since)
            SELECT k, 0, \(asOf)::timestamptz FROM unnest(\(keys)::text[]) WITH ORDINALITY u (k, place) ORDER BY place
            ON CONFLICT (guard_key) DO UPDATE SET failures = g.failures
            RETURNING guard_key, failures, since, locked_until
            """)
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (
                    try row.decode("guard_key"),
                    GuardCount(
                        failures: try row.decode("failures"), since: try row.decode("since"),
                        lockedUntil: try row.decode("locked_until"))
                )
            })
    }

    /// Takes one failure back, with the lock that it brought.
    nonisolated(nonsending) private static func takeBack(
        _ key: String?, lock: Date?, _ connection: Connection
    ) async throws {
        guard let key else { return }
        _ = try await connection.execute(
            """
            UPDATE sign_in_guard SET failures = greatest(failures - 1, 0),
                locked_until = CASE WHEN locked_until = \(lock)::timestamptz THEN NULL ELSE locked_until END
            WHERE guard_key = \(key)
            """)
    }

    nonisolated(nonsending) private static func write(
        _ counts: [String: GuardCount], _ connection: Connection
    ) async throws {
        for (key, count) in counts {
            _ = try await connection.execute(
                """
                UPDATE sign_in_guard SET failures = \(count.failures), since = \(count.since),
                    locked_until = \(count.lockedUntil) WHERE guard_key = \(key)
                """)
        }
    }

    /// The figures for a name and for a network.
    nonisolated(nonsending) private static func figures(
        _ asOf: Date, _ connection: Connection
    ) async throws -> (GuardCount.Figures, GuardCount.Figures) {
        let rows = try await connection.query(
            """
            SELECT figure('sign_in_failures', x.day) AS failures,
                figure('sign_in_address_failures', x.day) AS address_failures, figure('sign_in_lock', x.day) AS lock,
                figure('sign_in_lock_longest', x.day) AS longest, figure('sign_in_forgotten', x.day) AS forgotten
            FROM \(Sessions.moment(asOf)) x
            """)
        guard let row = rows.first else { throw RecordError.notFound("figures of signing in") }
        func figures(_ failures: String) throws -> GuardCount.Figures {
            GuardCount.Figures(
                failures: max(1, try row.decode(failures)), lock: Double(try row.decode("lock", as: Int.self)) * 60,
                longest: Double(try row.decode("longest", as: Int.self)) * 60,
                forgotten: Double(try row.decode("forgotten", as: Int.self)) * 3600)
        }
        return (try figures("failures"), try figures("address_failures"))
    }
}
