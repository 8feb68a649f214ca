/// One statistic that can raise a flag: each has its part of the error budget.
enum Statistic: String, CaseIterable, Sendable {
    case mission
    case supervisorGrants = "supervisor_over"
    case supervisorRefusals = "supervisor_refuse"
    case postings
    case reliefs
    case swaps
    case pair
    case anyRelief = "any_relief"
    case teamSurge = "surge_team"
    case missionSurge = "surge_mission"
    case commandSurge = "surge_command"
    case nights
    case weekends
    case highFew = "high_few"
    case highMany = "high_many"
    case highGroup = "high_group"
    case siteShort = "site_short"

    /// The pattern that the statistic looks for.
    var pattern: Pattern {
        switch self {
        case .mission: .missionConcentration
        case .supervisorGrants, .supervisorRefusals: .supervisorConcentration
        case .postings, .reliefs, .anyRelief: .officerAvoidance
        case .swaps: .swapNetwork
        case .pair: .pairConcentration
        case .teamSurge, .missionSurge, .commandSurge: .surge
        case .nights, .weekends, .highFew, .highMany, .highGroup: .burdenInequality
        case .siteShort: .siteShortChanged
        }
    }

    /// Days for which a key that was flagged stays silent.
    var silence: Int32 { pattern == .surge ? 42 : 182 }
}
