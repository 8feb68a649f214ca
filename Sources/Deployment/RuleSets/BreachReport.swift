/// Takes up what the rules find; sentences are made only for what was found.
struct BreachReport {
    private let times: DutyTimes
    private(set) var breaches: [Breach] = []

    init(_ times: DutyTimes) {
        self.times = times
    }

    /// A breach of a rule over days counted from the first of the times; `officer` is nil for the whole. As a warning where
    /// `onlyWarns`, whatever the rule is.
    mutating func add(
        _ rule: DatedRule, _ officer: Int?, _ days: ClosedRange<Int>, figure: Int, measured: Int, unit: String,
        onlyWarns: Bool = false, words: String
    ) {
        breaches.append(
            Breach(
                officer: officer.map { times.ids[$0] }, ruleSet: rule.ruleSet, rule: rule.rule,
                kind: onlyWarns ? .warning : rule.kind,
                from: times.start.adding(days.lowerBound), to: times.start.adding(days.upperBound), figure: figure,
                measured: measured, unit: unit, words: words, source: rule.source))
    }

    /// The officer's number.
    func id(_ officer: Int) -> String { times.ids[officer] }

    /// "Mon 7 Jun 2027".
    func date(_ day: Int) -> String { RuleWords.date(times.start.adding(day)) }
}

/// Days and spans of time as a duty sergeant reads them.
enum RuleWords {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// "Mon 7 Jun 2027".
    static func date(_ day: Day) -> String {
        let civil = day.civil
        return "\(weekdays[day.weekday]) \(civil.day) \(months[civil.month - 1]) \(civil.year)"
    }

    /// "9 h 30 min", "11 h", "45 min".
    static func span(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if rest == 0 { return "\(hours) h" }
        return hours == 0 ? "\(rest) min" : "\(hours) h \(rest) min"
    }
}
