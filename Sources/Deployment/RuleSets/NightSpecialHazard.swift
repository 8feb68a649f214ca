/// Where night posts are special hazard, a night worker works at most eight hours in any 24 with night work (reg. 6(7)).
///
/// Most work in 24 hours lies in a stretch that begins with a tour or ends with one, so those near the night are looked at.
enum NightSpecialHazard {
    static func check(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        guard terms.isSpecialHazard, let rule = terms.rule(.nightSpecialHazard, for: times.ranks[officer]) else {
            return
        }
        let range = times.range(officer)
        for place in range {
            let tour = times.tours[place]
            guard terms.days.contains(tour.day), terms.nightMinutes(tour) > 0,
                NightWorker.isOne(sums, terms, on: tour.day)
            else { continue }
            let worst = mostWorked(times, range, place, terms)
            guard worst > terms.nightHazard else { continue }
            report.add(
                rule, officer, tour.day...tour.day, figure: terms.nightHazard, measured: worst, unit: "minutes",
                words:
                    """
                    \(report.id(officer)) works \(RuleWords.span(worst)) in 24 hours around the night of \(report.date(tour.day)); \
                    \(RuleWords.span(terms.nightHazard)) is the limit where night posts are special hazard.
                    """
            )
        }
    }

    /// The most minutes worked in any 24 hours with night work of the tour at `place`.
    private static func mostWorked(_ times: DutyTimes, _ range: Range<Int>, _ place: Int, _ terms: RuleTerms) -> Int {
        let tour = times.tours[place]
        var first = place
        while first > range.lowerBound, times.tours[first - 1].end > tour.start - 1440 { first -= 1 }
        var most = 0
        var near = first
        while near < range.upperBound, times.tours[near].start < tour.end + 1440 {
            for isEnd in 0...1 {
                let from = isEnd == 1 ? times.tours[near].end - 1440 : times.tours[near].start
                let night = DutyTimes.Tour(
                    start: max(tour.start, from), end: min(tour.end, from + 1440), day: tour.day)
                guard night.start < night.end, terms.nightMinutes(night) > 0 else { continue }
                most = max(most, worked(times, first..<range.upperBound, from: from))
            }
            near += 1
        }
        return most
    }

    /// Minutes worked in the 24 hours from a moment, by tours from the first of a range on.
    private static func worked(_ times: DutyTimes, _ range: Range<Int>, from: Int) -> Int {
        var sum = 0
        var near = range.lowerBound
        while near < range.upperBound, times.tours[near].start < from + 1440 {
            sum += max(0, min(times.tours[near].end, from + 1440) - max(times.tours[near].start, from))
            near += 1
        }
        return sum
    }
}
