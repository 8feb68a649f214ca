import Deployment
import Records

/// Changes a published duty in two steps: what and why, then what it would bring and who is told.
///
/// The address says which deployment goes (`removes`) and which duty is given (`post`, `day`, `shift`, and `officer` for whom).
enum NewChangePage {
    static let routes = WebRoute.form(
        "/changes/new", BoardPages.planners, fields: { _ in fields },
        show: { call, state in
            let subject = try await Subject(call)
            return View(
                "Change a duty",
                subject.parts
                    + [
                        .paragraph("Nothing changes yet: next you see what it would bring, and who would be told."),
                        .form(
                            state.view(
                                call, button: "Check the change", cancel: "/board",
                                given: ["officer": call.asked("officer").map { [$0] } ?? []])),
                    ])
        },
        submit: { call, form in
            let subject = try await Subject(call)
            guard let request = request(subject, form) else { throw APIProblem.notFound }
            guard form.text("step") == "make" else {
                let outlook = try await call.house.changes.preview(request, by: call.caller.accountID)
                return .view(try await check(outlook, subject, form, call))
            }
            let made = try await call.house.changes.make(request, by: call.caller.accountID)
            return .redirect("/changes/\(made.change)", .recorded)
        })

    /// What the address is about.
    struct Subject: Sendable {
        var removed: StandingDeployment?
        /// The duty that somebody takes; that of the removed deployment unless the address names another.
        var post: String?
        var day: Day?
        var shift: String?
        var called: OfficerNames

        /// Throws `notFound` for an address that names neither a deployment nor a duty.
        init(_ call: WebCall) async throws {
            if let number = call.asked("removes").flatMap({ Int64($0) }) {
                removed = try await call.house.standing.get(number)
            }
            post = call.asked("post") ?? removed?.post
            day = call.askedDay("day") ?? removed?.day
            shift = call.asked("shift") ?? removed?.shift
            guard let post, day != nil, let shift, PathParts.form("post").fault(in: post) == nil,
                PathParts.form("shift").fault(in: shift) == nil
            else { throw APIProblem.notFound }
            called = try await OfficerNames.read(removed.map { [$0.officer] } ?? [], in: call.house.pool)
        }

        var parts: [View.Part] {
            var rows: [SummaryRow] = []
            if let removed {
                rows.append(
                    SummaryRow(
                        "Taken off",
                        "\(called.called(removed.officer)), \(Moments.text(removed.day)) \(removed.shift) \(removed.post)"
                    ))
            }
            if let post, let day, let shift {
                rows.append(
                    SummaryRow("Duty", "\(Moments.text(day)) \(shift) \(post)", link: DutyPage.path(post, day, shift)))
            }
            return [.summary(rows)]
        }
    }

    private static let fields = [
        Field(
            "officer", "Who takes the duty", .line(.officer, width: .short),
            hint: "The number, such as W1234. Leave empty to put nobody on.", isOptional: true,
            pointers: ["/place", "/place/officer"]),
        Field(
            "ground", "Ground", .select(ChangeGround.allCases.map { Field.Choice($0.rawValue, $0.label) }),
            pointers: ["/ground"]),
        Field(
            "exigency", "Which exigency", .select(ExigencyKind.allCases.map { Field.Choice($0.rawValue, $0.label) }),
            hint: "For an exigency, and for every recall.", isOptional: true, pointers: ["/exigency"]),
        Field(
            "reference", "What the ground names", .line(.free(1...80), width: .medium),
            hint: "The absence, restriction, skill, ND number, or agreement.", isOptional: true,
            pointers: ["/reference"]),
        Field(
            "note", "Note", .area(.free(0...500), rows: 3), hint: "A sentence. No health or private matters.",
            isOptional: true, pointers: ["/note"]),
        Field(
            "welfareConsidered", "Welfare",
            .boxes([Field.Choice("yes", "The welfare of those concerned was considered")]),
            pointers: ["/welfareConsidered"]),
        Field(
            "recall", "Recall",
            .boxes([Field.Choice("yes", "The midnight before the duty has passed: this is a recall")]),
            isOptional: true, pointers: ["/recall"]),
    ]

    /// The wish of the form; nil where it names no ground.
    static func request(_ subject: Subject, _ form: FormInput) -> ChangeRequest? {
        guard let ground = ChangeGround(rawValue: form.text("ground")), let post = subject.post,
            let day = subject.day, let shift = subject.shift
        else { return nil }
        return ChangeRequest(
            removes: subject.removed?.id, ground: ground, exigency: ExigencyKind(rawValue: form.text("exigency")),
            reference: form.optional("reference"), note: form.text("note"),
            welfareConsidered: form.all("welfareConsidered").contains("yes"),
            recall: form.all("recall").contains("yes"),
            place: form.optional("officer").map {
                VersionDeployment(officer: $0, day: day, shift: shift, post: post)
            })
    }

    private static func check(
        _ outlook: ChangeMade, _ subject: Subject, _ form: FormInput, _ call: WebCall
    ) async throws -> View {
        let officer = form.optional("officer")
        let people = outlook.consequences.map(\.officer) + [officer].compactMap(\.self)
        let names = try await OfficerNames.read(people, in: call.house.pool)
        var parts = subject.parts
        parts.append(
            .summary([
                SummaryRow("Put on", officer.map { names.called($0) } ?? "Nobody"),
                SummaryRow("Ground", ChangeGround(rawValue: form.text("ground"))?.label ?? ""),
                SummaryRow("Notice", outlook.notice.words), SummaryRow("Note", form.text("note")),
            ]))
        parts += outlook.warnings.map { .paragraph("Note: \($0)") }
        parts += [
            .table(ChangePages.consequences(outlook.consequences, names)),
            .table(BreachTable.table(outlook.breaches, caption: "Rules it comes near to or breaks", names: names)),
            .table(
                TableView(
                    "Who will be told", heads: ["Who", "As", "Day"],
                    rows: outlook.told.map { told in
                        [.init(told.name), .init(words(told.part)), .init(Moments.text(told.day))]
                    }, empty: "Nobody.")),
        ]
        var form = again(form, call)
        form.cancel = "/board"
        parts.append(.form(form))
        return View("Check the change", parts)
    }

    /// The same form to be sent once more, with the word that it is meant.
    private static func again(_ form: FormInput, _ call: WebCall) -> FormView {
        let kept = fields.map(\.name).flatMap { name in
            form.all(name).map { FormView.Hidden(name: name, value: $0) }
        }
        return FormView(
            csrf: call.csrf, once: call.once, hidden: kept + [FormView.Hidden(name: "step", value: "make")], fields: [],
            button: "Make the change")
    }

    private static func words(_ part: Told.Part) -> String {
        switch part {
        case .officer: "Officer"
        case .supervisor: "Supervisor"
        case .ownerInspector: "Inspector of the site"
        }
    }
}
