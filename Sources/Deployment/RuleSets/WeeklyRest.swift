/// Twenty-four hours of rest in each week, or 48 in a fortnight with it (Working Time Regulations 1998 reg. 11).
///
/// Weeks run from Monday (reg. 11(6)). A rest counts for the part of it that lies in the week; a day of other duty is
/// taken as occupied from midnight to midnight, since its hours are not on record, and by itself only warns.
enum WeeklyRest {
    static func check(_ times: DutyTimes, _ officer: Int, _ terms: RuleTerms, _ report: inout BreachReport) {
        guard let rule = terms.rule(.weeklyRest, for: times.ranks[officer]) else { return }
        let range = times.range(officer)
        var place = range.lowerBound
        for monday in stride(from: (7 - times.start.weekday) % 7, through: times.days - 7, by: 7) {
            let weekBefore = place
            while place < range.upperBound, times.tours[place].end <= times.midnights[monday] { place += 1 }
            let week = monday..<(monday + 7)
            guard week.overlaps(terms.days), isKnown(times, officer, week) else { continue }
            func lacksRest(_ withOther: Bool) -> Bool {
                let before = max(0, monday - 7)..<(monday + 7)
                let after = monday..<min(times.days, monday + 14)
                return longestRest(times, officer, week, from: place, withOther) < terms.weeklyRest
                    && longestRest(times, officer, before, from: weekBefore, withOther) < terms.fortnightlyRest
                    && longestRest(times, officer, after, from: place, withOther) < terms.fortnightlyRest
            }
            guard lacksRest(true) else { continue }
            let longest = longestRest(times, officer, week, from: place, true)
            report.add(
                rule, officer, monday...(monday + 6), figure: terms.weeklyRest, measured: longest, unit: "minutes",
                onlyWarns: !lacksRest(false),
                words:
                    """
                    \(report.id(officer)) has no more than \(RuleWords.span(longest)) of rest at a stretch in the week of \
                    \(report.date(monday)); \(RuleWords.span(terms.weeklyRest)) are needed, or \
                    \(RuleWords.span(terms.fortnightlyRest)) in a fortnight.
                    """
            )
        }
    }

    private static func isKnown(_ times: DutyTimes, _ officer: Int, _ week: Range<Int>) -> Bool {
        for day in week where !times.mark(officer, day).contains(.known) { return false }
        return true
    }

    /// The longest stretch without duty within some days; `place` is no later than the first tour that reaches into them.
    private static func longestRest(
        _ times: DutyTimes, _ officer: Int, _ days: Range<Int>, from place: Int, _ withOther: Bool
    ) -> Int {
        let end = times.midnights[days.upperBound]
        let last = times.range(officer).upperBound
        var free = times.midnights[days.lowerBound]
        var longest = 0
        var place = place
        var day = days.lowerBound
        while free < end {
            while day < days.upperBound, !(withOther && times.mark(officer, day).contains(.otherDuty)) { day += 1 }
            while place < last, times.tours[place].end <= free { place += 1 }
            let tour = place < last ? times.tours[place].start : Int.max
            let other = day < days.upperBound ? times.midnights[day] : Int.max
            let busy = min(tour, other, end)
            longest = max(longest, busy - free)
            if busy == end { break }
            if tour <= other {
                free = max(free, times.tours[place].end)
                place += 1
            } else {
                free = max(free, times.midnights[day + 1])
                day += 1
            }
        }
        return longest
    }
}
