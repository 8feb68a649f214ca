/// What the Police Regulations say about when a roster is published: a month ahead, for three months (reg. 22).
package struct PublicationRules: Sendable {
    private let rules: [DatedRule]
    private let figures: RuleFigures

    /// A check by these rules and figures.
    package init(rules: [DatedRule], figures: RuleFigures) {
        self.rules = rules
        self.figures = figures
    }

    /// The warnings of a roster of some days that would be published on `today`, with `until` the last day on which the roster
    /// is published then. Throws `RuleFigureMissing`.
    package func warnings(from: Day, to: Day, until: Day, today: Day) throws(RuleFigureMissing) -> [Breach] {
        var warnings: [Breach] = []
        if let rule = inForce(.publicationNotice, on: from) {
            let months = try figures("publication_notice", on: from)
            let due = from.addingMonths(-months)
            if today > due {
                warnings.append(
                    warning(
                        rule, from...to, figure: from.days(since: due), measured: max(0, from.days(since: today)),
                        "The roster begins on \(RuleWords.date(from)); it was to be published by \(RuleWords.date(due)), "
                            + "\(Self.months(months)) before."))
            }
        }
        if let rule = inForce(.publicationHorizon, on: from) {
            let months = try figures("publication_horizon", on: from)
            let due = from.addingMonths(months).adding(-1)
            if until < due {
                warnings.append(
                    warning(
                        rule, from...to, figure: due.days(since: from) + 1, measured: until.days(since: from) + 1,
                        "Published tours and rest days reach to \(RuleWords.date(until)); \(Self.months(months)) ahead is "
                            + "\(RuleWords.date(due))."))
            }
        }
        return warnings
    }

    private func inForce(_ rule: Rule, on day: Day) -> DatedRule? {
        rules.first { $0.rule == rule && $0.from <= day && day <= $0.to ?? day }
    }

    private func warning(
        _ rule: DatedRule, _ days: ClosedRange<Day>, figure: Int, measured: Int, _ words: String
    ) -> Breach {
        Breach(
            officer: nil, ruleSet: rule.ruleSet, rule: rule.rule, kind: rule.kind, from: days.lowerBound,
            to: days.upperBound, figure: figure, measured: measured, unit: "days", words: words, source: rule.source)
    }

    private static func months(_ count: Int) -> String { count == 1 ? "a month" : "\(count) months" }
}

extension Day {
    /// The same day of the month some months later, or the last of a month that is too short.
    package func addingMonths(_ months: Int) -> Day {
        let civil = self.civil
        let count = civil.year * 12 + civil.month - 1 + months
        for day in stride(from: civil.day, to: 0, by: -1) {
            if let found = Day(year: count / 12, month: count % 12 + 1, day: day) { return found }
        }
        return self
    }
}
