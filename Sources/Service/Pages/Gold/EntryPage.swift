import Deployment
import FoundationEssentials
import Records

/// Writing an entry in a case. Whoever writes has seen a revision; what came since is shown before anything is written.
enum EntryPage {
    static let routes: [WebRoute] = WebRoute.form(
        "/cases/{case}/entries/{kind}", .roles([.gold]),
        fields: { call in
            let form = try form(call)
            let detail = try await detail(call)
            return form.fields(people: try await people(form.kind, call.house), entries: detail.entries)
        },
        show: { call, state in
            view(try form(call), try await detail(call), call, state, account: try call.caller.accountID)
        },
        submit: { call, input in
            let form = try form(call)
            return try await write(try form.entry(input), call, input)
        })

    /// Writes an entry on the revision that the form was made from.
    static func write(_ entry: NewCaseEntry, _ call: WebCall, _ input: FormInput) async throws -> WebAnswer {
        let id = try call.call.number("case")
        guard let seen = Int(input.text("revision")) else { throw Self.stale }
        do {
            _ = try await call.house.gold.enter(
                entry, in: id, by: call.caller.accountID, expectedRevision: seen)
            let notice: Notice =
                switch entry.kind {
                case .claim: .claimed
                case .release: .released
                default: .recorded
                }
            return .redirect("/cases/G-\(id)", notice)
        } catch RecordError.conflict(rule: "revision", _) {
            throw Self.stale
        }
    }

    /// Somebody else wrote since the form was shown.
    private static let stale = FormRefused(
        nil,
        "Somebody else wrote in this case since you opened the form. Read the new entries; what you typed is kept below. Send it again if it still holds."
    )

    private static func form(_ call: WebCall) throws -> EntryForm {
        guard let form = EntryForm.of(try call.call.part("kind")) else { throw APIProblem.notFound }
        return form
    }

    static func detail(_ call: WebCall) async throws -> GoldCaseDetail {
        try await call.house.gold.detail(call.call.number("case"), for: call.caller.accountID)
    }

    /// Who can be named in an entry of a kind.
    static func people(_ kind: CaseEntryKind, _ house: House) async throws -> [Field.Choice] {
        let roles: [Role] =
            switch kind {
            case .member: [.gold]
            case .adviceRequest: [.adviser]
            case .action: [.gold, .supervisor]
            default: []
            }
        var choices: [Field.Choice] = []
        for role in roles {
            for account in try await Routes.people(holding: role, in: house)
            where !choices.contains(where: { $0.value == String(account.id) }) {
                choices.append(.init(String(account.id), account.name))
            }
        }
        return choices
    }

    /// The form, below what was written since it was first shown.
    static func view(
        _ form: EntryForm, _ detail: GoldCaseDetail, _ call: WebCall, _ state: FormState, account: Int64
    ) -> View {
        let number = detail.summary.number
        var parts: [View.Part] = [.link("Back to case \(number)", to: "/cases/\(number)")]
        parts += View.Part.live("fresh", news: CaseLog.news(detail.entries), fresh(detail, call))
        parts.append(.paragraph(form.explanation))
        if detail.summary.state == .closed {
            parts.append(.paragraph("\(number) is closed: nothing is written in it until new evidence re-opens it."))
        } else if form.kind == .adviceAnswer || form.kind == .actionDone, !form.isOffered(in: detail, to: account) {
            parts.append(.paragraph("Nothing in \(number) waits for this."))
        } else {
            parts.append(.form(sealed(state, form.button, detail, call)))
        }
        let latest = CaseLog.steps(Array(detail.entries.suffix(5)), of: detail.entries)
        parts += View.Part.live("latest", [.heading("Latest entries"), .timeline(latest)])
        return watched(
            View("\(form.title) in \(number)", parts), detail, call,
            path: "/cases/\(number)/entries/\(form.kind.rawValue)")
    }

    /// The page as one that shows what others write meanwhile; the form stays as it is.
    static func watched(_ view: View, _ detail: GoldCaseDetail, _ call: WebCall, path: String) -> View {
        let seen = seen(call) ?? detail.summary.revision
        return view.live(by: "/cases/\(detail.summary.number)/stream", path: "\(path)?seen=\(seen)", asOf: call.now)
    }

    /// The revision that the reader has seen, as the form or the address says.
    private static func seen(_ call: WebCall) -> Int? {
        Int(call.form.optional("revision") ?? call.asked("seen") ?? "")
    }

    /// The form with the revision that is shown with it.
    static func sealed(_ state: FormState, _ button: String, _ detail: GoldCaseDetail, _ call: WebCall) -> FormView {
        var form = state.view(
            call, button: button, cancel: "/cases/\(detail.summary.number)",
            given: ["day": [Moments.day(call.now).description], "time": [LondonMoment.time(call.now)]]
                .filter { _ in state.fields.contains { $0.name == "day" && !$0.isOptional } })
        form.hidden = [.init(name: "revision", value: String(detail.summary.revision))]
        return form
    }

    /// What was written since the revision that the reader has seen, on top of the page; nothing where nothing was.
    static func fresh(_ detail: GoldCaseDetail, _ call: WebCall) -> [View.Part] {
        guard let seen = seen(call) else { return [] }
        let new = CaseLog.new(in: detail, since: seen)
        guard !new.isEmpty else { return [] }
        return [
            .html("<section class=\"fresh\" aria-labelledby=\"fresh\"><h2 id=\"fresh\">New since you looked</h2>"),
            .timeline(CaseLog.steps(new, of: detail.entries)), .html("</section>"),
        ]
    }
}
