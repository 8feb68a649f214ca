import Deployment
import Records
import Rostering

/// Turns what the engine found into steps that a person can read, edit and accept.
struct RepairWriter {
    let ground: RepairProblem
    let order: RepairOrder
    let repair: Repair
    /// Officers that a person chose: duty to officers.
    let byHand: [Int: Set<Int>]
    /// Candidates kept with a step.
    private static let kept = 12

    private var problem: Problem { ground.problem }

    /// The steps in the order in which they can be made, then the places that stay open.
    func steps() throws -> [RepairStep] {
        let withdrawn = Set(order.withdrawn)
        var pricer = RowPricer(problem, ground.base.filter { !withdrawn.contains($0) })
        var fallen: [Int: [Placement]] = [:]
        for placement in order.withdrawn {
            if let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) {
                fallen[duty, default: []].append(placement)
            }
        }
        var steps: [RepairStep] = []
        var number: [[Int]: Int] = [:]
        for link in repair.links {
            let gone = link.depth == 0 ? fallen[link.takes]?.popLast() : nil
            var step = try self.step(link.takes, number: steps.count + 1, &pricer, gone)
            number[[link.vacancy, link.depth]] = step.step
            step.follows = number[[link.vacancy, link.depth - 1]]
            try take(link, &step, &pricer)
            steps.append(step)
        }
        for duty in repair.unfilled {
            steps.append(try step(duty, number: steps.count + 1, &pricer, fallen[duty]?.popLast()))
        }
        return steps
    }

    /// A place with its candidates, open so far.
    private func step(
        _ duty: Int, number: Int, _ pricer: inout RowPricer, _ gone: Placement?
    ) throws -> RepairStep {
        let facts = problem.duties[duty]
        let ranking = pricer.ranking(of: duty, begun: order.begun)
        let words = RepairWords(ground: ground)
        let filled = ranking.filled
        return RepairStep(
            step: number, post: ground.post(duty), day: ground.date(facts.day), shift: ground.shift(duty),
            level: ground.level(duty), withdraws: gone.flatMap { ground.deployments[$0] },
            withdrawnOfficer: gone.map { problem.officerIDs[$0.officer] }, cost: 0, costs: [:],
            words: filled < facts.min
                ? "stays open, below its minimum: has \(filled) and needs \(facts.min)"
                : "stays open: has \(filled) of the \(facts.target) it wants",
            candidates: try ranking.candidates.prefix(Self.kept).map { try candidate($0, duty, pricer, words) },
            candidateCount: ranking.candidates.count, blocked: BlockedReasons(ground).counts(ranking),
            byHand: byHand[duty]?.isEmpty == true)
    }

    /// Puts the officer of a link on the step.
    private func take(_ link: RepairLink, _ step: inout RepairStep, _ pricer: inout RowPricer) throws {
        let ranking = pricer.ranking(of: link.takes, begun: order.begun)
        if let chosen = ranking.candidates.first(where: { $0.officer == link.officer }) {
            let candidate = try candidate(chosen, link.takes, pricer, RepairWords(ground: ground))
            (step.words, step.leavesPost, step.leavesShift) = (
                candidate.words, candidate.leavesPost, candidate.leavesShift
            )
        }
        let change = pricer.make(officer: link.officer, takes: link.takes, leaves: link.leaves)
        step.officer = problem.officerIDs[link.officer]
        step.leaves = link.leaves.flatMap { ground.deployments[Placement(problem, link.officer, $0)] }
        step.cost = change.total
        step.costs = change.byName
        step.byHand = byHand[link.takes]?.contains(link.officer) == true
    }

    private func candidate(
        _ candidate: Ranking.Candidate, _ duty: Int, _ pricer: RowPricer, _ words: RepairWords
    ) throws -> RepairCandidate {
        RepairCandidate(
            officer: problem.officerIDs[candidate.officer], cost: candidate.total, costs: candidate.change.byName,
            leavesPost: candidate.leaves.map(ground.post), leavesShift: candidate.leaves.map(ground.shift),
            words: try words.words(candidate, for: duty, pricer))
    }

    /// The numbers and the sentence.
    func summary() -> RepairSummary {
        let before = RowPricer(problem, ground.base.filter { !Set(order.withdrawn).contains($0) })
        let after = RowPricer(problem, repair.placements)
        let touched = Set(repair.vacancies + repair.links.compactMap(\.leaves))
        func short(_ pricer: RowPricer) -> Int { touched.count { pricer.filled($0) < problem.duties[$0].min } }
        var (restDays, shifts, recalls) = (0, 0, 0)
        for link in repair.links {
            let duty = problem.duties[link.takes]
            let rostered = ground.built.document.officers[link.officer].rostered[duty.day]
            let before = link.leaves.map { problem.shiftIDs[problem.duties[$0].shift] }
            let now = problem.shiftIDs[duty.shift]
            if rostered == nil, link.leaves == nil { restDays += 1 }
            if rostered != nil, now != (before ?? rostered) { shifts += 1 }
            if ground.isLate(duty.day) { recalls += 1 }
        }
        let people = Set(repair.links.map(\.officer)).count
        var notes: [String] = []
        if !repair.links.isEmpty {
            notes.append("Each changed officer-day counts \(order.pricePerChange) against the cost of the roster.")
        }
        if recalls > 0 { notes.append("\(recalls) of the steps are recalls: say recall to accept them.") }
        let missing = short(after)
        return RepairSummary(
            places: repair.vacancies.count, filled: repair.vacancies.count - repair.unfilled.count,
            belowMinBefore: short(before), belowMinAfter: missing, restDaysWorked: restDays, shiftsChanged: shifts,
            peopleDisturbed: people, officerDaysChanged: repair.links.count,
            costBefore: repair.cost.before.total, costAfter: repair.cost.after.total, isExact: repair.isExact,
            words: Count.sentence([
                Count(missing, "duty below minimum", "duties below minimum", always: true),
                Count(restDays, "rest day worked", "rest days worked"),
                Count(shifts, "shift changed", "shifts changed"),
                Count(people, "person disturbed", "people disturbed", always: true),
            ]), notes: notes)
    }
}

extension TermCosts {
    /// The terms that are not zero, by their names in the format.
    var byName: [String: Int] {
        Dictionary(uniqueKeysWithValues: nonZero.map { ($0.term.rawValue, $0.amount) })
    }
}

/// A number of things in words.
struct Count {
    let number: Int
    let one: String
    let many: String
    let isAlwaysSaid: Bool

    init(_ number: Int, _ one: String, _ many: String, always: Bool = false) {
        self.number = number
        self.one = one
        self.many = many
        isAlwaysSaid = always
    }

    /// "No duty below minimum, 1 rest day worked, 3 people disturbed."
    static func sentence(_ counts: [Count]) -> String {
        let said = counts.filter { $0.number > 0 || $0.isAlwaysSaid }.map { count in
            "\(count.number == 0 ? "no" : "\(count.number)") \(count.number < 2 ? count.one : count.many)"
        }
        let text = said.joined(separator: ", ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
