/// One figure of law or policy from a day on, with where it comes from (domain section 3: never a literal in code).
package struct RuleFigure: Sendable, Equatable, Codable {
    /// Its name: `rest_day_full_notice`.
    package let rule: String
    /// The first day on which it holds.
    package let from: Day
    package let figure: Int
    /// What it counts: minutes, clear days, minutes an hour.
    package let unit: String
    /// The regulation, determination or design it rests on.
    package let source: String

    /// A figure.
    package init(rule: String, from: Day, figure: Int, unit: String, source: String) {
        self.rule = rule
        self.from = from
        self.figure = figure
        self.unit = unit
        self.source = source
    }
}

/// No figure of a rule is in force on a day.
package struct RuleFigureMissing: Error, Equatable, CustomStringConvertible {
    package let rule: String
    package let day: Day

    /// One line.
    package var description: String { "no figure for rule \(rule) on \(day)" }
}

/// The dated figures of law and policy; the one in force is the newest that has begun.
package struct RuleFigures: Sendable, Equatable {
    private let byRule: [String: [RuleFigure]]

    /// The figures, in any order.
    package init(_ figures: [RuleFigure]) {
        byRule = Dictionary(grouping: figures, by: \.rule).mapValues { $0.sorted { $0.from < $1.from } }
    }

    /// Every figure there is, by rule and day.
    package var all: [RuleFigure] {
        byRule.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The row in force on a day; linear in the rows of the rule. Throws `RuleFigureMissing`.
    package func row(_ rule: String, on day: Day) throws(RuleFigureMissing) -> RuleFigure {
        guard let row = byRule[rule]?.last(where: { $0.from <= day }) else {
            throw RuleFigureMissing(rule: rule, day: day)
        }
        return row
    }

    /// The figure in force on a day. Throws `RuleFigureMissing`.
    package func callAsFunction(_ rule: String, on day: Day) throws(RuleFigureMissing) -> Int {
        try row(rule, on: day).figure
    }
}
