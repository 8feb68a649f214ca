import Deployment
import Testing

@testable import Rostering

@Suite("Ranking")
struct RankingTests {
    @Test(
        "All officers are ranked or blocked, and each candidate's cost is that of a recount, over five hundred duties")
    func sums() throws {
        var random = RandomProblem(seed: 21)
        var ranked = 0
        var candidates = 0
        while ranked < 500 {
            let problem = try Problem(random.document(officers: 9))
            let roster = solve(problem, limits: SolveLimits(iterations: 500), progress: { _ in .goOn })
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).costs
            for duty in problem.duties.indices.prefix(25) {
                ranked += 1
                let ranking = rank(problem, placements, duty: duty)
                let everyone = ranking.candidates.map(\.officer) + ranking.blocked.map(\.officer)
                #expect(everyone.sorted() == Array(problem.officerIDs.indices))
                #expect(ranking.candidates.map(\.total) == ranking.candidates.map(\.total).sorted())
                #expect(ranking.blocked.count { $0.standing == .onThisDuty } == ranking.filled)
                #expect(!ranking.blocked.contains { $0.standing == .free })
                for candidate in ranking.candidates {
                    candidates += 1
                    let day = problem.duties[duty].day
                    let changed =
                        placements.filter { $0.officer != candidate.officer || $0.day != day }
                        + [Placement(problem, candidate.officer, duty)]
                    let evaluation = evaluate(problem, changed)
                    #expect(!evaluation.violations.contains { $0.rule != .onlyWhatIsWanted })
                    #expect(evaluation.costs - before == candidate.change)
                }
            }
        }
        #expect(candidates > 300)
    }

    @Test("Whoever is left out by the ranking would break the rule it names")
    func blockedBreakRules() throws {
        var random = RandomProblem(seed: 22)
        var seen: Set<Standing> = []
        for _ in 0..<150 {
            let problem = try Problem(random.document(officers: 6))
            let roster = solve(problem, limits: SolveLimits(iterations: 500), progress: { _ in .goOn })
            let placements = roster.placements(in: problem)
            for duty in problem.duties.indices.prefix(12) {
                for blocked in rank(problem, placements, duty: duty).blocked where blocked.standing != .onThisDuty {
                    seen.insert(blocked.standing)
                    let day = problem.duties[duty].day
                    let changed =
                        placements.filter { $0.officer != blocked.officer || $0.day != day }
                        + [Placement(problem, blocked.officer, duty)]
                    let rule: HardRule =
                        switch blocked.standing {
                        case .lacksSkill, .lapsed: .skillsInCurrency
                        case .unavailable, .excluded: .available
                        case .resting: .restBetweenDuties
                        default: .daysInARow
                        }
                    #expect(evaluate(problem, changed).violations.contains { $0.rule == rule })
                }
            }
        }
        #expect(seen.isSuperset(of: [.lacksSkill, .lapsed, .unavailable, .excluded, .resting, .runLimit]))
    }

    @Test("The toy's candidates say what they break")
    func toy() throws {
        let problem = try Problem(Toy.document)
        let roster = Roster(
            problem: "toy", deployments: on("Ash", "Gate", "E", 0), cost: 0, lowerBound: nil, seconds: 0)
        let placements = roster.placements(in: problem)
        let hall = try #require(problem.duty(post: 1, day: 0, shift: 0))
        let gate = try #require(problem.duty(post: 0, day: 0, shift: 0))
        let ranking = rank(problem, placements, duty: hall)
        let birch = try #require(ranking.candidates.first { $0.officer == 1 })
        #expect(birch.rosteredShift == 1 && birch.leaves == nil && !birch.worksRestDay)
        #expect(birch.change[.changedShift] == 40 && birch.change[.belowTarget] == -120)
        let ash = try #require(ranking.candidates.first { $0.officer == 0 })
        #expect(ash.leaves == gate && ash.leavesBelowMin && ash.change[.belowMin] == 1000)
        #expect(ranking.blocked == [Ranking.Blocked(officer: 2, standing: .lacksSkill, skill: 1)])
        #expect(
            rank(problem, placements, duty: hall, begun: [gate]).blocked.map(\.standing) == [
                .lacksSkill, .onAnotherDuty,
            ])
    }
}
