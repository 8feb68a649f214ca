import Deployment
import FoundationEssentials
import Postgres

/// The queue in which the Gold group answers flags. A case is moved by its entries only, and nothing empties the queue.
package struct GoldQueue: Sendable {
    let pool: Pool

    /// The queue in the database of this pool, which connects as the application.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// What the queue shows; every part that is given must hold.
    package struct Filter: Sendable, Hashable {
        /// In one of these states; all but closed unless asked otherwise. Empty for all.
        package var states: Set<CaseState> = [.raised, .convened]
        /// Of this priority.
        package var priority: Priority?
        /// Claimed by this account.
        package var claimedBy: Int64?
        /// Claimed by nobody.
        package var isUnclaimed = false
        /// With a clock that has run out at this moment.
        package var overdueAsOf: Date?
        /// With a flag of this kind.
        package var flagKind: String?
        /// About this: `non_deployment`, `officer`, `account`, `deployment`, `site`, `mission`, `team`, …
        package var subjectKind: String?
        /// With this key.
        package var subjectID: String?

        /// Shows what is open.
        package init() {}
    }

    /// Cases that fit the filter by priority, then clock, those after `cursor`.
    ///
    /// - Parameter reader: for whom; a case that only challenges have opened shows itself to those who may know of them.
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func list(
        _ filter: Filter = Filter(), for reader: Int64? = nil, after cursor: String? = nil,
        limit: Int = Page<GoldCaseSummary>.usualLimit
    ) async throws -> Page<GoldCaseSummary> {
        try await list(GoldQueue.condition(filter), for: reader, after: cursor, limit: limit)
    }

    /// Cases in which this adviser was asked for advice, whatever their state.
    package func list(
        forAdviser adviser: Int64, after cursor: String? = nil, limit: Int = Page<GoldCaseSummary>.usualLimit
    ) async throws -> Page<GoldCaseSummary> {
        try await list(GoldQueue.asked(adviser), for: nil, after: cursor, limit: limit)
    }

    /// A case with its flags and all its entries that the reader may know of; without a reader, none that is a challenge.
    ///
    /// - Throws: `RecordError.notFound`.
    package func detail(_ id: Int64, for reader: Int64? = nil) async throws -> GoldCaseDetail {
        try await detail(id, for: reader, where: "true", entries: "true")
    }

    /// A case as the adviser who was asked in it sees it: its flags, its terms of reference and what concerns the advice.
    ///
    /// - Throws: `RecordError.notFound` for every other adviser, who may not know that the case exists.
    package func detail(_ id: Int64, forAdviser adviser: Int64) async throws -> GoldCaseDetail {
        try await detail(
            id, for: nil, where: GoldQueue.asked(adviser),
            entries: """
                (e.kind IN ('flag', 'terms_of_reference', 'position_statement', 'outcome')
                OR e.kind = 'advice_request' AND e.person = \(adviser)
                OR e.kind = 'advice' AND e.written_by = \(adviser)
                OR e.kind = 'advice_answer' AND EXISTS (SELECT FROM case_entry x
                    WHERE x.entry_id = e.refers_to AND x.written_by = \(adviser)))
                """)
    }

    /// What a case still needs before it can close; empty when nothing is missing.
    package func missingForClosure(_ id: Int64, for reader: Int64? = nil) async throws -> [String] {
        try await pool.reading(for: reader) { connection in
            let rows = try await connection.query(
                "SELECT missing_for_closure(case_id) FROM gold_case WHERE case_id = \(id)")
            guard let row = rows.first else { throw RecordError.notFound("case G-\(id)") }
            return try row.decode(0)
        }
    }

    /// One flag.
    ///
    /// - Throws: `RecordError.notFound`.
    package func flag(_ id: Int64) async throws -> Flag {
        try await pool.withConnection { connection in
            let rows = try await connection.query(Flag.selection + "WHERE f.flag_id = \(id)")
            guard let row = rows.first else { throw RecordError.notFound("flag F-\(id)") }
            return try Flag(row: row)
        }
    }

    /// Flags newest first, those after `cursor`, of one kind if given.
    ///
    /// - Throws: `RecordError.invalid` for a cursor of another list.
    package func flags(
        kind: String? = nil, after cursor: String? = nil, limit: Int = Page<Flag>.usualLimit
    ) async throws -> Page<Flag> {
        let limit = Page<Flag>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        return try await pool.withConnection { connection in
            let rows = try await connection.query(
                Flag.selection + """
                    WHERE f.flag_id < \(start) AND f.kind = coalesce(\(kind), f.kind)
                    ORDER BY f.flag_id DESC LIMIT \(limit + 1)
                    """)
            return Page(try rows.map(Flag.init(row:)), limit: limit) { String($0.id) }
        }
    }

    private func list(
        _ condition: Statement, for reader: Int64?, after cursor: String?, limit: Int
    ) async throws -> Page<GoldCaseSummary> {
        let limit = Page<GoldCaseSummary>.bounded(limit)
        var query = GoldCaseSummary.selection + "WHERE " + condition
        if let cursor { query += " AND " + (try QueuePosition(text: cursor)).condition }
        query += " ORDER BY \(QueuePosition.rank), c.due_at, c.case_id LIMIT \(limit + 1)"
        return try await pool.reading(for: reader) { connection in
            let rows = try await connection.query(query)
            return Page(try rows.map(GoldCaseSummary.init(row:)), limit: limit) { QueuePosition($0).text }
        }
    }

    private func detail(
        _ id: Int64, for reader: Int64?, where condition: Statement, entries: Statement
    ) async throws -> GoldCaseDetail {
        try await pool.reading(for: reader) { connection in
            let rows = try await connection.pipeline([
                GoldCaseSummary.selection + "WHERE c.case_id = \(id) AND " + condition,
                Flag.selection + "WHERE c.case_id = \(id) ORDER BY f.flag_id",
                CaseEntry.selection + "WHERE e.case_id = \(id) AND " + entries + " ORDER BY e.entry_id",
                "SELECT missing_for_closure(\(id))",
            ])
            guard let first = rows[0].first, let missing = rows[3].first else {
                throw RecordError.notFound("case G-\(id)")
            }
            return GoldCaseDetail(
                summary: try GoldCaseSummary(row: first), flags: try rows[1].map(Flag.init(row:)),
                entries: try rows[2].map(CaseEntry.init(row:)), missing: try missing.decode(0))
        }
    }

    private static func asked(_ adviser: Int64) -> Statement {
        """
        EXISTS (SELECT FROM case_entry x WHERE x.case_id = c.case_id AND x.kind = 'advice_request' AND x.person = \(adviser))
        """
    }

    private static func condition(_ filter: Filter) -> Statement {
        var parts: [Statement] = ["true"]
        if !filter.states.isEmpty { parts.append("c.state = ANY (\(filter.states.map(\.rawValue).sorted())::text[])") }
        if let priority = filter.priority { parts.append("c.priority = \(priority)") }
        if let claimedBy = filter.claimedBy {
            parts.append("c.claimed_by = \(claimedBy) AND \(GoldCaseSummary.isClaimed)")
        }
        if filter.isUnclaimed { parts.append("(\(GoldCaseSummary.isClaimed)) IS NOT TRUE") }
        if let moment = filter.overdueAsOf { parts.append("c.due_at < \(moment)") }
        if let kind = filter.subjectKind { parts.append("c.subject_kind = \(kind)") }
        if let subject = filter.subjectID { parts.append("c.subject_id = \(subject)") }
        if let kind = filter.flagKind {
            parts.append(
                """
                EXISTS (SELECT FROM flag x WHERE x.subject_kind = c.subject_kind AND x.subject_id = c.subject_id
                    AND x.kind = \(kind))
                """)
        }
        return Statement.joined(parts, separator: " AND ")
    }
}

/// A place in the queue: priority, clock and key.
struct QueuePosition {
    private var rank: Int
    private var dueAt: Date
    private var id: Int64

    /// The order of priorities in SQL; the same as `Priority.allCases`.
    static let rank: Statement = "array_position(ARRAY['high', 'medium', 'low'], c.priority)"

    init(_ item: GoldCaseSummary) {
        rank = (Priority.allCases.firstIndex(of: item.priority) ?? 0) + 1
        dueAt = item.dueAt
        id = item.id
    }

    /// Reads a cursor: three numbers with dots between them.
    init(text: String) throws {
        let parts = text.split(separator: ".").map { Int64($0) }
        guard parts.count == 3, let rank = parts[0], let micros = parts[1], let id = parts[2], (1...3).contains(rank)
        else {
            throw Cursor.invalid
        }
        self.rank = Int(rank)
        dueAt = Date(timeIntervalSinceReferenceDate: Double(micros) / 1_000_000)
        self.id = id
    }

    /// The cursor; microseconds, because that is what the database keeps.
    var text: String {
        "\(rank).\(Int64((dueAt.timeIntervalSinceReferenceDate * 1_000_000).rounded())).\(id)"
    }

    var condition: Statement {
        "(\(QueuePosition.rank), c.due_at, c.case_id) > (\(rank), \(dueAt)::timestamptz, \(id))"
    }
}
