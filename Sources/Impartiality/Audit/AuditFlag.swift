/// A question that the audit puts to a Gold group; never a verdict (design.md, guarantee 11).
package struct AuditFlag: Sendable, Equatable {
    /// The day at whose end it was raised; it rests on nothing that was not on record then.
    package var raisedOn: Int32
    package var pattern: Pattern
    /// What it is about, in the order of the pattern's description.
    package var subjects: [Subject]
    package var evidence: Evidence
    /// The first day of the evidence.
    package var firstEvent: Int32
    /// The last day of the evidence.
    package var lastEvent: Int32
    /// For a rule its sub-kind; for a pattern the statistic that raised it.
    package var detail: String
    /// What was counted, for people to read; nil for a rule.
    package var finding: Finding?

    package init(
        raisedOn: Int32, pattern: Pattern, subjects: [Subject], evidence: Evidence, firstEvent: Int32, lastEvent: Int32,
        detail: String, finding: Finding? = nil
    ) {
        self.raisedOn = raisedOn
        self.pattern = pattern
        self.subjects = subjects
        self.evidence = evidence
        self.firstEvent = firstEvent
        self.lastEvent = lastEvent
        self.detail = detail
        self.finding = finding
    }
}

/// What kind of thing a flag asks about.
package enum Pattern: String, Sendable, CaseIterable {
    case selectiveScope = "selective_scope"
    case undocumented
    case deficientDocumentation = "deficient_documentation"
    case missionConcentration = "mission_concentration"
    case supervisorConcentration = "supervisor_concentration"
    case officerAvoidance = "officer_avoidance"
    case surge
    case pairConcentration = "pair_concentration"
    case swapNetwork = "swap_network"
    case burdenInequality = "burden_inequality"
    case siteShortChanged = "site_short_changed"
}

/// What a flag is about, by its place in the history.
package enum Subject: Sendable, Hashable {
    case officer(Int32)
    case supervisor(Int32)
    case mission(Int32)
    case site(Int32)
    case post(Int32)
    case team(Int32)
    case decision(Int32)
    case command(Int32)
}

/// What a flag rests on.
package enum Evidence: Sendable, Equatable {
    /// A rule was broken: certain at one event.
    case rule
    /// An e-value: under the null hypothesis its mean is at most 1 at every time at which one stops.
    case eValue(Double)
    /// A p-value.
    case pValue(Double)
}
