import Deployment
import FoundationEssentials
import Records

/// Opens an operation. Its kind stands in the address, and says what is asked for.
enum NewOperationPage {
    static let routes = WebRoute.form(
        "/operations/new", OperationPages.leaders,
        fields: { call in
            guard let kind = kind(call) else { return [] }
            return try await fields(kind, call)
        },
        show: { call, state in
            guard let kind = kind(call) else {
                return View(
                    "What kind of operation?",
                    OperationKind.allCases.map { .link($0.label, to: "/operations/new?kind=\($0.rawValue)") })
            }
            var given = DemandForm.given
            given["day"] = [call.today.description]
            given["time"] = [LondonMoment.time(call.now)]
            return View(
                "Open: \(kind.label.lowercasedFirst)",
                [
                    .paragraph(
                        "What it wants is on the board from its first shift on, every day until it is closed. "
                            + closing(kind)),
                    .form(state.view(call, button: "Open the operation", cancel: "/operations", given: given)),
                ])
        },
        submit: { call, form in
            guard let kind = kind(call) else { throw APIProblem.notFound }
            let wish = try wish(kind, form, lines: DemandForm.lines(form, try await DemandForm.fields(call)))
            let opened = try await call.house.operations.open(wish, by: call.caller.accountID)
            let above = opened.isAboveExpected ? "?above=1" : ""
            return .redirect("/operations/OP-\(opened.id)\(above)", .recorded)
        })

    private static func kind(_ call: WebCall) -> OperationKind? { call.asked("kind").flatMap(OperationKind.init) }

    /// What closes an operation of a kind, in words.
    static func closing(_ kind: OperationKind) -> String {
        switch kind.closedBy {
        case .debrief: "It is closed by its debrief."
        case .learning: "It is closed with what was learnt."
        default: "Closing it ends what it wants at once."
        }
    }

    static func fields(_ kind: OperationKind, _ call: WebCall) async throws -> [Field] {
        let sites = try await SiteNames.read(in: call.house.pool).map { Field.Choice($0.id, "\($0.id) \($0.name)") }
        var fields = [
            Field("name", "What people call it", .line(.free(3...100), width: .long), pointers: ["/name"]),
            Field("site", "Site on record", .select(sites), isOptional: true, pointers: ["/site"]),
            Field(
                "newSite", "Or the name of a place of its own", .line(.free(1...120), width: .long), isOptional: true,
                pointers: ["/newSite"]),
            Field(
                "owner", "Owner", .line(.officer, width: .short), hint: "An inspector or above, by number.",
                isOptional: kind == .event, pointers: ["/owner"]),
            Field("day", "First day", .day, pointers: ["/startsAt"]),
            Field("time", "Begins", .line(.free(3...5), width: .short), hint: "London time, such as 14:30."),
            Field(
                "expectedEnd", "Expected last day", .day, hint: "Ends nothing by itself.", isOptional: true,
                pointers: ["/expectedEnd"]),
        ]
        if kind == .event {
            fields.append(
                Field(
                    "inside", "Where it is",
                    .radios([
                        Field.Choice("yes", "Inside diplomatic premises: the command arms it"),
                        Field.Choice("no", "Elsewhere: the borough leads"),
                    ]), pointers: ["/insidePremises"]))
        }
        fields += [
            Field(
                "borough", "Borough", .line(.free(2...80), width: .medium),
                hint: "That leads, or that authorised a guard.", isOptional: true, pointers: ["/borough"]),
            Field(
                "request", "Reference of the request", .line(.free(2...80), width: .medium),
                isOptional: !kind.needsRequest, pointers: ["/request"]),
            Field(
                "authority", "Standing authority", .line(.free(2...80), width: .medium),
                hint: "Its reference, where it is armed under one.", isOptional: true, pointers: ["/authority"]),
            Field(
                "authorityReviewOn", "Review of the authority", .day, isOptional: true,
                pointers: ["/authorityReviewOn"]),
        ]
        return fields + (try await DemandForm.fields(call))
    }

    static func wish(_ kind: OperationKind, _ form: FormInput, lines: [DemandLine]) throws -> OperationWish {
        guard let day = form.day("day"), let startsAt = LondonMoment.date(day, form.text("time")) else {
            throw FormRefused("time", "Begins must be a time of day, such as 14:30")
        }
        return OperationWish(
            kind: kind, name: form.text("name"), site: form.optional("site"), newSite: form.optional("newSite"),
            owner: form.optional("owner"), startsAt: startsAt, expectedEnd: form.day("expectedEnd"),
            insidePremises: kind == .event ? form.text("inside") == "yes" : nil, borough: form.optional("borough"),
            request: form.optional("request"), authority: form.optional("authority"),
            authorityReviewOn: form.day("authorityReviewOn"), lines: lines)
    }
}
