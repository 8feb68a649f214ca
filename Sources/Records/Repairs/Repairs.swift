import Deployment
import FoundationEssentials
import Postgres

/// Proposals of repair, revision by revision.
package struct Repairs: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// What a proposal is made of.
    package struct Draft: Sendable {
        package var event: RepairEvent
        package var from: Day
        package var to: Day
        package var asOf: Date
        package var summary: RepairSummary
        package var steps: [RepairStep]

        /// A draft.
        package init(
            event: RepairEvent, from: Day, to: Day, asOf: Date, summary: RepairSummary, steps: [RepairStep]
        ) {
            self.event = event
            self.from = from
            self.to = to
            self.asOf = asOf
            self.summary = summary
            self.steps = steps
        }
    }

    /// Stores a proposal and returns its number.
    package func propose(_ draft: Draft, by account: Int64) async throws -> Int64 {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    INSERT INTO repair (kind, event, from_day, to_day, as_of, summary, made_by)
                    VALUES (\(draft.event.kind), \(StoredJSON(draft.event)), \(draft.from), \(draft.to), \(draft.asOf),
                        \(StoredJSON(draft.summary)), \(account))
                    RETURNING repair_id
                    """)
                guard let row = rows.first else { throw RecordError.notFound("repair") }
                let id: Int64 = try row.decode("repair_id")
                try await insert(draft.steps, of: id, revision: 1, connection)
                return id
            }
        }
    }

    /// Stores an edited proposal as the next revision; throws `RecordError.conflict` ("revision") where somebody else was first.
    package func revise(_ id: Int64, from revision: Int, to draft: Draft) async throws {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    UPDATE repair SET revision = revision + 1, as_of = \(draft.asOf), summary = \(StoredJSON(draft.summary))
                    WHERE repair_id = \(id) AND revision = \(revision) RETURNING revision
                    """)
                guard !rows.isEmpty else {
                    throw RecordError.conflict(rule: "revision", message: "the proposal was edited by somebody else")
                }
                try await insert(draft.steps, of: id, revision: revision + 1, connection)
            }
        }
    }

    nonisolated(nonsending) private func insert(
        _ steps: [RepairStep], of id: Int64, revision: Int, _ connection: Connection
    ) async throws {
        guard !steps.isEmpty else { return }
        _ = try await connection.pipeline(
            steps.map { step in
                """
                INSERT INTO repair_step (repair_id, revision, step, post_id, day, shift_id, level, follows, withdraws, officer_id,
                    leaves, cost, costs, words, candidates, candidate_count, blocked, by_hand)
                VALUES (\(id), \(revision), \(step.step), \(step.post), \(step.day), \(step.shift), \(step.level),
                    \(step.follows), \(step.withdraws), \(step.officer), \(step.leaves), \(step.cost),
                    \(StoredJSON(step.costs)), \(step.words), \(StoredJSON(step.candidates)), \(step.candidateCount),
                    \(StoredJSON(step.blocked)), \(step.byHand))
                """
            })
    }

    /// The proposal with this number and its steps; throws `RecordError.notFound`.
    package func get(_ id: Int64) async throws -> RepairRecord {
        try await recording {
            try await pool.withConnection { connection in try await read(id, on: connection) }
        }
    }

    nonisolated(nonsending) func read(_ id: Int64, on connection: Connection) async throws -> RepairRecord {
        let rows = try await connection.query("SELECT * FROM repair WHERE repair_id = \(id)")
        guard let row = rows.first else { throw RecordError.notFound("repair \(id)") }
        var record = try RepairRecord(row)
        let steps = try await connection.query(
            """
            SELECT s.*, w.officer_id AS withdrawn_officer, l.post_id AS leaves_post, l.shift_id AS leaves_shift,
                coalesce((SELECT array_agg(c.change_id ORDER BY c.change_id) FROM repair_change c
                    WHERE c.repair_id = s.repair_id AND c.step = s.step), '{}') AS changes
            FROM repair_step s LEFT JOIN deployment w ON w.deployment_id = s.withdraws
            LEFT JOIN deployment l ON l.deployment_id = s.leaves
            WHERE s.repair_id = \(id) AND s.revision = \(record.revision) ORDER BY s.step
            """)
        record.steps = try steps.map { try RepairStep($0) }
        return record
    }

    /// Proposals, newest first, at most `limit` a page, without their steps; of one state where given.
    package func list(
        state: RepairState? = nil, cursor: String? = nil, limit: Int = Page<RepairRecord>.usualLimit
    ) async throws -> Page<RepairRecord> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT * FROM repair
                    WHERE (\(before)::bigint IS NULL OR repair_id < \(before)::bigint)
                        AND (\(state)::text IS NULL OR state = \(state)::text)
                    ORDER BY repair_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try RepairRecord($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// Discards a proposal, saying why; throws `RecordError.refused` where it is settled.
    package func discard(_ id: Int64, word: String, by account: Int64) async throws {
        try await settle(id, .discarded, word: word, step: nil, by: account)
    }

    /// Puts on record that the record has overtaken a proposal, at which step and how.
    package func markStale(_ id: Int64, step: Int?, word: String, by account: Int64) async throws {
        try await settle(id, .stale, word: word, step: step, by: account)
    }

    private func settle(
        _ id: Int64, _ state: RepairState, word: String, step: Int?, by account: Int64
    ) async throws {
        try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    """
                    UPDATE repair SET state = \(state), word = \(word), stale_step = \(step), settled_by = \(account),
                        settled_at = now() WHERE repair_id = \(id) RETURNING repair_id
                    """)
                if rows.isEmpty { throw RecordError.notFound("repair \(id)") }
            }
        }
    }
}
