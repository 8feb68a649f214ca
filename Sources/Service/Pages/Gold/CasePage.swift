import Deployment
import FoundationEssentials
import Records

/// A Gold case: the question, the clock, the evidence, what was decided, and the numbered log.
enum CasePage {
    static let routes: [WebRoute] = [
        .page("/cases/{case}", .roles([.gold])) { call in
            let detail = try await EntryPage.detail(call)
            var linked: [NonDeploymentDetail] = []
            for record in CaseDecisions.numbers(detail.flags) {
                linked.append(try await NonDeploymentAccess.visible(record, for: call.call))
            }
            return view(detail, linked, call, account: try call.caller.accountID)
        },
        .stream("/cases/{case}/stream", .roles([.gold])) { try await CaseEvents.answer($0.call) },
    ]

    static func view(
        _ detail: GoldCaseDetail, _ linked: [NonDeploymentDetail], _ call: WebCall, account: Int64
    ) -> View {
        let summary = detail.summary
        let own = "/cases/\(summary.number)"
        let parts =
            View.Part.live(
                "state",
                [EvidenceParts.lead(question(detail)), .summary(facts(detail, call.now, account))]
                    + actions(detail, call, account))
            + View.Part.live("evidence", evidence(detail, linked))
            + View.Part.live("advice", advice(detail))
            + View.Part.live("log", news: CaseLog.news(detail.entries), log(detail))
            + View.Part.live(
                "tasks",
                [.heading("What is missing before it closes"), .template("gold/tasks", ClosingTasks(detail))])
        return View(
            "Case \(summary.number): \(GoldWords.subject(summary.subjectKind, summary.subjectID, summary.subjectName).lowercasedFirst)",
            parts
        ).live(by: own + "/stream", path: own, asOf: call.now)
    }

    /// The flags with their evidence, and the decisions that they are about.
    private static func evidence(_ detail: GoldCaseDetail, _ linked: [NonDeploymentDetail]) -> [View.Part] {
        var parts: [View.Part] = []
        for flag in newestUrgentFirst(detail.flags) {
            parts.append(.heading("\(flag.number): \(GoldWords.sentence(flag.kind).lowercasedFirst)"))
            parts.append(.paragraph("Raised \(Moments.text(flag.raisedAt))."))
            parts += EvidenceParts.parts(flag)
        }
        for record in linked {
            parts.append(.heading("\(record.summary.number), officer \(record.summary.officer)"))
            if PageLinks.has("/decisions/{nd}", for: .gold) {
                parts.append(.link("Open \(record.summary.number)", to: "/decisions/\(record.summary.number)"))
            }
            parts.append(.timeline(CaseDecisions.steps(record)))
        }
        return parts
    }

    private static func log(_ detail: GoldCaseDetail) -> [View.Part] {
        let empty: [View.Part] = detail.entries.isEmpty ? [.paragraph("Nothing is written in this case yet.")] : []
        return [.heading("Log")] + empty + [.timeline(CaseLog.steps(detail.entries, of: detail.entries))]
    }

    /// The question of the most urgent flag, the newest of those.
    static func question(_ detail: GoldCaseDetail) -> String {
        newestUrgentFirst(detail.flags).first?.question
            ?? "A decision was challenged: does it stand, and what does a fair observer see?"
    }

    private static func newestUrgentFirst(_ flags: [Flag]) -> [Flag] {
        func rank(_ flag: Flag) -> Int { Priority.allCases.firstIndex(of: flag.priority) ?? 0 }
        return flags.sorted { (rank($0), -$0.id) < (rank($1), -$1.id) }
    }

    private static func facts(_ detail: GoldCaseDetail, _ now: Date, _ account: Int64) -> [SummaryRow] {
        let summary = detail.summary
        let (priority, clock) = (GoldWords.priority(summary.priority), GoldWords.clock(summary, asOf: now))
        var rows = [
            SummaryRow("Priority", priority.text, tag: priority.tone),
            SummaryRow("Clock", clock.text, tag: clock.tone),
            SummaryRow("To be looked at by", Moments.text(summary.dueAt)),
            SummaryRow("State", GoldWords.state(summary.state)),
            SummaryRow("Opened", Moments.text(summary.openedAt)),
        ]
        if let claimant = summary.claimedBy {
            let since = summary.claimedAt.map { ", last active \(Moments.text($0))" } ?? ""
            rows.append(SummaryRow("Claimed by", (claimant.id == account ? "You" : claimant.name) + since))
        } else if summary.state != .closed {
            rows.append(SummaryRow("Claimed by", "Nobody"))
        }
        let chair = detail.entries.last { $0.chairs == true }?.person?.name
        if let chair { rows.append(SummaryRow("Chair", chair)) }
        let members = detail.entries.filter { $0.kind == .member }.compactMap(\.person?.name)
        if !members.isEmpty { rows.append(SummaryRow("Members", members.joined(separator: ", "))) }
        let terms = detail.entries.last { $0.kind == .termsOfReference }?.text
        if let terms { rows.append(SummaryRow("Terms of reference", terms)) }
        let position = detail.entries.last { $0.kind == .positionStatement }
        if let position, let text = position.text {
            let asOf = position.asOf.map { " (facts as of \(Moments.text($0)))" } ?? ""
            rows.append(SummaryRow("Position statement", text + asOf))
        }
        return rows
    }

    /// What can be written now: buttons for what needs no words, links to forms for the rest.
    private static func actions(_ detail: GoldCaseDetail, _ call: WebCall, _ account: Int64) -> [View.Part] {
        let summary = detail.summary
        guard summary.state != .closed else {
            return [.paragraph("This case is closed. Only new evidence re-opens it.")]
        }
        var parts: [View.Part] = []
        for form in EntryForm.all where form.text == nil && form.isOffered(in: detail, to: account) {
            var button = call.button(
                form.button, to: "/cases/\(summary.number)/entries/\(form.kind.rawValue)",
                hidden: [("revision", String(summary.revision))])
            button.once = UUID().uuidString.lowercased()
            parts.append(.form(button))
        }
        let links = EntryForm.all.filter { $0.text != nil && $0.isOffered(in: detail, to: account) }.map { form in
            "<li><a href=\"/cases/\(summary.number)/entries/\(form.kind.rawValue)?seen=\(summary.revision)\">"
                + "\(HTML.escaped(form.title))</a></li>"
        }
        let closing = "<li><a href=\"/cases/\(summary.number)/close?seen=\(summary.revision)\">Close the case</a></li>"
        parts.append(
            .html(
                "<nav aria-label=\"Write in this case\"><ul class=\"actions\">\(links.joined())\(closing)</ul></nav>"))
        return parts
    }

    /// What was asked of advisers, what they said and what became of it.
    private static func advice(_ detail: GoldCaseDetail) -> [View.Part] {
        let kinds: Set<CaseEntryKind> = [.adviceRequest, .advice, .adviceAnswer, .noAdvice]
        let entries = detail.entries.filter { kinds.contains($0.kind) }
        guard !entries.isEmpty else {
            return [.heading("Independent advice"), .paragraph("Nobody was asked yet.")]
        }
        return [.heading("Independent advice"), .timeline(CaseLog.steps(entries, of: detail.entries))]
    }
}
