/// The three shifts of the sample; the raw value is the place in a day.
enum SampleShift: Int, CaseIterable {
    case early
    case late
    case night

    var id: String {
        ["E", "L", "N"][rawValue]
    }
}

/// A rostered pattern: what each day of its cycle asks for, nil on a rest day.
struct SamplePattern {
    var id: String
    var name: String
    var days: [SampleShift?]

    static let team = SamplePattern(
        id: "team-2-2-2-4", name: "Team pattern: two earlies, two lates, two nights, four rest days",
        days: [.early, .early, .late, .late, .night, .night, nil, nil, nil, nil])
    static let office = SamplePattern(
        id: "office-hours", name: "Office hours: Monday to Friday",
        days: [.early, .early, .early, .early, .early, nil, nil])

    /// The individual patterns of officers with flexible rosters (001 ¶52), with how often each is chosen.
    static let flexible: [(item: SamplePattern, weight: Int)] = [
        (
            SamplePattern(
                id: "week-earlies", name: "Earlies, Monday to Thursday",
                days: [.early, .early, .early, .early, nil, nil, nil]), 4
        ),
        (
            SamplePattern(
                id: "no-nights", name: "Team pattern without nights",
                days: [.early, .early, .late, .late, nil, nil, nil, nil, nil, nil]), 4
        ),
        (
            SamplePattern(
                id: "week-lates", name: "Lates, Tuesday to Friday",
                days: [nil, .late, .late, .late, .late, nil, nil]), 2
        ),
        (
            SamplePattern(
                id: "long-weekend", name: "Friday and Saturday early, Sunday late",
                days: [nil, nil, nil, nil, .early, .early, .late]), 2
        ),
    ]

    static let all = [team, office] + flexible.map(\.item)

    /// The place in the cycle on the first day of the roster, a Monday, for a team whose cycle stands at `phase` then.
    ///
    /// Weekly patterns follow the calendar instead.
    func offset(phase: Int) -> Int {
        days.count == 7 ? 0 : phase % days.count
    }
}
