import Deployment
import Records

/// Asking a colleague to swap, in two steps: which duties, then what it would mean for whoever asks.
enum NewSwapPage {
    /// How far ahead duties are offered, in days.
    private static let horizon = 92

    static let routes = WebRoute.form(
        "/swaps/new", .roles([.officer]),
        fields: { call in try await fields(call) },
        show: { call, state in
            let given = call.form.values.isEmpty ? ["gives": call.asked("duty").map { [$0] } ?? []] : [:]
            return View(
                "Ask for a swap",
                [
                    .paragraph(
                        "Your colleague answers, then a supervisor decides. Until then both duties stay as they are."),
                    .form(state.view(call, button: "Check the swap", cancel: "/swaps", given: given)),
                ])
        },
        submit: { call, form in
            let own = try OfficerPages.own(call)
            guard let gives = Int64(form.text("gives")) else { throw FormRefused("gives", "Choose your duty") }
            let colleague = form.text("officer").uppercased()
            guard colleague != own else {
                throw FormRefused("officer", SwapWords.remedy("swap_of_two") ?? "Enter a colleague's number")
            }
            let takes = try await duty(of: colleague, form, call)
            guard form.text("step") == "ask" else {
                return .view(try await check(gives: gives, takes: takes, form, call))
            }
            let number = try await SwapWords.telling(["swap_future": "gives", "swap_stands": "gives"]) {
                try await call.house.swaps.ask(
                    gives: gives, takes: takes, reason: form.optional("reason"), by: call.caller.accountID)
            }
            return .redirect("/swaps/SW-\(number)", .sent)
        })

    private static func fields(_ call: WebCall) async throws -> [Field] {
        let own = try OfficerPages.own(call)
        let duties = try await call.house.standing.list(
            from: call.today.adding(1), to: call.today.adding(horizon), officer: own, limit: 200
        ).items
        let places = try await DutyWords.places(of: duties, in: call.house.pool)
        return [
            Field(
                "gives", "Your duty",
                .select(
                    duties.map {
                        .init(
                            String($0.id),
                            "\(Moments.text($0.day)), \(DutyWords.times($0)), \(DutyWords.place($0, places))")
                    }), hint: duties.isEmpty ? "No duty to come is published for you." : "The one you give away.",
                pointers: ["/gives"]),
            Field(
                "officer", "Colleague", .line(.officer, width: .short),
                hint: "The warrant number, such as W1234.", pointers: ["/officer", "/takes"]),
            Field("day", "Day of the colleague's duty", .day, hint: "The one you would take.", pointers: ["/day"]),
            Field(
                "reason", "Reason", .area(.free(1...500), rows: 3),
                hint: "For your colleague and supervisors; the duties office never sees it.", isOptional: true,
                pointers: ["/reason"]),
        ]
    }

    /// The colleague's duty. An officer whom nobody knows and a day off are told the same.
    private static func duty(of officer: String, _ form: FormInput, _ call: WebCall) async throws -> Int64 {
        guard let day = form.day("day") else { throw FormRefused("day", "Enter day of the colleague's duty") }
        do {
            return try await call.house.swaps.duty(of: officer, on: day)
        } catch RecordError.notFound {
            throw FormRefused("officer", "No duty of this colleague is published for that day. Check number and day")
        }
    }

    /// What the asker needs to know before asking. Of the colleague nothing is told but the duty itself.
    private static func check(gives: Int64, takes: Int64, _ form: FormInput, _ call: WebCall) async throws -> View {
        let own = try OfficerPages.own(call)
        let sides: [SwapSide]
        do {
            sides = try await call.house.swaps.sides(gives: gives, takes: takes, asOf: call.now)
        } catch RecordError.notFound {
            throw FormRefused("gives", SwapWords.remedy("swap_stands") ?? "Choose your duty")
        }
        guard let mine = sides.first, let theirs = sides.last, mine.officer == own else {
            throw FormRefused("gives", "Choose one of your own duties")
        }
        let caller = try call.caller
        let names = try await OfficerNames.read([theirs.officer], in: call.house.pool)
        let places = try await PlaceNames.of([mine.duty, theirs.duty], call)
        var rows = [
            SummaryRow("You give", SwapWords.duty(theirs.duty, for: caller, places)),
            SummaryRow("You take", SwapWords.duty(mine.duty, for: caller, places)),
            SummaryRow("With", names.called(theirs.officer)),
        ]
        if let reason = form.optional("reason") { rows.append(SummaryRow("Reason", reason)) }
        rows += outlook(mine)
        let kept = ["gives", "officer", "day", "reason"].flatMap { name in
            form.all(name).map { FormView.Hidden(name: name, value: $0) }
        }
        return View(
            "Check the swap",
            [
                .summary(rows),
                .paragraph(
                    "Whether your colleague may take your duty is looked at when they answer, and again by the supervisor."
                ),
                .form(
                    FormView(
                        csrf: call.csrf, once: call.once,
                        hidden: kept + [FormView.Hidden(name: "step", value: "ask")], fields: [],
                        button: "Ask the colleague", cancel: "/swaps/new?duty=\(gives)")),
            ])
    }

    /// Notice, rest and authority of the officer who would take a duty.
    static func outlook(_ side: SwapSide) -> [SummaryRow] {
        func isRest(_ obstacle: SwapSide.Obstacle) -> Bool { obstacle == .elsewhere || obstacle == .tooLittleRest }
        func row(_ name: String, _ found: [SwapSide.Obstacle], free: String) -> SummaryRow {
            SummaryRow(
                name, found.isEmpty ? free : found.map(SwapWords.obstacle).joined(separator: " "),
                tag: found.isEmpty ? .good : .bad)
        }
        return [
            SummaryRow("Notice", side.notice.words),
            row("Your rest", side.obstacles.filter(isRest), free: "Enough rest before and after"),
            row(
                "Your authority for that post", side.obstacles.filter { !isRest($0) },
                free: "Nothing keeps you from it"),
        ]
    }
}
