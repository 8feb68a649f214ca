import Deployment
import FoundationEssentials
import Postgres
import Records

/// A wish to set the level of a site.
struct SiteLevelWish: Sendable, Decodable {
    let site: String
    let level: ResponseLevel
    let from: Day
    let to: Day?
    let setBy: String
    let reference: String?
}

/// The response levels of sites over time (001 ¶63).
struct SiteLevels: Sendable {
    let pool: Pool

    /// Sets a level from a day on and returns how many standing duties the days concern.
    ///
    /// A spell that covers the first day is cut there, and goes on behind the last day if it lasted longer. Throws
    /// `RecordError.conflict` where another spell begins inside the days, `.invalid` for unknown sites and days gone by.
    func set(_ wish: SiteLevelWish, by account: Int64, now: Date) async throws -> Int {
        let today = LondonClock.day(atAbsoluteMinutes: Int(now.timeIntervalSince1970 / 60))
        guard wish.from >= today else {
            throw RecordError.invalid([FieldProblem("/from", "must not lie before today; import what was")])
        }
        if let to = wish.to, to < wish.from {
            throw RecordError.invalid([FieldProblem("/to", "must not be before from")])
        }
        return try await recording {
            try await pool.transaction { connection in try await set(wish, by: account, on: connection) }
        }
    }

    /// The same in the caller's transaction, without a look at the calendar.
    nonisolated(nonsending) func set(
        _ wish: SiteLevelWish, by account: Int64, on connection: Connection
    ) async throws -> Int {
        try await connection.execute("SELECT set_config('evenhand.account', \(String(account)), true)")
        try await cut(wish, connection)
        try await connection.execute(
            """
            INSERT INTO site_level (site_id, level, from_day, to_day, set_by, source_reference)
            VALUES (\(wish.site), \(wish.level), \(wish.from), \(wish.to), \(wish.setBy), \(wish.reference ?? ""))
            """)
        let rows = try await connection.query(
            """
            SELECT count(*)::int AS affected FROM standing_deployment s JOIN post p USING (post_id)
            WHERE p.site_id = \(wish.site) AND s.day >= \(wish.from) AND (\(wish.to)::date IS NULL OR s.day <= \(wish.to)::date)
            """)
        return try rows.first?.decode("affected") ?? 0
    }

    private func cut(_ wish: SiteLevelWish, _ connection: Connection) async throws {
        let covering = try await connection.query(
            """
            SELECT from_day, to_day, level, set_by, source_reference FROM site_level
            WHERE site_id = \(wish.site) AND from_day <= \(wish.from) AND coalesce(to_day, 'infinity') >= \(wish.from)
            FOR UPDATE
            """)
        guard let row = covering.first else { return }
        let begins: Day = try row.decode("from_day")
        let ends: Day? = try row.decode("to_day")
        if begins == wish.from {
            try await connection.execute(
                "DELETE FROM site_level WHERE site_id = \(wish.site) AND from_day = \(begins)")
        } else {
            try await connection.execute(
                "UPDATE site_level SET to_day = \(wish.from.adding(-1)) WHERE site_id = \(wish.site) AND from_day = \(begins)"
            )
        }
        guard let last = wish.to, ends.map({ $0 > last }) ?? true else { return }
        try await connection.execute(
            """
            INSERT INTO site_level (site_id, level, from_day, to_day, set_by, source_reference)
            VALUES (\(wish.site), \(try row.decode("level", as: String.self)), \(last.adding(1)), \(ends),
                \(try row.decode("set_by", as: String.self)), \(try row.decode("source_reference", as: String.self)))
            """)
    }
}
