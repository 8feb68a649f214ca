import Deployment
import FoundationEssentials
import Postgres

/// Swaps of published duties: asked by one officer, agreed by the other, approved by a supervisor who is neither.
///
/// PostgreSQL holds who may take which step, and that a swap change and an approved swap are one transaction.
package struct Swaps: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// What a list shows; every part that is given must hold.
    package struct Filter: Sendable, Hashable {
        /// With this officer on either side.
        package var officer: String?
        /// With an officer of this team on either side.
        package var team: String?
        /// In one of these states; empty for all.
        package var states: Set<SwapState> = []

        /// Shows all.
        package init() {}
    }

    /// The standing deployment of an officer on a day, and shift where given, that a swap could take.
    ///
    /// Throws `RecordError.notFound`, the same for a day off as for an officer who does not exist.
    package func duty(of officer: String, on day: Day, shift: String? = nil) async throws -> Int64 {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT deployment_id FROM standing_deployment
                    WHERE officer_id = \(officer) AND day = \(day) AND (\(shift)::text IS NULL OR shift_id = \(shift)::text)
                    ORDER BY during LIMIT 1
                    """)
                guard let row = rows.first else { throw RecordError.notFound("such duty of that officer") }
                return try row.decode("deployment_id")
            }
        }
    }

    /// Asks for a swap of one's own deployment `gives` for a colleague's deployment `takes`; returns its number.
    ///
    /// - Parameter reason: optional and short; layer decision, never for planners.
    /// - Throws: `RecordError.refused`: `swap_own`, `swap_of_two`, `swap_stands`, `swap_future`, `swap_whole_duty`,
    ///   `swap_open`, `deployment_known`; `.invalid` for a reason that cannot be kept.
    package func ask(gives: Int64, takes: Int64, reason: String? = nil, by account: Int64) async throws -> Int64 {
        try Swaps.check(reason, "/reason")
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query("SELECT ask_swap(\(account), \(gives), \(takes), \(reason))")
                guard let row = rows.first else { throw RecordError.notFound("swap") }
                return try row.decode(0)
            }
        }
    }

    /// Takes a step other than approval: `agreed` and `declined` are the other officer's, `withdrawn` belongs to who
    /// asked, `refused` to a supervisor and needs a note.
    ///
    /// Throws `RecordError.refused`: `swap_own`, `own_swap`, `swap_supervisor`, `swap_partner`, `swap_stands`,
    /// `swap_future`, or an arrow when it is over; `.notFound`.
    package func take(_ state: SwapState, _ swap: Int64, note: String? = nil, by account: Int64) async throws {
        try Swaps.check(note, "/note")
        if state == .refused, note == nil { throw RecordError.invalid([FieldProblem("/note", "says why")]) }
        try await noting(account) {
            try await pool.transaction { connection in
                try await Swaps.require(swap, connection)
                _ = try await connection.execute(
                    "SELECT step_swap(\(account), \(swap), \(state), \(note))")
            }
        }
    }

    /// Approves a swap and carries it out, in one transaction; returns the change, with its consequences.
    ///
    /// Throws as `take`, and what a change throws: `held_back`, `rest_between_tours`, `one_place_at_a_time`.
    package func approve(
        _ swap: Int64, welfareConsidered: Bool, note: String? = nil, by account: Int64
    ) async throws -> ChangeMade {
        try Swaps.check(note, "/note")
        return try await noting(account) {
            try await pool.transaction { connection in
                try await carryOut(swap, welfareConsidered: welfareConsidered, note: note, by: account, on: connection)
            }
        }
    }

    /// What an approval by this account would make, with its consequences for rest and pay; writes nothing.
    ///
    /// Throws what `approve` would; looking is no attempt, so nothing is noted.
    package func rehearse(_ swap: Int64, by account: Int64) async throws -> ChangeMade {
        do {
            return try await recording {
                try await pool.transaction { connection -> ChangeMade in
                    throw SwapRehearsal(
                        made: try await carryOut(swap, welfareConsidered: true, note: nil, by: account, on: connection))
                }
            }
        } catch let rehearsal as SwapRehearsal {
            return rehearsal.made
        }
    }

    nonisolated(nonsending) private func carryOut(
        _ swap: Int64, welfareConsidered: Bool, note: String?, by account: Int64, on connection: Connection
    ) async throws -> ChangeMade {
        let (gives, takes) = try await Swaps.require(swap, connection)
        _ = try await connection.execute(
            "SELECT step_swap(\(account), \(swap), \(SwapState.approved), \(note), \(welfareConsidered))")
        return try await Changes(pool: pool).make(
            ChangeRequest(
                removes: gives, ground: .swap, reference: String(takes), note: "SW-\(swap)",
                welfareConsidered: welfareConsidered), by: account, on: connection)
    }

    /// Swaps that fit the filter, newest first, at most `limit` a page.
    package func list(
        _ filter: Filter = Filter(), cursor: String? = nil, limit: Int = Page<SwapRecord>.usualLimit
    ) async throws -> Page<SwapRecord> {
        let start = try Cursor.key(cursor) ?? .max
        let states = filter.states.map(\.rawValue).sorted()
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(SwapRecord.selection)
                    WHERE n.swap_id < \(start)
                        AND (\(filter.officer)::text IS NULL OR \(filter.officer)::text IN (n.officer_id, n.other_officer_id))
                        AND (\(filter.team)::text IS NULL OR EXISTS (SELECT FROM officer o
                            WHERE o.officer_id IN (n.officer_id, n.other_officer_id) AND o.team_id = \(filter.team)::text))
                        AND (cardinality(\(states)::text[]) = 0 OR n.state = ANY (\(states)::text[]))
                    ORDER BY n.swap_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try SwapRecord($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// One swap; throws `RecordError.notFound`.
    package func get(_ swap: Int64) async throws -> SwapRecord {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(SwapRecord.selection) WHERE n.swap_id = \(swap)")
                guard let row = rows.first else { throw RecordError.notFound("swap SW-\(swap)") }
                return try SwapRecord(row)
            }
        }
    }

    /// Who was relieved from where by swap on days from `from` to `to` inclusive, by day; a swap has two rows.
    package func reliefs(
        from: Day, to: Day, cursor: String? = nil, limit: Int = Page<SwapRelief>.usualLimit
    ) async throws -> Page<SwapRelief> {
        let after = try cursorParts(cursor, count: 3)
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM swap_relief
                    WHERE relieved_day BETWEEN \(from) AND \(to)
                        AND (\(after?[0])::date IS NULL OR (relieved_day, swap_id, officer_id)
                            > (\(after?[0])::date, \(after?[1])::bigint, \(after?[2])::text))
                    ORDER BY relieved_day, swap_id, officer_id LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try SwapRelief($0) }, limit: limit) {
                    "\($0.relieved.day),\($0.swap),\($0.officer)"
                }
            }
        }
    }

    private static func check(_ text: String?, _ pointer: String) throws {
        if let text, text.unicodeScalars.count > 500 {
            throw RecordError.invalid([FieldProblem(pointer, "has at most 500 characters")])
        }
        let problems = Prose.problems(text, at: pointer)
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
    }

    @discardableResult
    private static func require(_ swap: Int64, _ connection: Connection) async throws -> (gives: Int64, takes: Int64) {
        let rows = try await connection.query("SELECT gives, takes FROM swap WHERE swap_id = \(swap)")
        guard let row = rows.first else { throw RecordError.notFound("swap SW-\(swap)") }
        return (try row.decode("gives"), try row.decode("takes"))
    }

    /// Runs a write; an attempt to decide on one's own swap is refused and noted for Gold.
    nonisolated(nonsending) private func noting<R>(
        _ account: Int64, _ body: nonisolated(nonsending) () async throws -> R
    ) async throws -> R {
        do {
            return try await recording(body)
        } catch let error as RecordError {
            if case .refused(.twoPairsOfEyes, "own_swap", _) = error {
                try await SelfDecisions(pool: pool).note(account)
            }
            throw error
        }
    }
}

/// Thrown through a transaction so that it rolls back, with what it had made.
private struct SwapRehearsal: Error {
    let made: ChangeMade
}
