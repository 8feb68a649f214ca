/// A night worker's average day over the reference period: A / (B - C) of Working Time Regulations 1998 reg. 6(5).
///
/// A is the time worked, B the days of the period, C the 24-hour periods of weekly rest in it: one for each week.
enum NightAverage {
    static func check(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        guard let rule = terms.rule(.nightAverage, for: times.ranks[officer]) else { return }
        let counted = terms.referenceDays - terms.referenceDays / 7
        var worst: (minutes: Int, last: Int)?
        var begun = 0
        for last in terms.days.lowerBound...terms.days.upperBound {
            let minutes = sums.minutes(max(0, last + 1 - terms.referenceDays)..<min(times.days, last + 1))
            if last < terms.days.upperBound, minutes > terms.nightAverage * counted,
                NightWorker.isOne(sums, terms, on: last)
            {
                if worst == nil { begun = last }
                if minutes > worst?.minutes ?? 0 { worst = (minutes, last) }
            } else if let ended = worst {
                let average = (ended.minutes + counted - 1) / counted
                report.add(
                    rule, officer, begun...(last - 1), figure: terms.nightAverage, measured: average, unit: "minutes",
                    words:
                        """
                        \(report.id(officer)) is a night worker and works \(RuleWords.span(average)) in each 24 hours on average over the \
                        \(terms.referenceDays / 7) weeks to \(report.date(ended.last)); \
                        \(RuleWords.span(terms.nightAverage)) is the limit.
                        """
                )
                worst = nil
            }
        }
    }
}

/// Who is a night worker: enough tours of the reference period with at least three hours of night time (reg. 2).
enum NightWorker {
    static func isOne(_ sums: OfficerSums, _ terms: RuleTerms, on last: Int) -> Bool {
        let first = max(0, last + 1 - terms.referenceDays)
        let tours = sums.tours[last + 1] - sums.tours[first]
        return tours > 0 && (sums.nights[last + 1] - sums.nights[first]) * 100 >= terms.nightShare * tours
    }
}
