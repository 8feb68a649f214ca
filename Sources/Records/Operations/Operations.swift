import Deployment
import FoundationEssentials
import Postgres

/// Operations: opened with their posts and their demand, written in, closed. PostgreSQL holds every rule of theirs.
package struct Operations: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Opens an operation: its demand is wanted from then on.
    ///
    /// Throws `RecordError.refused` ("owner_inspector", "armed_operation", "site_needed" …) and `.invalid` for unknown ids or
    /// what its kind needs and does not have.
    package func open(_ wish: OperationWish, by account: Int64) async throws -> OperationOpened {
        try await recording {
            try await pool.transaction { try await Self.open(wish, by: account, on: $0) }
        }
    }

    /// The same, within a transaction.
    package static func open(
        _ wish: OperationWish, by account: Int64, on connection: Connection
    ) async throws -> OperationOpened {
        try check(wish)
        let rows = try await connection.query(
            """
            SELECT operation_id, posts, guards_open, above_expected FROM open_operation(
                opener => \(account), of_kind => \(wish.kind), of_name => \(wish.name), owner => \(wish.owner),
                begins => \(wish.startsAt), lines => \(text(wish.lines))::jsonb, new_site => \(wish.newSite),
                at_site => \(wish.site), inside => \(wish.insidePremises), of_borough => \(wish.borough),
                request => \(wish.request), authority => \(wish.authority),
                authority_review => \(wish.authorityReviewOn), ends_on => \(wish.expectedEnd))
            """)
        guard let row = rows.first else { throw RecordError.notFound("operation") }
        return OperationOpened(
            id: try row.decode("operation_id"), posts: try row.decode("posts"),
            guardsOpen: try row.decode("guards_open"), isAboveExpected: try row.decode("above_expected"))
    }

    /// Replaces what an operation wants from a day on, today at the earliest; the days before stay as they were.
    ///
    /// Returns the posts that the new lines use. Throws `RecordError.refused` ("operation_open", "demand_ahead").
    package func amend(
        _ id: Int64, from day: Day, lines: [DemandLine], by account: Int64
    ) async throws -> [String] {
        try Self.check(lines)
        return try await recording {
            try await pool.transaction { connection in
                let rows = try await connection.query(
                    "SELECT amend_operation(\(id), \(account), \(day), \(Self.text(lines))::jsonb) AS posts")
                return try rows.first?.decode("posts", as: [String].self) ?? []
            }
        }
    }

    /// Writes a review (with the day of the next one), a debrief or a learning line; the words go to the decision layer.
    ///
    /// Throws `RecordError.refused` ("operation_open", "review_ahead", "review_within", "entry_empty").
    package func write(
        _ kind: OperationEntryKind, in id: Int64, note: String, nextReview: Day? = nil, by account: Int64
    ) async throws -> Int64 {
        let problems = Prose.problems(note, at: "/note")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await recording {
            try await pool.transaction { connection in
                try await Self.known(id, connection)
                let texts = try await Prose.write([(.decision, note)], connection)
                return try await Self.insert(kind, id, texts[0], nextReview, account, connection)
            }
        }
    }

    /// Closes an operation: its demand ends that moment.
    ///
    /// Returns the published deployments that now stand above demand. Throws `RecordError.refused` ("debrief_needed",
    /// "learning_needed", "operation_open").
    package func close(_ id: Int64, by account: Int64) async throws -> [SurplusDeployment] {
        try await recording {
            try await pool.transaction { connection in
                try await Self.known(id, connection)
                _ = try await Self.insert(.closing, id, nil, nil, account, connection)
                return try await Self.surplus(id, connection)
            }
        }
    }

    private static func insert(
        _ kind: OperationEntryKind, _ id: Int64, _ note: Int64?, _ next: Day?, _ account: Int64,
        _ connection: Connection
    ) async throws -> Int64 {
        let rows = try await connection.query(
            """
            INSERT INTO operation_entry (operation_id, kind, note_id, next_review, written_by)
            VALUES (\(id), \(kind), \(note), \(next), \(account)) RETURNING entry_id
            """)
        return try rows[0].decode("entry_id")
    }

    private static func known(_ id: Int64, _ connection: Connection) async throws {
        let rows = try await connection.query("SELECT FROM operation WHERE operation_id = \(id)")
        if rows.isEmpty { throw RecordError.notFound("operation OP-\(id)") }
    }

    /// What is wrong with the fields themselves, told by field.
    private static func check(_ wish: OperationWish) throws {
        var problems: [FieldProblem] = []
        if (wish.site == nil) == (wish.newSite == nil) {
            problems.append(FieldProblem("/site", "is given, or newSite is, and not both"))
        }
        if wish.kind.needsRequest, wish.request == nil {
            problems.append(FieldProblem("/request", "is needed for this kind of operation"))
        }
        if (wish.kind == .event) == (wish.insidePremises == nil) {
            problems.append(FieldProblem("/insidePremises", "is said of an event, and of nothing else"))
        }
        if wish.kind.lead(insidePremises: wish.insidePremises) == .borough, wish.borough == nil {
            problems.append(FieldProblem("/borough", "is needed where the borough leads"))
        }
        if wish.owner == nil, wish.insidePremises != true || wish.site == nil {
            problems.append(
                FieldProblem("/owner", "is needed: only an event inside premises has the inspector of its site"))
        }
        if (wish.authority == nil) != (wish.authorityReviewOn == nil) {
            problems.append(FieldProblem("/authorityReviewOn", "goes with the standing authority"))
        }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try check(wish.lines)
    }

    private static func check(_ lines: [DemandLine]) throws {
        var problems: [FieldProblem] = lines.isEmpty ? [FieldProblem("/lines", "has at least one line")] : []
        for (place, line) in lines.enumerated() {
            if line.min > line.target { problems.append(FieldProblem("/lines/\(place)/min", "is at most target")) }
            if let from = line.from, let to = line.to, to < from {
                problems.append(FieldProblem("/lines/\(place)/to", "is not before from"))
            }
        }
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
    }

    private static func text(_ lines: [DemandLine]) throws -> String {
        String(decoding: try JSONEncoder().encode(lines), as: UTF8.self)
    }
}
