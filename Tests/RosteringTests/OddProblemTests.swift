import Deployment
import Testing

@testable import Rostering

/// A problem that is odd but allowed, by name.
struct Odd: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let document: ProblemDocument

    init(_ name: String, _ change: (inout ProblemDocument) -> Void) {
        testDescription = name
        document = Toy.with(change)
    }
}

@Suite("Odd problems are solved")
struct OddProblemTests {
    private static func clear(_ document: inout ProblemDocument) {
        document.officers = []
        document.nonDeployments = []
        document.caps = .init(night: [:], weekend: [:], high: [:])
    }

    private static let all: [Odd] = [
        Odd("no officers", clear),
        Odd("no officers, no contracts, no skills, no posts, no demand") {
            clear(&$0)
            ($0.contracts, $0.skills, $0.posts, $0.demand) = ([], [], [], [])
        },
        Odd("no demand") { $0.demand = [] },
        Odd("no posts") {
            ($0.posts, $0.demand, $0.nonDeployments) = ([], [], [])
        },
        Odd("everyone on leave, far beyond the horizon") {
            for officer in 0..<3 { $0.officers[officer].unavailable = [-1_000_000_000...1_000_000_000] }
        },
        Odd("everyone excluded by a decision") { document in
            document.nonDeployments = document.officers.map {
                .init(id: $0.id, officer: $0.id, posts: nil, from: -1_000_000_000, to: 1_000_000_000)
            }
        },
        Odd("a skill that nobody holds") {
            $0.skills.append("RARE")
            for post in 0..<2 { $0.posts[post].requires.append("RARE") }
        },
        Odd("every skill lapsed long ago") {
            for officer in 0..<3 { $0.officers[officer].skills = ["AFO": -1_000_000_000] }
        },
        Odd("history that breaks the rest and the days in a row") {
            for officer in 0..<3 {
                $0.officers[officer].history = .init(
                    lastShift: "N", lastDay: -1, consecutiveWork: 1_000_000, consecutiveNights: 1_000_000)
            }
        },
        Odd("history of loads far over every cap") {
            for officer in 0..<3 {
                $0.officers[officer].history.load = .init(night: 5000, weekend: 5000, high: 5000)
                $0.officers[officer].history.sites = ["North": 5000, "Gone": 5000]
            }
            let caps = ["Ash": 0, "Birch": 0, "Cedar": 0]
            $0.caps = .init(night: caps, weekend: caps, high: caps)
            $0.siteCap = 0
            $0.weights.burden = 100_000
            $0.weights.siteRepeat = 100_000
        },
        Odd("one shift around the clock") { document in
            document.shifts = [.init(id: "D", startMinute: 420, minutes: 1440, night: true)]
            for officer in 0..<3 { document.officers[officer].rostered = ["D", nil, "D", nil, "D", nil, "D"] }
            document.demand = (0..<7).map { .init(post: "Gate", day: $0, shift: "D", min: 1, target: 2, weight: 4) }
            document.nonDeployments = []
        },
        Odd("rest that reaches over several days") { $0.minRestMinutes = 5000 },
        Odd("rest longer than the horizon") { $0.minRestMinutes = 1_000_000 },
        Odd("no rest at all, on shifts that follow each other") { $0.minRestMinutes = 0 },
        Odd("every shift a night") { document in
            for shift in 0..<3 { document.shifts[shift].night = true }
        },
        Odd("every price the highest") { document in
            let most = 100_000
            document.weights = .init(
                belowMin: most, belowTarget: most, shifts: most, minRun: most, maxWeekends: most, splitWeekend: most,
                maxNights: most, request: 10, changedShift: .everyDay(most),
                workedRestDay: .byDay([Int](repeating: most, count: 7)), burden: most, siteRepeat: most)
            document.contracts[0].minConsecutiveWork = 10_000
            document.contracts[0].minConsecutiveOff = 10_000
            document.contracts[0].minShifts = 1_000_000
            document.contracts[0].maxShifts = 1_000_000
            for officer in 0..<3 {
                document.officers[officer].requests = (0..<1000).map {
                    .init(day: $0 % 7, shift: nil, weight: 100_000)
                }
            }
        },
        Odd("no price at all") {
            $0.weights = .init(
                belowMin: 0, belowTarget: 0, shifts: 0, minRun: 0, maxWeekends: 0, splitWeekend: 0, maxNights: 0,
                request: 0, changedShift: .everyDay(0), workedRestDay: .everyDay(0), burden: 0, siteRepeat: 0)
        },
        Odd("a target of thousands") {
            $0.demand[0].target = 5000
            $0.demand[0].min = 5000
        },
        Odd("ids of many scripts, with slashes and tildes") { document in
            document.officers[0].id = "a/b~c \u{1F46E}"
            document.posts[0].id = "\u{0}"
            document.shifts[0].id = "\u{5348}\u{524D}"
            document.nonDeployments = []
            for officer in 0..<3 {
                document.officers[officer].rostered = document.officers[officer].rostered.map {
                    $0 == "E" ? "\u{5348}\u{524D}" : $0
                }
            }
            for duty in document.demand.indices {
                if document.demand[duty].post == "Gate" { document.demand[duty].post = "\u{0}" }
                if document.demand[duty].shift == "E" { document.demand[duty].shift = "\u{5348}\u{524D}" }
            }
            let caps = ["a/b~c \u{1F46E}": 9, "Birch": 9, "Cedar": 9]
            document.caps = .init(night: caps, weekend: caps, high: caps)
        },
    ]

    @Test("Each gives a roster that the evaluation and the referee accept, counted again at every improvement")
    func odd() throws {
        var cases: [(problem: String, rosters: [String])] = []
        for odd in OddProblemTests.all {
            let text = odd.document.json().text()
            let problem = try Problem(ProblemDocument(json: JSON.parse(text)))
            let roster = solve(problem, limits: SolveLimits(iterations: 8000), checking: true) { _ in .goOn }
            let evaluation = evaluate(problem, roster.placements(in: problem))
            #expect(evaluation.isLawful, "\(odd.testDescription)")
            #expect(evaluation.total == roster.cost, "\(odd.testDescription)")
            for explanation in explain(problem, roster) {
                #expect(explanation.counts.values.reduce(0, +) == problem.officerIDs.count)
            }
            cases.append((text, [roster.json().text()]))
        }
        guard let answers = try Referee.judge(cases) else { return }
        for (odd, answer) in zip(OddProblemTests.all, answers) {
            let result = try #require(answer["results"]?.elements?.first, "\(odd.testDescription): \(answer.text())")
            #expect(result["violations"]?.elements == [], "\(odd.testDescription)")
            #expect(result["wrongClaims"]?.elements == [], "\(odd.testDescription)")
        }
    }

    @Test("Each can be ranked and repaired")
    func repaired() throws {
        for odd in OddProblemTests.all {
            let problem = try Problem(odd.document)
            let base = solve(problem, limits: SolveLimits(iterations: 3000)) { _ in .goOn }.placements(in: problem)
            if !problem.duties.isEmpty {
                let ranking = rank(problem, base, duty: 0)
                #expect(ranking.candidates.count + ranking.blocked.count == problem.officerIDs.count)
            }
            var order = RepairOrder(
                problem: problem, base: base, posts: Set(problem.postIDs.indices), on: 0...problem.days - 1)
            order.withdrawn = Array(base.prefix(1))
            order.work = 5000
            let repair = try repair(problem, base, order)
            #expect(evaluate(problem, repair.placements).isLawful, "\(odd.testDescription)")
            #expect(repair.pricePerChange == order.pricePerChange)
        }
    }

    @Test("A repair states its price of a changed officer-day, and at one above every shortfall nothing changes")
    func priceOfChanges() throws {
        let problem = try Problem(SampleProblem(.xs, seed: 3).document)
        let base = solve(problem, limits: SolveLimits(iterations: 5000)) { _ in .goOn }.placements(in: problem)
        var order = RepairOrder()
        order.withdrawn = Array(base.prefix(6))
        for price in [0, 25, 1_000_000_000] {
            order.pricePerChange = price
            let repair = try repair(problem, base, order)
            #expect(repair.pricePerChange == price)
            #expect(repair.value <= 0)
            #expect(repair.links.isEmpty == (price > 1000))
        }
    }
}
