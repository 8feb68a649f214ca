/// The rules of the two rule sets; raw values are those of the table `rule_set`.
package enum Rule: String, CaseIterable, Sendable, Codable {
    case restBetweenTours = "rest_between_tours"
    case restDaySpacing = "rest_day_spacing"
    case restDaysAWeek = "rest_days_a_week"
    case restDayOwed = "rest_day_owed"
    case tourLength = "tour_length"
    case publicationNotice = "publication_notice"
    case publicationHorizon = "publication_horizon"
    case weeklyHours = "weekly_hours"
    case weeklyHoursAmber = "weekly_hours_amber"
    case nightAverage = "night_average"
    case nightSpecialHazard = "night_special_hazard"
    case nightToursLong = "night_tours_long"
    case weeklyRest = "weekly_rest"
}

/// How hard a rule is.
package enum RuleKind: String, CaseIterable, Sendable, Codable {
    /// No exception is possible.
    case absolute
    /// Lawful on the officer's own request, by agreement or for exigencies, which is then on record.
    case needsException = "needs_exception"
    /// Shown; stops nothing.
    case warning
}

/// On what an exception rests (West Midlands Federation 2020: own request, Federation agreement, exigency).
package enum ExceptionBasis: String, CaseIterable, Sendable, Codable {
    case ownRequest = "own_request"
    case agreement, exigency
}

/// A rule of a set from a day on: a row of `rule_set`.
package struct DatedRule: Sendable, Equatable, Codable {
    /// `police-regs` or `working-time`.
    package let ruleSet: String
    package let rule: Rule
    package let from: Day
    /// The last day on which it holds; nil for one without end.
    package let to: Day?
    /// The ranks to which it applies.
    package let ranks: [Rank]
    package let kind: RuleKind
    /// What it says.
    package let words: String
    package let source: String

    /// A rule.
    package init(
        ruleSet: String, rule: Rule, from: Day, to: Day?, ranks: [Rank], kind: RuleKind, words: String, source: String
    ) {
        self.ruleSet = ruleSet
        self.rule = rule
        self.from = from
        self.to = to
        self.ranks = ranks
        self.kind = kind
        self.words = words
        self.source = source
    }
}
