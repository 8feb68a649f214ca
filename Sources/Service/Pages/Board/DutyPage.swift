import Deployment
import FoundationEssentials
import Records

/// One duty: what is wanted, who is on it, and for the duties office why, and who else could be.
enum DutyPage {
    static let routes = [
        WebRoute.page("/duties/{post}/{day}/{shift}", BoardPages.readers) { call in
            let duty = try await duty(call)
            let there = try await officers(on: duty, call.house)
            let names = try await OfficerNames.read(there.map(\.officer), in: call.house.pool)
            let isPlanner = try call.caller.role == .duties
            var parts = facts(duty, there, names, isPlanner: isPlanner)
            if isPlanner, let officer = call.asked("why"), there.contains(where: { $0.officer == officer }) {
                parts += try await reasons(of: officer, names, on: duty, call)
            }
            return View(title(duty), parts)
        },
        WebRoute.page("/duties/{post}/{day}/{shift}/candidates", BoardPages.planners) { call in
            let duty = try await duty(call)
            let ranking = try await call.house.repair.candidates(
                post: duty.post, day: duty.day, shift: duty.shift, now: call.now)
            let people = ranking.candidates.map(\.officer) + ranking.blocked.map(\.officer)
            return CandidatePage.view(
                ranking, duty, try await OfficerNames.read(people, in: call.house.pool))
        },
    ]

    /// The address of a duty.
    static func path(_ post: String, _ day: Day, _ shift: String) -> String { "/duties/\(post)/\(day)/\(shift)" }

    /// The duty of the address. A covert post is known to the duties office only.
    private static func duty(_ call: WebCall) async throws -> BoardDuty {
        guard let day = Day(iso: try call.call.part("day")) else { throw APIProblem.notFound }
        let duty = try await BoardDuty.read(
            post: call.call.part("post"), day: day, shift: call.call.part("shift"), in: call.house.pool)
        guard try !duty.isCovert || call.caller.role == .duties else { throw APIProblem.notFound }
        return duty
    }

    private static func officers(on duty: BoardDuty, _ house: House) async throws -> [StandingDeployment] {
        var (found, cursor): ([StandingDeployment], String?) = ([], nil)
        repeat {
            let page = try await house.standing.list(
                from: duty.day, to: duty.day, post: duty.post, cursor: cursor, limit: 200)
            found += page.items.filter { $0.shift == duty.shift }
            cursor = page.next
        } while cursor != nil
        return found
    }

    static func title(_ duty: BoardDuty) -> String {
        "\(duty.postName), \(duty.shiftName), \(Moments.text(duty.day))"
    }

    /// What is wanted and who is there.
    static func facts(
        _ duty: BoardDuty, _ there: [StandingDeployment], _ names: OfficerNames, isPlanner: Bool
    ) -> [View.Part] {
        let own = path(duty.post, duty.day, duty.shift)
        var parts: [View.Part] = [
            .summary(
                [
                    SummaryRow("Site", "\(duty.site) \(duty.siteName)", link: "/board?site=\(duty.site)"),
                    SummaryRow("Post and shift", "\(duty.post) \(duty.shift)"),
                    SummaryRow("Response level", duty.level.rawValue, tag: duty.level.tone ?? .note),
                    SummaryRow("Wanted", "\(duty.target), at least \(duty.min)"),
                    standing(duty),
                ] + (duty.operation.map { [SummaryRow("Operation", $0)] } ?? [])
                    + (duty.version.map {
                        [
                            SummaryRow(
                                "Published by", "roster version \($0)", link: isPlanner ? "/roster/versions/\($0)" : nil
                            )
                        ]
                    } ?? []))
        ]
        parts.append(.table(officers(there, names, duty, isPlanner: isPlanner)))
        if isPlanner {
            parts.append(.link("Who else could do this duty", to: own + "/candidates"))
            parts.append(.paragraph("Working that out takes some seconds."))
            parts.append(
                .link(
                    "The level of \(duty.site) rises",
                    to: "/repairs/new?kind=level_raised&site=\(duty.site)&from=\(duty.day)"))
        }
        parts.append(.link("Board of this week", to: "/board?from=\(duty.day.monday)&days=7"))
        return parts
    }

    private static func officers(
        _ there: [StandingDeployment], _ names: OfficerNames, _ duty: BoardDuty, isPlanner: Bool
    ) -> TableView {
        let own = path(duty.post, duty.day, duty.shift)
        let rows = there.map { one -> [TableView.Cell] in
            let cells: [TableView.Cell] = [
                .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                .init(Moments.text(one.startsAt)), .init(Moments.text(one.endsAt)),
            ]
            guard isPlanner else { return cells }
            let gone = "/repairs/new?kind=officer_unavailable&officer=\(one.officer)&from=\(duty.day)"
            return cells + [
                .init("Why \(one.officer)", link: "\(own)?why=\(one.officer)#why"),
                .init("\(one.officer) cannot work", link: gone),
                .init("Change \(one.officer)", link: "/changes/new?removes=\(one.id)"),
            ]
        }
        return TableView(
            "Officers on this duty",
            heads: ["Officer", "From", "To"] + (isPlanner ? ["Why", "Repair", "Change"] : []),
            rows: rows,
            empty: duty.version == nil ? "No roster is published for this day yet." : "Nobody is on this duty.")
    }

    private static func standing(_ duty: BoardDuty) -> SummaryRow {
        guard duty.version != nil || duty.filled > 0 else {
            return SummaryRow("There", "Nobody yet: no roster is published", tag: .note)
        }
        if duty.filled < duty.min {
            return SummaryRow("There", "\(duty.filled): \(duty.min - duty.filled) below the minimum", tag: .bad)
        }
        if duty.filled < duty.target {
            return SummaryRow("There", "\(duty.filled): \(duty.target - duty.filled) below target", tag: .warn)
        }
        return duty.filled > duty.target
            ? SummaryRow("There", "\(duty.filled): \(duty.filled - duty.target) more than wanted", tag: .note)
            : SummaryRow("There", "\(duty.filled): as wanted", tag: .good)
    }

    // MARK: Why

    /// Why an officer is there, in words; that it cannot be said any more is an answer too.
    private static func reasons(
        of officer: String, _ names: OfficerNames, on duty: BoardDuty, _ call: WebCall
    ) async throws -> [View.Part] {
        let heading = View.Part.html(
            "<h2 id=\"why\">Why \(HTML.escaped(names.called(officer)))</h2>")
        guard let version = duty.version else { return [heading, .paragraph("No roster is published for this day.")] }
        do {
            let found = try await call.house.reasons.deployment(
                of: officer, on: duty.day, version: version, now: call.now)
            guard (found.post, found.shift) == (duty.post, duty.shift) else {
                return [heading, .paragraph(byChange(version))]
            }
            let others = try await OfficerNames.read(found.alternatives.map(\.officer), in: call.house.pool)
            return [heading] + words(found, others)
        } catch RecordError.notFound {
            return [heading, .paragraph(byChange(version))]
        } catch RecordError.conflict(_, let message) {
            return [heading, .paragraph("This cannot be said any more: \(message).")]
        }
    }

    private static func byChange(_ version: Int64) -> String {
        "Roster version \(version) did not put this officer here: a change after publication did, and its ground is on record."
    }

    /// Reasons as a reader takes them.
    static func words(_ found: DeploymentReasons, _ names: OfficerNames) -> [View.Part] {
        var parts: [View.Part] = []
        if found.isOnlyOne {
            parts.append(.paragraph("Nobody else could lawfully have been there, all else equal."))
        }
        if !found.isAsMade {
            parts.append(
                .paragraph(
                    "The record has changed since the roster was made; this is worked out from how it stands now."))
        }
        parts.append(
            .table(
                TableView(
                    "What this duty costs in the officer's own row, against a day off",
                    heads: ["What", "Points"],
                    rows: found.effects.map { [.init($0.words), .init(String($0.cost), isNumber: true)] },
                    empty: "It costs nothing: the duty fits the officer's pattern.")))
        parts.append(
            .table(
                TableView(
                    "The nearest others, everything else being equal",
                    heads: ["Officer", "How", "Points more", "What would change"],
                    rows: found.alternatives.map { other in
                        [
                            .init(names.called(other.officer), link: "/officers/\(other.officer)"),
                            .init(
                                other.swapsPost.map { "changes places on \($0) \(other.swapsShift ?? "")" }
                                    ?? "free that day"),
                            .init(String(other.cost), isNumber: true),
                            .init((other.effects + other.ownEffects).map(\.words).joined(separator: "; ")),
                        ]
                    }, empty: "There are none.")))
        parts.append(.table(CandidatePage.standings(found.standings, caption: "Where every officer stood")))
        return parts
    }
}
