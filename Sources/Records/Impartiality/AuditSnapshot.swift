import Deployment
import FoundationEssentials
import Postgres

/// Reads what the audit needs, all at one moment of the record.
///
/// A day is closed at noon of the next (figure `audit_closing`), when every standing duty of it has its attendance, or three
/// days later (`audit_patience`) with what there is. A fact is known on the London day on which it was recorded; a duty on
/// its day, if it was published by then; attendance with the closing of its day, and what comes later than that moment
/// (`audit_day.rests_on`) is not part of the history any more: it has its own question and flag (`late_row`). A shift for
/// which nothing at all was recorded counts as worked as it stood; of one that was returned, who has no row was absent.
package struct AuditSnapshot: Sendable {
    let connection: Connection

    /// What is closed, and whether the next day can be.
    package struct Standing: Sendable, Equatable {
        /// The first day of the history.
        package var first: Day
        /// The last closed day; none before the first.
        package var closed: Day?
        /// The day to close next.
        package var next: Day
        /// Whether that can be done now.
        package var isDue: Bool
        /// Attendance recorded later does not count for the day closed next.
        package var restsOn: Date
    }

    /// What could still be on its way from a transaction that began before: as the questions about attendance allow.
    private static let underWay: TimeInterval = 15 * 60

    /// Where the audit stands; nil while nothing was ever published.
    package func standing(asOf now: Date) async throws -> Standing? {
        let restsOn = now.addingTimeInterval(-Self.underWay)
        let rows = try await connection.query(
            """
            WITH held AS (
                SELECT min(day) AS first, max(day) AS closed FROM audit_day
            ), known AS (
                SELECT coalesce(h.first, (SELECT min(d.day) FROM deployment d WHERE d.version_id IS NOT NULL)) AS first, h.closed
                FROM held h
            ), coming AS (
                SELECT k.*, coalesce(k.closed + 1, k.first) AS next FROM known k WHERE k.first IS NOT NULL
            ), timed AS (
                SELECT c.*, london(c.next + 1, time '00:00') + make_interval(mins => figure('audit_closing', c.next)) AS noon
                FROM coming c
            )
            SELECT t.first, t.closed, t.next, t.noon <= \(restsOn) AND (
                t.noon + make_interval(hours => figure('audit_patience', t.next)) <= \(now)
                OR NOT EXISTS (SELECT FROM standing_deployment s WHERE s.day = t.next AND NOT EXISTS (
                    SELECT FROM attendance a WHERE a.officer_id = s.officer_id AND a.day = s.day AND a.shift_id = s.shift_id
                        AND a.recorded_at <= \(restsOn)))) AS due
            FROM timed t
            """)
        guard let row = rows.first else { return nil }
        return Standing(
            first: try row.decode("first"), closed: try row.decode("closed"), next: try row.decode("next"),
            isDue: try row.decode("due"), restsOn: restsOn)
    }

    /// A number that differs, but for a chance of one in 2^64, when facts of days up to this one were written or changed
    /// afterwards: currencies, levels and absences, which the duties office may correct.
    ///
    /// Last days of open-ended absences are left out: they come later.
    package func digest(through day: Day) async throws -> String {
        let rows = try await connection.query(
            """
            SELECT concat_ws(' ',
                (SELECT sum(hashtextextended(concat_ws(' ', officer_id, skill_id, issued_on, expires_on), 0)) FROM currency
                    WHERE issued_on <= \(day) AND skill_id IN (SELECT k.skill_id FROM post_skill k)),
                (SELECT sum(hashtextextended(concat_ws(' ', site_id, level, from_day, least(to_day, \(day)::date)), 0)) FROM site_level
                    WHERE from_day <= \(day)),
                (SELECT sum(hashtextextended(concat_ws(' ', abstraction_id, officer_id, kind, from_day,
                        CASE WHEN kind <> 'sickness' THEN to_day END), 0)) FROM abstraction
                    WHERE (recorded_at AT TIME ZONE 'Europe/London')::date <= \(day)),
                (SELECT sum(hashtextextended(concat_ws(' ', restriction_id, officer_id, kind, from_day), 0)) FROM restriction
                    WHERE (recorded_at AT TIME ZONE 'Europe/London')::date <= \(day))) AS digest
            """)
        return try rows.first?.decode("digest") ?? ""
    }
}

/// Reads the record for the audit.
package struct AuditReader: Sendable {
    package let pool: Pool

    /// A reader over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Runs `body` on one snapshot of the record.
    nonisolated(nonsending) package func reading<R: Sendable>(
        _ body: nonisolated(nonsending) (AuditSnapshot) async throws -> R
    ) async throws -> R {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                try await body(AuditSnapshot(connection: connection))
            }
        }
    }
}
