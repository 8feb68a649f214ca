import Deployment
import FoundationEssentials
import Postgres

extension NonDeployments {
    /// Decides on a draft or on a short form that is owed in full.
    ///
    /// - Throws: `RecordError.refused`: `bare_decision`, `grounds_needed`, `self_decision`, `own_draft`,
    ///   `own_assessment`, `decider_authority`, `decider_senior`, `gold_only`, `short_form_limit`, `authority_hours`,
    ///   `renewal_rank`, `terms_newest`; or an arrow, when it is decided already.
    package func decide(_ record: Int64, _ decision: NewDecision, by account: Int64) async throws {
        let problems = decision.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await writing(Attempt(account: account, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let terms = try await NonDeployments.terms(decision.termsVersion, of: record, connection)
            let keys = try await Prose.write(
                [(.decision, decision.reason), (.decision, decision.alternatives)], connection)
            _ = try await connection.execute(
                NonDeployments.decision(
                    decision, on: record, terms: terms, reason: keys[0], alternatives: keys[1], by: account))
        }
    }

    /// Records a short form whole: draft, terms, both assessments and the decision, in one transaction.
    ///
    /// - Returns: the record's key; the officer is off the duties of its scope as soon as this returns.
    /// - Throws: as `draft`, `assess` and `decide` do; a missing half is refused as `bare_decision`.
    package func recordShortForm(_ short: ShortForm, by account: Int64, asGold: Bool = false) async throws -> Int64 {
        let problems = short.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await writing(Attempt(account: account, officer: short.draft.officer)) { connection in
            let (record, terms) = try await NonDeployments.insert(short.draft, by: account, connection)
            let halves: [(AssessmentKind, String)] = [(.welfare, short.welfare), (.impartiality, short.impartiality)]
            let given = halves.filter { !$0.1.isEmpty }
            let keys = try await Prose.write(
                given.map { (.decision, $0.1) } + [(.decision, short.reason)], connection)
            let decision = NewDecision(
                form: .short, outcome: .granted, reason: short.reason, asGold: asGold, decidedAt: short.decidedAt)
            var statements = zip(given, keys).map { half, key in
                NonDeployments.assessment(half.0, .short, prose: key, of: record, by: account)
            }
            statements.append(
                NonDeployments.decision(
                    decision, on: record, terms: terms, reason: keys[given.count], alternatives: nil, by: account))
            _ = try await connection.pipeline(statements)
            return record
        }
    }

    /// Records that a non-deployment in force was looked at again; the server's clock says when.
    package func review(_ record: Int64, note: String, by account: Int64) async throws {
        let problems = Prose.problems(note, at: "/note")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await writing(Attempt(account: account, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let keys = try await Prose.write([(.decision, note)], connection)
            _ = try await connection.execute(
                "INSERT INTO review (nd_id, note_id, reviewed_by) VALUES (\(record), \(keys[0]), \(account))")
        }
    }

    /// Ends a non-deployment before its end; not later than now by the server's clock.
    package func endEarly(_ record: Int64, note: String, by account: Int64, asOf: Date) async throws {
        try await end(record, cause: "early", note: note, by: account, at: asOf)
    }

    /// Asks for a renewal: a new draft about the same officer, to be decided in full at a higher rank.
    ///
    /// - Returns: the new record's key.
    package func renew(
        _ record: Int64, terms: Terms, grounds: String? = nil, raisedBy: Int64, by account: Int64
    ) async throws -> Int64 {
        guard
            let officer = try await pool.withConnection({ connection in
                try await connection.query("SELECT officer_id FROM non_deployment WHERE nd_id = \(record)").first?
                    .decode(0, as: String.self)
            })
        else { throw RecordError.notFound("non-deployment ND-\(record)") }
        let draft = NewDraft(officer: officer, raisedBy: raisedBy, terms: terms, grounds: grounds, renews: record)
        return try await self.draft(draft, by: account)
    }

    func end(_ record: Int64, cause: String, note: String, by account: Int64, at moment: Date) async throws {
        let problems = Prose.problems(note, at: "/note")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await writing(Attempt(account: account, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let keys = try await Prose.write([(.decision, note)], connection)
            _ = try await connection.execute(
                """
                INSERT INTO ending (nd_id, ended_at, cause, note_id, ended_by)
                VALUES (\(record), \(moment), \(cause), \(keys[0]), \(account))
                """)
        }
    }

    /// The key of one version of the terms, or of the newest.
    private static func terms(_ version: Int?, of record: Int64, _ connection: Connection) async throws -> Int64 {
        let rows = try await connection.query(
            """
            SELECT terms_id FROM non_deployment_terms
            WHERE nd_id = \(record) AND version = coalesce(\(version)::integer, version) ORDER BY version DESC LIMIT 1
            """)
        guard let row = rows.first else { throw RecordError.notFound("version \(version ?? 1) of the terms") }
        return try row.decode("terms_id")
    }

    /// The authority is the decider's own rank, unless they decide as Gold.
    private static func decision(
        _ decision: NewDecision, on record: Int64, terms: Int64, reason: Int64?, alternatives: Int64?, by account: Int64
    ) -> Statement {
        """
        INSERT INTO decision (nd_id, terms_id, form, outcome, reason_id, alternatives_id, decided_by, decided_as, decided_at)
        VALUES (\(record), \(terms), \(decision.form), \(decision.outcome), \(reason), \(alternatives), \(account),
            CASE WHEN \(decision.asGold)::boolean THEN 'GOLD'
                ELSE coalesce((SELECT rank FROM account WHERE account_id = \(account)), 'none') END,
            coalesce(\(decision.decidedAt)::timestamptz, clock_timestamp()))
        """
    }
}
