extension CompetitionReader {
    /// Reads the history: one a nurse, in the scenario's order; nil where a nurse has none.
    mutating func history(_ file: CompetitionFile, _ scenario: CompetitionScenario) -> [CompetitionProblem.History?] {
        let sections = sections(file, ["HISTORY": .lines, "NURSE_HISTORY": .lines])
        let heads = sections.rows("HISTORY")
        if var row = heads.first {
            if number(&row, "HISTORY week") != 0 {
                add(row, "HISTORY week", "is not 0: only what came before the first week can be read")
            }
            dataSet(&row, "HISTORY", scenario)
        }
        one(heads, "HISTORY", file)
        var found = [CompetitionProblem.History?](repeating: nil, count: scenario.nurses.count)
        for row in sections.rows("NURSE_HISTORY") {
            var row = row
            let nurse = index(&row, "NURSE_HISTORY nurse", in: scenario.nurseIndex)
            if let nurse, found[nurse] != nil {
                add(row, "NURSE_HISTORY nurse", "\"\(scenario.nurses[nurse].id)\" has two lines")
            }
            let past = past(&row, scenario)
            if let nurse { found[nurse] = past }
        }
        let missing = scenario.nurses.indices.filter { found[$0] == nil }
        if sections.sections["NURSE_HISTORY"] != nil, !scenarioIsBroken {
            for nurse in missing {
                add(file: file.name, "NURSE_HISTORY", "no line for nurse \"\(scenario.nurses[nurse].id)\"")
            }
        }
        return found
    }

    private mutating func past(_ row: inout CompetitionRow, _ scenario: CompetitionScenario)
        -> CompetitionProblem.History
    {
        let before = faults.count
        let assignments = number(&row, "NURSE_HISTORY assignments")
        let weekends = number(&row, "NURSE_HISTORY weekends")
        let name = word(&row, "NURSE_HISTORY last shift")
        let shift = scenario.shiftIndex[name]
        if !name.isEmpty, name != "None", shift == nil { unknown(name, row, "NURSE_HISTORY last shift") }
        let same = number(&row, "NURSE_HISTORY consecutive same shift")
        let worked = number(&row, "NURSE_HISTORY consecutive working days")
        let off = number(&row, "NURSE_HISTORY consecutive days off")
        end(row, "NURSE_HISTORY")
        let lawful = shift == nil ? same == 0 && worked == 0 : off == 0 && same >= 1 && same <= worked
        if faults.count == before, !row.isBroken, !lawful, shift != nil || name == "None" {
            let rule = shift == nil ? "no days at work" : "at least one day on it, at least as many at work, none off"
            add(row, "NURSE_HISTORY", "last shift \(name) goes with \(rule), not \(same) \(worked) \(off)")
        }
        return .init(
            assignments: assignments, weekends: weekends, lastShift: shift, sameShift: same, worked: worked, off: off)
    }

    /// Reads one week into `demand` (days from `7 * week`) and hands back its requests.
    mutating func week(
        _ file: CompetitionFile, _ week: Int, _ scenario: CompetitionScenario,
        _ demand: inout [CompetitionProblem.Cover]
    ) -> [CompetitionProblem.Request] {
        let sections = sections(
            file, ["WEEK_DATA": .lines, "REQUIREMENTS": .lines, "SHIFT_OFF_REQUESTS": .counted])
        let heads = sections.rows("WEEK_DATA")
        if var row = heads.first { dataSet(&row, "WEEK_DATA", scenario) }
        one(heads, "WEEK_DATA", file)
        var seen: Set<[Int]> = []
        for row in sections.rows("REQUIREMENTS") {
            var row = row
            let shift = index(&row, "REQUIREMENTS shift", in: scenario.shiftIndex)
            let skill = index(&row, "REQUIREMENTS skill", in: scenario.skillIndex)
            let covers = WeekDay.allCases.map {
                range(&row, "REQUIREMENTS \($0.rawValue)", "minimum above the optimal number")
            }
            end(row, "REQUIREMENTS")
            guard let shift, let skill else { continue }
            if !seen.insert([shift, skill]).inserted {
                add(row, "REQUIREMENTS", "this shift and skill have two lines")
            }
            for (day, cover) in covers.enumerated() {
                let slot = ((7 * week + day) * scenario.shifts.count + shift) * scenario.skills.count + skill
                guard demand.indices.contains(slot) else { continue }
                demand[slot] = .init(minimum: cover.lowerBound, optimal: cover.upperBound)
            }
        }
        return sections.rows("SHIFT_OFF_REQUESTS").compactMap { request($0, week, scenario) }
    }

    private mutating func request(_ row: CompetitionRow, _ week: Int, _ scenario: CompetitionScenario)
        -> CompetitionProblem.Request?
    {
        var row = row
        let nurse = index(&row, "SHIFT_OFF_REQUESTS nurse", in: scenario.nurseIndex)
        let name = word(&row, "SHIFT_OFF_REQUESTS shift")
        let shift = scenario.shiftIndex[name]
        if !name.isEmpty, name != "Any", shift == nil { unknown(name, row, "SHIFT_OFF_REQUESTS shift") }
        let text = word(&row, "SHIFT_OFF_REQUESTS day")
        let day = WeekDay(rawValue: text)
        if !text.isEmpty, day == nil { add(row, "SHIFT_OFF_REQUESTS day", "\"\(text)\" is not one of Mon to Sun") }
        end(row, "SHIFT_OFF_REQUESTS")
        guard let nurse, let day else { return nil }
        return .init(nurse: nurse, day: 7 * week + day.offset, shift: shift)
    }

    /// The data set's name, which ends the first line of a history or week.
    private mutating func dataSet(_ row: inout CompetitionRow, _ section: String, _ scenario: CompetitionScenario) {
        let name = word(&row, "\(section) data set")
        if !name.isEmpty, name != scenario.name, !scenarioIsBroken {
            add(row, "\(section) data set", "\"\(name)\" is not the scenario's \"\(scenario.name)\"")
        }
        end(row, section)
    }

    private mutating func one(_ rows: [CompetitionRow], _ section: String, _ file: CompetitionFile) {
        if rows.isEmpty { add(file: file.name, section, "the line with the data set is missing") }
        if rows.count > 1 { add(rows[1], section, "\"\(rows[1].rest)\" is a line too many") }
    }
}
