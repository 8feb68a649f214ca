import Deployment
import FoundationEssentials
import Postgres

/// Changes of published deployments; the only door is PostgreSQL's `change_deployment`, which checks every ground.
package struct Changes: Sendable {
    package let pool: Pool

    /// A store over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Makes a change in a transaction of its own.
    ///
    /// Throws `RecordError.refused` ("silent_absence" when the row named does not take this officer off this duty,
    /// "held_back" when the new officer cannot lawfully take it, "recall_said" after the last midnight, "still_needed" for
    /// a stand-down that leaves a gap, a rule's name where it newly breaks what needs an exception), `.conflict` where the new deployment overlaps or leaves too little rest, and
    /// `.invalid` for unknown ids, bad fields, or when welfare was not considered.
    package func make(_ request: ChangeRequest, by account: Int64) async throws -> ChangeMade {
        try await recording {
            try await pool.transaction { connection in try await make(request, by: account, on: connection) }
        }
    }

    /// Makes a change in the caller's transaction, which must be at read committed.
    ///
    /// Throws as `make`, but what PostgreSQL refuses as `PostgresError`: wrap the whole transaction in `recording`.
    nonisolated(nonsending) package func make(
        _ request: ChangeRequest, by account: Int64, on connection: Connection
    ) async throws -> ChangeMade {
        let problems = request.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        let place = request.place
        let rows = try await connection.query(
            """
            SELECT made, placed, halves FROM change_deployment(\(account), \(request.removes), \(request.ground),
                \(request.reference), \(request.note), \(request.welfareConsidered), \(place?.officer),
                \(place?.day), \(place?.shift), \(place?.post), \(request.kind), \(request.exigency), \(request.recall),
                \(request.window?.startsAt), \(request.window?.endsAt), \(request.relieves), \(request.counters))
            """)
        guard let row = rows.first else { throw RecordError.notFound("change") }
        let aftermath = ChangeAftermath(
            change: try row.decode("made"), placed: try row.decode("placed"), halves: try row.decode("halves"))
        var made = try await aftermath.record(on: connection)
        made.breaches = try await ChangeJudgement(halves: aftermath.halves, request: request, account: account)
            .record(on: connection)
        return made
    }

    /// What a change would make, with its notice, consequences, warnings and who would be told; writes nothing.
    ///
    /// Throws what `make` would.
    package func preview(_ request: ChangeRequest, by account: Int64) async throws -> ChangeMade {
        guard let made = try await preview([request], by: account).first else { throw RecordError.notFound("change") }
        return made
    }

    /// The same for several changes one after the other in one transaction.
    package func preview(_ requests: [ChangeRequest], by account: Int64) async throws -> [ChangeMade] {
        do {
            return try await recording {
                try await pool.transaction { connection -> [ChangeMade] in
                    var made: [ChangeMade] = []
                    for request in requests { made.append(try await make(request, by: account, on: connection)) }
                    throw Rehearsal(made: made)
                }
            }
        } catch let rehearsal as Rehearsal {
            return rehearsal.made
        }
    }

    /// Changes that touched days from `from` to `to` inclusive, newest first, at most `limit` a page; of one officer and of
    /// one kind where given.
    package func list(
        from: Day, to: Day, officer: String? = nil, kind: ChangeKind? = nil, cursor: String? = nil,
        limit: Int = Page<ChangeRecord>.usualLimit
    ) async throws -> Page<ChangeRecord> {
        let before = try cursorParts(cursor, count: 1)?[0]
        return try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    \(ChangeRecord.selection)
                    WHERE (r.day BETWEEN \(from) AND \(to) OR p.day BETWEEN \(from) AND \(to))
                        AND (\(officer)::text IS NULL OR \(officer)::text IN (r.officer_id, p.officer_id))
                        AND (\(kind)::text IS NULL OR c.kind = \(kind)::text)
                        AND (\(before)::bigint IS NULL OR c.change_id < \(before)::bigint)
                    ORDER BY c.change_id DESC LIMIT \(limit + 1)
                    """)
                let records = try await withConsequences(try rows.map { try ChangeRecord($0) }, on: connection)
                return Page(records, limit: limit) { "\($0.id)" }
            }
        }
    }

    /// The change with this number; throws `RecordError.notFound`.
    package func get(_ id: Int64) async throws -> ChangeRecord {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query("\(ChangeRecord.selection) WHERE c.change_id = \(id)")
                let records = try await withConsequences(try rows.map { try ChangeRecord($0) }, on: connection)
                guard let record = records.first else { throw RecordError.notFound("change \(id)") }
                return record
            }
        }
    }

    nonisolated(nonsending) private func withConsequences(
        _ records: [ChangeRecord], on connection: Connection
    ) async throws -> [ChangeRecord] {
        let rows = try await connection.query(
            """
            SELECT * FROM change_consequence WHERE change_id = ANY (\(records.map(\.id)))
            ORDER BY day, officer_id
            """)
        var byChange: [Int64: [Consequence]] = [:]
        for row in rows { byChange[try row.decode("change_id"), default: []].append(try Consequence(row)) }
        return records.map { record in
            var record = record
            record.consequences = byChange[record.id] ?? []
            return record
        }
    }
}

/// Thrown through a transaction so that it rolls back, with what it had made.
private struct Rehearsal: Error {
    let made: [ChangeMade]
}
