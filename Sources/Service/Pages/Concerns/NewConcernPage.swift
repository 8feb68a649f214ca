import Deployment
import Records

/// Raising a concern in confidence.
enum NewConcernPage {
    static let routes = WebRoute.form(
        "/concerns/new", ConcernPages.listeners,
        fields: { call in
            let caller = try call.caller
            guard caller.role == .officer else { return fields(isOfficer: false, duties: [], places: PlaceNames()) }
            let own = try ConcernAccess.officer(named: nil, by: caller)
            let duties = try await call.house.standing.list(
                from: call.today, to: call.today.adding(56), officer: own, limit: 100)
            return fields(
                isOfficer: true, duties: duties.items,
                places: try await DutyWords.places(of: duties.items, in: call.house.pool))
        },
        show: { call, state in
            let isOfficer = try call.caller.role == .officer
            return view(state.view(call, button: "Raise the concern", cancel: "/concerns"), isOfficer: isOfficer)
        },
        submit: { call, form in
            let caller = try call.caller
            let officer = try ConcernAccess.officer(named: form.optional("officer"), by: caller)
            let number = try await call.house.concerns.raise(
                NewConcern(
                    officer: officer, what: form.text("what"), site: form.optional("site"),
                    deployment: form.optional("deployment").flatMap { Int64($0) }, help: form.optional("help"),
                    ownWords: form.optional("ownWords"), notMyLine: form.has("notMyLine")), by: caller.accountID)
            return .redirect("/concerns/C-\(number)", .recorded)
        })

    /// The fields, in the order of the page; `duties` are those that the officer can point at.
    static func fields(isOfficer: Bool, duties: [StandingDeployment], places: PlaceNames) -> [Field] {
        let prose = TextForm.free(1...10_000)
        let choices = duties.map { duty in
            Field.Choice(
                String(duty.id), "\(Moments.text(duty.day)), \(DutyWords.times(duty)), \(DutyWords.place(duty, places))"
            )
        }
        let officer = Field(
            "officer", "Officer", .line(.officer, width: .short), hint: "The warrant number, such as W1234 or A1234.")
        let duty = Field("deployment", "Duty", .select(choices), hint: "If it is about one of them.", isOptional: true)
        return (isOfficer ? [] : [officer]) + [
            Field(
                "what", "What it is about", .area(prose, rows: 5),
                hint: "Sealed: whoever reads it must say what for, and the officer sees who did."),
            Field(
                "site", "Site", .line(.numbered("S", digits: 1...6), width: .short),
                hint: "If it is about one, its code, such as S014. This is not sealed.", isOptional: true),
        ] + (choices.isEmpty ? [] : [duty]) + [
            Field("help", "What would help", .area(prose, rows: 3), hint: "Sealed too.", isOptional: true),
            Field(
                "ownWords", isOfficer ? "In your own words" : "In the officer's own words", .area(prose, rows: 3),
                hint: "Only if wanted; sealed too.", isOptional: true),
            Field(
                "notMyLine", "Who shall take it on",
                .boxes([Field.Choice("yes", "Somebody outside the officer's line of command")]), isOptional: true),
        ]
    }

    /// The page of a form.
    static func view(_ form: FormView, isOfficer: Bool) -> View {
        View(
            "Raise a concern",
            [
                .paragraph(
                    "A concern takes nobody off a duty and counts towards nothing. Somebody takes it on, talks with \(isOfficer ? "you" : "the officer"), and answers."
                ),
                .paragraph(
                    "If it cannot wait, speak to the duty supervisor now. Occupational health, the Federation and the work-life representative can be asked at any time; that is not recorded here."
                ), .form(form),
            ])
    }
}
