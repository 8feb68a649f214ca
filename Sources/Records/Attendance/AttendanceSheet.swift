import Deployment
import FoundationEssentials
import Postgres

/// One shift of a day as it is to be recorded: who is published for it, and what is on record already.
package struct AttendanceSheet: Sendable, Equatable {
    /// What is on record of somebody.
    package struct Entry: Sendable, Equatable {
        package var id: Int64
        package var status: AttendanceStatus
        package var post: String?
    }

    /// A published deployment of the shift.
    package struct Line: Sendable, Equatable {
        package var deployment: Int64
        package var officer: String
        /// Rank and name.
        package var called: String
        package var post: String
        package var postName: String
        package var isCovert: Bool
        package var site: String
        /// Whether the officer only relieves somebody within the shift.
        package var isRelief: Bool
        /// Nil where nothing is on record yet.
        package var entry: Entry?
    }

    /// A shift of the day.
    package struct Shift: Sendable, Equatable {
        package var id: String
        package var name: String
        package var startsAt: Date
    }

    package var day: Day
    /// Nil where there is no such shift.
    package var shift: Shift?
    /// Every shift, by its start.
    package var shifts: [Shift]
    /// By site, post and officer.
    package var lines: [Line]

    /// Reads the newest shift that had begun by `now`: before the first of a day that is the last of the day before.
    package static func running(asOf now: Date, in pool: Pool) async throws -> AttendanceSheet {
        let today = LondonClock.day(atAbsoluteMinutes: Int((now.timeIntervalSince1970 / 60).rounded(.down)))
        let sheet = try await read(day: today, shift: nil, asOf: now, in: pool)
        guard let first = sheet.shift, first.startsAt > now, let last = sheet.shifts.last else { return sheet }
        return try await read(day: today.adding(-1), shift: last.id, asOf: now, in: pool)
    }

    /// Reads a day's shift; without one, the newest that had begun by `now`, else the first of the day.
    package static func read(
        day: Day, shift: String?, asOf now: Date, in pool: Pool
    ) async throws -> AttendanceSheet {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let shifts = try await connection.query(
                    "SELECT shift_id, name, london(\(day), starts) AS starts_at FROM shift ORDER BY starts, shift_id"
                ).map {
                    Shift(
                        id: try $0.decode("shift_id"), name: try $0.decode("name"),
                        startsAt: try $0.decode("starts_at"))
                }
                let chosen =
                    shift.map { id in shifts.first { $0.id == id } }
                    ?? shifts.last { $0.startsAt <= now } ?? shifts.first
                guard let chosen else { return AttendanceSheet(day: day, shift: nil, shifts: shifts, lines: []) }
                let rows = try await connection.query(lines(day, chosen.id))
                return AttendanceSheet(day: day, shift: chosen, shifts: shifts, lines: try rows.map { try Line($0) })
            }
        }
    }

    /// A duty is matched with its entry as the look for gaps does it (`attendance_gap`).
    private static func lines(_ day: Day, _ shift: String) -> Statement {
        """
        SELECT s.deployment_id, s.officer_id, o.rank || ' ' || o.name AS called, s.post_id, p.name AS post_name, p.covert, p.site_id,
            coalesce(c.kind = 'relief', false) AS relief, w.attendance_id, w.status, w.post_id AS worked_post
        FROM standing_deployment s JOIN officer o USING (officer_id) JOIN post p ON p.post_id = s.post_id
        JOIN deployment d ON d.deployment_id = s.deployment_id LEFT JOIN change c ON c.change_id = d.change_id
        LEFT JOIN LATERAL (
            SELECT x.attendance_id, x.post_id, x.status FROM as_worked x
            WHERE x.officer_id = s.officer_id AND x.day = s.day AND x.shift_id = s.shift_id
                AND (x.relief_id IS NULL OR x.relief_id = s.deployment_id)
            ORDER BY x.relief_id NULLS LAST LIMIT 1) w ON true
        WHERE s.day = \(day) AND s.shift_id = \(shift)
        ORDER BY p.site_id, s.post_id, s.officer_id, s.deployment_id
        """
    }
}

extension AttendanceSheet.Line {
    init(_ row: Row) throws {
        deployment = try row.decode("deployment_id")
        officer = try row.decode("officer_id")
        called = try row.decode("called")
        post = try row.decode("post_id")
        postName = try row.decode("post_name")
        isCovert = try row.decode("covert")
        site = try row.decode("site_id")
        isRelief = try row.decode("relief")
        let id: Int64? = try row.decode("attendance_id")
        let status: AttendanceStatus? = try row.decode("status")
        let worked: String? = try row.decode("worked_post")
        entry = id.flatMap { id in status.map { AttendanceSheet.Entry(id: id, status: $0, post: worked) } }
    }
}
