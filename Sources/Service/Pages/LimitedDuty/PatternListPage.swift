import Deployment
import Records

/// Individual patterns, and the changes of them that were proposed.
enum PatternListPage {
    static let show = WebRoute.page("/patterns", LimitedDutyPages.readers) { call in
        let (turning, whose) = (try Turning(call, keeping: ["overdue"]), try Whose(call.call))
        let overdueOnly = call.asked("overdue") != nil
        let page = try await call.house.patterns.list(
            team: whose.team, officer: whose.officer, overdueOnly: overdueOnly, asOf: call.now, cursor: turning.mark,
            limit: turning.limit)
        let proposed = try await call.house.patterns.consultations(officer: whose.officer, asOf: call.now, limit: 50)
        let names = try await OfficerNames.read(proposed.items.map(\.proposal.officer), in: call.house.pool)
        return view(
            page.items, proposed.items, names: names, for: try call.caller, overdueOnly: overdueOnly,
            next: turning.next(page.next, of: "/patterns"))
    }

    /// The page of these patterns and proposals.
    static func view(
        _ patterns: [IndividualPattern], _ proposed: [PatternConsultation], names: OfficerNames,
        for caller: Principal, overdueOnly: Bool, next: String?
    ) -> View {
        let isOfficer = caller.role == .officer
        var parts: [View.Part] = []
        if !isOfficer {
            parts += [
                .html("<p><a class=\"button\" href=\"/patterns/new\">Propose a pattern</a></p>"),
                AddressFilters("Filter patterns", to: "/patterns")
                    .with("overdue", "Overdue reviews only", .box(overdueOnly)).part,
            ]
        }
        parts += [
            .table(
                TableView(
                    "Individual patterns", heads: ["Officer", "Pattern", "Filed under", "Review"],
                    rows: patterns.map { row($0, caller) },
                    empty: isOfficer ? "You are on no individual pattern." : "Nobody here is on an individual pattern.",
                    more: next)),
            .table(
                TableView(
                    "Proposed changes, newest first", heads: ["Number", "Officer", "Pattern", "From", "State"],
                    rows: proposed.map { proposal in
                        let state = words(proposal)
                        return [
                            TableView.Cell(String(proposal.id), link: "/patterns/\(proposal.id)"),
                            TableView.Cell(names.called(proposal.proposal.officer)),
                            TableView.Cell(proposal.proposal.pattern),
                            TableView.Cell(Moments.text(proposal.proposal.from)),
                            TableView.Cell(state.text, tag: state.tone),
                        ]
                    }, empty: "No change was proposed.")),
        ]
        return View(isOfficer ? "My pattern" : "Individual patterns", parts)
    }

    private static func row(_ pattern: IndividualPattern, _ caller: Principal) -> [TableView.Cell] {
        let approval = "/officers/\(pattern.officer)/pattern"
        let mayApprove = caller.role == .supervisor && caller.officerID != pattern.officer
        let review = pattern.reviewOn.map { Moments.text($0) } ?? "No approval is on record"
        return [
            TableView.Cell("\(pattern.name) \(pattern.officer)"), TableView.Cell(pattern.pattern ?? "None on record"),
            TableView.Cell(pattern.reference ?? "Not approved"),
            pattern.isOverdue && !mayApprove
                ? TableView.Cell(review, tag: .bad)
                : TableView.Cell(
                    pattern.isOverdue ? "Overdue, \(review): approve it" : review, link: mayApprove ? approval : nil),
        ]
    }

    /// How a proposal stands.
    static func words(_ proposal: PatternConsultation) -> (text: String, tone: Tone) {
        switch proposal.state {
        case .proposed: ("Waits for the officer", .warn)
        case .agreed: (proposal.isInForce ? "Agreed, in force" : "Agreed", .good)
        case .declined: ("Declined", .note)
        case .withdrawn: ("Withdrawn", .note)
        }
    }
}
