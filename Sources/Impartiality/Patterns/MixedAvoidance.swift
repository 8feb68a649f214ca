/// Do absences and swaps of an officer together fall on duties at one mission?
///
/// *Null*, *exposure*, *comparison set*, *statistic*, *bound* and *source*: those of `ReliefAvoidance`, a duty being relieved
/// by an absence or by a swap that the officer asked for: whoever uses now the one and now the other is seen here first.
/// *Innocent causes*: as there; a partner's shifts that clash with the hours of the mission.
struct MixedAvoidance: Sendable {
    private var habit: ReliefHabit

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        habit = ReliefHabit(.any, .anyRelief, history, places, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        habit.close(ground, history, &flags)
    }
}
