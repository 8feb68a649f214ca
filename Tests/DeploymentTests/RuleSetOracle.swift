import Deployment

/// The rules a second time: slow, plain, minute by minute and window by window, from the words of the regulations.
struct RuleSetOracle {
    let start: Day
    let days: Int
    let judged: Range<Int>
    let tours: [DutyTimes.Tour]
    let marks: [DutyTimes.Marks]
    /// Whether the officer works, for each minute from a day before the first midnight.
    private let busy: [Bool]
    /// Minutes worked before each of them.
    private let workedBefore: [Int]
    /// Whether it is night.
    private let night: [Bool]
    private let origin: Int
    private let midnights: [Int]
    private let ofDay: [Int: [DutyTimes.Tour]]

    /// What is compared of a breach.
    struct Found: Hashable, Comparable, CustomStringConvertible {
        var rule: String
        var from: Int
        var to: Int
        var measured: Int

        static func < (left: Found, right: Found) -> Bool {
            (left.rule, left.from, left.to, left.measured) < (right.rule, right.from, right.to, right.measured)
        }

        var description: String { "\(rule) \(from)-\(to): \(measured)" }
    }

    init(start: Day, days: Int, judged: Range<Int>, tours: [DutyTimes.Tour], marks: [DutyTimes.Marks]) {
        (self.start, self.days, self.judged, self.tours, self.marks) = (start, days, judged, tours, marks)
        midnights = (0...days).map { RuleSetFixture.minutes(start.adding($0), 0) }
        ofDay = Dictionary(grouping: tours, by: \.day)
        origin = RuleSetFixture.minutes(start, 0) - 1440
        var busy = [Bool](repeating: false, count: (days + 4) * 1440)
        for tour in tours {
            for minute in tour.start..<tour.end { busy[minute - origin] = true }
        }
        self.busy = busy
        var sum = 0
        workedBefore = busy.map { isBusy in
            defer { sum += isBusy ? 1 : 0 }
            return sum
        }
        var night = [Bool](repeating: false, count: busy.count)
        for day in 0..<days {
            let date = start.adding(day)
            for minute in RuleSetFixture.minutes(date, 1380)..<RuleSetFixture.minutes(date, 1800) {
                night[minute - origin] = true
            }
        }
        self.night = night
    }

    private func midnight(_ day: Int) -> Int { midnights[day] }

    private func hasTour(_ day: Int) -> Bool { ofDay[day] != nil }

    private func isDuty(_ day: Int) -> Bool { hasTour(day) || marks[day].contains(.otherDuty) }

    private func minutes(on day: Int) -> Int {
        ofDay[day]?.reduce(0) { $0 + $1.end - $1.start } ?? (marks[day].contains(.otherDuty) ? 480 : 0)
    }

    private func nightMinutes(_ tour: DutyTimes.Tour) -> Int {
        night[(tour.start - origin)..<(tour.end - origin)].count { $0 }
    }

    /// Everything that a check of these days should find; `isHazard` is the figure night_is_special_hazard.
    func found(isHazard: Bool) -> [Found] {
        var all = rest() + spacing() + restDays() + weekly() + nightly() + weeklyRest() + tourLengths()
        if isHazard { all += hazards() }
        return all.sorted()
    }

    private func rest() -> [Found] {
        var found: [Found] = []
        for tour in tours {
            guard let before = tours.filter({ $0.start < tour.start }).max(by: { $0.end < $1.end }) else { continue }
            let gap = tour.start - before.end
            guard before.day != tour.day, gap < 660, judged.contains(tour.day) || judged.contains(before.day) else {
                continue
            }
            found.append(Found(rule: "rest_between_tours", from: before.day, to: tour.day, measured: max(0, gap)))
        }
        return found
    }

    private func spacing() -> [Found] {
        var found: [Found] = []
        for first in 0..<days {
            for last in first..<days {
                let isWhole =
                    (first == 0 || !isDuty(first - 1)) && (last == days - 1 || !isDuty(last + 1))
                    && (first...last).allSatisfy(isDuty)
                if isWhole, last - first + 1 > 7, (first...last).contains(where: judged.contains) {
                    found.append(
                        Found(rule: "rest_day_spacing", from: first, to: last, measured: last - first + 1))
                }
            }
        }
        return found
    }

    private func restDays() -> [Found] {
        let last = judged.upperBound - 1
        let first = max(0, last - 118)
        let counted = (first...last).filter { marks[$0].contains(.known) && !marks[$0].contains(.excluded) }
        let rest = counted.filter { !isDuty($0) }
        guard counted.count >= 7, Double(rest.count) / Double(counted.count) < 2.0 / 7 - 1e-12 else { return [] }
        return [
            Found(rule: "rest_days_a_week", from: first, to: last, measured: rest.count * 700 / counted.count)
        ]
    }

    /// Minutes and days of the reference period that ends on `last`, B included, and how far it reaches.
    private func reference(_ last: Int) -> (minutes: Int, days: Int, reach: Int)? {
        if marks[last].contains(.optedOut) || marks[last].contains(.notJoined) { return nil }
        var first = last - 118
        let joined = marks.firstIndex { !$0.contains(.notJoined) } ?? 0
        if joined > max(0, first) {
            first = joined
            if (last - first + 1) % 7 != 0 { return nil }
        }
        let known = max(0, first)...last
        var minutes = known.reduce(0) { $0 + self.minutes(on: $1) }
        var missing = known.filter {
            (marks[$0].contains(.excluded) || marks[$0].contains(.optedOut)) && !marks[$0].contains(.restDay)
        }.count
        var reach = last
        var day = last + 1
        while missing > 0, day < days {
            if isDuty(day) {
                missing -= 1
                minutes += self.minutes(on: day)
                reach = day
            }
            day += 1
        }
        return (minutes, last - first + 1, reach)
    }

    /// Runs of days that have a value, with the greatest.
    private func runs(_ rule: String, _ values: [Int?]) -> [Found] {
        var found: [Found] = []
        for (day, value) in values.enumerated() {
            guard let value else { continue }
            if day > 0, values[day - 1] != nil, var last = found.popLast() {
                last.to = day
                last.measured = max(last.measured, value)
                found.append(last)
            } else {
                found.append(Found(rule: rule, from: day, to: day, measured: value))
            }
        }
        return found
    }

    private func weekly() -> [Found] {
        var red: [Int?] = []
        var amber: [Int?] = []
        for last in 0..<judged.upperBound {
            red.append(nil)
            amber.append(nil)
            guard last >= judged.lowerBound - 119, let found = reference(last),
                last >= judged.lowerBound || found.reach >= judged.lowerBound
            else { continue }
            let week = Double(found.minutes) * 7 / Double(found.days)
            let shown = Int(week.rounded(.up))
            if week > 2880 + 1e-9 { red[last] = shown } else if week > 2760 + 1e-9 { amber[last] = shown }
        }
        return runs("weekly_hours", red) + runs("weekly_hours_amber", amber)
    }

    private func isNightWorker(_ last: Int) -> Bool {
        let window = tours.filter { (last - 118...last).contains($0.day) }
        return !window.isEmpty && window.filter { nightMinutes($0) >= 180 }.count * 100 >= 33 * window.count
    }

    private func nightly() -> [Found] {
        var values: [Int?] = []
        for last in 0..<judged.upperBound {
            let minutes = (max(0, last - 118)...last).reduce(0) { $0 + self.minutes(on: $1) }
            let isOver = judged.contains(last) && Double(minutes) / 102 > 480 + 1e-9
            values.append(isOver && isNightWorker(last) ? Int((Double(minutes) / 102).rounded(.up)) : nil)
        }
        return runs("night_average", values)
    }

    private func longestRest(_ first: Int, _ last: Int) -> Int {
        var (run, longest) = (0, 0)
        for day in first...last {
            for minute in midnight(day)..<midnight(day + 1) {
                run = busy[minute - origin] || marks[day].contains(.otherDuty) ? 0 : run + 1
                longest = max(longest, run)
            }
        }
        return longest
    }

    private func weeklyRest() -> [Found] {
        var found: [Found] = []
        for monday in 0..<max(0, days - 6) where start.adding(monday).weekday == 0 {
            guard (monday...monday + 6).contains(where: judged.contains),
                (monday...monday + 6).allSatisfy({ marks[$0].contains(.known) })
            else { continue }
            let week = longestRest(monday, monday + 6)
            guard week < 1440, longestRest(max(0, monday - 7), monday + 6) < 2880,
                longestRest(monday, min(days, monday + 14) - 1) < 2880
            else { continue }
            found.append(Found(rule: "weekly_rest", from: monday, to: monday + 6, measured: week))
        }
        return found
    }

    private func tourLengths() -> [Found] {
        tours.filter { $0.end - $0.start > 600 && judged.contains($0.day) }
            .map { Found(rule: "tour_length", from: $0.day, to: $0.day, measured: $0.end - $0.start) }
    }

    private func hazards() -> [Found] {
        tours.filter { judged.contains($0.day) && isNightWorker($0.day) }.compactMap { tour in
            let minutes = (tour.start..<tour.end).filter { night[$0 - origin] }
            guard let first = minutes.first, let last = minutes.last else { return nil }
            // Nights have no gaps, so every window from 24 hours before the first minute to the last holds some of it.
            let worst = ((first - 1439)...last).map { worked(from: $0, to: $0 + 1440) }.max() ?? 0
            return worst > 480
                ? Found(rule: "night_special_hazard", from: tour.day, to: tour.day, measured: worst) : nil
        }
    }

    private func worked(from: Int, to: Int) -> Int {
        let last = workedBefore.count - 1
        return workedBefore[min(max(0, to - origin), last)] - workedBefore[min(max(0, from - origin), last)]
    }
}
