import Deployment
import Testing

@testable import Rostering

@Suite("Why this officer")
struct DeploymentReasonTests {
    /// Another officer in the place of one, found by trying: the roster with the exchange made.
    private struct Tried {
        var officer: Int
        var isSwap: Bool
        var cost: Int
    }

    private static func everyOther(_ problem: Problem, _ placements: [Placement], _ this: Placement) -> [Tried] {
        let before = evaluate(problem, placements).total
        return problem.officerIDs.indices.compactMap { other in
            if other == this.officer { return nil }
            let theirs = placements.first { $0.officer == other && $0.day == this.day }
            if let theirs, theirs.post == this.post, theirs.shift == this.shift { return nil }
            var changed = placements.filter { $0 != this && $0 != theirs }
            changed.append(Placement(officer: other, day: this.day, shift: this.shift, post: this.post))
            if let theirs {
                changed.append(
                    Placement(officer: this.officer, day: this.day, shift: theirs.shift, post: theirs.post))
            }
            let evaluation = evaluate(problem, changed)
            guard evaluation.isLawful else { return nil }
            return Tried(officer: other, isSwap: theirs != nil, cost: evaluation.total - before)
        }
    }

    @Test("The alternatives are those that trying everybody finds, with their cost, over a thousand deployments")
    func alternatives() throws {
        var (alone, swaps) = (0, 0)
        try ReasonCases(seed: 9, officers: 7, lawful: true, enough: 1000).each { problem, document, roster, explained in
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).costs
            let oracle = StandingOracle(document: document, deployments: roster.deployments)
            var explainer = Explainer(problem, placements)
            for this in placements {
                explained += 1
                let whyFound = explainer.deployment(of: this.officer, on: this.day, alternatives: 99)
                let why = try #require(whyFound)
                let tried = Self.everyOther(problem, placements, this)
                #expect(why.standings[.free] == tried.count { !$0.isSwap })
                #expect(why.swaps == tried.count { $0.isSwap })
                #expect(why.isOnlyOne == tried.isEmpty)
                #expect(why.alternatives.map(\.change.total) == tried.map(\.cost).sorted())
                #expect(
                    Set(why.alternatives.map(\.officer)) == Set(tried.map { problem.officerIDs[$0.officer] }))
                if tried.isEmpty { alone += 1 }
                swaps += why.swaps
                for alternative in why.alternatives {
                    #expect(ExplainTests.sum(alternative.effects + alternative.ownEffects) == alternative.change)
                }
                let without = evaluate(problem, placements.filter { $0 != this }).costs
                var own = before - without
                own[.belowMin] = 0
                own[.belowTarget] = 0
                #expect(ExplainTests.sum(why.effects) == own)
                let demand = try #require(
                    document.demand.first { $0.post == why.post && $0.day == why.day && $0.shift == why.shift })
                var counts: [Standing: Int] = [:]
                for officer in document.officers { counts[oracle.standing(officer, demand).0, default: 0] += 1 }
                #expect(why.standings.counts == counts)
            }
        }
        #expect(alone > 50 && swaps > 50)
    }

    @Test("All at once says of each deployment what one on request says")
    func bulk() throws {
        try ReasonCases(seed: 10, enough: 300).each { problem, _, roster, explained in
            var explainer = Explainer(problem, roster.placements(in: problem))
            for why in explainer.deployments(alternatives: 3) {
                explained += 1
                let officer = try #require(problem.officerIndex[why.officer])
                guard !explainer.isOdd[officer] else { continue }
                let oneFound = explainer.deployment(of: officer, on: why.day, alternatives: 3)
                let one = try #require(oneFound)
                #expect(one.post == why.post && one.shift == why.shift && one.swaps == why.swaps)
                #expect(one.standings == why.standings && one.effects == why.effects)
                #expect(one.alternatives.map(\.officer) == why.alternatives.map(\.officer))
                #expect(one.alternatives.map(\.change) == why.alternatives.map(\.change))
            }
        }
    }

    @Test("On the toy Ash may be replaced by who is free, or change places with who works elsewhere")
    func toy() throws {
        let problem = try Problem(Toy.document)
        let deployments = on("Ash", "Gate", "E", 0) + on("Birch", "Hall", "E", 0)
        let roster = Roster(problem: "toy", deployments: deployments, cost: 0, lowerBound: nil, seconds: 0)
        var explainer = Explainer(problem, roster.placements(in: problem))
        let whyFound = explainer.deployment(of: 0, on: 0)
        let why = try #require(whyFound)
        #expect(why.alternatives.map(\.officer) == ["Birch", "Cedar"])
        #expect(why.alternatives.first?.swaps?.post == "Hall")
        #expect(why.alternatives.first?.change.total == 0)
        #expect(why.alternatives.last?.effects.first?.fact == .workedRestDay(day: 0, worked: "E"))
        #expect(why.swaps == 1 && !why.isOnlyOne)
        let hallFound = explainer.deployment(of: 1, on: 0)
        let hall = try #require(hallFound)
        #expect(hall.alternatives.map(\.officer) == ["Ash"])
        #expect(hall.standings.counts == [.onThisDuty: 1, .onAnotherDuty: 1, .lacksSkill: 1])
        let nobody = explainer.deployment(of: 2, on: 0)
        #expect(nobody?.officer == nil)
    }
}
