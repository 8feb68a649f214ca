import FoundationEssentials

/// What a decision will put before the Gold group, worked out before it is recorded, so that nobody is surprised by it.
///
/// The trigger `flag_decision` in SQL raises the flags; a test decides both ways and compares.
package enum GoldRoute {
    /// A flag that a decision raises at once; the raw value is its kind on record.
    package enum Cause: String, CaseIterable, Sendable {
        case selectiveScope = "selective_scope"
        case goldReview = "gold_review"
        case undeclaredRenewal = "undeclared_renewal"
        case recordedLate = "recorded_late"
        case reasonTooShort = "reason_too_short"
        case reasonRepeated = "reason_repeated"
        case renewedBeyondLimit = "renewed_beyond_limit"
    }

    /// The figures of the rules, as the record keeps them.
    package struct Limits: Sendable, Equatable {
        /// Hours after which a decision was written down late.
        package var lateWritingHours: Int
        /// Characters that a reason is expected to have.
        package var reasonCharacters: Int
        /// Words that a reason is expected to have.
        package var reasonWords: Int
        /// Renewals of one decision that pass without a flag.
        package var renewals: Int
        /// Days that a decision and its renewals may last together.
        package var renewalDays: Int

        /// Limits with these figures.
        package init(
            lateWritingHours: Int, reasonCharacters: Int, reasonWords: Int, renewals: Int, renewalDays: Int
        ) {
            self.lateWritingHours = lateWritingHours
            self.reasonCharacters = reasonCharacters
            self.reasonWords = reasonWords
            self.renewals = renewals
            self.renewalDays = renewalDays
        }
    }

    /// What the record knows of a decision that is about to be made.
    package struct Facts: Sendable, Equatable {
        /// The figures of the rules.
        package var limits: Limits
        /// The duties of the newest terms.
        package var scope: Scope
        /// The category of the newest terms.
        package var category: DecisionCategory
        /// From when the newest terms hold.
        package var startsAt: Date
        /// Until when they hold.
        package var endsAt: Date
        /// Whether the record says that it renews another.
        package var isRenewal: Bool
        /// The record that this one follows within the gap of renewals, such as `ND-40`.
        package var follows: String?
        /// Renewals behind this record.
        package var renewals: Int
        /// Seconds from the first start to the last end of the record and what it renews.
        package var span: TimeInterval
        /// Decisions about other officers within a year with the same reason, word for word.
        package var alike: Int

        /// Facts of a record.
        package init(
            limits: Limits, scope: Scope, category: DecisionCategory, startsAt: Date, endsAt: Date,
            isRenewal: Bool = false, follows: String? = nil, renewals: Int = 0, span: TimeInterval = 0, alike: Int = 0
        ) {
            self.limits = limits
            self.scope = scope
            self.category = category
            self.startsAt = startsAt
            self.endsAt = endsAt
            self.isRenewal = isRenewal
            self.follows = follows
            self.renewals = renewals
            self.span = span
            self.alike = alike
        }
    }

    /// The flags that a decision raises. Without a reason, those that hang on its words are left out.
    package static func causes(
        _ facts: Facts, form: DecisionForm, outcome: DecisionOutcome, reason: String?, decidedAt: Date, recordedAt: Date
    ) -> [Cause] {
        var causes: [Cause] = []
        let isGranted = outcome == .granted
        if isGranted, facts.scope.isSelective { causes.append(.selectiveScope) }
        let lasts = facts.endsAt.timeIntervalSince(facts.startsAt)
        if isGranted, lasts > 28 * 86_400 || facts.category == .objection { causes.append(.goldReview) }
        if form == .short, !facts.isRenewal, facts.follows != nil { causes.append(.undeclaredRenewal) }
        let began = min(decidedAt, facts.startsAt)
        if recordedAt.timeIntervalSince(began) > Double(facts.limits.lateWritingHours) * 3600 {
            causes.append(.recordedLate)
        }
        if form == .full, let reason, isThin(reason, facts.limits) { causes.append(.reasonTooShort) }
        if reason != nil, facts.alike > 0 { causes.append(.reasonRepeated) }
        let isLong = facts.span > Double(facts.limits.renewalDays) * 86_400
        if isGranted, facts.isRenewal, facts.renewals > facts.limits.renewals || isLong {
            causes.append(.renewedBeyondLimit)
        }
        return causes
    }

    /// Whether a reason is shorter than an outsider needs: as the database counts, by spaces at its ends and runs of white space.
    package static func isThin(_ reason: String, _ limits: Limits) -> Bool {
        var scalars = Array(reason.unicodeScalars)[...]
        while scalars.first == " " { scalars.removeFirst() }
        while scalars.last == " " { scalars.removeLast() }
        var words = 1
        var isInSpace = false
        for scalar in scalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace, !isInSpace { words += 1 }
            isInSpace = isSpace
        }
        return scalars.count < limits.reasonCharacters || words < limits.reasonWords
    }
}
