import Deployment
import Records

/// One concern: what happened to it, without its texts, and what can be done next.
enum ConcernPage {
    static let show = WebRoute.page("/concerns/{concern}", ConcernPages.listeners) { call in
        let caller = try call.caller
        return view(try await visible(call), for: caller.accountID, isOfficer: caller.role == .officer)
    }

    /// The concern, if the caller may see it in the role they have signed in with.
    static func visible(_ call: WebCall) async throws -> ConcernDetail {
        let caller = try call.caller
        let found = try await call.house.concerns.detail(call.call.number("concern"), for: caller.accountID)
        try ConcernAccess.check(found, for: caller)
        return found
    }

    /// The page of a concern.
    static func view(_ concern: ConcernDetail, for account: Int64, isOfficer: Bool) -> View {
        let summary = concern.summary
        let state = ConcernListPage.words(summary.state)
        var rows = [
            SummaryRow("State", state.text, tag: state.tone),
            SummaryRow(
                "Officer", summary.officer ?? "Told to who takes it on: it was asked for somebody outside the line"),
            SummaryRow("Raised", Moments.text(summary.raisedAt)),
        ]
        if let site = summary.site { rows.append(SummaryRow("Site", site)) }
        if summary.state == .raised {
            rows.append(SummaryRow("To be taken on by", Moments.text(summary.acknowledgeBy)))
        }
        if summary.notMyLine { rows.append(SummaryRow("Asked for", "Somebody outside the officer's line")) }
        if let keeper = summary.takenOnBy { rows.append(SummaryRow("With", keeper.name)) }
        var parts: [View.Part] = [.summary(rows)]
        parts.append(.html(actions(concern, account, isOfficer)))
        parts += [.heading("What happened"), .timeline(concern.steps.map(step))]
        if !concern.nonDeployments.isEmpty {
            parts += [
                .heading("What came of it"),
                .table(
                    TableView(
                        "Non-deployments", heads: ["Number"],
                        rows: concern.nonDeployments.map {
                            [TableView.Cell($0, link: isOfficer ? "/me/records/\($0)" : nil)]
                        }, empty: "")),
            ]
        }
        if isOfficer { parts += [.heading("Who read it"), .table(reads(concern.reads))] }
        return View("Concern \(summary.number)", parts)
    }

    private static func step(_ step: ConcernStep) -> TimelineStep {
        TimelineStep(
            Moments.text(step.at), ConcernListPage.words(step.state).text, by: step.by.name,
            text: step.hasText ? "With a sealed text." : nil)
    }

    private static func reads(_ reads: [ConcernRead]) -> TableView {
        TableView(
            "Readings", heads: ["When", "Who", "What for"],
            rows: reads.map {
                [TableView.Cell(Moments.text($0.readAt)), TableView.Cell($0.reader.name), TableView.Cell($0.purpose)]
            }, empty: "Nobody has read it yet.")
    }

    /// What can be done from here; whether it may be, the record decides.
    private static func actions(_ concern: ConcernDetail, _ account: Int64, _ isOfficer: Bool) -> String {
        let (number, state) = (concern.summary.number, concern.summary.state)
        let isOpen = state == .raised || state == .acknowledged
        let isKeeper = concern.summary.takenOnBy?.id == account
        var html = HTML()
        html.mark("<p class=\"buttons\">")
        func link(_ name: String, _ words: String) {
            html.mark("<a class=\"button\"")
            html.attribute("href", "/concerns/\(number)/\(name)")
            html.mark(">")
            html.say(words)
            html.mark("</a> ")
        }
        link("reading", "Read the texts")
        if !isOfficer, isOpen, !isKeeper {
            link("acknowledgement", state == .raised ? "Take it on" : "Take it over")
        }
        if !isOfficer, state == .acknowledged, isKeeper { link("answer", "Answer") }
        if isOfficer, isOpen { link("withdrawal", "Withdraw") }
        if !isOfficer { link("link", "Link a non-deployment") }
        html.mark("</p>")
        return html.text
    }
}
