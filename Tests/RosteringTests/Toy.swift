import Deployment
import Rostering

/// A week at a gate and a hall with three officers; it fits on one screen and most tests begin with it.
///
///                 Mo Tu We Th Fr Sa Su
///     Ash         E  E  L  -  -  -  -   AFO (to Thursday), MP5
///     Birch       L  L  N  N  -  -  -   AFO, MP5; away on Saturday and Sunday
///     Cedar       -  -  -  -  -  -  -   AFO; not at the gate on lates, Monday to Wednesday (ND-1)
///     Gate  at North needs AFO:      every day E, L and N, 1 officer, of whom 1 a minimum, weight 1
///     Hall  at South needs AFO, MP5: every day E, 2 officers, no minimum, weight 4
enum Toy {
    static let document = ProblemDocument(
        name: "toy", start: Day(number: 4), days: 7, minRestMinutes: 660,
        shifts: [
            .init(id: "E", startMinute: 420, minutes: 480, night: false),
            .init(id: "L", startMinute: 900, minutes: 480, night: false),
            .init(id: "N", startMinute: 1380, minutes: 480, night: true),
        ],
        skills: ["AFO", "MP5"],
        contracts: [
            .init(
                id: "full", maxConsecutiveWork: 3, minConsecutiveWork: 2, minConsecutiveOff: 2, maxConsecutiveNights: 2,
                minShifts: 0, maxShifts: 4, maxWeekends: 0, completeWeekends: true)
        ],
        officers: [
            officer("Ash", ["AFO": 3, "MP5": 99], ["E", "E", "L", nil, nil, nil, nil]),
            officer("Birch", ["AFO": 99, "MP5": 99], ["L", "L", "N", "N", nil, nil, nil], unavailable: [5...6]),
            officer("Cedar", ["AFO": 99], [nil, nil, nil, nil, nil, nil, nil]),
        ],
        posts: [
            .init(id: "Gate", site: "North", requires: ["AFO"]),
            .init(id: "Hall", site: "South", requires: ["AFO", "MP5"]),
        ],
        demand: (0..<7).flatMap { day in
            ["E", "L", "N"].map {
                ProblemDocument.Demand(post: "Gate", day: day, shift: $0, min: 1, target: 1, weight: 1)
            }
                + [ProblemDocument.Demand(post: "Hall", day: day, shift: "E", min: 0, target: 2, weight: 4)]
        },
        nonDeployments: [.init(id: "ND-1", officer: "Cedar", posts: ["Gate"], from: 0, to: 2, shifts: ["L"])],
        weights: .init(),
        caps: .init(
            night: ["Ash": 9, "Birch": 9, "Cedar": 9], weekend: ["Ash": 9, "Birch": 9, "Cedar": 9],
            high: ["Ash": 9, "Birch": 9, "Cedar": 9]),
        siteCap: 9)

    static func officer(
        _ id: String, _ skills: [String: Int], _ rostered: [String?], unavailable: [ClosedRange<Int>] = []
    ) -> ProblemDocument.Officer {
        ProblemDocument.Officer(
            id: id, team: "A", contract: "full", skills: skills, unavailable: unavailable, rostered: rostered,
            requests: [],
            history: .init())
    }

    /// The toy with something changed.
    static func with(_ change: (inout ProblemDocument) -> Void) -> ProblemDocument {
        var changed = document
        change(&changed)
        return changed
    }
}

/// One officer's duties, written short: `on("Ash", "Gate", "E", 0, 1)` is Gate on earlies of days 0 and 1.
func on(_ officer: String, _ post: String, _ shift: String, _ days: Int...) -> [Roster.Deployment] {
    days.map { Roster.Deployment(officer: officer, day: $0, shift: shift, post: post) }
}

extension Problem {
    func evaluation(of deployments: [Roster.Deployment]) -> Evaluation {
        let roster = Roster(problem: name, deployments: deployments, cost: 0, lowerBound: nil, seconds: 0)
        return evaluate(self, roster.placements(in: self))
    }
}
