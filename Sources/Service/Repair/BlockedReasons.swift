import Deployment
import Records
import Rostering

/// Who is kept from a duty by which first rule, in the words of the duties office: decisions by number only.
struct BlockedReasons {
    let ground: RepairProblem
    private let entries: [String: [ProblemDocument.NonDeployment]]

    init(_ ground: RepairProblem) {
        self.ground = ground
        entries = Dictionary(grouping: ground.built.document.nonDeployments, by: \.officer)
    }

    /// The counts; with the candidates they are the headcount.
    func counts(_ ranking: Ranking) -> DutyReasons {
        var reasons = DutyReasons()
        for blocked in ranking.blocked {
            switch cause(blocked, ranking.duty) {
            case .onThisDuty: reasons.onThisDuty += 1
            case .lacks(let skill): reasons.lacksSkill[skill, default: 0] += 1
            case .lapsed(let skill): reasons.lapsed[skill, default: 0] += 1
            case .notInService: reasons.notInService += 1
            case .abstracted: reasons.abstracted += 1
            case .restricted: reasons.restricted += 1
            case .excluded: reasons.excluded += 1
            case .onOtherDuty: reasons.onOtherDuty += 1
            case .resting: reasons.resting += 1
            case .runLimit: reasons.runLimit += 1
            }
        }
        return reasons
    }

    /// The rule in words.
    func words(_ blocked: Ranking.Blocked, _ duty: Int) -> String {
        switch cause(blocked, duty) {
        case .onThisDuty: "on this duty"
        case .lacks(let skill): "lacks \(skill)"
        case .lapsed(let skill): "\(skill) has lapsed by then"
        case .notInService: "not in service"
        case .abstracted: "abstracted"
        case .restricted: "on restricted or recuperative duty"
        case .excluded(let number): "not for this duty (\(number))"
        case .onOtherDuty: "on a duty that has begun or cannot be left"
        case .resting: "too little rest before or after"
        case .runLimit: "too many days in a row"
        }
    }

    private enum Cause {
        case onThisDuty, notInService, abstracted, restricted, onOtherDuty, resting, runLimit
        case lacks(String)
        case lapsed(String)
        case excluded(String)
    }

    private func cause(_ blocked: Ranking.Blocked, _ duty: Int) -> Cause {
        let problem = ground.problem
        let skill = blocked.skill.map { problem.skillIDs[$0] } ?? ""
        switch blocked.standing {
        case .onThisDuty: return .onThisDuty
        case .lacksSkill: return .lacks(skill)
        case .lapsed: return .lapsed(skill)
        case .unavailable: return away(blocked.officer, problem.duties[duty].day)
        case .excluded: return excluded(blocked.officer, duty)
        case .resting: return .resting
        case .runLimit: return .runLimit
        case .onAnotherDuty, .free: return .onOtherDuty
        }
    }

    private func away(_ officer: Int, _ day: Int) -> Cause {
        switch ground.built.away[officer][day] {
        case .notInService: .notInService
        case .recuperative: .restricted
        case .abstraction: .abstracted
        case .deployed, nil: .onOtherDuty
        }
    }

    private func excluded(_ officer: Int, _ duty: Int) -> Cause {
        let problem = ground.problem
        let facts = problem.duties[duty]
        let entry = entries[problem.officerIDs[officer]]?.first {
            $0.from <= facts.day && facts.day <= $0.to && $0.posts?.contains(problem.postIDs[facts.post]) != false
                && $0.shifts?.contains(problem.shiftIDs[facts.shift]) != false
        }
        return switch entry.flatMap({ ground.built.blocks[$0.id] }) {
        case .nonDeployment(let number): .excluded(number)
        case .restriction: .restricted
        case .rest, nil: .resting
        }
    }
}
