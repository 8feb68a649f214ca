import Deployment

/// What the audit takes as given while it closes one day after another: the command, its people and its places.
///
/// Kept without a history of its own, so that any change of it means that the audit begins again from the first day.
package struct AuditMaster: Sendable, Equatable {
    /// A post with what it asks for.
    package struct Post: Sendable, Equatable {
        package var id: String
        package var site: String
        /// Ids of skills.
        package var requires: [String]
        /// Officers wanted at Normal on a weekday on early, late and night; several shifts of one kind together.
        package var targets: [Int32]
    }

    /// A site and its mission.
    package struct Site: Sendable, Equatable {
        package var id: String
        package var mission: String
    }

    /// A team and the rostered pattern that at least half of its officers with a pattern follow.
    package struct Team: Sendable, Equatable {
        package var id: String
        /// Early 0, late 1, night 2, rest -1 for each day of the cycle; empty when no pattern is shared so widely.
        package var cycle: [Int32]
        /// A day on which the cycle begins.
        package var anchor: Day?
    }

    /// An officer as on record now.
    package struct Officer: Sendable, Equatable {
        package var id: String
        package var rank: Rank
        package var team: String
        /// Whether the contract has nights: every one but the flexible.
        package var isFull: Bool
        package var joined: Day
        package var left: Day?
    }

    /// An account that decides: a supervisor, or somebody who has decided on a non-deployment or a swap.
    package struct Supervisor: Sendable, Equatable {
        package var account: Int64
        /// The officer who this person is, where the command rosters them.
        package var officer: String?
        /// None for a Gold group member without one.
        package var rank: Rank?
        package var team: String?
        package var isSupervisor: Bool
    }

    /// The first day that the audit knows.
    package var first: Day
    /// False flags a year that the operator accepts.
    package var falseFlagsAYear: Double
    /// Early 0, late 1, night 2 for each shift: nights by their mark, the others by whether they begin before noon.
    package var shifts: [String: UInt8]
    /// In the order of their ids, as everything below.
    package var missions: [String]
    package var sites: [Site]
    package var posts: [Post]
    package var teams: [Team]
    package var officers: [Officer]
    package var supervisors: [Supervisor]

    /// The account that answers for each officer: the only supervisor of the lowest rank in the officer's team, never the
    /// officer. Where a team has several, or none, no line is on record. O(officers x supervisors of a team).
    package var lines: [String: Int64] {
        let byTeam = Dictionary(grouping: supervisors.filter { $0.isSupervisor && $0.team != nil }) { $0.team ?? "" }
        var lines: [String: Int64] = [:]
        for officer in officers {
            let near = (byTeam[officer.team] ?? []).filter { $0.officer != officer.id }
            let lowest = near.map { $0.rank?.seniority ?? 0 }.min()
            let closest = near.filter { ($0.rank?.seniority ?? 0) == lowest }
            if closest.count == 1 { lines[officer.id] = closest[0].account }
        }
        return lines
    }
}
