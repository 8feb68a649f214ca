/// Do an officer's absences after publication fall on duties at one mission?
///
/// *Null*: what keeps an officer from published duties does not depend on the mission: a duty there is lost with the same
/// chance as any other of the officer's, the command's rate of these two weeks times the officer's own habit.
/// *Exposure*: published duties at posts, but for the days that go on an absence begun on an earlier one. *Comparison set*:
/// all other duties of the officer; for the reader, the team at the same mission.
/// *Statistic*: likelihood ratio of a chance of 0.22 or 0.6 at the mission, started anew every day. Being ill counts for
/// nothing in itself: more absences raise what is usual for the officer; only where they fall is weighed (guarantee 9).
/// *Bound*: with habits Gamma distributed the chance of a duty given the past is the one used, so that each factor has mean 1;
/// rate and spread are learned from the command: approximate.
/// *Source*: the format's null (k/n' a relief), by occasion instead of by relief, which tells more (an officer who is nearly
/// never absent but at one mission); negative binomial predictive after Greenwood and Yule (1920).
/// *Innocent causes*: a mission whose shifts meet an officer's hospital days; the journey; duties there in one bad week.
struct ReliefAvoidance: Sendable {
    private var habit: ReliefHabit

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        habit = ReliefHabit(.absences, .reliefs, history, places, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        habit.close(ground, history, &flags)
    }
}
