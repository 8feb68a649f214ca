import Deployment
import HTTPTypes
import Records

/// A supervisor's review of a restriction: when the next is, or that it ends; and the limits where they change.
enum LimitedDutyReviewPage {
    static let routes = WebRoute.form(
        "/limited-duty/{restriction}/review", .roles([.supervisor]),
        fields: { call in
            _ = try await LimitedDutyPage.visible(call)
            return fields(try await call.house.limitedDuty.functionalLimits())
        },
        show: { call, state in
            let record = try await LimitedDutyPage.visible(call)
            let given = call.form.values.isEmpty ? ["what": ["next"], "limits": record.limits] : [:]
            return View(
                "Review limited duty \(record.id)",
                [
                    .paragraph("Say what the officer cannot do, never why."),
                    .summary(LimitedDutyPage.summary(record)),
                    .form(
                        state.view(
                            call, button: "Record the review", cancel: "/limited-duty/\(record.id)", given: given)),
                ])
        },
        submit: { call, form in
            let record = try await LimitedDutyPage.visible(call)
            let review = try review(form, of: record)
            _ = try await FormRefused.telling(
                [
                    "review_within": "nextReview", "ended_ahead": "endedOn", "limits_listed": "limits",
                ], words: remedy
            ) {
                try await call.house.limitedDuty.review(record.id, review, by: call.caller.accountID)
            }
            return .redirect("/limited-duty/\(record.id)", .recorded)
        })

    static func fields(_ limits: [FunctionalLimit]) -> [Field] {
        [
            Field(
                "what", "What comes of it",
                .radios([.init("next", "It goes on, and is reviewed again"), .init("end", "It ends")])),
            Field(
                "nextReview", "Next review", .day, hint: "If it goes on.", isOptional: true, pointers: ["/nextReview"]),
            Field("endedOn", "Last day", .day, hint: "If it ends.", isOptional: true, pointers: ["/endedOn"]),
            Field(
                "limits", "What the officer cannot do from today on",
                .boxes(limits.map { .init($0.id, $0.words) }), isOptional: true, pointers: ["/limits"]),
        ]
    }

    /// What was typed; limits that stay as they are go unsaid, as in the API.
    static func review(_ form: FormInput, of record: LimitedDutyRecord) throws -> RestrictionReview {
        let limits = form.all("limits")
        let changed = Set(limits) == Set(record.limits) || limits.isEmpty ? nil : limits
        guard form.text("what") == "end" else {
            guard form.optional("endedOn") == nil else {
                throw FormRefused("endedOn", "Leave the last day empty, or choose that it ends")
            }
            guard let next = form.day("nextReview") else { throw FormRefused("nextReview", "Enter the next review") }
            return RestrictionReview(nextReview: next, limits: changed)
        }
        guard form.optional("nextReview") == nil else {
            throw FormRefused("nextReview", "Leave the next review empty, or choose that it goes on")
        }
        guard let last = form.day("endedOn") else { throw FormRefused("endedOn", "Enter the last day") }
        return RestrictionReview(endedOn: last, limits: changed)
    }

    private static func remedy(_ rule: String) -> String? {
        switch rule {
        case "own_review": "Nobody reviews their own limited duty. Ask another supervisor."
        case "restriction_over": "It is over, so there is nothing to review."
        default: nil
        }
    }
}
