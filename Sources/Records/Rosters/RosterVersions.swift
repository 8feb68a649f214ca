import Deployment
import Postgres

/// Roster versions: stored whole, never changed, published by a second person.
package struct RosterVersions: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Stores a version with its deployments, its duties and what they break in one transaction; returns its number.
    package func store(_ draft: VersionDraft) async throws -> Int64 {
        try await recording {
            try await pool.transaction { try await Self.store(draft, on: $0) }
        }
    }

    /// Stores a version inside the caller's transaction.
    static func store(_ draft: VersionDraft, on connection: Connection) async throws -> Int64 {
        let rows = try await connection.query(
            """
            INSERT INTO roster_version (from_day, days, job_id, made_by, cost, lower_bound, summary)
            VALUES (\(draft.from), \(draft.days), \(draft.job), \(draft.madeBy), \(draft.cost), \(draft.lowerBound),
                \(StoredJSON(draft.summary)))
            RETURNING version_id
            """)
        guard let row = rows.first else { throw RecordError.notFound("roster version") }
        let version: Int64 = try row.decode("version_id")
        _ = try await connection.copyIn(
            into: "version_deployment", columns: ["version_id", "officer_id", "day", "shift_id", "post_id"],
            rows: draft.deployments.lazy.map { deployment in
                [
                    version.postgresParameter, Parameter(deployment.officer), deployment.day.postgresParameter,
                    Parameter(deployment.shift), Parameter(deployment.post),
                ]
            })
        _ = try await connection.copyIn(
            into: "version_duty",
            columns: [
                "version_id", "post_id", "day", "shift_id", "level", "min_officers", "target_officers", "filled",
                "reasons",
            ],
            rows: draft.duties.lazy.map { duty in
                [
                    version.postgresParameter, Parameter(duty.post), duty.day.postgresParameter, Parameter(duty.shift),
                    Parameter(duty.level.rawValue), duty.min.postgresParameter, duty.target.postgresParameter,
                    duty.filled.postgresParameter, duty.reasons.map(StoredJSON.init).postgresParameter,
                ]
            })
        try await RuleSets.record(version: version, from: draft.from, days: draft.days, on: connection)
        return version
    }

    /// Checks the rest between all tours of a version, and to those that stand around it, by the windows that publishing
    /// will give them; throws `RecordError.conflict` ("rest_between_tours").
    static func requireRest(_ version: Int64, from: Day, days: Int, on connection: Connection) async throws {
        let rows = try await connection.query(
            """
            WITH tour AS (
                SELECT d.officer_id, london(d.day, s.starts) AS starts_at, london(d.day, s.starts, s.minutes) AS ends_at
                FROM version_deployment d JOIN shift s USING (shift_id) WHERE d.version_id = \(version)
                UNION ALL
                SELECT officer_id, lower(during), upper(during) FROM standing_deployment
                WHERE day BETWEEN \(from.adding(-3)) AND \(from.adding(days + 2))
            ), followed AS (
                SELECT ends_at, lead(starts_at) OVER (PARTITION BY officer_id ORDER BY starts_at) AS next_at FROM tour
            )
            SELECT count(*) AS broken FROM followed
            WHERE next_at < ends_at + make_interval(mins => figure('rest_between_tours', \(from)))
            """)
        guard try rows.first?.decode("broken", as: Int.self) == 0 else {
            throw RecordError.conflict(rule: "rest_between_tours", message: "an officer would have too little rest")
        }
    }

    /// The version with this number; throws `RecordError.notFound`.
    package func get(_ id: Int64) async throws -> RosterVersion {
        try await recording {
            try await pool.withConnection { try await Self.get(id, on: $0) }
        }
    }

    /// The version with this number, in the caller's transaction; throws `RecordError.notFound`.
    static func get(_ id: Int64, on connection: Connection) async throws -> RosterVersion {
        let rows = try await connection.query("\(selection) WHERE v.version_id = \(id)")
        guard let row = rows.first else { throw RecordError.notFound("roster version \(id)") }
        return try RosterVersion(row)
    }

    /// Versions, newest first, at most `limit` a page.
    package func list(
        cursor: String? = nil, limit: Int = Page<RosterVersion>.usualLimit
    ) async throws -> Page<RosterVersion> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(Self.selection) WHERE \(before)::bigint IS NULL OR v.version_id < \(before)::bigint
                    ORDER BY v.version_id DESC LIMIT \(limit + 1)
                    """)
                return Page(try rows.map { try RosterVersion($0) }, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// Publishes a version: from then on its deployments stand, and each change needs its reason.
    ///
    /// Returns how many deployments stand by it. Throws `RecordError.refused` ("second_person" for the account that made
    /// it, "version_stale" naming the first deployment that is no longer lawful) and `RecordError.conflict` where days
    /// of the period are published or a deployment leaves too little rest to one that stands. Refuses too
    /// ("breach_without_exception", naming them) what breaks a rule that needs an exception, as things are now.
    package func publish(_ id: Int64, by account: Int64, statement: String) async throws -> Int {
        try await recording {
            try await pool.transaction { connection in
                try await RuleSets.requireExceptions(version: id, on: connection)
                // Every deployment adds its leaf to the ledger in this one transaction.
                let rows = try await connection.query(
                    "SELECT publish_version(\(id), \(account), \(statement)) AS published", deadline: .seconds(300))
                guard let row = rows.first else { throw RecordError.notFound("roster version \(id)") }
                return try row.decode("published")
            }
        }
    }

    private static let selection: Statement = """
        SELECT v.version_id, v.from_day, v.days, v.job_id, v.made_by, v.made_at, v.cost, v.lower_bound,
            nullif(v.summary, '{}') AS summary, p.published_by, p.published_at, p.statement
        FROM roster_version v LEFT JOIN publication p USING (version_id)
        """
}

extension RosterVersion {
    init(_ row: Row) throws {
        id = try row.decode("version_id")
        from = try row.decode("from_day")
        days = try row.decode("days")
        job = try row.decode("job_id")
        madeBy = try row.decode("made_by")
        madeAt = try row.decode("made_at")
        cost = try row.decode("cost")
        lowerBound = try row.decode("lower_bound")
        summary = try row.decode("summary", as: StoredJSON<VersionSummary>?.self)?.value
        publishedBy = try row.decode("published_by")
        publishedAt = try row.decode("published_at")
        statement = try row.decode("statement")
    }
}
