/// The rules and figures that hold over some days without a change, resolved once so that the checks look nothing up.
package struct RuleTerms: Sendable {
    /// The days, counted from the first day of the times.
    let days: Range<Int>
    /// The rules in force.
    let rules: [Rule: DatedRule]

    let rest: Int
    let spacing: Int
    let restDaysAWeek: Int
    let referenceDays: Int
    /// Weekly limits in minutes.
    let weekly: Int
    let amber: Int
    let nightAverage: Int
    let nightHazard: Int
    let isSpecialHazard: Bool
    let nightWorker: Int
    let nightShare: Int
    let weeklyRest: Int
    let fortnightlyRest: Int
    let normalDay: Int
    let tourLongest: Int
    let refreshment: Refreshment
    /// Beginning and end of the night of each day of the times, in minutes since 1970 UTC.
    private let nights: [(begins: Int, ends: Int)]

    /// The terms of `days`, by the figures of the first of them. Throws `RuleFigureMissing`.
    init(
        _ days: Range<Int>, of times: DutyTimes, _ rules: [DatedRule], _ figures: RuleFigures
    ) throws(RuleFigureMissing) {
        let day = times.start.adding(days.lowerBound)
        self.days = days
        self.rules = Dictionary(
            rules.filter { $0.from <= day && day <= $0.to ?? day }.map { ($0.rule, $0) }, uniquingKeysWith: { $1 })
        rest = try figures("rest_between_tours", on: day)
        spacing = try figures("rest_day_spacing", on: day)
        restDaysAWeek = try figures("rest_days_a_week", on: day)
        referenceDays = try figures("reference_weeks", on: day) * 7
        weekly = try figures("weekly_hours", on: day) * 60
        amber = try figures("weekly_hours_amber", on: day) * 60
        nightAverage = try figures("night_average", on: day)
        nightHazard = try figures("night_special_hazard", on: day)
        isSpecialHazard = try figures("night_is_special_hazard", on: day) == 1
        nightWorker = try figures("night_worker", on: day)
        nightShare = try figures("night_worker_share", on: day)
        weeklyRest = try figures("weekly_rest", on: day)
        fortnightlyRest = try figures("fortnightly_rest", on: day)
        normalDay = try figures("normal_day", on: day)
        tourLongest = try figures("tour_longest", on: day)
        refreshment = try Refreshment(figures, on: day)
        let (begins, ends) = (try figures("night_begins", on: day), try figures("night_ends", on: day))
        nights = (0..<times.days).map {
            (
                LondonClock.absoluteMinutes(times.start.adding($0), begins),
                LondonClock.absoluteMinutes(times.start.adding($0 + 1), ends)
            )
        }
    }

    /// Minutes of night time in a tour: in the night before its duty day, of its day and after it.
    func nightMinutes(_ tour: DutyTimes.Tour) -> Int {
        var sum = 0
        for day in max(0, tour.day - 1)...min(nights.count - 1, tour.day + 1) {
            sum += max(0, min(tour.end, nights[day].ends) - max(tour.start, nights[day].begins))
        }
        return sum
    }

    /// The rule where it is in force and applies to this rank.
    func rule(_ rule: Rule, for rank: Rank) -> DatedRule? {
        guard let found = rules[rule], found.ranks.contains(rank) else { return nil }
        return found
    }
}

/// What refreshment a tour owes by its length (Nottinghamshire Federation FAQ, variable shifts).
package struct Refreshment: Sendable, Equatable {
    private let from: Int
    private let steps: [(under: Int, minutes: Int)]

    /// The steps in force on a day. Throws `RuleFigureMissing`.
    package init(_ figures: RuleFigures, on day: Day) throws(RuleFigureMissing) {
        from = try figures("refreshment_from", on: day)
        steps = [
            (360, try figures("refreshment_under_6h", on: day)), (420, try figures("refreshment_6h", on: day)),
            (480, try figures("refreshment_7h", on: day)), (540, try figures("refreshment_8h", on: day)),
            (600, try figures("refreshment_9h", on: day)), (Int.max, try figures("refreshment_10h", on: day)),
        ]
    }

    /// Minutes of refreshment in a tour of so many minutes.
    package func minutes(of tour: Int) -> Int {
        tour < from ? 0 : steps.first { tour < $0.under }?.minutes ?? 0
    }

    package static func == (left: Refreshment, right: Refreshment) -> Bool {
        left.from == right.from && left.steps.elementsEqual(right.steps, by: ==)
    }
}
