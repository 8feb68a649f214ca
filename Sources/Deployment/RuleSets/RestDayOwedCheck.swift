/// A rest day that an officer worked and is owed another for (Police Regulations 2003 reg. 25).
package struct OwedRestDay: Sendable, Equatable {
    package var officer: String
    package var rank: Rank
    /// The rest day that was taken.
    package var workedDay: Day
    /// The last day on which another is to be named.
    package var renotifyBy: Day
    /// The police day on which another was named; nil while none is.
    package var namedOn: Day?

    /// A rest day owed.
    package init(officer: String, rank: Rank, workedDay: Day, renotifyBy: Day, namedOn: Day?) {
        self.officer = officer
        self.rank = rank
        self.workedDay = workedDay
        self.renotifyBy = renotifyBy
        self.namedOn = namedOn
    }
}

/// Rest days owed are rostered again and told in time.
package struct RestDayOwedCheck: Sendable {
    private let rules: [DatedRule]

    /// A check by these rules.
    package init(rules: [DatedRule]) {
        self.rules = rules
    }

    /// One breach for each rest day that is not named by the time it was owed. Measured in days late.
    package func breaches(in owed: [OwedRestDay], today: Day) -> [Breach] {
        owed.compactMap { one in
            let late = (one.namedOn ?? today).days(since: one.renotifyBy)
            guard late > 0,
                let rule = rules.first(where: {
                    $0.rule == .restDayOwed && $0.from <= one.workedDay && one.workedDay <= $0.to ?? one.workedDay
                        && $0.ranks.contains(one.rank)
                })
            else { return nil }
            let fate = one.namedOn.map { "was named on \(RuleWords.date($0))" } ?? "has not been named yet"
            return Breach(
                officer: one.officer, ruleSet: rule.ruleSet, rule: .restDayOwed, kind: rule.kind, from: one.workedDay,
                to: one.workedDay, figure: 0, measured: late, unit: "days late",
                words:
                    "\(one.officer) is owed a rest day for \(RuleWords.date(one.workedDay)); another was to be named by "
                    + "\(RuleWords.date(one.renotifyBy)) and \(fate).", source: rule.source)
        }
    }
}
