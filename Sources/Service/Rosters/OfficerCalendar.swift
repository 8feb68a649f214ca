import Deployment
import Records

/// Why an officer can take no duty on a day; each names a kind of row.
package enum AwayCause: Sendable, Equatable {
    case notInService, abstraction, recuperative
    /// A standing deployment on that day (placed by a change before the period was published).
    case deployed
}

/// One officer's days: what the pattern says, and which rows take the officer away.
struct OfficerCalendar {
    let officer: Planning.Officer
    let start: Day
    private let absences: [Planning.Absence]
    private let deployedOn: Set<Int>
    private let patterns: [String: [String?]]

    init(_ officer: Planning.Officer, absences: [Planning.Absence], ahead: [Planning.Standing], _ planning: Planning) {
        self.officer = officer
        start = planning.from
        self.absences = absences
        deployedOn = Set(ahead.map { $0.day.days(since: planning.from) })
        patterns = planning.patterns
    }

    /// The rostered shift of a day, counted from the first day of the period; nil for a rest day or no pattern.
    func rostered(_ day: Int) -> String? {
        let date = start.adding(day)
        guard let spell = officer.patterns.last(where: { $0.from <= date && date <= $0.to ?? date }),
            let cycle = patterns[spell.pattern], !cycle.isEmpty
        else { return nil }
        let place = date.days(since: spell.anchor) % cycle.count
        return cycle[place < 0 ? place + cycle.count : place]
    }

    /// The row that takes the officer away for the whole day; nil where none does.
    func away(_ day: Int) -> AwayCause? {
        let date = start.adding(day)
        if date < officer.joinedOn || officer.leftOn.map({ date > $0 }) == true { return .notInService }
        if covers(.abstraction, date) { return .abstraction }
        if covers(.recuperative, date) { return .recuperative }
        return deployedOn.contains(day) ? .deployed : nil
    }

    /// Whether a restriction keeps the officer to unarmed posts that suit it.
    func isRestricted(_ day: Int) -> Bool {
        covers(.restricted, start.adding(day))
    }

    private func covers(_ kind: Planning.Absence.Kind, _ date: Day) -> Bool {
        absences.contains { $0.kind == kind && $0.from <= date && date <= $0.to ?? date }
    }
}

/// The days on which `holds`, as closed ranges in order.
func ranges(_ days: Range<Int>, where holds: (Int) -> Bool) -> [ClosedRange<Int>] {
    var out: [ClosedRange<Int>] = []
    for day in days where holds(day) {
        if let last = out.last, last.upperBound == day - 1 {
            out[out.count - 1] = last.lowerBound...day
        } else {
            out.append(day...day)
        }
    }
    return out
}
