import Deployment
import FoundationEssentials
import Records
import Rostering

/// What the format wants to know of the days before the period: from standing deployments only.
///
/// A rostered pattern before the period proves nothing about what was worked, so it gives nothing.
struct HistoryBuilder {
    let planning: Planning
    /// Days off that are known of an officer without any duty: published days in a row that end on day -1.
    private let knownDays: Int

    init(_ planning: Planning) {
        self.planning = planning
        var first = planning.from
        for stretch in planning.history.published.reversed() where stretch.upperBound.adding(1) == first {
            first = stretch.lowerBound
        }
        knownDays = planning.from.days(since: first)
    }

    /// The history of an officer; `recent` are the officer's last duties in order of time.
    func history(
        of officer: String, recent: [Planning.Standing], _ calendar: ShiftCalendar
    ) -> ProblemDocument.History {
        let load = planning.history.load(of: officer)
        var history = ProblemDocument.History(
            consecutiveOff: knownDays,
            load: ProblemDocument.Load(night: load.night, weekend: load.weekend, high: load.high),
            sites: planning.history.sites[officer] ?? [:])
        guard let last = recent.last else { return history }
        let lastDay = last.day.days(since: planning.from)
        history.lastShift = calendar.problemID(last.shift, on: lastDay)
        history.lastDay = lastDay
        history.consecutiveOff = -1 - lastDay
        var shiftOf: [Int: String] = [:]
        for duty in recent { shiftOf[duty.day.days(since: planning.from)] = duty.shift }
        while shiftOf[-1 - history.consecutiveWork] != nil { history.consecutiveWork += 1 }
        while let shift = shiftOf[-1 - history.consecutiveNights], calendar.shift(shift)?.night == true {
            history.consecutiveNights += 1
        }
        return history
    }
}
