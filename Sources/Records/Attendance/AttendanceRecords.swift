import Deployment
import FoundationEssentials
import Postgres

/// What one officer did on a shift.
package struct AttendanceEntry: Sendable, Codable, Equatable {
    package var officer: String
    package var status: AttendanceStatus
    /// Where the officer worked; given just where the status is `worked`.
    package var post: String?

    /// An entry.
    package init(officer: String, status: AttendanceStatus, post: String? = nil) {
        self.officer = officer
        self.status = status
        self.post = post
    }
}

/// An entry of the attendance record.
package struct AttendanceRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String?
    package var status: AttendanceStatus
    /// The entry that this one corrects.
    package var corrects: Int64?
    /// The deployment of the relief that this entry is about; nil for the officer's duty on the shift.
    package var relief: Int64?
    package var recordedBy: Int64
    package var recordedAt: Date
}

/// What was worked, shift by shift; a correction is a new entry.
package struct AttendanceRecords: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Records a shift, all of its entries or none; returns their numbers in order.
    ///
    /// An entry at the post of a relief that the officer has within the shift is that relief's; PostgreSQL tells.
    ///
    /// Throws `RecordError.conflict` when an officer has an entry for this shift, `.invalid` for unknown ids or a post
    /// that does not go with the status, `.refused` (`attendance_future`) before the shift has begun.
    package func record(
        day: Day, shift: String, entries: [AttendanceEntry], by account: Int64
    ) async throws -> [Int64] {
        try await recording {
            try await pool.transaction { connection in
                try await AttendanceRecords.write(day: day, shift: shift, entries, by: account, on: connection)
            }
        }
    }

    static func write(
        day: Day, shift: String, _ entries: [AttendanceEntry], by account: Int64, on connection: Connection
    ) async throws -> [Int64] {
        let rows = try await connection.query(
            """
            INSERT INTO attendance (officer_id, day, shift_id, post_id, status, recorded_by)
            SELECT e.officer, \(day)::date, \(shift)::text, e.post, e.status, \(account)::bigint
            FROM unnest(\(entries.map(\.officer))::text[], \(entries.map(\.post))::text[],
                \(entries.map(\.status))::text[]) WITH ORDINALITY AS e (officer, post, status, place)
            ORDER BY e.place
            RETURNING attendance_id
            """)
        return try rows.map { try $0.decode("attendance_id") }
    }

    /// Corrects an entry by a new one about the same officer, day and shift; returns the number of the new entry.
    ///
    /// Throws `RecordError.notFound`, `.conflict` when the entry was corrected before (correct the correction), and
    /// `.refused` (`own_attendance`) when the account is the officer it is about.
    package func correct(
        _ id: Int64, status: AttendanceStatus, post: String?, by account: Int64
    ) async throws -> Int64 {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO attendance (officer_id, day, shift_id, post_id, status, corrects, recorded_by)
                    SELECT officer_id, day, shift_id, \(post)::text, \(status)::text, attendance_id, \(account)::bigint
                    FROM attendance WHERE attendance_id = \(id)
                    RETURNING attendance_id
                    """)
                guard let row = rows.first else { throw RecordError.notFound("attendance entry \(id)") }
                return try row.decode("attendance_id")
            }
        }
    }

    /// The entries that hold now for days from `from` to `to` inclusive, by day, shift and officer, at most `limit` a page.
    package func list(
        from: Day, to: Day, shift: String? = nil, officer: String? = nil, cursor: String? = nil,
        limit: Int = Page<AttendanceRecord>.usualLimit
    ) async throws -> Page<AttendanceRecord> {
        let after = try cursorParts(cursor, count: 4)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM as_worked
                    WHERE day BETWEEN \(from) AND \(to)
                        AND (\(shift)::text IS NULL OR shift_id = \(shift)::text)
                        AND (\(officer)::text IS NULL OR officer_id = \(officer)::text)
                        AND (\(after?[0])::date IS NULL
                            OR (day, shift_id, officer_id, attendance_id)
                                > (\(after?[0])::date, \(after?[1])::text, \(after?[2])::text, \(after?[3])::bigint))
                    ORDER BY day, shift_id, officer_id, attendance_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try AttendanceRecord($0) }, limit: limit) {
                    "\($0.day),\($0.shift),\($0.officer),\($0.id)"
                }
            }
        }
    }
}

extension AttendanceRecord {
    init(_ row: Row) throws {
        id = try row.decode("attendance_id")
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        post = try row.decode("post_id")
        status = try row.decode("status")
        corrects = try row.decode("corrects")
        relief = try row.decode("relief_id")
        recordedBy = try row.decode("recorded_by")
        recordedAt = try row.decode("recorded_at")
    }
}
