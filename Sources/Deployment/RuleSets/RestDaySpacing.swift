/// At most seven days between two rest days (Police Regulations 2003 Annex E): no longer run of days with duty.
///
/// A rest day is a day without duty. Leave and sickness end a run; a day of which nothing is known ends it too. A run
/// that is too long only by days of a course, in court and the like warns: their days are not the roster's to choose.
enum RestDaySpacing {
    static func check(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        guard let rule = terms.rule(.restDaySpacing, for: times.ranks[officer]) else { return }
        var (run, tours, mostTours) = (0, 0, 0)
        for day in 0...times.days {
            if day < times.days, times.isDuty(officer, day, worked: sums.hasTour(day)) {
                run += 1
                tours = sums.hasTour(day) ? tours + 1 : 0
                mostTours = max(mostTours, tours)
                continue
            }
            let days = (day - run)..<day
            if run > terms.spacing, days.overlaps(terms.days) {
                let length = run
                report.add(
                    rule, officer, days.lowerBound...(day - 1), figure: terms.spacing, measured: length, unit: "days",
                    onlyWarns: mostTours <= terms.spacing,
                    words:
                        """
                        \(report.id(officer)) has \(length) days of duty in a row, \(report.date(days.lowerBound)) to \(report.date(day - 1)); \
                        at most \(terms.spacing) may lie between rest days.
                        """
                )
            }
            (run, tours, mostTours) = (0, 0, 0)
        }
    }
}
