import Deployment
import Records

/// A roster version: its figures, what it leaves unfilled and why, what it breaks, who stands where.
enum RosterVersionPage {
    static let route = WebRoute.page("/roster/versions/{version}", BoardPages.planners) { call in
        let id = try call.call.number("version")
        let version = try await call.house.versions.get(id)
        let own = "/roster/versions/\(id)"
        let unfilled = try await call.house.versions.duties(
            of: id, unfilledOnly: true, cursor: call.asked("unfilled"), limit: 50)
        let breaches = try await call.house.ruleSets.breaches(of: id, cursor: call.asked("breaches"), limit: 50)
        let people =
            unfilled.items.flatMap { $0.reasons?.candidates.map(\.officer) ?? [] }
            + breaches.items.compactMap(\.breach.officer)
        let names = try await OfficerNames.read(people, in: call.house.pool)
        func next(_ name: String, _ cursor: String?) -> String? {
            cursor.map { "\(own)?\(name)=\(WebResponder.escapedForQuery($0))" }
        }
        var parts: [View.Part] = [.summary(facts(version))]
        if version.publishedBy == nil {
            parts.append(.link("Check and publish", to: own + "/publish"))
        } else {
            parts.append(.link("Board of its first weeks", to: "/board?from=\(version.from)"))
        }
        parts += [
            .link("Compare with another version", to: own + "/compare"),
            .table(table(unfilled.items, names, more: next("unfilled", unfilled.next))),
            .table(
                BreachTable.table(
                    breaches.items, caption: "What it breaks", names: names,
                    more: next("breaches", breaches.next))),
            .link("Its unfilled duties as CSV", to: own + "/unfilled.csv"),
            .link("Its deployments as CSV", to: own + "/deployments.csv"),
        ]
        parts += try await placements(version, call)
        return View("Roster version \(id)", parts)
    }

    static func facts(_ version: RosterVersion) -> [SummaryRow] {
        var rows = [
            SummaryRow("Days", RosterListPage.period(version.from, version.days)),
            version.publishedAt.map { SummaryRow("State", "Published \(Moments.text($0))", tag: .good) }
                ?? SummaryRow("State", "Proposal", tag: .note),
            SummaryRow("Made", Moments.text(version.madeAt)),
        ]
        if let statement = version.statement { rows.append(SummaryRow("Accepted on publishing", statement)) }
        if let summary = version.summary {
            rows += [
                SummaryRow("Deployments", "\(summary.deployments), of \(summary.officers) officers in service"),
                SummaryRow(
                    "Below minimum",
                    "\(summary.dutiesBelowMin) of \(summary.duties) duties, \(summary.belowMin) officers",
                    tag: summary.dutiesBelowMin == 0 ? .good : .bad),
                SummaryRow(
                    "Below target only", "\(summary.dutiesBelowTarget) duties, \(summary.belowTarget) officers",
                    tag: summary.dutiesBelowTarget == 0 ? .good : .warn),
                SummaryRow("Rest days worked", String(summary.workedRestDays)),
                SummaryRow("Days on another shift than rostered", String(summary.changedShifts)),
                SummaryRow("By the record of", Moments.text(summary.asOf)),
            ]
        }
        rows.append(
            SummaryRow(
                "Cost",
                "\(version.cost) points"
                    + (version.lowerBound.map { "; no roster can cost less than \($0)" } ?? "")))
        if let job = version.job { rows.append(SummaryRow("Made by", "job \(job)", link: "/roster/jobs/\(job)")) }
        return rows
    }

    static func table(_ duties: [VersionDuty], _ names: OfficerNames, more: String?) -> TableView {
        TableView(
            "Unfilled duties", heads: ["Duty", "Level", "Has", "Why", "Nearest"],
            rows: duties.map { duty in
                [
                    .init(
                        "\(Moments.text(duty.day)) \(duty.shift) \(duty.post)",
                        link: DutyPage.path(duty.post, duty.day, duty.shift)),
                    .init(duty.level.rawValue, tag: duty.level.tone ?? .note),
                    .init(
                        "\(duty.filled) of \(duty.target), at least \(duty.min)",
                        tag: duty.filled < duty.min ? .bad : .warn),
                    .init(duty.reasons.map(sentence) ?? "not worked out"),
                    .init(
                        (duty.reasons?.candidates ?? []).prefix(3).map { names.called($0.officer) }.joined(
                            separator: ", ")),
                ]
            }, empty: "Every duty has its target.", more: more)
    }

    /// Where every officer stood, in a sentence; the counts sum to the headcount.
    static func sentence(_ reasons: DutyReasons) -> String {
        let lacking = reasons.lacksSkill.values.reduce(0, +)
        let lapsed = reasons.lapsed.sorted { $0.key < $1.key }.map { ($0.value, "with \($0.key) lapsed") }
        let counts: [(Int, String)] =
            [
                (reasons.onThisDuty, "there"), (reasons.onOtherDuty, "on other duties"), (reasons.resting, "in rest"),
                (reasons.runLimit, "too many days in a row"), (reasons.abstracted, "absent"),
                (lacking, "without a skill it needs"),
            ] + lapsed + [
                (reasons.restricted, "restricted"), (reasons.excluded, "kept from it by decisions"),
                (reasons.notInService, "not in service"), (reasons.free, "free"),
            ]
        let said = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return "Of \(reasons.total) officers: \(said.joined(separator: ", "))."
    }

    private static func placements(_ version: RosterVersion, _ call: WebCall) async throws -> [View.Part] {
        let own = "/roster/versions/\(version.id)"
        let (officer, post) = (call.asked("officer"), call.asked("post"))
        var parts: [View.Part] = [
            .heading("Who stands where"),
            AddressFilters("Find in this version", to: own)
                .with("officer", "Officer", .line(officer ?? "")).with("post", "Post", .line(post ?? "")).part,
        ]
        guard officer != nil || post != nil else { return parts }
        let page = try await call.house.versions.deployments(
            of: version.id, officer: officer, post: post, cursor: call.asked("cursor"), limit: 100)
        let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
        let asked = [("officer", officer), ("post", post)].compactMap { name, value in
            value.map { "\(name)=\(WebResponder.escapedForQuery($0))" }
        }.joined(separator: "&")
        parts.append(
            .table(
                TableView(
                    "Deployments of this version", heads: ["Officer", "Day", "Shift", "Post"],
                    rows: page.items.map { one in
                        [
                            .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                            .init(Moments.text(one.day)), .init(one.shift), .init(one.post),
                        ]
                    }, empty: "Nothing in this version fits.",
                    more: page.next.map { "\(own)?\(asked)&cursor=\(WebResponder.escapedForQuery($0))" })))
        parts.append(.link("These deployments as CSV", to: own + "/deployments.csv?" + asked))
        return parts
    }
}
