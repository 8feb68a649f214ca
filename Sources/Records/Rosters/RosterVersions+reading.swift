import Deployment
import Postgres

extension RosterVersions {
    /// Deployments of a version by officer and day, at most `limit` a page; of one officer or one post where given.
    package func deployments(
        of version: Int64, officer: String? = nil, post: String? = nil, cursor: String? = nil,
        limit: Int = Page<VersionDeployment>.usualLimit
    ) async throws -> Page<VersionDeployment> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT officer_id, day, shift_id, post_id FROM version_deployment
                    WHERE version_id = \(version)
                        AND (\(officer)::text IS NULL OR officer_id = \(officer)::text)
                        AND (\(post)::text IS NULL OR post_id = \(post)::text)
                        AND (\(after?[0])::text IS NULL OR (officer_id, day) > (\(after?[0])::text, \(after?[1])::date))
                    ORDER BY officer_id, day LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try VersionDeployment($0) }, limit: limit) { "\($0.officer),\($0.day)" }
            }
        }
    }

    /// Duties of a version by day, shift and post, at most `limit` a page.
    ///
    /// With `unfilledOnly` those below target alone, each with its reasons.
    package func duties(
        of version: Int64, unfilledOnly: Bool = false, cursor: String? = nil, limit: Int = Page<VersionDuty>.usualLimit
    ) async throws -> Page<VersionDuty> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT post_id, day, shift_id, level, min_officers, target_officers, filled, reasons FROM version_duty
                    WHERE version_id = \(version) AND (NOT \(unfilledOnly)::boolean OR filled < target_officers)
                        AND (\(after?[0])::date IS NULL
                            OR (day, shift_id, post_id) > (\(after?[0])::date, \(after?[1])::text, \(after?[2])::text))
                    ORDER BY day, shift_id, post_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try VersionDuty($0) }, limit: limit) { "\($0.day),\($0.shift),\($0.post)" }
            }
        }
    }

    /// The officer-days on which two versions differ, by officer and day, at most `limit` a page.
    package func compare(
        _ first: Int64, with second: Int64, cursor: String? = nil, limit: Int = Page<OfficerDayChange>.usualLimit
    ) async throws -> Page<OfficerDayChange> {
        let after = try cursorParts(cursor, count: 2)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT officer_id, day, a.shift_id AS shift_before, a.post_id AS post_before,
                        b.shift_id AS shift_after, b.post_id AS post_after
                    FROM (SELECT * FROM version_deployment WHERE version_id = \(first)) a
                    FULL JOIN (SELECT * FROM version_deployment WHERE version_id = \(second)) b USING (officer_id, day)
                    WHERE (a.shift_id, a.post_id) IS DISTINCT FROM (b.shift_id, b.post_id)
                        AND (\(after?[0])::text IS NULL OR (officer_id, day) > (\(after?[0])::text, \(after?[1])::date))
                    ORDER BY officer_id, day LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try OfficerDayChange($0) }, limit: limit) { "\($0.officer),\($0.day)" }
            }
        }
    }
}

extension VersionDeployment {
    init(_ row: Row) throws {
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        post = try row.decode("post_id")
    }
}

extension VersionDuty {
    init(_ row: Row) throws {
        post = try row.decode("post_id")
        day = try row.decode("day")
        shift = try row.decode("shift_id")
        level = try row.decode("level")
        min = try row.decode("min_officers")
        target = try row.decode("target_officers")
        filled = try row.decode("filled")
        reasons = try row.decode("reasons", as: StoredJSON<DutyReasons>?.self)?.value
    }
}

extension OfficerDayChange {
    init(_ row: Row) throws {
        officer = try row.decode("officer_id")
        day = try row.decode("day")
        before = try Duty(shift: row.decode("shift_before"), post: row.decode("post_before"))
        after = try Duty(shift: row.decode("shift_after"), post: row.decode("post_after"))
    }
}

extension OfficerDayChange.Duty {
    /// Nil where either part is missing.
    init?(shift: String?, post: String?) {
        guard let shift, let post else { return nil }
        self.init(shift: shift, post: post)
    }
}
