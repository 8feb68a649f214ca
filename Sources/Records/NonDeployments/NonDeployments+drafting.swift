import Deployment
import FoundationEssentials
import Postgres

extension NonDeployments {
    /// Opens a draft, which takes the officer off nothing; with `renews` it asks for a renewal.
    ///
    /// - Returns: its key.
    /// - Throws: `RecordError.invalid`, or `.refused` such as `self_draft`, `renews_granted`, `scope_known`.
    package func draft(_ draft: NewDraft, by account: Int64) async throws -> Int64 {
        let problems = draft.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await writing(Attempt(account: account, officer: draft.officer)) { connection in
            try await NonDeployments.insert(draft, by: account, connection).record
        }
    }

    /// Replaces the terms of a draft or short form by a new version; the old one stays on record.
    ///
    /// Grounds that are not given stay as they are.
    /// - Returns: the version's number.
    /// - Throws: `RecordError.refused(.rewrite, …)` once the record is decided in full.
    package func amend(_ record: Int64, terms: Terms, grounds: String? = nil, by account: Int64) async throws -> Int {
        let problems = terms.problems() + Prose.problems(grounds, at: "/grounds")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await writing(Attempt(account: account, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let keys = try await Prose.write([(.grounds, grounds)], connection)
            return try await NonDeployments.insert(terms, grounds: keys[0], of: record, by: account, connection).version
        }
    }

    /// Adds an assessment.
    ///
    /// - Throws: `RecordError.refused`, such as `assessment_empty`, `self_assessment`, `own_assessment`.
    package func assess(
        _ record: Int64, _ kind: AssessmentKind, form: DecisionForm = .full, text: String, by account: Int64
    ) async throws {
        let problems = Prose.problems(text, at: "/text")
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await writing(Attempt(account: account, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let keys = try await Prose.write([(.decision, text)], connection)
            _ = try await connection.execute(
                NonDeployments.assessment(kind, form, prose: keys[0], of: record, by: account))
        }
    }

    /// Takes a draft back.
    ///
    /// - Throws: `RecordError.refused(.arrow, …)` when it is no draft any more.
    package func withdraw(_ record: Int64, note: String, by account: Int64, asOf: Date) async throws {
        try await end(record, cause: "withdrawn", note: note, by: account, at: asOf)
    }

    /// Throws `notFound` unless the record exists.
    static func requireRecord(_ record: Int64, _ connection: Connection) async throws {
        let rows = try await connection.query("SELECT FROM non_deployment WHERE nd_id = \(record)")
        guard !rows.isEmpty else { throw RecordError.notFound("non-deployment ND-\(record)") }
    }

    /// Writes a draft and its first terms.
    static func insert(
        _ draft: NewDraft, by account: Int64, _ connection: Connection
    ) async throws -> (record: Int64, terms: Int64) {
        let keys = try await Prose.write([(.grounds, draft.grounds), (.annex, draft.annex)], connection)
        let rows = try await connection.query(
            """
            INSERT INTO non_deployment (officer_id, raised_by, drafted_by, renews, annex_id)
            VALUES (\(draft.officer), \(draft.raisedBy), \(account), \(draft.renews), \(keys[1])) RETURNING nd_id
            """)
        let record = try rows[0].decode("nd_id", as: Int64.self)
        let terms = try await insert(draft.terms, grounds: keys[0], of: record, by: account, connection)
        return (record, terms.key)
    }

    private static func insert(
        _ terms: Terms, grounds: Int64?, of record: Int64, by account: Int64, _ connection: Connection
    ) async throws -> (key: Int64, version: Int) {
        let rows = try await connection.query(
            """
            INSERT INTO non_deployment_terms (nd_id, version, category, title, scope_kind, scope_ids, starts_at, ends_at,
                review_at, emergency_response, grounds_id, written_by)
            SELECT \(record)::bigint, coalesce(max(version), 0) + 1, \(terms.category), \(terms.title), \(terms.scope.kind),
                \(terms.scope.ids)::text[], \(terms.startsAt)::timestamptz, \(terms.endsAt)::timestamptz,
                \(terms.reviewAt)::timestamptz, \(terms.emergencyResponse)::boolean,
                coalesce(\(grounds)::bigint, (array_agg(grounds_id ORDER BY version DESC))[1]), \(account)::bigint
            FROM non_deployment_terms WHERE nd_id = \(record)
            RETURNING terms_id, version
            """)
        return (try rows[0].decode("terms_id"), try rows[0].decode("version"))
    }

    static func assessment(
        _ kind: AssessmentKind, _ form: DecisionForm, prose: Int64?, of record: Int64, by account: Int64
    ) -> Statement {
        """
        INSERT INTO assessment (nd_id, kind, form, prose_id, assessed_by)
        VALUES (\(record), \(kind), \(form), \(prose), \(account))
        """
    }
}
