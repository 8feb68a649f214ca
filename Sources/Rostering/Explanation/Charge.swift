/// One amount that a row of days or a duty costs, and what for. The charges of a term sum to its cost.
package struct Charge: Sendable, Hashable {
    /// What is charged for.
    package var fact: CostFact
    /// What it costs; above 0.
    package var amount: Int
}

/// A thing that costs: the facts behind one amount of one term.
package enum CostFact: Sendable, Hashable {
    /// A duty short of its minimum.
    case belowMin(DutyName, filled: Int, min: Int)
    /// A duty short of its target.
    case belowTarget(DutyName, filled: Int, target: Int)
    /// Fewer shifts than the contract wants.
    case tooFewShifts(count: Int, least: Int)
    /// More shifts than the contract wants.
    case tooManyShifts(count: Int, most: Int)
    /// A run of days worked shorter than wanted; `days` counts history.
    case shortWork(to: Int, days: Int, least: Int)
    /// A run of days off shorter than wanted; `days` counts history.
    case shortOff(to: Int, days: Int, least: Int)
    /// More nights in a row than wanted; `nights` counts history.
    case nightsInARow(to: Int, nights: Int, most: Int)
    /// A weekend of which one day is worked.
    case splitWeekend(saturday: Int)
    /// More weekends worked than wanted.
    case tooManyWeekends(count: Int, most: Int)
    /// A request to be left off a shift (nil: the day) that is not met.
    case request(day: Int, shift: String?)
    /// Another shift worked than rostered.
    case changedShift(day: Int, rostered: String, worked: String)
    /// A rostered rest day worked.
    case workedRestDay(day: Int, worked: String)
    /// More of a burden than the fair share, history included.
    case burden(BurdenName, load: Int, cap: Int)
    /// More deployments at a site than one officer should have, history included.
    case siteRepeat(site: String, count: Int, cap: Int)

    /// The term of the cost that it belongs to.
    package var term: Term {
        switch self {
        case .belowMin: .belowMin
        case .belowTarget: .belowTarget
        case .tooFewShifts, .tooManyShifts: .shifts
        case .shortWork, .shortOff: .minRun
        case .nightsInARow: .maxNights
        case .splitWeekend: .splitWeekend
        case .tooManyWeekends: .maxWeekends
        case .request: .request
        case .changedShift: .changedShift
        case .workedRestDay: .workedRestDay
        case .burden: .burden
        case .siteRepeat: .siteRepeat
        }
    }

    /// Whether another fact says how much there is of the same thing, so that the two are one change of it.
    func isSameThing(as other: CostFact) -> Bool {
        switch (self, other) {
        case (.belowMin(let left, _, _), .belowMin(let right, _, _)): left == right
        case (.belowTarget(let left, _, _), .belowTarget(let right, _, _)): left == right
        case (.tooFewShifts, .tooFewShifts), (.tooManyShifts, .tooManyShifts): true
        case (.tooManyWeekends, .tooManyWeekends): true
        case (.burden(let left, _, _), .burden(let right, _, _)): left == right
        case (.siteRepeat(let left, _, _), .siteRepeat(let right, _, _)): left == right
        default: self == other
        }
    }
}

/// The burdens that are shared fairly, by name.
package enum BurdenName: String, Sendable, CaseIterable {
    case night, weekend, high
}

/// A duty by ids.
package struct DutyName: Sendable, Hashable {
    /// Id of the post.
    package var post: String
    /// Day of the horizon.
    package var day: Int
    /// Id of the shift.
    package var shift: String
}

/// What a change would do to one thing that costs.
package struct Effect: Sendable, Equatable {
    /// The thing as it would be; as it is now where the change does away with it.
    package var fact: CostFact
    /// What the cost changes by; below 0 is a saving.
    package var change: Int
    /// Whether the change does away with the thing.
    package var isSpared: Bool

    /// The effects of going from some charges to others, dearest first; their changes sum to the change of the cost.
    static func between(_ before: [Charge], _ after: [Charge]) -> [Effect] {
        var left = before
        var new: [Charge] = []
        for charge in after {
            if let same = left.firstIndex(of: charge) { left.remove(at: same) } else { new.append(charge) }
        }
        var effects: [Effect] = []
        for charge in new {
            var change = charge.amount
            if let earlier = left.firstIndex(where: { $0.fact.isSameThing(as: charge.fact) }) {
                change -= left.remove(at: earlier).amount
            }
            effects.append(Effect(fact: charge.fact, change: change, isSpared: false))
        }
        effects += left.map { Effect(fact: $0.fact, change: -$0.amount, isSpared: true) }
        effects.sort { $0.change > $1.change }
        return effects
    }
}

extension TermCosts {
    /// What the effects come to, term by term.
    init(_ effects: [Effect]) {
        self.init()
        for effect in effects { self[effect.fact.term] += effect.change }
    }
}
