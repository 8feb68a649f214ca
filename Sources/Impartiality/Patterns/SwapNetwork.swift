/// Does an officer swap away duties at one mission, whoever the partner is?
///
/// *Null*: an officer asks to swap a duty at the mission with the same chance as any other of the officer's duties.
/// *Exposure*: published duties at posts that the officer was present for. *Comparison set*: the officer's other duties; for the
/// reader, the team at the same mission.
/// *Statistic*: that of `ReliefAvoidance`, a relief being a swap the officer asked for, which leaves the mission.
/// *Bound*: as there. A swap recorded after its day is not counted.
/// *Source*: "choosing own duties" of the field's rules (domain.md, section 6).
/// *Innocent causes*: hours of the mission that clash with a course or with care at home; a friend who prefers to stand there.
struct SwapNetwork: Sendable {
    private var habit: ReliefHabit

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        habit = ReliefHabit(.swaps, .swaps, history, places, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        habit.close(ground, history, &flags)
    }
}
