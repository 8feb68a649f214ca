import Deployment
import Testing

@testable import Rostering

@Suite("Remedies")
struct RemedyTests {
    @Test("Each remedy, made in the problem, lets the officer take the duty lawfully at the cost it says")
    func remedies() throws {
        var kinds: [String: Int] = [:]
        try ReasonCases(seed: 6, officers: 12, lawful: true, enough: 700).each { _, original, roster, explained in
            // Three teams, so that some are rostered elsewhere.
            var document = original
            for place in document.officers.indices {
                document.officers[place].team = ["A", "B", "C"][place % 3]
                document.officers[place].rostered = document.officers[place % 3].rostered
            }
            let problem = try Problem(document)
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).costs
            for reason in explain(problem, roster) {
                explained += 1
                let oracle = StandingOracle(document: document, deployments: roster.deployments)
                let demand = try #require(
                    document.demand.first { $0.post == reason.post && $0.day == reason.day && $0.shift == reason.shift }
                )
                for remedy in reason.remedies {
                    guard let id = remedy.officer else { continue }
                    let officer = try #require(document.officers.first { $0.id == id })
                    let standing = oracle.standing(officer, demand).0
                    var changed = document
                    let place = try #require(document.officers.firstIndex { $0.id == id })
                    switch remedy.change {
                    case .renewCurrency(_, let skill, let last):
                        #expect(standing == .lapsed && officer.skills[skill] == last && last < reason.day)
                        changed.officers[place].skills[skill] = reason.day
                        kinds["renew", default: 0] += 1
                    case .moveAbstraction(_, let from, let to):
                        #expect(standing == .unavailable && (from...to).contains(reason.day))
                        changed.officers[place].unavailable.removeAll { $0.overlaps(from...to) }
                        kinds["move", default: 0] += 1
                    case .bringIn(_, let team, let rostered):
                        #expect(standing == .free && officer.team == team && officer.rostered[reason.day] == rostered)
                        #expect(rostered != reason.shift)
                        changed.officers[place].rostered[reason.day] = reason.shift
                        kinds["bring", default: 0] += 1
                    case .lowerLevel: continue
                    }
                    let after = try Problem(changed)
                    let evaluation = evaluate(after, try ExplainTests.taking(after, placements, id, reason))
                    #expect(evaluation.isLawful)
                    #expect(evaluation.costs - before == remedy.cost)
                    #expect(remedy.places == 1)
                }
                let totals = reason.remedies.filter { $0.places > 0 }.map(\.cost.total)
                #expect(totals == totals.sorted())
            }
        }
        #expect(kinds.count == 3 && kinds.values.allSatisfy { $0 > 25 }, "\(kinds)")
    }

    @Test("Of the days away that may be moved the three cheapest are proposed, whatever others there are")
    func movable() throws {
        var random = Random(seed: 9)
        var moved = 0
        try ReasonCases(seed: 9, officers: 16, lawful: true, enough: 300).each { problem, document, roster, explained in
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).total
            // So many that most stretches of days away are fixed, some of them in part.
            let fixed = (0..<problem.officers.count * problem.days).map { _ in random.below(2) == 0 }
            var explainer = Explainer(problem, placements, fixed: fixed)
            for reason in explainer.dutiesBelowTarget() {
                explained += 1
                var wanted: [(cost: Int, officer: Int)] = []
                for (place, officer) in document.officers.enumerated() {
                    func isAway(_ day: Int) -> Bool { officer.unavailable.contains { $0.contains(day) } }
                    guard isAway(reason.day) else { continue }
                    var (from, to) = (reason.day, reason.day)
                    while from > 0, isAway(from - 1) { from -= 1 }
                    while to + 1 < problem.days, isAway(to + 1) { to += 1 }
                    guard to - from < RemedySearch.mostDaysMoved,
                        !(from...to).contains(where: { fixed[place * problem.days + $0] })
                    else { continue }
                    var changed = document
                    changed.officers[place].unavailable.removeAll { $0.overlaps(from...to) }
                    let after = try Problem(changed)
                    let evaluation = evaluate(after, try ExplainTests.taking(after, placements, officer.id, reason))
                    if evaluation.isLawful { wanted.append((evaluation.total - before, place)) }
                }
                let proposed = reason.remedies.compactMap { remedy -> String? in
                    guard case .moveAbstraction(let officer, _, _) = remedy.change else { return nil }
                    return officer
                }
                moved += proposed.count
                let cheapest = wanted.sorted { $0 < $1 }.prefix(Explainer.mostRemedies).map {
                    problem.officerIDs[$0.officer]
                }
                #expect(proposed == cheapest)
            }
        }
        #expect(moved > 30, "\(moved)")
    }

    @Test("A lowered site costs what a recount of the problem with lower duties costs")
    func levels() throws {
        var seen = 0
        try ReasonCases(seed: 7, lawful: true, enough: 700).each { problem, document, roster, explained in
            let placements = roster.placements(in: problem)
            let before = evaluate(problem, placements).costs
            for reason in explain(problem, roster) {
                explained += 1
                let levels = reason.remedies.compactMap { remedy -> (Remedy, Remedy.LowerLevel)? in
                    guard case .lowerLevel(let level) = remedy.change else { return nil }
                    return (remedy, level)
                }
                #expect(levels.isEmpty == (reason.weight == 1))
                for (remedy, level) in levels {
                    seen += 1
                    #expect(level.from == reason.weight && level.to < level.from)
                    let lowered = Self.lowered(document, level, day: reason.day)
                    let own = try #require(
                        lowered.demand.first {
                            $0.post == reason.post && $0.day == reason.day && $0.shift == reason.shift
                        })
                    #expect(own.target == level.target && own.min == level.min && own.weight == level.to)
                    #expect(
                        remedy.places == max(0, min(reason.required - level.target, reason.required - reason.filled)))
                    let after = try Problem(lowered)
                    #expect(evaluate(after, placements).costs - before == remedy.cost)
                }
            }
        }
        #expect(seen > 250)
    }

    /// The document with the site's duties of that day and level as the nearest day at the lower level has them.
    private static func lowered(_ document: ProblemDocument, _ level: Remedy.LowerLevel, day: Int) -> ProblemDocument {
        var changed = document
        let posts = Set(document.posts.filter { $0.site == level.site }.map(\.id))
        for (place, demand) in document.demand.enumerated()
        where posts.contains(demand.post) && demand.day == day && demand.weight == level.from {
            let known = document.demand.filter {
                $0.post == demand.post && $0.shift == demand.shift && $0.weight == level.to
            }
            let sameKind = known.filter { ($0.day % 7 >= 5) == (day % 7 >= 5) }
            let nearest = (sameKind.isEmpty ? known : sameKind).sorted { $0.day < $1.day }
                .min { abs($0.day - day) < abs($1.day - day) }
            changed.demand[place].weight = level.to
            changed.demand[place].min = nearest?.min ?? demand.min
            changed.demand[place].target = nearest?.target ?? demand.target
        }
        return changed
    }

    @Test("An officer whom a non-deployment covers is counted and never named, whatever else is asked")
    func neverNamed() throws {
        try ReasonCases(seed: 8, enough: 250).each { problem, document, roster, covered in
            let oracle = StandingOracle(document: document, deployments: roster.deployments)
            var explainer = Explainer(problem, roster.placements(in: problem))
            for (place, duty) in problem.duties.enumerated() {
                let name = problem.name(of: place)
                let demand = try #require(
                    document.demand.first { $0.post == name.post && $0.day == name.day && $0.shift == name.shift })
                let excluded = Set(document.officers.map(\.id).filter { oracle.isExcluded($0, demand) })
                guard !excluded.isEmpty else { continue }
                covered += 1
                let reason = explainer.duty(place)
                var named = reason.candidates.map(\.officer) + reason.nearMisses.map(\.candidate.officer)
                named += reason.remedies.compactMap(\.officer)
                for officer in explainer.officers(on: place) {
                    let why = explainer.deployment(of: officer, on: duty.day)
                    if why?.post == name.post, why?.shift == name.shift {
                        named += why?.alternatives.map(\.officer) ?? []
                    }
                }
                #expect(excluded.isDisjoint(with: named))
            }
        }
    }

    @Test("The toy tells a lapsed currency, an abstraction and a level from one another")
    func toy() throws {
        let problem = try Problem(Toy.document)
        let gate = try ExplainTests.reason(problem, [], "Gate", 5, "E")
        #expect(
            gate.remedies.map(\.change) == [
                .moveAbstraction(officer: "Birch", from: 5, to: 6),
                .renewCurrency(officer: "Ash", skill: "AFO", lapsedAfter: 3),
            ]
                || gate.remedies.map(\.change) == [
                    .renewCurrency(officer: "Ash", skill: "AFO", lapsedAfter: 3),
                    .moveAbstraction(officer: "Birch", from: 5, to: 6),
                ])
        let hall = try ExplainTests.reason(problem, [], "Hall", 0, "E")
        #expect(
            hall.remedies.last?.change
                == .lowerLevel(.init(site: "South", from: 4, to: 2, min: 0, target: 2, isKnown: false)))
        #expect(hall.remedies.last?.places == 0)
        #expect(hall.remedies.last?.cost[.belowTarget] == -120)
    }
}
