/// At least eleven hours between two tours, in absolute time (Police Regulations 2003 Annex E; Working Time reg. 10).
///
/// PostgreSQL's constraint of the same name holds it for the standing roster. Windows of one duty day are one tour.
enum RestBetweenTours {
    static func check(_ times: DutyTimes, _ officer: Int, _ terms: RuleTerms, _ report: inout BreachReport) {
        guard let rule = terms.rule(.restBetweenTours, for: times.ranks[officer]) else { return }
        let range = times.range(officer)
        guard var last = range.first else { return }
        for place in range.dropFirst() {
            let (before, tour) = (times.tours[last], times.tours[place])
            let gap = tour.start - before.end
            if tour.day != before.day, gap < terms.rest,
                terms.days.contains(tour.day) || terms.days.contains(before.day)
            {
                let days = min(before.day, tour.day)...max(before.day, tour.day)
                report.add(
                    rule, officer, days, figure: terms.rest, measured: max(0, gap), unit: "minutes",
                    words:
                        """
                        \(report.id(officer)) has \(RuleWords.span(max(0, gap))) of rest between the tour of \(report.date(before.day)) and the \
                        tour of \(report.date(tour.day)); \(RuleWords.span(terms.rest)) are needed.
                        """
                )
            }
            if tour.end >= before.end { last = place }
        }
    }
}
