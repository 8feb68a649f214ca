import Deployment
import Records

/// Who could do a duty, nearest first, and what keeps each of the others from it.
enum CandidatePage {
    static func view(_ ranking: CandidateRanking, _ duty: BoardDuty, _ names: OfficerNames) -> View {
        let missing = max(0, ranking.target - ranking.filled)
        let title = "Who else could do \(DutyPage.title(duty))"
        return View(
            title,
            [
                .paragraph(
                    "Wanted \(ranking.target), at least \(ranking.min); there \(ranking.filled), \(missing) open. "
                        + "\(ranking.candidates.count) of \(ranking.headcount) officers could lawfully do it now."),
                .table(
                    TableView(
                        "Could do it, nearest first", heads: ["Officer", "Leaves", "Points", "What it costs", ""],
                        rows: ranking.candidates.map { one in
                            [
                                .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                                .init(one.leavesPost.map { "\($0) \(one.leavesShift ?? "")" } ?? "nothing"),
                                .init(String(one.cost), isNumber: true), .init(one.words),
                                use(one, duty),
                            ]
                        }, empty: "Nobody could lawfully do it as things stand.")),
                .table(standings(ranking.blockedCounts, caption: "What keeps the others from it")),
                .html("<details><summary>Everybody else by name</summary>"),
                .table(
                    TableView(
                        "Everybody else, with the first rule that applies",
                        heads: ["Officer", "What keeps them from it"],
                        rows: ranking.blocked.map { one in
                            [
                                .init(names.called(one.officer), link: "/officers/\(one.officer)"),
                                .init(one.words),
                            ]
                        }, empty: "There is nobody else.")),
                .html("</details>"),
                .paragraph("Points say how far the roster would move from its rules of thumb; fewer are better."),
                .link("Back to the duty", to: DutyPage.path(duty.post, duty.day, duty.shift)),
            ])
    }

    /// Where to put a candidate on the duty. Whoever would leave another duty for it is moved by a repair, which fills that one too.
    private static func use(_ one: RepairCandidate, _ duty: BoardDuty) -> TableView.Cell {
        guard one.leavesPost == nil else { return "By a repair" }
        return .init(
            "Put on \(one.officer)",
            link: "/changes/new?post=\(duty.post)&day=\(duty.day)&shift=\(duty.shift)&officer=\(one.officer)")
    }

    /// Every officer counted once by the first reason that holds. Decisions are counted, never named.
    static func standings(_ counts: DutyReasons, caption: String) -> TableView {
        var rows: [(String, Int)] = [("On this duty", counts.onThisDuty)]
        rows += counts.lacksSkill.sorted { $0.key < $1.key }.map { ("Never held \($0.key)", $0.value) }
        rows += counts.lapsed.sorted { $0.key < $1.key }.map { ("\($0.key) has lapsed", $0.value) }
        rows += [
            ("Not in service on this day", counts.notInService),
            ("On leave, a course, sick or at court", counts.abstracted),
            ("On restricted or recuperative duty", counts.restricted), ("Kept from it by a decision", counts.excluded),
            ("On another duty", counts.onOtherDuty), ("Too little rest", counts.resting),
            ("Too many days in a row", counts.runLimit), ("Free", counts.free),
        ]
        return TableView(
            caption, heads: ["Reason", "Officers"],
            rows: rows.filter { $0.1 > 0 }.map { [.init($0.0), .init(String($0.1), isNumber: true)] }
                + [[.init("All"), .init(String(counts.total), isNumber: true)]], empty: "")
    }
}
