/// Officers: teams and patterns, skills, absences and requests.
extension SampleDraft {
    /// A working pattern agreed with one officer.
    enum Flexible {
        case weekEarlies, noNights, weekLates, weekends
    }

    struct Absence {
        var days: ClosedRange<Int>
        /// Restricted or recuperative duty, which the balance of leave leaves alone.
        var isFixed = false
    }

    struct Officer {
        var id: String
        var team: Int
        var flexible: Flexible?
        var isRestricted = false
        /// Skill to last day in currency.
        var skills: [String: Int] = [:]
        var absences: [Absence] = []
        var requests: [ProblemDocument.Request] = []
        var history = ProblemDocument.History()
        /// Per mille of the pattern served in the past.
        var served = 700

        func isAway(_ day: Int) -> Bool {
            absences.contains { $0.days.contains(day) }
        }

        /// The absences inside the horizon, joined where they touch.
        func unavailable(_ days: Int) -> [ClosedRange<Int>] {
            var out: [ClosedRange<Int>] = []
            for day in 0..<days where isAway(day) {
                if let last = out.last, last.upperBound == day - 1 {
                    out[out.count - 1] = last.lowerBound...day
                } else {
                    out.append(day...day)
                }
            }
            return out
        }
    }

    private static let pattern: [Shift?] = [.early, .early, .late, .late, .night, .night, nil, nil, nil, nil]

    /// The rostered shift of any day, also before the horizon; nil on a rest day.
    func rostered(_ officer: Officer, _ day: Int) -> Shift? {
        let place = (day + 2 * officer.team + phase) % 10
        let shift = SampleDraft.pattern[place < 0 ? place + 10 : place]
        let weekday = (day % 7 + 7) % 7
        switch officer.flexible {
        case nil: return shift
        case .weekEarlies: return weekday < 4 ? .early : nil
        case .noNights: return shift == .night ? nil : shift
        case .weekLates: return (1...4).contains(weekday) ? .late : nil
        case .weekends: return weekday == 4 || weekday == 5 ? .early : weekday == 6 ? .late : nil
        }
    }

    mutating func makeOfficers(_ count: Int) {
        phase = 2 * random.below(5)
        officers = (0..<count).map { number in
            let digits = String(number + 1)
            return Officer(id: "W" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits, team: number % 5)
        }
        let order = shuffled(Array(0..<count))
        let (flexible, restricted, recuperative) = (count * 57 / 1000, count * 31 / 1000, count * 45 / 1000)
        for officer in order.prefix(flexible) {
            officers[officer].flexible = weighted([
                .weekEarlies: 4, .noNights: 4, .weekLates: 2, .weekends: 2,
            ])
        }
        for officer in order.dropFirst(flexible).prefix(restricted) { officers[officer].isRestricted = true }
        for officer in officers.indices { giveSkills(officer) }
        // Half are away throughout; of the others every second comes back, every second begins.
        for (rank, officer) in order.dropFirst(flexible + restricted).prefix(recuperative).enumerated() {
            let turn = between(days / 4, 3 * days / 4)
            let span = rank % 2 == 0 ? 0...days - 1 : rank % 4 == 1 ? 0...turn : turn...days - 1
            officers[officer].absences.append(Absence(days: span, isFixed: true))
        }
    }

    private mutating func giveSkills(_ officer: Int) {
        guard !officers[officer].isRestricted else { return give("DESK", 360, to: officer) }
        give("AFO", 180, to: officer)
        if chance(perMille: 800) { give("MP5", 360, to: officer) }
        if chance(perMille: 600) { give("TASER", 360, to: officer) }
        var specialisms = 0
        if officers[officer].skills["MP5"] != nil, chance(perMille: 130) {
            give("ARV", 180, to: officer)
            give("ADV", 720, to: officer)
            specialisms += 1
        }
        // Few officers have more than two specialisms.
        for (skill, perMille, validity) in [
            ("RPO", 270, 360), ("SRC", 330, 720), ("MC", 110, 720), ("CRT", 80, 360), ("RIFLE", 60, 180),
            ("LSO", 90, 540), ("DESK", 80, 720), ("ADV", 30, 720),
        ] where officers[officer].skills[skill] == nil {
            guard chance(perMille: specialisms < 2 ? perMille : perMille / 5) else { continue }
            give(skill, validity, to: officer)
            specialisms += 1
        }
    }

    /// Most skills are renewed in time: few lapse inside the horizon, fewer have lapsed before it.
    private mutating func give(_ skill: String, _ validity: Int, to officer: Int) {
        let roll = random.below(1000)
        officers[officer].skills[skill] =
            roll < 30 ? between(days / 3, days - 2) : roll < 36 ? between(-20, -1) : days + random.below(validity)
    }

    mutating func makeRequests() {
        for officer in officers.indices {
            let working = (0..<days).filter {
                rostered(officers[officer], $0) != nil && !officers[officer].isAway($0)
            }
            guard !working.isEmpty, chance(perMille: 300) else { continue }
            let wanted = Set((0..<between(1, 3)).map { _ in pick(working) })
            for day in wanted.sorted() {
                let shift = rostered(officers[officer], day).map { SampleDraft.shiftIDs[$0.rawValue] }
                officers[officer].requests.append(
                    .init(day: day, shift: chance(perMille: 400) ? shift : nil, weight: pick([5, 10, 10, 20])))
            }
        }
    }
}
