import Deployment

/// A command's own history as it might have been had nobody been favoured: its seasons, sizes and habits, with officers
/// exchanged where an impartial command treats them alike. Flags on it are false flags.
///
/// Exchanged, each at random among all that are equally likely under the null hypothesis of a pattern (audit format, class B):
///
/// - `places`: on each day and shift, the officers of a stratum (same command, same skills in currency) among the places,
///   posts and reserve, that the stratum holds. An officer who kept the post of the day before on the same shift is no new
///   draw: a run of days at one post goes as a whole to an officer of the stratum who is on duty on the same days. What
///   relieves an officer after publication goes with the officer: who was absent is absent from the new place; a swap is of
///   the new places; a move leaves the new place. Officers who swapped or were moved had posts and draw among posts. Null of
///   `mission_concentration`, `officer_avoidance`, `swap_network`, `surge` of a mission and the high burden: k/n a posting,
///   k/n' a relief.
/// - `shortfall`: on each day and shift, unfilled places among the places of one level and requirement. Null of
///   `site_short_changed`, together with this, which is always done: of the posts left on the day as many of each level stay
///   open as did, any of them alike, and the reserve is called to the others.
/// - `nights`: among the full-contract officers of a team published on a day rostered as night, who holds the duties of other
///   shifts. Null of the night burden.
/// - `lieu`: on each day, which of the full-contract officers of a team, of those who worked and those given the day in lieu,
///   have it. Null of the weekend burden.
///
///   In both an officer who comes to a post without its skills exchanges it at once with another of the shift who has them, so
///   strata may change in size; who swapped, moved or left a post that day keeps the shift.
/// - `decisions`: who asked. For so many days at a time (`needsLast`) the officers of a command and rank exchange all their
///   decisions, extensions with the first; so requests, grants, refusals and their weeks stay as they were for the command
///   and fall on teams by size. Who decides is then drawn anew: the line with the command's share of decisions in the line,
///   otherwise any other of the team whose rank allows it. Published duties that a decision covers go unworked, and those of
///   the officer who had it before are worked. Null of `supervisor_concentration`, `pair_concentration` and the surge of a team.
///   Needs that last longer than `needsLast` are shared out, so that supervisors and pairs differ somewhat less than in life.
///
/// Kept as it was: the command's rates in every week, hence a surge of the whole command; strata, sickness and leave.
/// A decision that covers some posts only becomes one for all armed duty when decisions are exchanged, for a named mission
/// cannot go to another officer. A worked duty of an officer with no published duty of the day stays as it is; one worked on
/// another shift than published is taken as worked on the published one. An absence for which only a decision on night duties
/// speaks may come to lie on another shift and be undocumented: the calibration is of patterns of chance, not of rules.
package struct PermutedHistory: Sendable {
    /// What is exchanged.
    package struct Exchange: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        package static let places = Exchange(rawValue: 1)
        package static let shortfall = Exchange(rawValue: 2)
        package static let nights = Exchange(rawValue: 4)
        package static let lieu = Exchange(rawValue: 8)
        package static let decisions = Exchange(rawValue: 16)
        package static let all: Exchange = [.places, .shortfall, .nights, .lieu, .decisions]
    }

    package var history: History
    /// Swaps left out because nobody on the shift could have exchanged the new places.
    package var droppedSwaps: Int
    /// Moves left out because the officer's new place is the reserve, or that brought somebody out of the reserve.
    package var droppedMoves: Int

    /// Exchanges; the same arguments give the same history. Linear in the rows, about half a second for a million.
    package init(
        _ original: History, seed: UInt64, exchanging exchange: Exchange = .all, needsLast: Int32 = 91
    ) {
        precondition(needsLast > 0, "needs last a day at least")
        var table = ExchangeTable(original, seed: seed)
        if exchange.contains(.decisions) { table.exchangeDecisions(needsLast: needsLast) }
        table.exchangeBurdens(exchange)
        table.exchangePlaces(exchange)
        history = table.history
        droppedSwaps = table.droppedSwaps
        droppedMoves = table.droppedMoves
    }
}
