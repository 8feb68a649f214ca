package import Deployment

extension CompetitionRoster {
    /// The roster as one JSON document; every index of it is one of `problem`.
    ///
    /// `instance` is the competition's name of the instance (`CompetitionFile.instanceName`); left out where it is nil.
    package func json(for problem: CompetitionProblem, instance: String?) -> JSON {
        let list: [JSON] = byDay.map {
            [
                "nurse": .string(problem.nurses[$0.nurse].id), "day": .integer($0.day),
                "shift": .string(problem.shifts[$0.shift].id), "skill": .string(problem.skills[$0.skill]),
            ]
        }
        guard let instance else { return ["assignments": .array(list)] }
        return ["instance": .string(instance), "assignments": .array(list)]
    }

    /// The roster as the competition's files `sol-week0.txt` and so on, one a week; every index is one of `problem`.
    package func files(for problem: CompetitionProblem) -> [CompetitionFile] {
        var weeks = [[String]](repeating: [], count: problem.weeks)
        for assignment in byDay {
            let nurse = problem.nurses[assignment.nurse].id
            let day = WeekDay.allCases[assignment.day % 7].rawValue
            let shift = problem.shifts[assignment.shift].id
            weeks[assignment.day / 7].append("\(nurse) \(day) \(shift) \(problem.skills[assignment.skill])")
        }
        return weeks.enumerated().map { week, lines in
            let head = ["SOLUTION", "\(week) \(problem.name)", "", "ASSIGNMENTS = \(lines.count)"]
            return CompetitionFile(
                name: "sol-week\(week).txt", text: (head + lines).joined(separator: "\n") + "\n")
        }
    }
}
