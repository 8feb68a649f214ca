/// Patterns that see the days one after another, over the same ground, and nothing of each other.
///
/// Two groups, so that a whole history can be audited on two threads (`Audit.flags`).
protocol PatternGroup: Sendable {
    /// Whether its patterns look at reliefs, grants or days off.
    static var seesReliefs: Bool { get }

    init(_ history: History, _ places: Places, _ budget: ErrorBudget)

    /// Takes in a day whose ground is open, and adds the flags it raises.
    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag])
}

/// The patterns of what officers were drawn for: postings, duties at the Exceptional level, and places left open.
struct DrawnPatterns: PatternGroup {
    static let seesReliefs = false

    private var postings: PostingAvoidance
    private var highFew: HighBurden
    private var highMany: HighBurden
    private var highGroup: HighBurdenGroup
    private var sites: SiteShortChanged

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        postings = PostingAvoidance(history, places, budget)
        highFew = HighBurden.few(history, budget)
        highMany = HighBurden.many(history, budget)
        highGroup = HighBurdenGroup(history, budget)
        sites = SiteShortChanged(history, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        postings.close(ground, history, &flags)
        let high = HighDraws(ground.books.strata(on: ground.day), ground.levels)
        highFew.close(high, ground, history, &flags)
        highMany.close(high, ground, history, &flags)
        highGroup.close(high, ground, history, &flags)
        sites.close(ground, history, &flags)
    }
}

/// The patterns of what took officers off duties that they or their team had: decisions and who made them, absences, swaps,
/// nights and weekends spared.
struct RelievedPatterns: PatternGroup {
    static let seesReliefs = true

    private var missions: MissionConcentration
    private var missionSurge: MissionSurge
    private var reliefs: ReliefAvoidance
    private var mixed: MixedAvoidance
    private var swaps: SwapNetwork
    private var grants: SupervisorGrants
    private var refusals: SupervisorRefusals
    private var pairs: PairConcentration
    private var teamSurge: TeamSurge
    private var commandSurge: CommandSurge
    private var weekends: WeekendBurden
    private var nights: NightBurden

    init(_ history: History, _ places: Places, _ budget: ErrorBudget) {
        missions = MissionConcentration(history, budget)
        missionSurge = MissionSurge(history, budget)
        reliefs = ReliefAvoidance(history, places, budget)
        mixed = MixedAvoidance(history, places, budget)
        swaps = SwapNetwork(history, places, budget)
        grants = SupervisorGrants(history, budget)
        refusals = SupervisorRefusals(history, budget)
        pairs = PairConcentration(history, budget)
        teamSurge = TeamSurge(history, budget)
        commandSurge = CommandSurge(history, budget)
        weekends = WeekendBurden(history, budget)
        nights = NightBurden(history, budget)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        missions.close(ground, &flags)
        missionSurge.close(ground, history, &flags)
        reliefs.close(ground, history, &flags)
        mixed.close(ground, history, &flags)
        swaps.close(ground, history, &flags)
        grants.close(ground, history, &flags)
        refusals.close(ground, history, &flags)
        pairs.close(ground, history, &flags)
        teamSurge.close(ground, history, &flags)
        commandSurge.close(ground, history, &flags)
        weekends.close(ground, history, &flags)
        nights.close(ground, history, &flags)
    }
}
