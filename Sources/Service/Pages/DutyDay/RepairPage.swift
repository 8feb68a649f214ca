import Deployment
import Records

/// A proposal of repair: what it comes to, step by step with who else could take each place, and the word that makes it so.
enum RepairPage {
    static let routes =
        WebRoute.form(
            "/repairs/{repair}", BoardPages.planners, fields: { _ in acceptance },
            show: { call, state in
                let repair = try await repair(call)
                return view(repair, try await names(repair, call), state, call)
            },
            submit: { call, form in
                let repair = try await repair(call)
                guard let seen = Int(form.text("revision")) else {
                    throw FormRefused(nil, "Load the page again: it does not say which proposal you saw")
                }
                _ = try await call.house.repair.accept(
                    repair.id,
                    RepairAcceptance(
                        revision: seen, note: form.text("note"),
                        welfareConsidered: form.all("welfareConsidered").contains("yes"),
                        recall: form.all("recall").contains("yes")), by: call.caller.accountID, now: call.now)
                return .redirect("/repairs/\(repair.id)", .accepted)
            })
        + [
            WebRoute.action("/repairs/{repair}/steps/{step}", BoardPages.planners) { call in
                let id = try call.call.number("repair")
                guard let revision = Int(call.form.text("revision")) else { throw APIProblem.stale }
                let officer = call.form.optional("officer")
                if let officer, let fault = TextForm.officer.fault(in: officer) {
                    throw APIProblem.invalid([Fault("/officer", fault)])
                }
                _ = try await call.house.repair.edit(
                    id, step: Int(call.call.number("step")), officer: officer, revision: revision,
                    by: call.caller.accountID, now: call.now)
                return .redirect("/repairs/\(id)", .saved)
            }
        ]
        + WebRoute.form(
            "/repairs/{repair}/discard", BoardPages.planners,
            fields: { _ in [Field("word", "Why it is discarded", .line(.free(3...500), width: .long))] },
            show: { call, state in
                // A proposal that is not there has no page, whatever was sent.
                let id = try await repair(call).id
                return View(
                    "Discard repair \(id)",
                    [
                        .paragraph("No duty changes. The proposal stays on record with your word."),
                        .form(state.view(call, button: "Discard", cancel: "/repairs/\(id)")),
                    ])
            },
            submit: { call, form in
                let id = try call.call.number("repair")
                _ = try await call.house.repair.discard(id, word: form.text("word"), by: call.caller.accountID)
                return .redirect("/repairs/\(id)", .discarded)
            })

    private static let acceptance = [
        Field(
            "note", "Why these changes are made", .area(.free(10...500), rows: 3),
            hint: "A sentence. It becomes the note of every change. No health or private matters.",
            pointers: ["/note"]),
        Field(
            "welfareConsidered", "Welfare",
            .boxes([Field.Choice("yes", "The welfare of those who are moved was considered")]),
            pointers: ["/welfareConsidered"]),
        Field(
            "recall", "Recall",
            .boxes([Field.Choice("yes", "Somebody is placed after the last midnight before the duty: recall them")]),
            isOptional: true, pointers: ["/recall"]),
    ]

    private static func repair(_ call: WebCall) async throws -> RepairRecord {
        try await Repairs(pool: call.house.pool).get(call.call.number("repair"))
    }

    private static func names(_ repair: RepairRecord, _ call: WebCall) async throws -> OfficerNames {
        let people = (repair.steps ?? []).flatMap { step in
            [step.officer, step.withdrawnOfficer].compactMap(\.self) + step.candidates.map(\.officer)
        }
        return try await OfficerNames.read(people, in: call.house.pool)
    }

    static func view(_ repair: RepairRecord, _ names: OfficerNames, _ state: FormState, _ call: WebCall) -> View {
        let isOpen = repair.state == .proposed
        var parts: [View.Part] = [
            .paragraph(RepairListPage.event(repair.event) + "."),
            .summary(summary(repair)),
        ]
        parts += repair.summary.notes.map { .paragraph($0) }
        for step in repair.steps ?? [] { parts += steps(step, repair, names, call, isOpen: isOpen) }
        if isOpen {
            parts += [
                .heading("Accept"),
                .paragraph("Every change is made, or none. Whoever it concerns is told."),
                .form(accepting(state, repair, call)),
                .link("Discard this proposal", to: "/repairs/\(repair.id)/discard"),
            ]
        }
        return View("Repair \(repair.id)", parts)
    }

    private static func accepting(_ state: FormState, _ repair: RepairRecord, _ call: WebCall) -> FormView {
        var form = state.view(call, button: "Accept the repair")
        form.hidden = [FormView.Hidden(name: "revision", value: String(repair.revision))]
        return form
    }

    private static func summary(_ repair: RepairRecord) -> [SummaryRow] {
        let summary = repair.summary
        return [
            SummaryRow("State", repair.state.tag.text, tag: Tone(rawValue: repair.state.tag.tag ?? "note")),
            SummaryRow("In a sentence", summary.words),
            SummaryRow("Places left open", "\(summary.places), of which \(summary.filled) would be filled"),
            SummaryRow("Duties below minimum", "\(summary.belowMinBefore) before, \(summary.belowMinAfter) after"),
            SummaryRow("Rest days worked", String(summary.restDaysWorked)),
            SummaryRow("Shifts changed", String(summary.shiftsChanged)),
            SummaryRow("People disturbed", String(summary.peopleDisturbed)),
            SummaryRow(
                "How good it is", summary.isExact ? "No smaller repair exists" : "The best that was found in time"),
            SummaryRow("By the record of", Moments.text(repair.asOf)),
        ] + (repair.word.map { [SummaryRow("Word", $0)] } ?? [])
    }

    private static func steps(
        _ step: RepairStep, _ repair: RepairRecord, _ names: OfficerNames, _ call: WebCall, isOpen: Bool
    ) -> [View.Part] {
        let address = "/repairs/\(repair.id)/steps/\(step.step)"
        var parts: [View.Part] = [
            .heading("Step \(step.step): \(step.post) \(step.shift), \(Moments.text(step.day))"),
            .summary(
                [
                    SummaryRow("Response level", step.level.rawValue, tag: step.level.tone ?? .note),
                    SummaryRow("Falls away", step.withdrawnOfficer.map { names.called($0) } ?? "Nobody"),
                    SummaryRow(
                        "Takes the place", step.officer.map { names.called($0) } ?? "Nobody: it stays open",
                        link: step.officer.map { "/officers/\($0)" }),
                ]
                    + (step.leavesPost.map { [SummaryRow("Leaves", "\($0) \(step.leavesShift ?? "")")] } ?? [])
                    + (step.follows.map { [SummaryRow("Follows", "step \($0), whose officer left this place")] } ?? [])
                    + [
                        SummaryRow("What it means", step.words),
                        SummaryRow("Chosen", step.byHand ? "By a person" : "As the smallest change"),
                    ]),
            .html("<details><summary>Who else could take it: \(step.candidateCount)</summary>"),
            .table(
                TableView(
                    "Nearest first, step \(step.step)", heads: ["Officer", "Leaves", "Points", "What it costs"],
                    rows: step.candidates.map { one in
                        [
                            .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                            .init(one.leavesPost.map { "\($0) \(one.leavesShift ?? "")" } ?? "nothing"),
                            .init(String(one.cost), isNumber: true), .init(one.words),
                        ]
                    }, empty: "Nobody else could.")),
        ]
        if isOpen {
            let revision = ("revision", String(repair.revision))
            parts += step.candidates.filter { $0.officer != step.officer }.prefix(8).map { one in
                .form(
                    call.button(
                        "Choose \(names.called(one.officer))", to: address,
                        hidden: [revision, ("officer", one.officer)]))
            }
            if step.officer != nil {
                parts.append(.form(call.button("Leave this place open", to: address, hidden: [revision])))
            }
        }
        parts += [
            .table(CandidatePage.standings(step.blocked, caption: "What keeps the others from it, step \(step.step)")),
            .html("</details>"),
        ]
        return parts
    }
}
