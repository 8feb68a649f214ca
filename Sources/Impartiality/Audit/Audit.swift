/// Watches a history day by day and raises flags; what is raised at the end of a day rests on what was on record by then.
///
/// One engine for a whole history read from files and for a service that closes one day after another: the flags are the
/// same, because a day is closed with the same rows either way.
package struct Audit: Sendable {
    /// The days closed so far: the next to close has this number.
    package private(set) var closed: Int32 = 0
    private var ground: Ground
    private var mission: MissionReliefs
    private var missionSurge: MissionSurge
    private var postings: PostingAvoidance
    private var reliefs: ReliefHabit
    private var swaps: ReliefHabit
    private var grants: SupervisorGrants
    private var refusals: SupervisorRefusals
    private var pair: PairConcentration
    private var teamSurge: TeamSurge
    private var commandSurge: CommandSurge
    private var nights: BurdenShed
    private var weekends: BurdenShed
    private var highFew: BurdenHigh
    private var highMany: BurdenHigh
    private var highGroup: BurdenGroup

    /// An audit that has seen nothing of the history yet.
    package init(_ history: History, budget: ErrorBudget = ErrorBudget()) {
        ground = Ground(history)
        let places = ground.places
        mission = MissionReliefs(.mission, ratios: [2, 3.5, 7], history, budget)
        missionSurge = MissionSurge(history, budget)
        postings = PostingAvoidance(history, places, budget)
        reliefs = ReliefHabit(.absences, .reliefs, history, places, budget)
        swaps = ReliefHabit(.swaps, .swaps, history, places, budget)
        grants = SupervisorGrants(history, budget)
        refusals = SupervisorRefusals(history, budget)
        pair = PairConcentration(history, budget)
        teamSurge = TeamSurge(history, budget)
        commandSurge = CommandSurge(history, budget)
        nights = BurdenShed(.nights, history, budget)
        weekends = BurdenShed(.weekends, history, budget)
        highFew = BurdenHigh(.highFew, ratios: [0.1, 0.4, 0.7], history, budget)
        highGroup = BurdenGroup(history, budget)
        highMany = BurdenHigh(.highMany, ratios: [1.5, 2, 3], history, budget)
    }

    /// Closes the next day: takes in what became known on it and returns the flags it raises, in the order of their pattern
    /// and subjects.
    ///
    /// The history may have grown since the last call by rows of this day; rows of earlier days must not change, but for the
    /// dates that come later (`left`, `reviewed`, an open end).
    package mutating func close(_ day: Int32, of history: History) -> [AuditFlag] {
        precondition(day == closed, "days are closed one after another")
        closed += 1
        var flags: [AuditFlag] = []
        ground.open(day, history)
        mission.close(ground, history, &flags)
        missionSurge.close(ground, history, &flags)
        postings.close(ground, history, &flags)
        reliefs.close(ground, history, &flags)
        swaps.close(ground, history, &flags)
        grants.close(ground, history, &flags)
        refusals.close(ground, history, &flags)
        pair.close(ground, history, &flags)
        teamSurge.close(ground, history, &flags)
        commandSurge.close(ground, history, &flags)
        nights.close(ground, history, &flags)
        weekends.close(ground, history, &flags)
        highFew.close(ground, history, &flags)
        highMany.close(ground, history, &flags)
        highGroup.close(ground, history, &flags)
        return flags
    }

    /// Every flag that a history raises up to a day (its last one by default).
    package static func flags(
        of history: History, until: Int32? = nil, budget: ErrorBudget = ErrorBudget()
    ) -> [AuditFlag] {
        var audit = Audit(history, budget: budget)
        let last = min(until ?? history.lastDay, history.lastDay)
        var flags: [AuditFlag] = []
        for day in 0..<max(0, last + 1) { flags += audit.close(day, of: history) }
        return flags
    }
}
