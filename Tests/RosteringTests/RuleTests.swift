import Rostering
import Testing

/// A rule with a roster that keeps it and one that breaks it; the amounts are worked out by hand.
struct RuleCase: Sendable, CustomTestStringConvertible {
    enum Rule: Hashable, Sendable {
        case hard(HardRule)
        case term(Term)
    }

    let rule: Rule
    let story: String
    let problem: ProblemDocument
    let passing: [Roster.Deployment]
    let failing: [Roster.Deployment]
    /// Violations or cost of the two rosters.
    let amounts: (passing: Int, failing: Int)

    var testDescription: String { "\(rule): \(story)" }

    func amount(_ roster: [Roster.Deployment]) throws -> Int {
        let evaluation = try Problem(problem).evaluation(of: roster)
        switch rule {
        case .hard(let rule): return evaluation.violations.count { $0.rule == rule }
        case .term(let term): return evaluation.costs[term]
        }
    }

    static func hard(
        _ rule: HardRule, _ story: String, _ passing: [Roster.Deployment], _ failing: [Roster.Deployment],
        _ change: (inout ProblemDocument) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(
            rule: .hard(rule), story: story, problem: Toy.with(change), passing: passing, failing: failing,
            amounts: (0, 1))
    }

    static func term(
        _ term: Term, _ story: String, _ passing: [Roster.Deployment], _ failing: [Roster.Deployment],
        _ amounts: (Int, Int), _ change: (inout ProblemDocument) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(
            rule: .term(term), story: story, problem: Toy.with(change), passing: passing, failing: failing,
            amounts: (amounts.0, amounts.1))
    }

    static let all = hardCases + coverageCases + contractCases + patternCases + fairnessCases

    static let hardCases: [RuleCase] = [
        .hard(
            .oneDutyADay, "two duties on Monday", on("Ash", "Gate", "E", 0),
            on("Ash", "Gate", "E", 0) + on("Ash", "Gate", "N", 0)),
        .hard(.skillsInCurrency, "Cedar lacks MP5", on("Cedar", "Gate", "E", 0), on("Cedar", "Hall", "E", 0)),
        .hard(
            .skillsInCurrency, "Ash's AFO lapses after Thursday", on("Ash", "Gate", "E", 3), on("Ash", "Gate", "E", 4)),
        .hard(.available, "Birch is away on Saturday", on("Birch", "Gate", "E", 4), on("Birch", "Gate", "E", 5)),
        .hard(.available, "ND-1 covers lates at the gate", on("Cedar", "Gate", "E", 1), on("Cedar", "Gate", "L", 1)),
        .hard(.available, "ND-1 ends on Wednesday", on("Cedar", "Gate", "L", 3), on("Cedar", "Gate", "L", 2)),
        .hard(
            .restBetweenDuties, "an early right after a night", on("Ash", "Gate", "E", 0, 1),
            on("Ash", "Gate", "N", 0) + on("Ash", "Gate", "E", 1)),
        .hard(.restBetweenDuties, "a night in history", on("Ash", "Gate", "N", 0), on("Ash", "Gate", "E", 0)) {
            $0.officers[0].history = .init(lastShift: "N", lastDay: -1, consecutiveWork: 1, consecutiveNights: 1)
        },
        .hard(
            .restBetweenDuties, "a rest longer than a day", on("Ash", "Gate", "E", 0, 3), on("Ash", "Gate", "E", 0, 2)
        ) { $0.minRestMinutes = 3000 },
        .hard(
            .daysInARow, "four days where three are allowed", on("Ash", "Gate", "E", 0, 1, 2),
            on("Ash", "Gate", "E", 0, 1, 2, 3)),
        .hard(.daysInARow, "three days of history count", on("Ash", "Gate", "E", 1), on("Ash", "Gate", "E", 0)) {
            $0.officers[0].history = .init(lastShift: "E", lastDay: -1, consecutiveWork: 3)
        },
        .hard(
            .onlyWhatIsWanted, "nobody is wanted at the hall on lates", on("Ash", "Hall", "E", 0),
            on("Ash", "Hall", "L", 0)),
        .hard(
            .onlyWhatIsWanted, "two at the gate where one is wanted", on("Ash", "Gate", "E", 0),
            on("Ash", "Gate", "E", 0) + on("Birch", "Gate", "E", 0)),
    ]

    static let coverageCases: [RuleCase] = [
        .term(.belowMin, "an empty gate", on("Ash", "Gate", "E", 0), [], (0, 2000)) {
            $0.demand = [.init(post: "Gate", day: 0, shift: "E", min: 1, target: 2, weight: 2)]
        },
        .term(
            .belowTarget, "the second officer is missing", on("Ash", "Gate", "E", 0) + on("Birch", "Gate", "E", 0),
            on("Ash", "Gate", "E", 0), (0, 60)
        ) { $0.demand = [.init(post: "Gate", day: 0, shift: "E", min: 1, target: 2, weight: 2)] },
    ]

    static let contractCases: [RuleCase] = [
        .term(.shifts, "one officer two short of two", on("Ash", "Gate", "E", 0, 1), [], (0, 40)) {
            $0.contracts[0].minShifts = 2
            $0.officers.removeLast(2)
            $0.nonDeployments = []
            for id in ["Birch", "Cedar"] {
                $0.caps.night[id] = nil
                $0.caps.weekend[id] = nil
                $0.caps.high[id] = nil
            }
        },
        .term(
            .shifts, "five where four are wanted at most", on("Cedar", "Gate", "E", 0, 1, 2, 4),
            on("Cedar", "Gate", "E", 0, 1, 2, 4, 5), (0, 20)),
        .term(.minRun, "one day of work alone", on("Ash", "Gate", "E", 0, 1), on("Ash", "Gate", "E", 0), (0, 15)),
        .term(.minRun, "one day off alone", on("Ash", "Gate", "E", 0, 1), on("Ash", "Gate", "E", 0, 1, 3, 4), (0, 15)),
        .term(
            .minRun, "the run open on the last day is not charged", on("Ash", "Gate", "E", 6),
            on("Ash", "Gate", "E", 5), (0, 15)),
        .term(.minRun, "a run of one that day 0 ends", on("Ash", "Gate", "E", 0), [], (0, 15)) {
            $0.officers[0].history = .init(lastShift: "E", lastDay: -1, consecutiveWork: 1)
        },
        .term(.maxNights, "a third night", on("Birch", "Gate", "N", 0, 1), on("Birch", "Gate", "N", 0, 1, 2), (0, 50)),
        .term(
            .splitWeekend, "Saturday without Sunday", on("Ash", "Gate", "E", 5, 6), on("Ash", "Gate", "E", 5), (0, 10)),
        .term(
            .maxWeekends, "a weekend where none is wanted", on("Cedar", "Gate", "E", 4), on("Cedar", "Gate", "E", 6),
            (0, 30)),
    ]

    static let patternCases: [RuleCase] = [
        .term(.request, "the unwanted late", on("Ash", "Gate", "E", 1), on("Ash", "Gate", "L", 1), (0, 7)) {
            $0.officers[0].requests = [.init(day: 1, shift: "L", weight: 7)]
        },
        .term(.request, "requests add up", on("Ash", "Gate", "E", 1), on("Ash", "Gate", "L", 1), (3, 10)) {
            $0.officers[0].requests = [.init(day: 1, shift: "L", weight: 7), .init(day: 1, shift: nil, weight: 3)]
        },
        .term(.changedShift, "a late for an early", on("Ash", "Gate", "E", 0), on("Ash", "Gate", "L", 0), (0, 40)),
        .term(.changedShift, "a price by day", on("Ash", "Gate", "L", 0), on("Ash", "Gate", "L", 1), (7, 9)) {
            $0.weights.changedShift = .byDay([7, 9, 0, 0, 0, 0, 0])
        },
        .term(.workedRestDay, "Cedar's Monday", on("Ash", "Gate", "L", 0), on("Cedar", "Gate", "E", 0), (0, 80)),
    ]

    static let fairnessCases: [RuleCase] = [
        .term(.burden, "one night above an excess of history", [], on("Ash", "Gate", "N", 0), (4, 12)) {
            $0.officers[0].history.load.night = 1
            $0.caps.night["Ash"] = 0
        },
        .term(.burden, "a weekend above the cap", on("Ash", "Gate", "E", 4), on("Ash", "Gate", "E", 5), (0, 4)) {
            $0.caps.weekend["Ash"] = 0
        },
        .term(
            .burden, "two high duties above the cap", on("Ash", "Gate", "E", 0, 1), on("Ash", "Hall", "E", 0, 1),
            (0, 12)
        ) {
            $0.caps.high["Ash"] = 0
        },
        .term(
            .siteRepeat, "three at one site with a cap of one", on("Ash", "Gate", "E", 0),
            on("Ash", "Gate", "E", 0, 1, 2), (0, 15)
        ) {
            $0.siteCap = 1
        },
        .term(.siteRepeat, "an excess at a site without a post", [], on("Ash", "Gate", "E", 0, 1), (50, 55)) {
            $0.siteCap = 1
            $0.officers[0].history.sites = ["Closed": 5]
        },
    ]
}

@Suite("Rules")
struct RuleTests {
    @Test("The passing roster keeps the rule", arguments: RuleCase.all)
    func passing(example: RuleCase) throws {
        #expect(try example.amount(example.passing) == example.amounts.passing)
    }

    @Test("The failing roster breaks the rule", arguments: RuleCase.all)
    func failing(example: RuleCase) throws {
        #expect(try example.amount(example.failing) == example.amounts.failing)
    }

    @Test("Every rule and every term has a passing and a failing case")
    func meta() {
        let covered = Set(RuleCase.all.filter { $0.amounts.failing > $0.amounts.passing }.map(\.rule))
        let all = HardRule.allCases.map(RuleCase.Rule.hard) + Term.allCases.map(RuleCase.Rule.term)
        #expect(covered == Set(all))
        let unkept = Set(all).subtracting(RuleCase.all.filter { $0.amounts.passing == 0 }.map(\.rule))
        #expect(unkept.isEmpty)
    }
}
