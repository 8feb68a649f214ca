extension CompetitionProblem {
    /// The scenario, the history and the weeks in order as the competition's text files; the reader reads them back.
    package func files() -> (scenario: CompetitionFile, history: CompetitionFile, weeks: [CompetitionFile]) {
        (
            CompetitionFile(name: "Sc-\(name).txt", text: text(scenarioLines)),
            CompetitionFile(name: "H0-\(name)-0.txt", text: text(historyLines)),
            (0..<weeks).map { CompetitionFile(name: "WD-\(name)-\($0).txt", text: text(weekLines($0))) }
        )
    }

    private func text(_ lines: [String]) -> String {
        lines.joined(separator: "\n") + "\n"
    }

    private func pair(_ range: ClosedRange<Int>) -> String {
        "(\(range.lowerBound),\(range.upperBound))"
    }

    private var scenarioLines: [String] {
        var lines = ["SCENARIO = \(name)", "", "WEEKS = \(weeks)", "", "SKILLS = \(skills.count)"] + skills
        lines += ["", "SHIFT_TYPES = \(shifts.count)"] + shifts.map { "\($0.id) \(pair($0.run))" }
        lines += ["", "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"]
        for (before, shift) in shifts.enumerated() {
            let after = shifts.indices.filter { isForbidden(before, then: $0) }
            lines.append(([shift.id, "\(after.count)"] + after.map { shifts[$0].id }).joined(separator: " "))
        }
        lines += ["", "CONTRACTS = \(contracts.count)"]
        for contract in contracts {
            let ranges = [contract.total, contract.work, contract.off].map(pair).joined(separator: " ")
            lines.append("\(contract.id) \(ranges) \(contract.mostWeekends) \(contract.completeWeekends ? 1 : 0)")
        }
        lines += ["", "NURSES = \(nurses.count)"]
        for nurse in nurses {
            let words = [nurse.id, contracts[nurse.contract].id, "\(nurse.skills.count)"]
            lines.append((words + nurse.skills.map { skills[$0] }).joined(separator: " "))
        }
        return lines
    }

    private var historyLines: [String] {
        ["HISTORY", "0 \(name)", "", "NURSE_HISTORY"]
            + zip(nurses, history).map { nurse, past in
                let last = past.lastShift.map { shifts[$0].id } ?? "None"
                let runs = "\(past.sameShift) \(past.worked) \(past.off)"
                return "\(nurse.id) \(past.assignments) \(past.weekends) \(last) \(runs)"
            }
    }

    private func weekLines(_ week: Int) -> [String] {
        var lines = ["WEEK_DATA", name, "", "REQUIREMENTS"]
        for shift in shifts.indices {
            for skill in skills.indices {
                let covers = WeekDay.allCases.map { day in
                    let cover = demand[slot(day: 7 * week + day.offset, shift: shift, skill: skill)]
                    return "(\(cover.minimum),\(cover.optimal))"
                }
                lines.append("\(shifts[shift].id) \(skills[skill]) \(covers.joined(separator: " "))")
            }
        }
        let wishes = requests.filter { $0.day / 7 == week }
        lines += ["", "SHIFT_OFF_REQUESTS = \(wishes.count)"]
        return lines
            + wishes.map { wish in
                let shift = wish.shift.map { shifts[$0].id } ?? "Any"
                return "\(nurses[wish.nurse].id) \(shift) \(WeekDay.allCases[wish.day % 7].rawValue)"
            }
    }
}
