/// One change outside the roster that would help a duty below its target.
///
/// A recorded non-deployment is never among them: whether it is lifted is a question of care and impartiality, not of cost.
package struct Remedy: Sendable {
    /// What would be changed.
    package enum Change: Sendable, Equatable {
        /// The only thing that keeps the officer off the duty is one lapsed skill.
        case renewCurrency(officer: String, skill: String, lapsedAfter: Int)
        /// The only thing that keeps the officer off the duty is an abstraction; its days within the horizon. What kind
        /// of abstraction it is the problem does not say: leave and sickness are not for moving.
        case moveAbstraction(officer: String, from: Int, to: Int)
        /// The officer's team is rostered otherwise that day; the day is rostered anew, on this duty's shift.
        case bringIn(officer: String, team: String, rostered: String?)
        /// The level of the site is lowered for that day.
        case lowerLevel(LowerLevel)
    }

    /// A lower level of a site for one day.
    package struct LowerLevel: Sendable, Equatable {
        /// Id of the site.
        package var site: String
        /// Weight now: 2 at Heightened, 4 at Exceptional.
        package var from: Int
        /// Weight then.
        package var to: Int
        /// Officers the duty would then have to have, and would want, as the problem says of another day at that level;
        /// as now where it says nothing.
        package var min: Int
        package var target: Int
        /// Whether the problem says what the duty wants at that level.
        package var isKnown: Bool
    }

    /// What would be changed.
    package var change: Change
    /// Open places of the duty that it fills or does away with.
    package var places: Int
    /// What the cost of the roster would change by, with the officer on the duty where one is named.
    package var cost: TermCosts

    /// The officer concerned, by id; nil where a level is lowered.
    package var officer: String? {
        switch change {
        case .renewCurrency(let officer, _, _), .moveAbstraction(let officer, _, _), .bringIn(let officer, _, _):
            officer
        case .lowerLevel: nil
        }
    }
}
