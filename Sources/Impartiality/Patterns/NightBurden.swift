/// Does an officer get off nights that the team serves?
///
/// *Null*: on a day rostered as night, each of the team's full-contract officers published that day is equally likely to be on
/// another shift.
/// *Exposure*: the officer's published duties on days rostered as night. *Comparison set*: the team's other full-contract
/// officers published the same day; contracts without nights are outside it.
/// *Statistic* and *bound*: `ShedDuties`; the mean of each factor is exactly 1 given how many got off.
/// *Source*: the format's null; fairness of unpopular duties after the field's rules (domain.md).
/// *Innocent causes*: a medical restriction from nights that is not recorded as such; a course by day; a temporary role.
struct NightBurden: Sendable {
    private var shed: ShedDuties
    private var pool: [(officer: Int32, isShed: Bool)] = []

    init(_ history: History, _ budget: ErrorBudget) {
        shed = ShedDuties(.nights, history, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        for (place, team) in history.teams.enumerated() where team.rostered(ground.day) == 2 {
            pool.removeAll(keepingCapacity: true)
            for officer in ground.places.members[place] where history.officers[Int(officer)].isFull {
                guard ground.books.published(officer, ground.day) != Books.nothing else { continue }
                pool.append((officer, ground.books.shift(officer, ground.day) != 2))
            }
            shed.weigh(pool, of: Int32(place), ground, history, &flags)
        }
    }
}
