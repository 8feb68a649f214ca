/// The average week over seventeen weeks by the formula of Working Time Regulations 1998 reg. 4(6): (A + B) / C.
///
/// A is the time worked in the reference period, C its weeks, and B the time worked on as many days of work right after it
/// as the period had days of leave, sickness or opt-out on which the officer would have worked. Every day that is
/// judged ends a reference period; so does an earlier day whose B reaches into the judged days. Where less than the whole
/// of B is known, what is known counts. For an officer who joined within the period it is the whole weeks since (reg. 4(4)).
enum WeeklyHours {
    /// The average of one reference period.
    struct Average {
        /// Minutes of A and B together.
        var minutes: Int
        /// Days of the reference period.
        var days: Int
        /// Days made up by those that follow.
        var excluded: Int
        /// The last day whose work counts.
        var reach: Int

        /// Whether it is above a limit in minutes a week.
        func exceeds(_ limit: Int) -> Bool { minutes * 7 > limit * days }

        /// Minutes a week, rounded up.
        var week: Int { (minutes * 7 + days - 1) / days }
    }

    static func check(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        let rank = times.ranks[officer]
        let red = terms.rule(.weeklyHours, for: rank)
        let amber = terms.rule(.weeklyHoursAmber, for: rank)
        if let red { run(red, terms.weekly, nil, times, officer, sums, terms, &report) }
        if let amber {
            run(amber, terms.amber, red == nil ? nil : terms.weekly, times, officer, sums, terms, &report)
        }
    }

    /// Reports every run of days whose averages lie above `limit` and not above `ceiling`, with the worst of them.
    private static func run(
        _ rule: DatedRule, _ limit: Int, _ ceiling: Int?, _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums,
        _ terms: RuleTerms, _ report: inout BreachReport
    ) {
        var worst: (average: Average, last: Int)?
        var begun = 0
        for last in max(0, terms.days.lowerBound - terms.referenceDays)...terms.days.upperBound {
            var found: Average?
            if last < terms.days.upperBound, let average = average(times, officer, sums, terms, endingOn: last),
                last >= terms.days.lowerBound || average.reach >= terms.days.lowerBound, average.exceeds(limit),
                ceiling.map({ !average.exceeds($0) }) ?? true
            {
                found = average
            }
            if let found {
                if worst == nil { begun = last }
                if found.week > worst?.average.week ?? 0 { worst = (found, last) }
            } else if let ended = worst {
                add(rule, officer, begun...(last - 1), limit, ended.average, endingOn: ended.last, &report)
                worst = nil
            }
        }
    }

    /// The average of the reference period that ends on a day; nil where the limit does not apply or nothing is to average.
    static func average(
        _ times: DutyTimes, _ officer: Int, _ sums: OfficerSums, _ terms: RuleTerms, endingOn last: Int
    ) -> Average? {
        let mark = times.mark(officer, last)
        if mark.contains(.optedOut) || mark.contains(.notJoined) { return nil }
        var first = last + 1 - terms.referenceDays
        // Days of service are those after the last day before joining; marks of that kind come first or not at all.
        let start = max(0, first)
        if times.mark(officer, start).contains(.notJoined) {
            var joined = start
            while times.mark(officer, joined).contains(.notJoined) { joined += 1 }
            first = joined
            guard (last + 1 - joined) % 7 == 0 else { return nil }
        }
        let window = max(0, first)..<(last + 1)
        let excluded = sums.excluded[window.upperBound] - sums.excluded[window.lowerBound]
        var minutes = sums.minutes(window)
        var reach = last
        if excluded > 0 {
            let next = sums.worked[window.upperBound]
            let end = min(next + excluded, sums.workedDays.count)
            if end > next {
                reach = sums.workedDays[end - 1]
                minutes += sums.minutes[reach + 1] - sums.minutes[window.upperBound]
            }
        }
        return Average(minutes: minutes, days: last + 1 - first, excluded: excluded, reach: reach)
    }

    private static func add(
        _ rule: DatedRule, _ officer: Int, _ days: ClosedRange<Int>, _ limit: Int, _ average: Average,
        endingOn last: Int, _ report: inout BreachReport
    ) {
        let weeks = average.days / 7
        let madeUp =
            average.excluded == 0 ? "" : ", \(average.excluded) days away made up by the days that follow"
        report.add(
            rule, officer, days, figure: limit, measured: average.week, unit: "minutes a week",
            words:
                """
                \(report.id(officer)) works \(RuleWords.span(average.week)) a week on average over the \(weeks) weeks to \
                \(report.date(last))\(madeUp); \(RuleWords.span(limit)) is \(rule.kind == .warning ? "near the limit" : "the limit").
                """
        )
    }
}
