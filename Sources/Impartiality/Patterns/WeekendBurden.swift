import Deployment

/// Is an officer given more weekend days in lieu than the team?
///
/// *Null*: on a weekend day of duty, each of the team's full-contract officers who were published or given lieu, and were not
/// away for another recorded cause, is equally likely to have the day in lieu.
/// *Exposure*: such weekend days. *Comparison set*: the team's other full-contract officers, the same day.
/// *Statistic* and *bound*: `ShedDuties`; the mean of each factor is exactly 1 given how many had lieu.
/// *Source*: the format's null.
/// *Innocent causes*: lieu owed for rest days worked, which may fall to some more than to others; an agreed pattern of care.
struct WeekendBurden: Sendable {
    private var shed: ShedDuties
    private var pool: [(officer: Int32, isShed: Bool)] = []

    init(_ history: History, _ budget: ErrorBudget) {
        shed = ShedDuties(.weekends, history, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        guard history.date(ground.day).weekday >= 5 else { return }
        for (place, team) in history.teams.enumerated() where team.rostered(ground.day) >= 0 {
            pool.removeAll(keepingCapacity: true)
            for officer in ground.places.members[place] where history.officers[Int(officer)].isFull {
                let isPublished = ground.books.published(officer, ground.day) != Books.nothing
                let hasLieu = ground.daysOff.hasLieu(officer)
                guard isPublished || hasLieu, !ground.daysOff.isAway(officer) else { continue }
                pool.append((officer, hasLieu))
            }
            shed.weigh(pool, of: Int32(place), ground, history, &flags)
        }
    }
}
