import Deployment
import Records

/// Exceptions: one officer from one rule on some days, on one of three grounds.
enum RuleExceptionPages {
    static let routes =
        [
            WebRoute.page("/rules/exceptions", BoardPages.readers) { call in
                let days = AskedDays(call, days: 28)
                let turning = try Turning(call, keeping: ["from", "to", "officer"])
                let page = try await call.house.ruleSets.exceptions(
                    from: days.from, to: days.to, officer: call.asked("officer"), cursor: turning.mark,
                    limit: turning.limit)
                let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
                return View(
                    "Exceptions from rules",
                    [
                        .link("Record an exception", to: "/rules/exceptions/new"),
                        days.controls(on: AddressFilters("Filter exceptions", to: "/rules/exceptions"))
                            .with("officer", "Officer", .line(call.asked("officer") ?? "")).part,
                        .table(table(page.items, names, days, more: turning.next(page.next, of: "/rules/exceptions"))),
                    ])
            }
        ]
        + WebRoute.form(
            "/rules/exceptions/new", BoardPages.readers, fields: { _ in fields },
            show: { call, state in
                View(
                    "Record an exception",
                    [
                        .paragraph(
                            "It makes lawful what a rule allows by exception only. A rule without exceptions stays as it is, "
                                + "and nobody records an exception for themselves."),
                        .form(
                            state.view(
                                call, button: "Record the exception", cancel: "/rules/exceptions",
                                given: [
                                    "officer": call.asked("officer").map { [$0] } ?? [],
                                    "from": [(call.askedDay("from") ?? call.today).description],
                                ])),
                    ])
            },
            submit: { call, form in
                guard let rule = Rule(rawValue: form.text("rule")), let from = form.day("from"),
                    let to = form.day("to"), let basis = ExceptionBasis(rawValue: form.text("basis"))
                else { throw APIProblem.notFound }
                _ = try await call.house.ruleSets.except(
                    NewRuleException(
                        officer: form.text("officer"), rule: rule, from: from, to: to, basis: basis,
                        reference: form.optional("reference"), note: form.optional("note")),
                    by: call.caller.accountID)
                return .redirect("/rules/exceptions?from=\(from)&to=\(to)", .recorded)
            })

    private static let fields = [
        Field(
            "officer", "Officer", .line(.officer, width: .short), hint: "The number, such as W1234.",
            pointers: ["/officer"]),
        Field(
            "rule", "Rule", .select(Rule.allCases.map { Field.Choice($0.rawValue, $0.label) }), pointers: ["/rule"]),
        Field("from", "First day", .day, pointers: ["/from"]), Field("to", "Last day", .day, pointers: ["/to"]),
        Field(
            "basis", "Ground", .radios(ExceptionBasis.allCases.map { Field.Choice($0.rawValue, $0.label) }),
            pointers: ["/basis"]),
        Field(
            "reference", "Reference", .line(.free(1...200), width: .long),
            hint: "Of the agreement or the request; needed for an agreement.", isOptional: true,
            pointers: ["/reference"]),
        Field(
            "note", "Note", .area(.free(1...500), rows: 3),
            hint: "Ten characters at least for a request or an exigency. Nothing personal.", isOptional: true,
            pointers: ["/note"]),
    ]

    static func table(
        _ found: [RuleException], _ names: OfficerNames, _ days: AskedDays, more: String?
    ) -> TableView {
        TableView(
            "Exceptions that touch \(days.words), newest first",
            heads: ["Officer", "Rule", "Days", "Ground", "Reference and note", "Recorded"],
            rows: found.map { one in
                [
                    .init(names.called(one.officer), link: "/officers/\(one.officer)"), .init(one.rule.label),
                    .init(
                        one.from == one.to
                            ? Moments.text(one.from) : "\(Moments.text(one.from)) to \(Moments.text(one.to))"),
                    .init(one.basis.label),
                    .init([one.reference, one.note].filter { !$0.isEmpty }.joined(separator: "; ")),
                    .init(Moments.text(one.recordedAt)),
                ]
            }, empty: "No exception touches these days.", more: more)
    }
}
