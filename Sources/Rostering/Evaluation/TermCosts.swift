/// A cost, term by term.
package struct TermCosts: Sendable, Equatable {
    private var amounts = [Int](repeating: 0, count: Term.allCases.count)

    /// No cost.
    package init() {}

    /// The cost of one term.
    package subscript(term: Term) -> Int {
        get { amounts[term.place] }
        set { amounts[term.place] = newValue }
    }

    /// The sum of all terms.
    package var total: Int {
        amounts.reduce(0, +)
    }

    /// The terms that are not zero, in the order of `Term`.
    package var nonZero: [(term: Term, amount: Int)] {
        Term.allCases.filter { self[$0] != 0 }.map { ($0, self[$0]) }
    }

    package static func - (left: TermCosts, right: TermCosts) -> TermCosts {
        var out = left
        for place in out.amounts.indices { out.amounts[place] -= right.amounts[place] }
        return out
    }

    package static func += (left: inout TermCosts, right: TermCosts) {
        for place in left.amounts.indices { left.amounts[place] += right.amounts[place] }
    }
}

extension Term {
    /// Place of the term in `allCases`.
    fileprivate var place: Int {
        switch self {
        case .belowMin: 0
        case .belowTarget: 1
        case .shifts: 2
        case .minRun: 3
        case .maxNights: 4
        case .splitWeekend: 5
        case .maxWeekends: 6
        case .request: 7
        case .changedShift: 8
        case .workedRestDay: 9
        case .burden: 10
        case .siteRepeat: 11
        }
    }
}
