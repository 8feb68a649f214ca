import Deployment
import Records

/// Opt-outs from the weekly limit, in writing, and taken back.
enum OptOutPages {
    static let routes =
        [
            WebRoute.page("/rules/opt-outs", BoardPages.readers) { call in
                let turning = try Turning(call, keeping: ["officer"])
                let page = try await call.house.ruleSets.optOuts(
                    officer: call.asked("officer"), cursor: turning.mark, limit: turning.limit)
                let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
                return View(
                    "Opt-outs from the weekly limit",
                    [
                        .link("Record an opt-out", to: "/rules/opt-outs/new"),
                        AddressFilters("Filter opt-outs", to: "/rules/opt-outs")
                            .with("officer", "Officer", .line(call.asked("officer") ?? "")).part,
                        .table(table(page.items, names, more: turning.next(page.next, of: "/rules/opt-outs"))),
                    ])
            }
        ]
        + WebRoute.form(
            "/rules/opt-outs/new", BoardPages.readers, fields: { _ in fields },
            show: { call, state in
                let withdrawn = call.asked("withdraws").flatMap { Int64($0) }
                return View(
                    withdrawn == nil ? "Record an opt-out" : "Record that an opt-out was taken back",
                    [
                        .paragraph(
                            "The officer has signed it; the paper is kept where its reference says. An officer may take "
                                + "it back at any time."),
                        .form(
                            state.view(
                                call, button: "Record it", cancel: "/rules/opt-outs",
                                given: [
                                    "officer": call.asked("officer").map { [$0] } ?? [],
                                    "from": [call.today.description],
                                ])),
                    ])
            },
            submit: { call, form in
                guard let from = form.day("from") else { throw APIProblem.notFound }
                _ = try await call.house.ruleSets.optOut(
                    officer: form.text("officer"), from: from, reference: form.text("reference"),
                    withdrawing: call.asked("withdraws").flatMap { Int64($0) }, by: call.caller.accountID)
                return .redirect("/rules/opt-outs", .recorded)
            })

    private static let fields = [
        Field(
            "officer", "Officer", .line(.officer, width: .short), hint: "The number, such as W1234.",
            pointers: ["/officer"]),
        Field("from", "From", .day, pointers: ["/from"]),
        Field(
            "reference", "Where the signed paper is", .line(.free(3...200), width: .long), pointers: ["/reference"]),
    ]

    static func table(_ found: [OptOut], _ names: OfficerNames, more: String?) -> TableView {
        TableView(
            "Opt-outs, newest first", heads: ["Officer", "From", "To", "Signed paper", "Take back"],
            rows: found.map { one in
                [
                    .init(names.called(one.officer), link: "/officers/\(one.officer)"), .init(Moments.text(one.from)),
                    .init(one.to.map { Moments.text($0) } ?? "holds", tag: one.to == nil ? .note : nil),
                    .init(one.reference),
                    one.to == nil
                        ? .init(
                            "Taken back by \(one.officer)",
                            link: "/rules/opt-outs/new?officer=\(one.officer)&withdraws=\(one.id)") : "",
                ]
            }, empty: "Nobody has opted out.", more: more)
    }
}
