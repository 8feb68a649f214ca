/// What a change brings an officer by the rules of pay and rest days (domain.md 3.1).
package enum ConsequenceKind: String, CaseIterable, Sendable, Codable {
    /// A rest day is worked with full notice: another one is owed.
    case anotherRestDay = "another_rest_day"
    /// A rest day is worked with less: paid, or time off, at the officer's choice.
    case restDayPaid = "rest_day_paid"
    /// An earlier start at short notice into a day already worked.
    case earlierStart = "earlier_start"
    /// A cancelled rest day stands again, with full notice: nothing more.
    case restDayStands = "rest_day_stands"
    /// A cancelled rest day stands again and is taken without pay.
    case restDayWithoutPay = "rest_day_without_pay"
    /// A cancelled rest day stands again so late that the officer chooses between it and work with pay.
    case officerChooses = "officer_chooses"
    /// Inspectors and above have neither overtime nor rest-day pay.
    case noOvertime = "no_overtime"
    case nothing
}

/// One officer's consequence of a change, in words and with the rule's source.
package struct Consequence: Sendable, Equatable, Codable {
    package let officer: String
    package let day: Day
    package let kind: ConsequenceKind
    /// The day by which the officer must be told which other rest day it is.
    package var notifyBy: Day?
    /// Minutes that count for pay or time off.
    package var minutes: Int?
    /// Minutes paid for each hour of them.
    package var minutesAnHour: Int?
    package let words: String
    package let source: String

    /// A consequence as it was recorded.
    package init(
        officer: String, day: Day, kind: ConsequenceKind, notifyBy: Day? = nil, minutes: Int? = nil,
        minutesAnHour: Int? = nil, words: String, source: String
    ) {
        self.officer = officer
        self.day = day
        self.kind = kind
        self.notifyBy = notifyBy
        self.minutes = minutes
        self.minutesAnHour = minutesAnHour
        self.words = words
        self.source = source
    }
}
