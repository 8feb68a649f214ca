/// What the scenario file says, with the indices of its names.
struct CompetitionScenario {
    var name = ""
    var weeks = 0
    var skills: [String] = []
    var shifts: [CompetitionProblem.Shift] = []
    var forbidden: [Bool] = []
    var contracts: [CompetitionProblem.Contract] = []
    var nurses: [CompetitionProblem.Nurse] = []
    var skillIndex: [String: Int] = [:]
    var shiftIndex: [String: Int] = [:]
    var contractIndex: [String: Int] = [:]
    var nurseIndex: [String: Int] = [:]
}

extension CompetitionReader {
    private static let shapes: KeyValuePairs<String, CompetitionSections.Shape> = [
        "SCENARIO": .value, "WEEKS": .value, "SKILLS": .counted, "SHIFT_TYPES": .counted,
        "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS": .lines, "CONTRACTS": .counted, "NURSES": .counted,
    ]
    /// More than this is refused, so that tables of days, shifts and skills stay of a size that fits memory.
    private static let most: KeyValuePairs<String, Int> = [
        "SKILLS": mostNames, "SHIFT_TYPES": mostNames, "CONTRACTS": 10_000, "NURSES": 10_000,
    ]
    private static let mostNames = 64
    private static let mostWeeks = 104

    /// Reads the scenario; what is at fault is left out or replaced, so that the rest can be read too.
    mutating func scenario(_ file: CompetitionFile) -> CompetitionScenario {
        let sections = sections(file, CompetitionReader.shapes)
        var scenario = CompetitionScenario()
        sizes(sections, file)
        scenarioIsBroken = !faults.isEmpty
        head(sections, &scenario)
        for row in sections.rows("SKILLS") {
            var row = row
            scenario.skills.append(newName(&row, "SKILLS name", &scenario.skillIndex))
            end(row, "SKILLS")
        }
        for row in sections.rows("SHIFT_TYPES") {
            var row = row
            let id = newName(&row, "SHIFT_TYPES name", &scenario.shiftIndex)
            scenario.shifts.append(.init(id: id, run: range(&row, "SHIFT_TYPES consecutive days")))
            end(row, "SHIFT_TYPES")
        }
        successions(sections, &scenario)
        for row in sections.rows("CONTRACTS") { contract(row, &scenario) }
        for row in sections.rows("NURSES") { nurse(row, &scenario) }
        return scenario
    }

    private mutating func head(_ sections: CompetitionSections, _ scenario: inout CompetitionScenario) {
        if var row = sections.sections["SCENARIO"]?.head, !row.isBroken {
            var names: [String: Int] = [:]
            scenario.name = newName(&row, "SCENARIO", &names)
            end(row, "SCENARIO")
        }
        if var row = sections.sections["WEEKS"]?.head, !row.isBroken {
            let before = faults.count
            scenario.weeks = number(&row, "WEEKS")
            end(row, "WEEKS")
            guard faults.count == before, !(1...CompetitionReader.mostWeeks).contains(scenario.weeks) else { return }
            add(row, "WEEKS", "\(scenario.weeks) is not 1 to \(CompetitionReader.mostWeeks)")
        }
    }

    /// None at all, or too many, of what every problem has.
    private mutating func sizes(_ sections: CompetitionSections, _ file: CompetitionFile) {
        for (heading, most) in CompetitionReader.most {
            guard let count = sections.sections[heading]?.rows.count, !(1...most).contains(count) else { continue }
            add(file: file.name, heading, count == 0 ? "there is none" : "\(count) are more than \(most)")
        }
    }

    private mutating func successions(_ sections: CompetitionSections, _ scenario: inout CompetitionScenario) {
        let count = min(scenario.shifts.count, CompetitionReader.mostNames)
        scenario.forbidden = [Bool](repeating: false, count: count * count)
        var seen: Set<Int> = []
        let section = "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"
        for row in sections.rows(section) {
            var row = row
            let before = index(&row, "\(section) shift", in: scenario.shiftIndex)
            if let before, !seen.insert(before).inserted {
                add(row, "\(section) shift", "\"\(scenario.shifts[before].id)\" has two lines")
            }
            for after in indices(&row, "\(section) following shift", in: scenario.shiftIndex) {
                if let before, before < count, after < count { scenario.forbidden[before * count + after] = true }
            }
            end(row, section)
        }
    }

    /// A number n and then n different names.
    private mutating func indices(_ row: inout CompetitionRow, _ field: String, in names: [String: Int]) -> [Int] {
        var found: [Int] = []
        let text = word(&row, "\(field) count")
        guard !text.isEmpty else { return [] }
        let before = faults.count
        let count = number(text, row, "\(field) count")
        guard faults.count == before else {
            row.isBroken = true
            return []
        }
        for _ in 0..<count where !row.isBroken {
            guard let next = index(&row, field, in: names) else { continue }
            if found.contains(next) { add(row, field, "the same name stands here twice") }
            found.append(next)
        }
        return found
    }

    private mutating func contract(_ row: CompetitionRow, _ scenario: inout CompetitionScenario) {
        var row = row
        let id = newName(&row, "CONTRACTS name", &scenario.contractIndex)
        let total = range(&row, "CONTRACTS total assignments")
        let work = range(&row, "CONTRACTS consecutive working days")
        let off = range(&row, "CONTRACTS consecutive days off")
        let weekends = number(&row, "CONTRACTS working weekends")
        let complete = word(&row, "CONTRACTS complete weekend")
        if !["0", "1", ""].contains(complete) {
            add(row, "CONTRACTS complete weekend", "\"\(complete)\" is neither 0 nor 1")
        }
        end(row, "CONTRACTS")
        scenario.contracts.append(
            .init(
                id: id, total: total, work: work, off: off, mostWeekends: weekends, completeWeekends: complete == "1"))
    }

    private mutating func nurse(_ row: CompetitionRow, _ scenario: inout CompetitionScenario) {
        var row = row
        let id = newName(&row, "NURSES name", &scenario.nurseIndex)
        let contract = index(&row, "NURSES contract", in: scenario.contractIndex)
        let skills = indices(&row, "NURSES skill", in: scenario.skillIndex)
        end(row, "NURSES")
        scenario.nurses.append(.init(id: id, contract: contract ?? 0, skills: skills.sorted()))
    }
}
