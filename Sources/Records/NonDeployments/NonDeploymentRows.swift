import Deployment
import Postgres

extension Terms {
    init(row: Row) throws {
        let kind = try row.decode("scope_kind", as: String.self)
        guard let scope = Scope(kind: kind, ids: try row.decode("scope_ids")) else {
            throw PostgresError(.decoding, "a scope of kind \(kind) does not fit its ids")
        }
        self.init(
            category: try row.decode("category"), title: try row.decode("title"), scope: scope,
            startsAt: try row.decode("starts_at"), endsAt: try row.decode("ends_at"),
            reviewAt: try row.decode("review_at"), emergencyResponse: try row.decode("emergency_response"))
    }
}

extension PersonReference {
    /// The person in the columns `account_id` and `name`, or in two others.
    init(row: Row, id: String = "account_id", name: String = "name") throws {
        self.init(id: try row.decode(id), name: try row.decode(name))
    }

    /// The same where an outer join may have found nobody.
    static func ifAny(row: Row, id: String = "account_id", name: String = "name") throws -> PersonReference? {
        try row.decode(id, as: Int64?.self).map { PersonReference(id: $0, name: try row.decode(name)) }
    }
}

extension NonDeploymentSummary {
    init(row: Row) throws {
        id = try row.decode("nd_id")
        number = "ND-\(id)"
        officer = try row.decode("officer_id")
        team = try row.decode("team_id")
        state = try row.decode("state")
        terms = try Terms(row: row)
        recordedAt = try row.decode("recorded_at")
        owedInFullBy = try row.decode("owed_by")
        decider = try PersonReference.ifAny(row: row)
    }
}

extension NonDeploymentDetail {
    /// Puts together the answers to the nine queries of `NonDeployments.detail`; nil when there is no such record.
    init?(_ rows: [Rows]) throws {
        guard rows.count == 9, let first = rows[0].first, let origin = rows[1].first else { return nil }
        summary = try NonDeploymentSummary(row: first)
        raisedBy = try PersonReference(row: origin, id: "raised_by", name: "raised_name")
        draftedBy = try PersonReference(row: origin, id: "drafted_by", name: "drafted_name")
        renews = try origin.decode("renews", as: Int64?.self).map { "ND-\($0)" }
        renewedBy = try origin.decode("renewed_by", as: Int64?.self).map { "ND-\($0)" }
        hasAnnex = try origin.decode("has_annex")
        terms = try rows[2].map {
            TermsVersion(
                version: try $0.decode("version"), terms: try Terms(row: $0), hasGrounds: try $0.decode("has_grounds"),
                writtenBy: try PersonReference(row: $0), writtenAt: try $0.decode("written_at"))
        }
        assessments = try rows[3].map {
            AssessmentRecord(
                kind: try $0.decode("kind"), form: try $0.decode("form"), text: try $0.decode("body"),
                assessedBy: try PersonReference(row: $0), assessedAt: try $0.decode("assessed_at"))
        }
        decisions = try rows[4].map {
            DecisionRecord(
                form: try $0.decode("form"), outcome: try $0.decode("outcome"), termsVersion: try $0.decode("version"),
                reason: try $0.decode("reason"), alternatives: try $0.decode("alternatives"),
                decidedBy: try PersonReference(row: $0), decidedAs: try $0.decode("decided_as"),
                decidedAt: try $0.decode("decided_at"), recordedAt: try $0.decode("recorded_at"))
        }
        reviews = try rows[5].map {
            ReviewRecord(
                note: try $0.decode("body"), reviewedBy: try PersonReference(row: $0),
                reviewedAt: try $0.decode("reviewed_at"))
        }
        ending = try rows[6].first.map {
            EndingRecord(
                cause: try $0.decode("cause"), note: try $0.decode("body"),
                endedBy: try PersonReference.ifAny(row: $0), endedAt: try $0.decode("ended_at"))
        }
        states = try rows[7].map { StateStep(state: try $0.decode("state"), enteredAt: try $0.decode("entered_at")) }
        flags = try rows[8].map(Flag.init(row:))
    }
}
