import Deployment
import FoundationEssentials
import Postgres

/// The exceptions on record around some days, to be laid over what was found.
struct RuleExceptions {
    private struct Key: Hashable {
        var officer: String
        var rule: Rule
    }

    private var covered: [Key: [ClosedRange<Day>]] = [:]

    /// Reads those of some officers, or of all, that could cover a breach around these days.
    nonisolated(nonsending) static func read(
        _ connection: Connection, officers: [String]?, _ days: ClosedRange<Day>
    ) async throws -> RuleExceptions {
        let only: Statement = officers.map { "AND officer_id = ANY (\($0)::text[])" } ?? ""
        // A run or an average may begin a year before the days that are judged, never longer ago than an exception may last.
        let rows = try await connection.query(
            """
            SELECT officer_id, rule, from_day, to_day FROM rule_exception
            WHERE to_day >= \(days.lowerBound.adding(-366)) AND from_day <= \(days.upperBound.adding(366)) \(only)
            ORDER BY from_day
            """)
        var exceptions = RuleExceptions()
        for row in rows {
            let key = Key(officer: try row.decode("officer_id"), rule: try row.decode("rule"))
            let days = ClosedRange(
                uncheckedBounds: (try row.decode("from_day", as: Day.self), try row.decode("to_day")))
            exceptions.covered[key, default: []].append(days)
        }
        return exceptions
    }

    /// The breaches, each with whether exceptions cover all its days; the function `is_excepted` says the same.
    func apply(_ breaches: [Breach]) -> [FoundBreach] {
        breaches.map { FoundBreach(breach: $0, isExcepted: covers($0)) }
    }

    private func covers(_ breach: Breach) -> Bool {
        guard let officer = breach.officer, let ranges = covered[Key(officer: officer, rule: breach.rule)] else {
            return false
        }
        var next = breach.from
        for range in ranges where range.lowerBound <= next && next <= range.upperBound {
            next = range.upperBound.adding(1)
        }
        return next > breach.to
    }
}

extension RuleSets {
    /// Records an exception and returns its number.
    ///
    /// Throws `RecordError.refused` ("rule_absolute", "rule_warns", "own_exception") and `.invalid` for an unknown officer or
    /// rule, or where the reference or the note is missing.
    package func except(_ wish: NewRuleException, by account: Int64) async throws -> Int64 {
        try await recording {
            try await pool.transaction { try await RuleSets.except(wish, change: nil, by: account, on: $0) }
        }
    }

    nonisolated(nonsending) static func except(
        _ wish: NewRuleException, change: Int64?, by account: Int64, on connection: Connection
    ) async throws -> Int64 {
        let rows = try await connection.query(
            """
            INSERT INTO rule_exception (officer_id, rule, from_day, to_day, basis, reference, note, change_id, recorded_by)
            VALUES (\(wish.officer), \(wish.rule), \(wish.from), \(wish.to), \(wish.basis), \(wish.reference ?? ""),
                \(wish.note ?? ""), \(change), \(account))
            RETURNING exception_id
            """)
        guard let row = rows.first else { throw RecordError.notFound("rule exception") }
        return try row.decode("exception_id")
    }

    /// Exceptions that touch days from `from` to `to` inclusive, newest first, at most `limit` a page; of one officer where given.
    package func exceptions(
        from: Day, to: Day, officer: String? = nil, cursor: String? = nil, limit: Int = Page<RuleException>.usualLimit
    ) async throws -> Page<RuleException> {
        let before = try Cursor.key(cursor)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM rule_exception
                    WHERE from_day <= \(to) AND to_day >= \(from)
                        AND (\(officer)::text IS NULL OR officer_id = \(officer)::text)
                        AND (\(before)::bigint IS NULL OR exception_id < \(before)::bigint)
                    ORDER BY exception_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try RuleException($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// Records that an officer opted out of the weekly limit from a day on, or, with `withdrawing`, that this opt-out no longer
    /// holds from that day; `reference` says where the signed paper is. Returns the number.
    package func optOut(
        officer: String, from: Day, reference: String, withdrawing: Int64? = nil, by account: Int64
    ) async throws -> Int64 {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO working_time_opt_out (officer_id, from_day, reference, withdraws, recorded_by)
                    VALUES (\(officer), \(from), \(reference), \(withdrawing), \(account)) RETURNING opt_out_id
                    """)
                guard let row = rows.first else { throw RecordError.notFound("opt-out") }
                return try row.decode("opt_out_id")
            }
        }
    }

    /// Opt-outs, newest first, at most `limit` a page; of one officer where given.
    package func optOuts(
        officer: String? = nil, cursor: String? = nil, limit: Int = Page<OptOut>.usualLimit
    ) async throws -> Page<OptOut> {
        let before = try Cursor.key(cursor)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT o.opt_out_id, o.officer_id, o.from_day, o.to_day, w.reference
                    FROM opted_out o JOIN working_time_opt_out w USING (opt_out_id)
                    WHERE (\(officer)::text IS NULL OR o.officer_id = \(officer)::text)
                        AND (\(before)::bigint IS NULL OR opt_out_id < \(before)::bigint)
                    ORDER BY opt_out_id DESC LIMIT \(limit + 1)
                    """)
                let found = try rows.map { row in
                    OptOut(
                        id: try row.decode("opt_out_id"), officer: try row.decode("officer_id"),
                        from: try row.decode("from_day"), to: try row.decode("to_day"),
                        reference: try row.decode("reference"))
                }
                return Page(found, limit: limit) { "\($0.id)" }
            }
        }
    }
}
