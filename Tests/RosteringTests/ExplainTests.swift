import Deployment
import Testing

@testable import Rostering

@Suite("Explain")
struct ExplainTests {
    @Test("Each officer is counted once by the first rule that applies, as an oracle finds, over two thousand duties")
    func standings() throws {
        var seen: Set<Standing> = []
        try ReasonCases(seed: 3, enough: 2000).each { problem, document, roster, explained in
            let oracle = StandingOracle(document: document, deployments: roster.deployments)
            for reason in explain(problem, roster) {
                explained += 1
                let demand = try #require(
                    document.demand.first { $0.post == reason.post && $0.day == reason.day && $0.shift == reason.shift }
                )
                var counts: [Standing: Int] = [:]
                var lacking: [String: Int] = [:]
                var lapsed: [String: Int] = [:]
                for officer in document.officers {
                    let (standing, skill) = oracle.standing(officer, demand)
                    counts[standing, default: 0] += 1
                    if standing == .lacksSkill, let skill { lacking[skill, default: 0] += 1 }
                    if standing == .lapsed, let skill { lapsed[skill, default: 0] += 1 }
                }
                seen.formUnion(counts.keys)
                #expect(reason.counts.values.reduce(0, +) == document.officers.count)
                #expect(reason.counts == counts)
                #expect(Dictionary(uniqueKeysWithValues: reason.lacking.map { ($0.skill, $0.officers) }) == lacking)
                #expect(Dictionary(uniqueKeysWithValues: reason.lapsed.map { ($0.skill, $0.officers) }) == lapsed)
            }
        }
        #expect(seen.count == Standing.allCases.count)
    }

    @Test("Prices and facts of candidates agree with a recount; near misses break what they say and nothing else")
    func candidates() throws {
        var (lawful, missing) = (0, 0)
        try ReasonCases(seed: 4, lawful: true, enough: 1000).each { problem, _, roster, explained in
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).costs
            for reason in explain(problem, roster) {
                explained += 1
                #expect((reason.cheapestFree == nil) == (reason.counts[.free] == nil))
                #expect(reason.candidates.count <= 8 && reason.nearMisses.count <= 4)
                for candidate in reason.candidates {
                    lawful += 1
                    let changed = try Self.taking(problem, placements, candidate.officer, reason)
                    #expect(evaluate(problem, changed).isLawful)
                    #expect(evaluate(problem, changed).costs - before == candidate.change)
                    #expect(Self.sum(candidate.effects) == candidate.change)
                }
                for miss in reason.nearMisses {
                    missing += 1
                    let changed = try Self.taking(problem, placements, miss.candidate.officer, reason)
                    let evaluation = evaluate(problem, changed)
                    #expect(Set(evaluation.violations.map(\.rule)) == Set(miss.breaches.map(\.rule)))
                    #expect(evaluation.costs - before == miss.candidate.change)
                    #expect(Self.sum(miss.candidate.effects) == miss.candidate.change)
                    #expect(miss.excess == miss.breaches.reduce(0) { $0 + $1.excess } && miss.excess > 0)
                }
                #expect(reason.nearMisses.map(\.excess) == reason.nearMisses.map(\.excess).sorted())
                let free = reason.candidates.filter { $0.leaves == nil }.map(\.change.total)
                #expect(free == free.sorted() && free.first == reason.cheapestFree)
                #expect(free.count == min(8, reason.counts[.free, default: 0]))
            }
        }
        #expect(lawful > 700 && missing > 300)
    }

    @Test("The charges of a row sum to its cost, term by term")
    func charges() throws {
        var random = RandomProblem(seed: 5)
        for _ in 0..<400 {
            let problem = try Problem(random.document())
            let placements = random.placements(problem)
            for officer in problem.officerIDs.indices {
                let row = OfficerRow(problem, officer, placements.filter { $0.officer == officer })
                let bare = OfficerRow(problem, officer, [])
                let effects = Effect.between(bare.charges(), row.charges())
                #expect(Self.sum(effects) == row.costs() - bare.costs())
                #expect(row.charges().allSatisfy { $0.amount > 0 })
            }
        }
    }

    @Test("Each standing is told on the toy")
    func toyStandings() throws {
        let problem = try Problem(Toy.document)
        func counts(_ deployments: [Roster.Deployment], _ post: String, _ day: Int, _ shift: String) throws
            -> [Standing: Int]
        {
            try Self.reason(problem, deployments, post, day, shift).counts
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

    @Test("The toy's candidates say what they would break, and who is too near says by how many minutes")
    func toyCandidates() throws {
        let problem = try Problem(Toy.document)
        let gate = try Self.reason(problem, on("Ash", "Gate", "N", 0), "Gate", 1, "E")
        let miss = try #require(gate.nearMisses.first)
        #expect(miss.candidate.officer == "Ash")
        #expect(miss.breaches == [.restBefore(.init(post: "Gate", day: 0, shift: "N"), minutes: 0, least: 660)])
        #expect(miss.excess == 660)
        let birch = try #require(gate.candidates.first { $0.officer == "Birch" })
        #expect(
            birch.effects.contains(
                Effect(fact: .changedShift(day: 1, rostered: "L", worked: "E"), change: 40, isSpared: false)))
        let name = DutyName(post: "Gate", day: 1, shift: "E")
        #expect(
            birch.effects.last == Effect(fact: .belowMin(name, filled: 0, min: 1), change: -1000, isSpared: true))
        let full = try Self.reason(problem, on("Ash", "Gate", "E", 0, 1, 2), "Gate", 3, "E")
        #expect(full.nearMisses.map(\.breaches) == [[.daysInARow(from: 0, days: 4, most: 3)]])
    }

    // MARK: Common to all

    static func reason(
        _ problem: Problem, _ deployments: [Roster.Deployment], _ post: String, _ day: Int, _ shift: String
    ) throws -> DutyExplanation {
        let roster = Roster(problem: "toy", deployments: deployments, cost: 0, lowerBound: nil, seconds: 0)
        return try #require(
            explain(problem, roster).first { $0.post == post && $0.day == day && $0.shift == shift })
    }

    static func sum(_ effects: [Effect]) -> TermCosts {
        var costs = TermCosts()
        for effect in effects { costs[effect.fact.term] += effect.change }
        return costs
    }

    static func taking(
        _ problem: Problem, _ placements: [Placement], _ officer: String, _ reason: DutyExplanation
    ) throws -> [Placement] {
        let officer = try #require(problem.officerIndex[officer])
        let post = try #require(problem.postIndex[reason.post])
        let shift = try #require(problem.shiftIndex[reason.shift])
        return placements.filter { $0.officer != officer || $0.day != reason.day }
            + [Placement(officer: officer, day: reason.day, shift: shift, post: post)]
    }
}
