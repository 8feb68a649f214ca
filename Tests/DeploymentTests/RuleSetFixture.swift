import Deployment
import Foundation

/// Rules, figures and times for the tests of the rule sets.
enum RuleSetFixture {
    static let everyone = Rank.allCases

    /// Every rule, from long ago on.
    static let rules: [DatedRule] = Rule.allCases.map { rule in
        let kind: RuleKind =
            switch rule {
            case .restBetweenTours, .nightSpecialHazard: .absolute
            case .restDaySpacing, .weeklyHours, .nightAverage, .weeklyRest: .needsException
            default: .warning
            }
        return DatedRule(
            ruleSet: "police-regs", rule: rule, from: day("2003-04-01"), to: nil, ranks: everyone, kind: kind,
            words: "what it says", source: "a source")
    }

    private static let usual: [String: Int] = [
        "rest_between_tours": 660, "rest_day_spacing": 7, "rest_days_a_week": 2, "reference_weeks": 17,
        "weekly_hours": 48, "weekly_hours_amber": 46, "night_average": 480, "night_special_hazard": 480,
        "night_is_special_hazard": 0, "night_begins": 1380, "night_ends": 360, "night_worker": 180,
        "night_worker_share": 33, "weekly_rest": 1440, "fortnightly_rest": 2880, "normal_day": 480,
        "tour_longest": 600, "refreshment_from": 300, "refreshment_under_6h": 30, "refreshment_6h": 35,
        "refreshment_7h": 40, "refreshment_8h": 45, "refreshment_9h": 50, "refreshment_10h": 60,
        "publication_notice": 1, "publication_horizon": 3,
    ]

    /// The usual figures, some of them changed, and some from a later day on.
    static func figures(_ changed: [String: Int] = [:], from later: [(Day, String, Int)] = []) -> RuleFigures {
        let first = usual.merging(changed) { $1 }.map {
            RuleFigure(rule: $0.key, from: day("2003-04-01"), figure: $0.value, unit: "", source: "a source")
        }
        return RuleFigures(
            first + later.map { RuleFigure(rule: $0.1, from: $0.0, figure: $0.2, unit: "", source: "a source") })
    }

    static func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

    private static let london: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/London") ?? .gmt
        return calendar
    }()

    /// Minutes since 1970 UTC of a wall clock in London, by Foundation rather than by the code under test.
    static func minutes(_ day: Day, _ minute: Int) -> Int {
        let wanted = day.adding(minute / 1440)
        let civil = wanted.civil
        let parts = DateComponents(
            year: civil.year, month: civil.month, day: civil.day, hour: minute % 1440 / 60, minute: minute % 60)
        return Int((london.date(from: parts) ?? .distantPast).timeIntervalSince1970) / 60
    }

    /// A tour by wall clock.
    static func tour(_ start: Day, _ day: Int, at minute: Int, minutes length: Int) -> DutyTimes.Tour {
        let date = start.adding(day)
        return DutyTimes.Tour(
            start: RuleSetFixture.minutes(date, minute), end: RuleSetFixture.minutes(date, minute + length), day: day)
    }

    /// One officer's times: marks are known everywhere unless told.
    static func times(
        _ start: Day, days: Int, judged: Range<Int>? = nil, _ tours: [DutyTimes.Tour],
        marks: (Int) -> DutyTimes.Marks = { _ in .known }
    ) -> DutyTimes {
        let officer = DutyTimes.Officer(id: "W001", rank: .constable, tours: tours, marks: (0..<days).map(marks))
        return DutyTimes(start: start, days: days, judged: judged ?? 0..<days, officers: [officer])
    }

    /// What the rules find, of one rule where given.
    static func breaches(
        _ times: DutyTimes, _ rule: Rule? = nil, figures: RuleFigures = figures()
    ) throws -> [Breach] {
        try RuleCheck(rules: rules, figures: figures).breaches(in: times).filter { rule == nil || $0.rule == rule }
    }
}
