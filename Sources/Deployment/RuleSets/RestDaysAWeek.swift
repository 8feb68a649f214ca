/// Two rest days a week on average over the reference period (fedrep.info no. 116), leave and sickness left out.
///
/// Judged once, on the last day: it is the pattern that this rule is about. Measured in hundredths of a day.
enum RestDaysAWeek {
    static func check(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        guard let rule = terms.rule(.restDaysAWeek, for: times.ranks[officer]), let last = terms.days.last else {
            return
        }
        let first = max(0, last + 1 - terms.referenceDays)
        let counted = sums.countable[last + 1] - sums.countable[first]
        let rest = sums.rest[last + 1] - sums.rest[first]
        guard counted >= 7, rest * 7 < terms.restDaysAWeek * counted else { return }
        let average = rest * 700 / counted
        report.add(
            rule, officer, first...last, figure: terms.restDaysAWeek * 100, measured: average,
            unit: "hundredths of a day",
            words:
                """
                \(report.id(officer)) has \(rest) rest days in the \(counted) days counted to \(report.date(last)), less than \
                \(terms.restDaysAWeek) a week on average.
                """
        )
    }
}
