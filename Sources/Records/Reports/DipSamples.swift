import Deployment
import FoundationEssentials
import Postgres

/// Dip samples: readings and decisions drawn at random, and what auditors found of them. All of it is ledgered.
package struct DipSamples: Sendable {
    let pool: Pool

    /// The samples in the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// What a seed that is told may look like: 8 to 100 printable characters of ASCII, so that anybody can type it again.
    package static func isSeed(_ text: String) -> Bool {
        (8...100).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && text.utf8.first != 0x20 && text.utf8.last != 0x20
    }

    /// Draws a sample from what was recorded on some days, the last one included, and returns its number.
    ///
    /// - Parameters:
    ///   - size: items to draw, 1 to the figure `dip_sample_size`; all where there are fewer.
    ///   - seed: what the auditor brings; nil for the root of the newest signed checkpoint.
    /// - Throws: `RecordError.refused` for whoever is no auditor, for too many items or days, where no checkpoint is there,
    ///   and where nothing was recorded on these days; `.invalid` for a seed that is none.
    package func draw(size: Int, from: Day, to: Day, seed: String? = nil, by auditor: Int64) async throws -> Int64 {
        if let seed, !DipSamples.isSeed(seed) {
            throw RecordError.invalid([
                FieldProblem("/seed", "has 8 to 100 characters: letters, digits, signs and spaces between them")
            ])
        }
        guard (1...Int(Int32.max)).contains(size) else {
            throw RecordError.invalid([FieldProblem("/size", "is a number of items")])
        }
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    "SELECT draw_dip(\(auditor), \(size)::integer, \(from), \(to), \(seed)::text)")
                return try rows[0].decode(0, as: Int64.self)
            }
        }
    }

    /// Puts on record what was found of an item; never twice.
    ///
    /// - Parameter note: up to 10,000 characters; needed unless the verdict is `satisfied`.
    /// - Throws: `RecordError.refused` for whoever is no auditor, read or decided it themselves, or says nothing; `.conflict`
    ///   where there is a result; `.notFound`, `.invalid`.
    package func record(
        _ verdict: DipVerdict, note: String?, of sample: Int64, item place: Int, by auditor: Int64
    ) async throws {
        guard (1...Int(Int32.max)).contains(place) else {
            throw RecordError.notFound("item \(place) of dip sample DS-\(sample)")
        }
        let problems = Prose.problems(note, at: "/note")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await recording {
            do {
                try await pool.transaction { connection in
                    _ = try await connection.execute(
                        "SELECT record_dip(\(sample), \(place)::integer, \(verdict), \(note)::text, \(auditor))")
                }
            } catch let error as PostgresError where error.constraintName == "dip_known" {
                throw RecordError.notFound("item \(place) of dip sample DS-\(sample)")
            }
        }
    }

    /// Samples, newest first, those after `cursor`.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        after cursor: String? = nil, limit: Int = Page<DipSample>.usualLimit
    ) async throws -> Page<DipSample> {
        let limit = Page<DipSample>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    DipSamples.selection + "WHERE s.sample_id < \(start) ORDER BY s.sample_id DESC LIMIT \(limit + 1)")
                return Page(try rows.map(DipSample.init(row:)), limit: limit) { String($0.id) }
            }
        }
    }

    /// One sample with its items in the order of the draw.
    ///
    /// - Throws: `RecordError.notFound`.
    package func get(_ sample: Int64) async throws -> (sample: DipSample, items: [DipItem]) {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let rows = try await connection.pipeline([
                    DipSamples.selection + "WHERE s.sample_id = \(sample)",
                    """
                    SELECT i.place, r.read_id, coalesce('ND-' || r.nd_id, 'C-' || r.concern_id) AS number, r.layer, r.purpose,
                        r.read_at, reader.account_id, reader.name,
                        d.nd_id, d.outcome, d.form, d.decided_as, d.decided_at, d.recorded_at,
                        decider.account_id AS decider_id, decider.name AS decider_name,
                        x.verdict, p.body AS note, x.recorded_at AS judged_at, judge.account_id AS judge_id, judge.name AS judge_name,
                        (SELECT 'G-' || c.case_id FROM flag f JOIN gold_case c USING (subject_kind, subject_id)
                            WHERE f.occurrence = 'dip ' || i.item_id) AS gold_case
                    FROM dip_item i
                    LEFT JOIN sensitive_read r USING (read_id) LEFT JOIN account reader ON reader.account_id = r.account_id
                    LEFT JOIN decision d USING (decision_id) LEFT JOIN account decider ON decider.account_id = d.decided_by
                    LEFT JOIN dip_result x USING (item_id) LEFT JOIN prose p ON p.prose_id = x.note_id
                    LEFT JOIN account judge ON judge.account_id = x.by_account
                    WHERE i.sample_id = \(sample) ORDER BY i.place
                    """,
                ])
                guard let first = rows[0].first else { throw RecordError.notFound("dip sample DS-\(sample)") }
                return (try DipSample(row: first), try rows[1].map(DipItem.init(row:)))
            }
        }
    }

    private static let selection: Statement = """
        SELECT s.*, a.account_id, a.name, n.items, n.judged FROM dip_sample s JOIN account a ON a.account_id = s.drawn_by
        JOIN LATERAL (SELECT count(*) AS items, count(x.result_id) AS judged
            FROM dip_item i LEFT JOIN dip_result x USING (item_id) WHERE i.sample_id = s.sample_id) n ON true\u{20}
        """
}

extension DipSample {
    fileprivate init(row: Row) throws {
        id = try row.decode("sample_id")
        number = "DS-\(id)"
        drawnBy = try PersonReference(row: row)
        drawnAt = try row.decode("drawn_at")
        from = try row.decode("from_day")
        to = try row.decode("to_day")
        size = try row.decode("size")
        seed = try row.decode("seed")
        seedFrom = try row.decode("seed_from")
        leaves = try row.decode("leaves")
        population = try row.decode("population")
        items = try row.decode("items")
        judged = try row.decode("judged")
    }
}

extension DipItem {
    fileprivate init(row: Row) throws {
        place = try row.decode("place")
        if let read = try row.decode("read_id", as: Int64?.self) {
            drawn = .read(
                SensitiveRead(
                    id: read, number: try row.decode("number"), layer: try row.decode("layer"),
                    reader: try PersonReference(row: row), purpose: try row.decode("purpose"),
                    readAt: try row.decode("read_at")))
        } else {
            drawn = .decision(
                DipDecision(
                    number: "ND-\(try row.decode("nd_id", as: Int64.self))", outcome: try row.decode("outcome"),
                    form: try row.decode("form"),
                    decidedBy: try PersonReference(row: row, id: "decider_id", name: "decider_name"),
                    decidedAs: try row.decode("decided_as"), decidedAt: try row.decode("decided_at"),
                    recordedAt: try row.decode("recorded_at")))
        }
        result = try row.decode("verdict", as: DipVerdict?.self).map { verdict in
            DipResult(
                verdict: verdict, note: try row.decode("note"),
                by: try PersonReference(row: row, id: "judge_id", name: "judge_name"),
                recordedAt: try row.decode("judged_at"), goldCase: try row.decode("gold_case"))
        }
    }
}
