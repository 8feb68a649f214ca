import Deployment
import Testing

@testable import Rostering

@Suite("Explain")
struct ExplainTests {
    @Test("Counts sum to the headcount and prices agree with a recount, over a thousand duties")
    func sums() throws {
        var random = RandomProblem(seed: 3)
        var explained = 0
        while explained < 1000 {
            let problem = try Problem(random.document(officers: 9))
            let roster = solve(problem, limits: SolveLimits(iterations: 500), progress: { _ in .goOn })
            let placements = roster.placements(in: problem)
            for reason in explain(problem, roster) {
                explained += 1
                #expect(reason.counts.values.reduce(0, +) == problem.officerIDs.count)
                #expect(reason.counts[.onThisDuty, default: 0] == reason.filled)
                #expect(reason.lacking.reduce(0) { $0 + $1.officers } == reason.counts[.lacksSkill, default: 0])
                #expect(reason.lapsed.reduce(0) { $0 + $1.officers } == reason.counts[.lapsed, default: 0])
                #expect((reason.cheapestFree == nil) == (reason.counts[.free] == nil))
                #expect(reason.candidates.count <= 8)
                for candidate in reason.candidates {
                    let officer = try #require(problem.officerIndex[candidate.officer])
                    let post = try #require(problem.postIndex[reason.post])
                    let shift = try #require(problem.shiftIndex[reason.shift])
                    let changed =
                        placements.filter { $0.officer != officer || $0.day != reason.day }
                        + [Placement(officer: officer, day: reason.day, shift: shift, post: post)]
                    let evaluation = evaluate(problem, changed)
                    #expect(evaluation.isLawful)
                    #expect(evaluation.costs - evaluate(problem, placements).costs == candidate.change)
                }
            }
        }
    }

    @Test("Each standing is told on the toy")
    func standings() throws {
        let problem = try Problem(Toy.document)
        func counts(_ deployments: [Roster.Deployment], _ post: String, _ day: Int, _ shift: String) throws
            -> [Standing: Int]
        {
            let roster = Roster(problem: "toy", deployments: deployments, cost: 0, lowerBound: nil, seconds: 0)
            let reason = explain(problem, roster).first { $0.post == post && $0.day == day && $0.shift == shift }
            return try #require(reason).counts
        }
        #expect(try counts([], "Gate", 0, "E") == [.free: 3])
        #expect(try counts([], "Hall", 0, "E") == [.free: 2, .lacksSkill: 1])
        #expect(try counts([], "Gate", 4, "E") == [.free: 2, .lapsed: 1])
        #expect(try counts([], "Gate", 5, "E") == [.free: 1, .lapsed: 1, .unavailable: 1])
        #expect(try counts([], "Gate", 0, "L") == [.free: 2, .excluded: 1])
        #expect(try counts(on("Ash", "Hall", "E", 0), "Hall", 0, "E") == [.onThisDuty: 1, .free: 1, .lacksSkill: 1])
        #expect(try counts(on("Ash", "Gate", "N", 0), "Gate", 0, "E") == [.onAnotherDuty: 1, .free: 2])
        #expect(try counts(on("Ash", "Gate", "N", 0), "Gate", 1, "E") == [.resting: 1, .free: 2])
        #expect(try counts(on("Ash", "Gate", "E", 0, 1, 2), "Gate", 3, "E") == [.runLimit: 1, .free: 2])
    }
}
