import Deployment
import Records

/// One operation: what it is, what it wants, what was written in it, and what can be done next.
enum OperationPage {
    static let route = WebRoute.page("/operations/{operation}", OperationPages.readers) { call in
        let number = try call.call.number("operation")
        let detail = try await call.house.operations.get(number, asOf: call.now)
        let isLeader = OperationPages.leaders.lets(try call.caller.role)
        let surplus = isLeader ? try await call.house.operations.aboveDemand(number) : []
        let names = try await OfficerNames.read(
            [detail.operation.owner] + surplus.map(\.officer), in: call.house.pool)
        var shown = view(detail, surplus, names, role: try call.caller.role)
        if call.asked("above") == "1", detail.operation.kind == .hospitalGuard, detail.operation.state == .open {
            shown.parts.insert(
                .paragraph(
                    "It is open, and there are more hospital guards open now than are expected. "
                        + "The duties office and the owner were told."), at: 1)
        }
        return shown
    }

    static func view(
        _ detail: OperationDetail, _ surplus: [SurplusDeployment], _ names: OfficerNames, role: Role
    ) -> View {
        let operation = detail.operation
        var parts: [View.Part] = [.summary(facts(operation, names, role))]
        if operation.state == .open, role != .gold { parts += actions(operation, role) }
        parts.append(.table(demand(detail)))
        if !surplus.isEmpty { parts.append(.table(table(surplus, names, role))) }
        parts += [
            .heading("What was written in it"),
            detail.entries.isEmpty
                ? .paragraph("Nothing yet.") : .timeline(detail.entries.reversed().map(step)),
            .link("All operations", to: "/operations"),
        ]
        return View("\(operation.number) \(operation.name)", parts)
    }

    private static func facts(_ operation: Operation, _ names: OfficerNames, _ role: Role) -> [SummaryRow] {
        let tag = operation.tag
        var rows = [
            SummaryRow("State", tag.text, tag: tag.tag.flatMap(Tone.init)), SummaryRow("Kind", operation.kind.label),
            SummaryRow("Site", operation.site, link: role == .gold ? nil : "/sites/\(operation.site)"),
            SummaryRow(
                "Owner", names.called(operation.owner), link: role == .gold ? nil : "/officers/\(operation.owner)"),
            SummaryRow("Led by", operation.ledBy == .command ? "The command" : "The borough"),
            SummaryRow("Since", Moments.text(operation.startsAt)),
        ]
        if let day = operation.expectedEnd { rows.append(SummaryRow("Expected last day", Moments.text(day))) }
        if let borough = operation.borough { rows.append(SummaryRow("Borough", borough)) }
        if let request = operation.request { rows.append(SummaryRow("Request", request)) }
        if let authority = operation.authority { rows.append(SummaryRow("Standing authority", authority)) }
        if let day = operation.authorityReviewOn {
            rows.append(SummaryRow("Authority reviewed on", Moments.text(day)))
        }
        if let day = operation.reviewOn { rows.append(SummaryRow("Review on", Moments.text(day))) }
        if let closed = operation.closedAt { rows.append(SummaryRow("Closed", Moments.text(closed))) }
        return rows
    }

    private static func actions(_ operation: Operation, _ role: Role) -> [View.Part] {
        let own = "/operations/\(operation.number)"
        var parts: [View.Part] = [
            .link("Record a review", to: own + "/entries/review"),
            .link("Record a debrief", to: own + "/entries/debrief"),
            .link("Record what was learnt", to: own + "/entries/learning"),
        ]
        if operation.authority != nil {
            parts.append(
                .link("Record a review of the standing authority", to: own + "/entries/authority_review"))
        }
        parts.append(.link("Change what it wants", to: own + "/demand"))
        if role == .duties {
            parts.append(.link("Work out who can fill it", to: "/repairs/new?kind=guard"))
        }
        return parts + [.link("Close the operation", to: own + "/close")]
    }

    private static func demand(_ detail: OperationDetail) -> TableView {
        let skills = Dictionary(detail.posts.map { ($0.post, $0.skills) }) { first, _ in first }
        return TableView(
            "What it wants", heads: ["Post", "Shift", "From", "To", "Officers", "Level", "Skills"],
            rows: detail.demand.map { line in
                [
                    .init(line.post), .init(line.shift), .init(Moments.text(line.from)),
                    .init(line.to.map { Moments.text($0) } ?? "until it is closed"),
                    .init("\(line.min) to \(line.target)"),
                    .init(line.level.rawValue, tag: line.level.tone ?? .note),
                    .init(skills[line.post, default: []].joined(separator: ", ")),
                ]
            }, empty: "It wants nobody.")
    }

    /// Deployments above what it wants.
    static func table(_ surplus: [SurplusDeployment], _ names: OfficerNames, _ role: Role) -> TableView {
        TableView(
            "Officers above what it wants: to be stood down or moved",
            heads: ["Officer", "Duty", "There", "Wanted", "Change"],
            rows: surplus.map { one in
                [
                    .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                    .init(
                        "\(Moments.text(one.day)) \(one.shift) \(one.post)",
                        link: DutyPage.path(one.post, one.day, one.shift)),
                    .init(String(one.filled), isNumber: true), .init(String(one.target), isNumber: true),
                    role == .duties
                        ? .init("Change \(one.officer)", link: "/changes/new?removes=\(one.deployment)") : "",
                ]
            }, empty: "Nobody is above what it wants.")
    }

    private static func step(_ entry: OperationEntry) -> TimelineStep {
        TimelineStep(
            Moments.text(entry.writtenAt),
            entry.kind.label + (entry.nextReview.map { ", next on \(Moments.text($0))" } ?? ""), text: entry.note)
    }
}
