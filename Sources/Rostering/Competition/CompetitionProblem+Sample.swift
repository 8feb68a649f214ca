extension CompetitionProblem {
    /// A small random problem that has a roster without hard violations; the same arguments give the same problem.
    ///
    /// Histories are not empty: runs are open, some of them too long already, and some nurses bring assignments and
    /// weekends. Minimum cover is what a hidden lawful roster gives, or less. `nurses` is 1 to 10,000, `weeks` 1 to 104.
    package static func sample(seed: UInt64, nurses: Int, weeks: Int) -> CompetitionProblem {
        sampleAndRoster(seed: seed, nurses: nurses, weeks: weeks).problem
    }

    /// The sample, and the roster without hard violations from which its minimum cover is drawn.
    static func sampleAndRoster(seed: UInt64, nurses: Int, weeks: Int) -> (
        problem: CompetitionProblem, roster: CompetitionRoster
    ) {
        precondition((1...10_000).contains(nurses) && (1...104).contains(weeks))
        var drawing = CompetitionDrawing(random: Random(seed: seed))
        var problem = drawing.scenario(nurses: nurses, weeks: weeks)
        problem.history = problem.nurses.map { drawing.past($0, problem) }
        let hidden = problem.nurses.indices.flatMap { drawing.row($0, problem) }
        drawing.demand(&problem, hidden)
        drawing.requests(&problem)
        return (problem, CompetitionRoster(assignments: hidden))
    }
}

/// Draws the parts of a sample.
private struct CompetitionDrawing {
    var random: Random

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + random.below(range.count)
    }

    mutating func chance(_ percent: Int) -> Bool {
        random.below(100) < percent
    }

    mutating func pick(_ range: Range<Int>) -> Int {
        range.lowerBound + random.below(range.count)
    }

    private mutating func limits(_ least: ClosedRange<Int>, _ span: ClosedRange<Int>) -> ClosedRange<Int> {
        let least = number(least)
        return least...least + number(span)
    }

    mutating func scenario(nurses: Int, weeks: Int) -> CompetitionProblem {
        let shifts = ["Early", "Day", "Late", "Night"].suffix(number(2...4)).map {
            CompetitionProblem.Shift(id: $0, run: limits(1...4, 1...4))
        }
        let skills = Array(["HeadNurse", "Nurse", "Caretaker", "Trainee"].prefix(number(1...4)))
        // Later shifts before earlier ones leave too little rest; now and then one such succession is allowed.
        let forbidden = shifts.indices.flatMap { before in
            shifts.indices.map { after in after < before && chance(85) }
        }
        let contracts = [("FullTime", 4...5), ("PartTime", 2...4), ("HalfTime", 1...2)].prefix(number(1...3)).map {
            id, daysAWeek in
            CompetitionProblem.Contract(
                id: id, total: daysAWeek.lowerBound * weeks...daysAWeek.upperBound * weeks + number(0...2),
                work: limits(1...4, 1...3), off: limits(1...3, 1...3), mostWeekends: number(weeks / 4...weeks),
                completeWeekends: chance(70))
        }
        let staff = (0..<nurses).map { index in
            let first = pick(0..<skills.count)
            return CompetitionProblem.Nurse(
                id: "HN_\(index)", contract: pick(0..<contracts.count),
                skills: skills.indices.filter { $0 == first || chance(35) })
        }
        return CompetitionProblem(
            name: "sample-n\(nurses)w\(weeks)", weeks: weeks, skills: skills, shifts: shifts, forbidden: forbidden,
            contracts: contracts, nurses: staff, history: [], demand: [], requests: [])
    }

    mutating func past(_ nurse: CompetitionProblem.Nurse, _ problem: CompetitionProblem) -> CompetitionProblem.History {
        let contract = problem.contracts[nurse.contract]
        let brought = chance(40)
        var past = CompetitionProblem.History(
            assignments: brought ? number(0...6) : 0, weekends: brought ? number(0...2) : 0, lastShift: nil,
            sameShift: 0, worked: 0, off: 0)
        if chance(60) {
            past.lastShift = pick(0..<problem.shifts.count)
            past.worked = number(1...contract.work.upperBound + 2)
            past.sameShift = number(1...past.worked)
        } else {
            past.off = number(0...contract.off.upperBound + 2)
        }
        return past
    }

    /// A row of stretches of work and days off that forbids nothing and asks no skill the nurse does not have.
    mutating func row(_ nurse: Int, _ problem: CompetitionProblem) -> [CompetitionRoster.Assignment] {
        let person = problem.nurses[nurse]
        let contract = problem.contracts[person.contract]
        var row: [CompetitionRoster.Assignment] = []
        var last = problem.history[nurse].lastShift
        var works = chance(50)
        var left = number(1...3)
        for day in 0..<problem.days {
            if left == 0 {
                works.toggle()
                left = max(1, number(works ? contract.work : contract.off))
            }
            left -= 1
            let open = problem.shifts.indices.filter { shift in
                last.map { !problem.isForbidden($0, then: shift) } ?? true
            }
            if works, let last, chance(60), open.contains(last) {
                row.append(.init(nurse: nurse, day: day, shift: last, skill: skill(person)))
            } else if works, !open.isEmpty {
                last = open[pick(0..<open.count)]
                row.append(.init(nurse: nurse, day: day, shift: last ?? 0, skill: skill(person)))
            } else {
                last = nil
            }
        }
        return row
    }

    private mutating func skill(_ nurse: CompetitionProblem.Nurse) -> Int {
        nurse.skills[pick(0..<nurse.skills.count)]
    }

    mutating func demand(_ problem: inout CompetitionProblem, _ hidden: [CompetitionRoster.Assignment]) {
        let slots = problem.days * problem.shifts.count * problem.skills.count
        var staffed = [Int](repeating: 0, count: slots)
        for one in hidden { staffed[problem.slot(day: one.day, shift: one.shift, skill: one.skill)] += 1 }
        problem.demand = staffed.map { present in
            let minimum = chance(60) ? present : number(0...present)
            return .init(minimum: minimum, optimal: minimum + (chance(40) ? number(1...2) : 0))
        }
    }

    mutating func requests(_ problem: inout CompetitionProblem) {
        let wishes = (0..<problem.nurses.count * problem.weeks).map { _ in
            CompetitionProblem.Request(
                nurse: pick(0..<problem.nurses.count), day: pick(0..<problem.days),
                shift: chance(50) ? nil : pick(0..<problem.shifts.count))
        }
        problem.requests = CompetitionProblem.distinct(wishes)
    }
}
