/// Leave, courses, sickness, refresher days and court: about 26.5 % of the rostered days.
extension SampleDraft {
    private static let lostPerMille = 255...275

    mutating func makeAbsences() {
        for officer in officers.indices { makeAbsences(of: officer) }
        balance()
    }

    private mutating func makeAbsences(of officer: Int) {
        func add(_ first: Int, _ length: Int) {
            officers[officer].absences.append(Absence(days: first...first + length - 1))
        }
        let weeks = max(1, days / 7)
        if chance(perMille: min(900, 18 * days)) {
            let length = weighted([4: 3, 6: 3, 7: 3, 10: 4, 14: 3])
            add(between(1 - length, days - 1), length)
        }
        if chance(perMille: min(400, 4 * days)) { add(7 * random.below(weeks), weighted([3: 3, 5: 5, 12: 2])) }
        if chance(perMille: min(500, 5 * days)) { add(random.below(days), weighted([1: 4, 3: 5, 5: 3, 10: 1])) }
        let training = (0..<days).filter { day in
            let shift = rostered(officers[officer], day)
            return day % 7 < 5 && (shift == .early || shift == .late)
        }
        if !training.isEmpty, !officers[officer].isRestricted {
            if random.below(182) < days { add(pick(training), 2) }
            if random.below(112) < days { add(pick(training), 1) }
        }
        if chance(perMille: min(200, 2 * days)) { add(7 * random.below(weeks) + random.below(5), between(1, 2)) }
    }

    /// Adds short leave or takes absences away until the share of days lost is that of a real command.
    private mutating func balance() {
        let total = max(
            1, officers.reduce(0) { sum, officer in sum + (0..<days).count { rostered(officer, $0) != nil } })
        var lost = officers.reduce(0) { $0 + lostDays($1) }
        for _ in 0..<officers.count * 20 {
            let share = lost * 1000 / total
            if SampleDraft.lostPerMille.contains(share) { return }
            let officer = random.below(officers.count)
            lost -= lostDays(officers[officer])
            if share < SampleDraft.lostPerMille.lowerBound {
                let first = random.below(days)
                officers[officer].absences.append(Absence(days: first...first + between(0, 3)))
            } else if let place = officers[officer].absences.firstIndex(where: { !$0.isFixed }) {
                officers[officer].absences.remove(at: place)
            }
            lost += lostDays(officers[officer])
        }
    }

    private func lostDays(_ officer: Officer) -> Int {
        (0..<days).count { rostered(officer, $0) != nil && officer.isAway($0) }
    }
}
