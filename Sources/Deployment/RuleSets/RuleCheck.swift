/// Checks the tours of some officers against both rule sets.
package struct RuleCheck: Sendable {
    private let rules: [DatedRule]
    private let figures: RuleFigures

    /// A check by these rules and figures.
    package init(rules: [DatedRule], figures: RuleFigures) {
        self.rules = rules
        self.figures = figures
    }

    /// Every breach that touches the judged days, officer by officer, of the days' own rules and figures.
    ///
    /// Linear in tours and in officers times days; nothing is allocated for a tour or a day that breaks nothing. Throws
    /// `RuleFigureMissing`.
    package func breaches(in times: DutyTimes) throws(RuleFigureMissing) -> [Breach] {
        var report = BreachReport(times)
        var sums = OfficerSums(days: times.days)
        for stretch in stretches(times) {
            let terms = try RuleTerms(stretch, of: times, rules, figures)
            for officer in 0..<times.officerCount {
                sums.take(times, officer, terms)
                RestBetweenTours.check(times, officer, terms, &report)
                RestDaySpacing.check(times, officer, sums, terms, &report)
                RestDaysAWeek.check(times, officer, sums, terms, &report)
                TourLength.check(times, officer, terms, &report)
                WeeklyHours.check(times, officer, sums, terms, &report)
                NightAverage.check(times, officer, sums, terms, &report)
                NightSpecialHazard.check(times, officer, sums, terms, &report)
                WeeklyRest.check(times, officer, terms, &report)
            }
            NightToursLong.check(times, terms, &report)
        }
        return report.breaches
    }

    /// The judged days, cut wherever a rule or a figure changes.
    private func stretches(_ times: DutyTimes) -> [Range<Int>] {
        guard !times.judged.isEmpty else { return [] }
        let changes =
            figures.all.map(\.from) + rules.map(\.from) + rules.compactMap { $0.to?.adding(1) }
        let cuts = Set(changes.map { $0.days(since: times.start) }).filter {
            times.judged.lowerBound < $0 && $0 < times.judged.upperBound
        }
        let edges = [times.judged.lowerBound] + cuts.sorted() + [times.judged.upperBound]
        return zip(edges, edges.dropFirst()).map { $0..<$1 }
    }
}
