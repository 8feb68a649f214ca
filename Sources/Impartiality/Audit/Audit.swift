/// Watches a history day by day and raises flags; what is raised at the end of a day rests on what was on record by then.
///
/// One engine for a whole history read from files and for a service that closes one day after another: the flags are the
/// same, because a day is closed with the same rows either way. The rules and each pattern see the day one after another
/// and nothing of each other; a new pattern is one more file in Patterns, a property here and a line in `close`.
package struct Audit: Sendable {
    /// The days closed so far: the next to close has this number.
    package private(set) var closed: Int32 = 0
    private var ground: Ground
    private var rules = RuleWatch()
    private var missions: MissionConcentration
    private var missionSurge: MissionSurge
    private var postings: PostingAvoidance
    private var reliefs: ReliefAvoidance
    private var mixed: MixedAvoidance
    private var swaps: SwapNetwork
    private var grants: SupervisorGrants
    private var refusals: SupervisorRefusals
    private var pairs: PairConcentration
    private var teamSurge: TeamSurge
    private var commandSurge: CommandSurge
    private var nights: NightBurden
    private var weekends: WeekendBurden
    private var highFew: HighBurden
    private var highMany: HighBurden
    private var highGroup: HighBurdenGroup
    private var sites: SiteShortChanged

    /// An audit that has seen nothing of the history yet. Places, posts, people and teams are taken from the history once: when
    /// one is added or changed, a new audit must replay the days.
    package init(_ history: History, budget: ErrorBudget = ErrorBudget()) {
        ground = Ground(history)
        missions = MissionConcentration(history, budget)
        missionSurge = MissionSurge(history, budget)
        postings = PostingAvoidance(history, ground.places, budget)
        reliefs = ReliefAvoidance(history, ground.places, budget)
        mixed = MixedAvoidance(history, ground.places, budget)
        swaps = SwapNetwork(history, ground.places, budget)
        grants = SupervisorGrants(history, budget)
        refusals = SupervisorRefusals(history, budget)
        pairs = PairConcentration(history, budget)
        teamSurge = TeamSurge(history, budget)
        commandSurge = CommandSurge(history, budget)
        nights = NightBurden(history, budget)
        weekends = WeekendBurden(history, budget)
        highFew = HighBurden.few(history, budget)
        highMany = HighBurden.many(history, budget)
        highGroup = HighBurdenGroup(history, budget)
        sites = SiteShortChanged(history, budget)
    }

    /// Closes the next day: takes in what became known on it and returns the flags it raises, rules first.
    ///
    /// The history may have grown since the last call by rows of this day; rows of earlier days must not change, but for the
    /// dates that come later (`left`, `reviewed`, an open end). About a millisecond for a command of 770.
    package mutating func close(_ day: Int32, of history: History) -> [AuditFlag] {
        precondition(day == closed, "days are closed one after another")
        closed += 1
        var flags: [AuditFlag] = []
        ground.open(day, history)
        rules.close(day, of: history, into: &flags)
        missions.close(ground, &flags)
        missionSurge.close(ground, history, &flags)
        postings.close(ground, history, &flags)
        reliefs.close(ground, history, &flags)
        mixed.close(ground, history, &flags)
        swaps.close(ground, history, &flags)
        grants.close(ground, history, &flags)
        refusals.close(ground, history, &flags)
        pairs.close(ground, history, &flags)
        teamSurge.close(ground, history, &flags)
        commandSurge.close(ground, history, &flags)
        nights.close(ground, history, &flags)
        weekends.close(ground, history, &flags)
        let high = HighDraws(ground.books.strata(on: day), ground.levels)
        highFew.close(high, ground, history, &flags)
        highMany.close(high, ground, history, &flags)
        highGroup.close(high, ground, history, &flags)
        sites.close(ground, history, &flags)
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
