import Deployment
import FoundationEssentials
import Postgres

/// What the reasons of a stored roster version are worked out from.
package struct VersionBasis: Sendable {
    package var version: RosterVersion
    /// The plan of its period as the record stands now; of standing deployments from its first day on, it knows only those that
    /// stood when the version was made, so that neither this version once published nor what came later is in its own way.
    package var planning: Planning
    /// Its deployments, by officer and day.
    package var deployments: [VersionDeployment]
    /// Its duties, by day, shift and post, without their reasons.
    package var duties: [VersionDuty]
}

/// Reads what the reasons of a version are worked out from.
package struct VersionBasisReader: Sendable {
    package let pool: Pool

    /// A reader over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Reads a version in one snapshot; throws `RecordError.notFound` where there is none of this number, or none that has
    /// the officer on a duty of that day.
    package func read(version id: Int64, officer: String, day: Day) async throws -> VersionBasis {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let version = try await RosterVersions.get(id, on: connection)
                let asked = try await connection.query(
                    """
                    SELECT 1 FROM version_deployment
                    WHERE version_id = \(id) AND officer_id = \(officer) AND day = \(day)
                    """)
                guard !asked.isEmpty else {
                    throw RecordError.notFound("deployment of \(officer) on \(day) in roster version \(id)")
                }
                return try await read(version, on: connection)
            }
        }
    }

    private func read(_ version: RosterVersion, on connection: Connection) async throws -> VersionBasis {
        let queries = PlanningQueries(from: version.from, days: version.days)
        let asOf = version.recordAsOf
        let stood: Statement = """
            SELECT s.officer_id, s.day, s.shift_id, lower(s.during) AS starts_at, upper(s.during) AS ends_at
            FROM standing_deployment s JOIN deployment d USING (deployment_id)
            LEFT JOIN publication p ON p.version_id = d.version_id LEFT JOIN change c ON c.change_id = d.change_id
            WHERE s.day BETWEEN \(version.from) AND \(queries.last.adding(2))
                AND coalesce(p.published_at, c.made_at) <= \(asOf)
            ORDER BY s.officer_id, starts_at
            """
        let deployments: Statement = """
            SELECT officer_id, day, shift_id, post_id FROM version_deployment
            WHERE version_id = \(version.id) ORDER BY officer_id, day
            """
        let duties: Statement = """
            SELECT post_id, day, shift_id, level, min_officers, target_officers, filled, NULL::jsonb AS reasons
            FROM version_duty WHERE version_id = \(version.id) ORDER BY day, shift_id, post_id
            """
        let statements = queries.all.map(\.statement) + [stood, deployments, duties]
        let results = try await connection.pipeline(statements)
        var planning = Planning(
            from: version.from, days: version.days, historyDays: PlanningReader.historyDays, restMinutes: 0,
            history: Planning.History())
        for (query, rows) in zip(queries.all, results) {
            for row in rows { try query.read(row, &planning) }
        }
        let count = queries.all.count
        planning.history.ahead = try results[count].map { try Planning.Standing($0) }
        return VersionBasis(
            version: version, planning: planning,
            deployments: try results[count + 1].map { try VersionDeployment($0) },
            duties: try results[count + 2].map { try VersionDuty($0) })
    }
}

extension RosterVersion {
    /// The moment whose record the roster honours.
    package var recordAsOf: Date { summary?.asOf ?? madeAt }
}
