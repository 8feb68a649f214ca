import Deployment
import Records

/// Tells what happened and gets a proposal. What kind of event it is stands in the address.
enum NewRepairPage {
    static let routes = WebRoute.form(
        "/repairs/new", BoardPages.planners,
        fields: { call in
            guard let kind = kind(call) else { return [] }
            let sites = kind == .levelRaised ? try await sites(call) : []
            return fields(kind, sites: sites)
        },
        show: { call, state in
            guard let kind = kind(call) else {
                return View(
                    "What happened?",
                    RepairKind.allCases.map { .link(words($0), to: "/repairs/new?kind=\($0.rawValue)") })
            }
            return View(
                words(kind),
                [
                    .paragraph(
                        "The smallest lawful change is worked out and shown. Nothing changes before you accept it. "
                            + "Working it out can take some seconds."),
                    .form(
                        state.view(
                            call, button: "Work out a repair", cancel: "/repairs",
                            given: [
                                "from": [(call.askedDay("from") ?? call.today).description],
                                "to": call.askedDay("from").map { [$0.description] } ?? [],
                                "officer": call.asked("officer").map { [$0] } ?? [],
                                "site": call.asked("site").map { [$0] } ?? [],
                            ])),
                ])
        },
        submit: { call, form in
            guard let kind = kind(call), let event = event(kind, form) else { throw APIProblem.notFound }
            let made = try await call.house.repair.propose(event, by: call.caller.accountID, now: call.now)
            return .redirect("/repairs/\(made.id)")
        })

    private static func kind(_ call: WebCall) -> RepairKind? { call.asked("kind").flatMap(RepairKind.init) }

    private static func words(_ kind: RepairKind) -> String {
        switch kind {
        case .officerUnavailable: "An officer cannot work"
        case .levelRaised: "The level of a site rises"
        case .guardWanted: "An operation wants officers"
        }
    }

    private static func sites(_ call: WebCall) async throws -> [Field.Choice] {
        try await SiteNames.read(in: call.house.pool).map { Field.Choice($0.id, "\($0.id) \($0.name)") }
    }

    static func fields(_ kind: RepairKind, sites: [Field.Choice]) -> [Field] {
        let days = [
            Field("from", "First day", .day, pointers: ["/from"]),
            Field(
                "to", "Last day", .day, hint: "Leave empty for as long as a roster is published.", isOptional: true,
                pointers: ["/to"]),
        ]
        switch kind {
        case .officerUnavailable:
            let absences = AbsenceKind.allCases.map {
                Field.Choice($0.rawValue, $0.rawValue.replacing("_", with: " ").capitalizedFirst)
            }
            return [Field("officer", "Officer", .line(.officer, width: .short), hint: "The number, such as W1234.")]
                + days
                + [
                    Field(
                        "reference", "What is on record", .line(.token(40), width: .medium),
                        hint: "The number of the absence, restriction or non-deployment that takes the officer off.",
                        isOptional: true),
                    Field(
                        "absence", "Or what to record", .select(absences),
                        hint: "Only where nothing is on record yet. It is recorded when the repair is accepted.",
                        isOptional: true),
                ]
        case .levelRaised:
            return [
                Field("site", "Site", .select(sites)),
                Field(
                    "level", "New level",
                    .radios(ResponseLevel.allCases.map { Field.Choice($0.rawValue, $0.rawValue) })),
            ] + days + [
                Field("setBy", "Who set it", .line(.free(1...80), width: .medium), isOptional: true),
                Field("source", "Reference of the source", .line(.free(1...200), width: .long), isOptional: true),
            ]
        case .guardWanted:
            return [
                Field(
                    "operation", "Operation", .line(.operation, width: .short), hint: "The number, such as OP-3.")
            ] + days
        }
    }

    static func event(_ kind: RepairKind, _ form: FormInput) -> RepairEvent? {
        guard let from = form.day("from") else { return nil }
        return RepairEvent(
            kind: kind, officer: form.optional("officer"), site: form.optional("site"),
            level: ResponseLevel(rawValue: form.text("level")),
            operation: Int64(form.text("operation").drop { !$0.isNumber }), from: from, to: form.day("to"),
            reference: form.optional("reference"), absence: AbsenceKind(rawValue: form.text("absence")),
            setBy: form.optional("setBy"), source: form.optional("source"))
    }
}

extension String {
    /// The text with its first letter large.
    var capitalizedFirst: String { (first.map { $0.uppercased() } ?? "") + dropFirst() }
}
