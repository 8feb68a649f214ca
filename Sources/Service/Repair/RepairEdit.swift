import Deployment
import Records
import Rostering

/// One step of a proposal given to somebody else; what is left of the other steps.
struct RepairEdit: Sendable {
    let steps: [RepairStep]
    let step: Int
    /// Who takes it; nil to leave it open.
    let officer: String?

    /// The officers of all steps as choices for the engine, chain by chain; what followed the edited step is open again.
    ///
    /// Throws `RepairOvertaken` where a step's duty is no longer wanted or its deployments no longer stand.
    func choices(_ ground: RepairProblem) throws -> [RepairOrder.Choice] {
        let standing = Set(ground.basis.standing.map(\.id))
        for step in steps {
            for deployment in [step.withdraws, step.leaves].compactMap(\.self) where !standing.contains(deployment) {
                throw RepairOvertaken(step: step.step, why: "a deployment that it takes away stands no more")
            }
        }
        var choices: [RepairOrder.Choice] = []
        for head in steps where head.follows == nil { try add(head, &choices, ground) }
        return choices
    }

    private func add(_ step: RepairStep, _ choices: inout [RepairOrder.Choice], _ ground: RepairProblem) throws {
        guard let duty = ground.duty(post: step.post, day: step.day, shift: step.shift) else {
            throw RepairOvertaken(step: step.step, why: "\(step.post) wants nobody on \(step.day) by now")
        }
        let isEdited = step.step == self.step
        guard let id = isEdited ? officer : step.officer else {
            // A place that nobody was found for is open to the search again; one left open on purpose is not.
            if isEdited || step.byHand { choices.append(RepairOrder.Choice(duty: duty, officer: nil)) }
            return
        }
        guard let chosen = ground.problem.index(officer: id) else {
            throw RecordError.invalid([FieldProblem("/officer", "is not in service on these days")])
        }
        choices.append(RepairOrder.Choice(duty: duty, officer: chosen))
        if isEdited { return }
        for next in steps where next.follows == step.step { try add(next, &choices, ground) }
    }

    /// The choices by duty; an empty set for a place left open.
    static func byHand(_ choices: [RepairOrder.Choice]) -> [Int: Set<Int>] {
        var chosen: [Int: Set<Int>] = [:]
        for choice in choices { chosen[choice.duty, default: []].formUnion([choice.officer].compactMap(\.self)) }
        return chosen
    }

    /// Runs the engine and says which officer of a choice cannot take which place.
    static func naming(
        _ choices: [RepairOrder.Choice], _ ground: RepairProblem, _ work: () throws -> Repair
    ) throws -> Repair {
        do {
            return try work()
        } catch let refused as ChoiceRefused {
            let choice = choices[refused.index]
            let place = "\(ground.post(choice.duty)) shift \(ground.shift(choice.duty))"
            guard let officer = choice.officer else {
                throw RecordError.invalid([FieldProblem("/officer", "\(place) has no such open place")])
            }
            let ranking = rank(ground.problem, ground.base, duty: choice.duty, begun: ground.begun)
            let why = ranking.blocked.first { $0.officer == officer }.map {
                BlockedReasons(ground).words($0, choice.duty)
            }
            let id = ground.problem.officerIDs[officer]
            throw RecordError.invalid([
                FieldProblem(
                    "/officer", "\(id) cannot take \(place): \(why ?? "not together with the other steps")")
            ])
        }
    }
}
