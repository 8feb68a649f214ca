import Deployment
import Testing

@testable import Rostering

@Suite("Repair")
struct RepairTests {
    @Test("On tiny problems no roster that chains can reach is better, and the repair knows that it looked at all")
    func exact() throws {
        var random = RandomProblem(seed: 11)
        var judged = 0
        var missed = 0
        var withChains = 0
        while judged < 400 {
            guard let event = try RepairCase(&random, officers: 4, days: random.number(1...2)) else { continue }
            let repair = try repair(event.problem, event.base, event.order)
            let oracle = RepairOracle(
                problem: event.problem, open: event.open, order: event.order, vacancies: repair.vacancies)
            guard oracle.size <= 6000, !repair.vacancies.isEmpty else { continue }
            guard repair.isExact else {
                missed += 1
                continue
            }
            judged += 1
            if repair.links.contains(where: { $0.depth > 0 }) { withChains += 1 }
            let best = oracle.best()
            #expect(repair.uncovered.after == best.uncovered)
            #expect(repair.cost.after.total + event.order.pricePerChange * repair.links.count == best.value)
        }
        #expect(missed < 12)
        #expect(withChains > 1)
    }

    @Test(
        "Every repair is lawful when made link by link, keeps what is begun and what no link touches, and is the same twice"
    )
    func properties() throws {
        var random = RandomProblem(seed: 12)
        var filled = 0
        var cases: [(problem: String, rosters: [String])] = []
        for number in 0..<200 {
            guard var event = try RepairCase(&random, officers: 9) else { continue }
            event.order.work = 20_000
            let problem = event.problem
            let repair = try repair(problem, event.base, event.order)
            #expect(evaluate(problem, repair.placements).isLawful)
            #expect(evaluate(problem, repair.placements).costs == repair.cost.after)
            #expect(repair.uncovered.after <= repair.uncovered.before)
            #expect(repair.unfilled.count + repair.links.count { $0.depth == 0 } == repair.vacancies.count)
            var standing = Set(event.open)
            for link in repair.links {
                let takes = Placement(problem, link.officer, link.takes)
                #expect(!event.order.begun.contains(link.takes))
                if let leaves = link.leaves {
                    #expect(!event.order.begun.contains(leaves))
                    #expect(problem.duties[leaves].day == takes.day)
                    #expect(standing.remove(Placement(problem, link.officer, leaves)) != nil)
                }
                #expect(standing.insert(takes).inserted)
                #expect(link.depth < event.order.chain)
            }
            #expect(standing == Set(repair.placements))
            let again = try Rostering.repair(problem, event.base, event.order)
            #expect(again.links == repair.links && again.trials == repair.trials)
            filled += repair.links.count
            if number % 4 == 0 {
                let roster = Roster(problem, repair.placements)
                cases.append((event.document.json().text(), [roster.json().text()]))
            }
        }
        #expect(filled > 100)
        guard let verdicts = try Referee.judge(cases) else { return }
        for verdict in verdicts {
            let result = try #require(verdict["results"]?.elements?.first)
            for rule in HardRule.allCases { #expect(result["hard"]?[rule.rawValue]?.integer == 0) }
            #expect(result["wrongClaims"]?.elements == [])
        }
    }

    @Test("Less work gives a repair that is as lawful and never worse than leaving the places open")
    func anytime() throws {
        var random = RandomProblem(seed: 13)
        for _ in 0..<60 {
            guard var event = try RepairCase(&random, officers: 9) else { continue }
            event.order.work = random.number(0...60)
            let repair = try repair(event.problem, event.base, event.order)
            #expect(evaluate(event.problem, repair.placements).isLawful)
            let price = event.order.pricePerChange * repair.links.count
            #expect(
                (repair.uncovered.after, repair.cost.after.total + price)
                    <= (repair.uncovered.before, repair.cost.before.total))
            #expect(repair.trials <= event.order.work + 1)
        }
    }

    /// The toy with Ash and Birch on Monday's earlies and Ash out.
    private func toy(_ change: (inout ProblemDocument) -> Void = { _ in }) throws -> (Problem, [Placement]) {
        let problem = try Problem(
            Toy.with {
                $0.officers[0].unavailable = [0...0]
                $0.demand.removeAll { !($0.day == 0 && $0.shift == "E") }
                change(&$0)
            })
        let roster = Roster(
            problem: "toy", deployments: on("Ash", "Gate", "E", 0) + on("Birch", "Hall", "E", 0), cost: 0,
            lowerBound: nil, seconds: 0)
        return (problem, roster.placements(in: problem))
    }

    @Test("A rest day is worked at short notice only for a duty heavy enough, unless a person chooses it")
    func shortNotice() throws {
        let (problem, base) = try toy()
        var order = RepairOrder(problem: problem, base: base, without: 0, on: 0...0)
        order.pricePerChange = 500
        #expect(try repair(problem, base, order).links.map(\.officer) == [2])
        order.restDayWeight = [4, 4, 4, 4, 4, 4, 4]
        // Birch is at Hall, which has no minimum: the gate's minimum comes first.
        let moved = try repair(problem, base, order)
        #expect(moved.links.map(\.officer) == [1])
        #expect(moved.links.first?.leaves == problem.duty(post: 1, day: 0, shift: 0))
        let gate = try #require(problem.duty(post: 0, day: 0, shift: 0))
        order.choices = [RepairOrder.Choice(duty: gate, officer: 2)]
        #expect(try repair(problem, base, order).links.map(\.officer) == [2])
        order.choices = [RepairOrder.Choice(duty: gate, officer: nil)]
        #expect(try repair(problem, base, order).unfilled == [gate])
    }

    @Test("A choice that is not lawful is refused by its place in the list")
    func refusedChoice() throws {
        let (problem, base) = try toy()
        var order = RepairOrder(problem: problem, base: base, without: 0, on: 0...0)
        let gate = try #require(problem.duty(post: 0, day: 0, shift: 0))
        order.choices = [RepairOrder.Choice(duty: gate, officer: 0)]
        #expect(throws: ChoiceRefused(index: 0)) { _ = try repair(problem, base, order) }
    }

    @Test("What is broken already stays as it is and is nobody's candidate")
    func brokenRows() throws {
        let (problem, base) = try toy()
        // Cedar stands twice on Monday; the gate may not take Cedar.
        let twice =
            base + [
                Placement(officer: 2, day: 0, shift: 1, post: 0), Placement(officer: 2, day: 0, shift: 2, post: 0),
            ]
        let order = RepairOrder(problem: problem, base: twice, without: 0, on: 0...0)
        let repair = try repair(problem, twice, order)
        #expect(!repair.links.contains { $0.officer == 2 })
        #expect(Set(repair.placements).isSuperset(of: twice.suffix(2)))
    }
}
