import Deployment

extension MasterData {
    static let people: [MasterTable] = [
        MasterTable(
            "team", "A team of officers.", key: ["team_id"],
            columns: [
                .column("team_id", .code(.team), "the team"),
                .column("name", .text(1...80), "its name"),
            ]),
        MasterTable(
            "skill", "A skill, an authority or a component of it.", key: ["skill_id"],
            rules: [.single(column: "kind", value: "authority")],
            columns: [
                .column("skill_id", .code(.skill), "the skill"),
                .column("name", .text(1...80), "its name"),
                .column(
                    "kind", .choice(["authority", "component", "advisory", "specialism"]),
                    "the authority is computed from its components; an advisory skill only warns when it lapses"),
                .column(
                    "validity_months", .integer(1...120), optional: true, "how long it lasts; empty: no fixed time"),
            ]),
        MasterTable(
            "shift", "A shift, by the wall clock in London.", key: ["shift_id"],
            columns: [
                .column("shift_id", .code(.shift), "the shift"),
                .column("name", .text(1...80), "its name"),
                .column("starts", .time, "when it begins"),
                .column("minutes", .integer(1...1440), "how long it lasts"),
                .column("night", .boolean, "whether it counts as a night"),
            ]),
        MasterTable(
            "contract", "The limits on an officer's working pattern.", key: ["contract_id"],
            rules: [
                .atMost(lesser: "min_shifts", greater: "max_shifts"),
                .atMost(lesser: "min_consecutive_work", greater: "max_consecutive_work"),
            ],
            columns: [
                .column("contract_id", .code(.name), "the contract"),
                .column("max_consecutive_work", .integer(1...14), "days of work in a row at most"),
                .column("min_consecutive_work", .integer(.atLeast(1)), "days of work in a row at least"),
                .column("min_consecutive_off", .integer(.atLeast(1)), "days off in a row at least"),
                .column("max_consecutive_nights", .integer(.atLeast(1)), "nights in a row at most"),
                .column("min_shifts", .integer(.atLeast(0)), "shifts in 28 days at least"),
                .column("max_shifts", .integer(.atLeast(0)), "shifts in 28 days at most"),
                .column("max_weekends", .integer(.atLeast(0)), "weekends worked in 28 days at most"),
                .column("complete_weekends", .boolean, "whether a weekend is worked whole or not at all"),
            ]),
        MasterTable(
            "pattern", "A rostered pattern: a cycle of days.", key: ["pattern_id"], rules: [.completeCycle],
            columns: [
                .column("pattern_id", .code(.name), "the pattern"),
                .column("name", .text(1...80), "its name"),
                .column("cycle_days", .integer(1...400), "the length of the cycle"),
            ]),
        MasterTable(
            "pattern_day", "A day of a pattern's cycle.", key: ["pattern_id", "day_index"],
            columns: [
                .reference("pattern_id", .name, to: "pattern", "the pattern"),
                .column("day_index", .integer(.atLeast(0)), "the day of the cycle, from 0"),
                .reference("shift_id", .shift, to: "shift", optional: true, "the shift; empty: a rostered rest day"),
            ]),
        MasterTable(
            "officer", "An officer.", key: ["officer_id"],
            rules: [.notBefore(later: "left_on", earlier: "joined_on")],
            columns: [
                .column("officer_id", .code(.officer), "the officer"),
                .column("name", .text(1...80), "the name on the roster"),
                .column("rank", .choice(Rank.allCases.map(\.rawValue)), "the rank"),
                .reference("team_id", .team, to: "team", "the team"),
                .reference("contract_id", .name, to: "contract", "the contract"),
                .column("joined_on", .date, "the first day in the command"),
                .column("left_on", .date, optional: true, "the last day in the command; empty: still in it"),
            ]),
        MasterTable(
            "officer_pattern", "Which pattern an officer follows, and when.", key: ["officer_id", "from_day"],
            rules: [
                .notBefore(later: "to_day", earlier: "from_day"),
                .noOverlap(per: "officer_id", from: "from_day", to: "to_day"),
            ],
            columns: [
                .reference("officer_id", .officer, to: "officer", "the officer"),
                .reference("pattern_id", .name, to: "pattern", "the pattern"),
                .column("anchor_day", .date, "a day on which the cycle stands at index 0"),
                .column("from_day", .date, "the first day"),
                .column("to_day", .date, optional: true, "the last day; empty: no end"),
            ]),
        MasterTable(
            "currency", "That an officer holds a skill, until it expires.",
            key: ["officer_id", "skill_id", "issued_on"],
            rules: [.notBefore(later: "expires_on", earlier: "issued_on")],
            columns: [
                .reference("officer_id", .officer, to: "officer", "the officer"),
                .reference("skill_id", .skill, to: "skill", "the skill"),
                .column("issued_on", .date, "the first day in currency"),
                .column("expires_on", .date, optional: true, "the last day in currency; empty: no end"),
                .column("evidence", .text(0...200), optional: true, "a reference to the evidence"),
            ]),
    ]
}
