import Deployment
import FoundationEssentials
import HTTPTypes
import Records

/// Non-deployments written. Answers carry numbers only: they are kept for repetitions, so no text may be in them.
extension Routes {
    static let nonDeploymentWriting: [Route] = [
        .post(
            "\(base)/non-deployments", "Opens a draft; it takes the officer off nothing.", deciders,
            body: .object(NonDeploymentSchemas.draft), .json(NonDeploymentSchemas.known)
        ) { call in
            let wish: DraftWish = try call.decode()
            let account = try call.caller.accountID
            let number = try await call.house.nonDeployments.draft(wish.draft(by: account), by: account)
            return known(number)
        },
        .post(
            "\(base)/non-deployments/short-forms",
            "The short form: takes effect at once, lasts at most 24 hours, is owed in full by then.", deciders,
            body: .object([
                .required("draft", .object(NonDeploymentSchemas.draft)),
                .required("welfare", .text(0...10_000), "The welfare assessment in a line."),
                .required("impartiality", .text(0...10_000), "The impartiality assessment in a line."),
                .required("reason", RecordSchemas.prose), .optional("decidedAt", .moment, "If before now."),
            ]), .json(NonDeploymentSchemas.known)
        ) { call in
            let wish: ShortFormWish = try call.decode()
            let caller = try call.caller
            let short = ShortForm(
                draft: wish.draft.draft(by: caller.accountID), welfare: wish.welfare, impartiality: wish.impartiality,
                reason: wish.reason, decidedAt: wish.decidedAt)
            let number = try await call.house.nonDeployments.recordShortForm(
                short, by: caller.accountID, asGold: caller.role == .gold)
            return known(number)
        },
        step(
            "terms", "Writes new terms of a draft or short form.",
            [.required("terms", RecordSchemas.terms), .optional("grounds", RecordSchemas.prose)]
        ) { call, record, account in
            let wish: TermsWish = try call.decode()
            _ = try await call.house.nonDeployments.amend(record, terms: wish.terms, grounds: wish.grounds, by: account)
        },
        step(
            "assessments", "Adds one of the two assessments.",
            [
                .required("kind", .oneOf(AssessmentKind.self)), .optional("form", .oneOf(DecisionForm.self)),
                .required("text", RecordSchemas.prose),
            ]
        ) { call, record, account in
            let wish: AssessmentWish = try call.decode()
            try await call.house.nonDeployments.assess(
                record, wish.kind, form: wish.form ?? .full, text: wish.text, by: account)
        },
        step(
            "decisions", "Decides; both assessments must be there, by others. A Gold token decides as Gold.",
            [
                .required("form", .oneOf(DecisionForm.self)), .required("outcome", .oneOf(DecisionOutcome.self)),
                .required("reason", RecordSchemas.prose), .optional("alternatives", RecordSchemas.prose),
                .optional("termsVersion", .integer(1...100_000)), .optional("decidedAt", .moment, "If before now."),
            ]
        ) { call, record, account in
            let wish: DecisionWish = try call.decode()
            let decision = NewDecision(
                form: wish.form, outcome: wish.outcome, reason: wish.reason, alternatives: wish.alternatives,
                asGold: try call.caller.role == .gold, termsVersion: wish.termsVersion, decidedAt: wish.decidedAt)
            try await call.house.nonDeployments.decide(record, decision, by: account)
        },
        step("reviews", "Records that somebody looked again.", [.required("note", RecordSchemas.prose)]) {
            call, record, account in
            try await call.house.nonDeployments.review(record, note: note(call), by: account)
        },
        step("ending", "Ends it early.", [.required("note", RecordSchemas.prose)]) { call, record, account in
            try await call.house.nonDeployments.endEarly(record, note: note(call), by: account, asOf: call.now)
        },
        step("withdrawal", "Withdraws a draft.", [.required("note", RecordSchemas.prose)]) { call, record, account in
            try await call.house.nonDeployments.withdraw(record, note: note(call), by: account, asOf: call.now)
        },
        .post(
            "\(base)/non-deployments/{nd}/renewals", "Asks for a renewal: a new draft, decided at a higher rank.",
            deciders,
            body: .object([
                .required("terms", RecordSchemas.terms), .optional("grounds", RecordSchemas.prose),
                .optional("raisedBy", RecordSchemas.number),
            ]), .json(NonDeploymentSchemas.known)
        ) { call in
            let wish: TermsWish = try call.decode()
            let (account, record) = (try call.caller.accountID, try call.number("nd"))
            _ = try await NonDeploymentAccess.visible(record, for: call)
            let number = try await call.house.nonDeployments.renew(
                record, terms: wish.terms, grounds: wish.grounds, raisedBy: wish.raisedBy ?? account, by: account)
            return known(number)
        },
    ]

    /// A route that writes something on a record that the caller can see.
    private static func step(
        _ name: String, _ summary: String, _ fields: [Schema.Field],
        _ work: @escaping @Sendable (Call, _ record: Int64, _ account: Int64) async throws -> Void
    ) -> Route {
        .post(
            "\(base)/non-deployments/{nd}/\(name)", summary, deciders, body: .object(fields),
            .json(NonDeploymentSchemas.known)
        ) { call in
            let record = try call.number("nd")
            _ = try await NonDeploymentAccess.visible(record, for: call)
            try await work(call, record, call.caller.accountID)
            return known(record)
        }
    }

    private static func known(_ number: Int64) -> Answer {
        .created(["number": .string("ND-\(number)")], location: "\(base)/non-deployments/ND-\(number)")
    }

    private static func note(_ call: Call) -> String {
        call.body["note"]?.string ?? ""
    }

    private struct DraftWish: Decodable {
        let officer: String
        let raisedBy: Int64?
        let terms: Terms
        let grounds: String?
        let annex: String?

        func draft(by account: Int64) -> NewDraft {
            NewDraft(officer: officer, raisedBy: raisedBy ?? account, terms: terms, grounds: grounds, annex: annex)
        }
    }

    private struct ShortFormWish: Decodable {
        let draft: DraftWish
        let welfare: String
        let impartiality: String
        let reason: String
        let decidedAt: Date?
    }

    private struct TermsWish: Decodable {
        let terms: Terms
        let grounds: String?
        let raisedBy: Int64?
    }

    private struct AssessmentWish: Decodable {
        let kind: AssessmentKind
        let form: DecisionForm?
        let text: String
    }

    private struct DecisionWish: Decodable {
        let form: DecisionForm
        let outcome: DecisionOutcome
        let reason: String
        let alternatives: String?
        let termsVersion: Int?
        let decidedAt: Date?
    }
}
