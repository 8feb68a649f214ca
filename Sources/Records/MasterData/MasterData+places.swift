import Deployment

extension MasterData {
    private static let level = MasterType.choice(ResponseLevel.allCases.map(\.rawValue))

    static let places: [MasterTable] = [
        MasterTable(
            "mission", "The body that a site belongs to.", key: ["mission_id"],
            columns: [
                .column("mission_id", .code(.mission), "the mission"),
                .column("name", .text(1...120), "its name"),
            ]),
        MasterTable(
            "site", "A place with posts.", key: ["site_id"],
            columns: [
                .column("site_id", .code(.site), "the site"),
                .reference("mission_id", .mission, to: "mission", "the mission"),
                .column("name", .text(1...120), "its name"),
                .reference("owner_inspector", .officer, to: "officer", optional: true, "its liaison inspector"),
            ]),
        MasterTable(
            "post", "A post that officers are deployed to.", key: ["post_id"],
            rules: [.notBefore(later: "active_to", earlier: "active_from")],
            columns: [
                .column("post_id", .code(.post), "the post"),
                .reference("site_id", .site, to: "site", "the site"),
                .column("name", .text(1...120), "its name"),
                .column(
                    "kind", .choice(["static", "mobile", "arv", "residential", "hospital_guard", "desk"]), "its kind"),
                .column("suitable_for_restricted", .boolean, "whether an officer on restricted duty may stand there"),
                .column("covert", .boolean, "whether it is hidden from general views"),
                .column("active_from", .date, "the first day"),
                .column("active_to", .date, optional: true, "the last day; empty: no end"),
            ]),
        MasterTable(
            "post_skill", "A skill that a post requires.", key: ["post_id", "skill_id"],
            columns: [
                .reference("post_id", .post, to: "post", "the post"),
                .reference("skill_id", .skill, to: "skill", "the skill"),
            ]),
        MasterTable(
            "site_level", "The response level of a site; a site without a row is at Normal.",
            key: ["site_id", "from_day"],
            rules: [
                .notBefore(later: "to_day", earlier: "from_day"),
                .noOverlap(per: "site_id", from: "from_day", to: "to_day"),
            ],
            columns: [
                .reference("site_id", .site, to: "site", "the site"),
                .column("level", level, "the response level"),
                .column("from_day", .date, "the first day"),
                .column("to_day", .date, optional: true, "the last day; empty: until further notice"),
                .column("set_by", .text(1...80), "who set it"),
                .column(
                    "source_reference", .text(0...200), optional: true, "a reference only: intelligence is never stored"
                ),
            ]),
        MasterTable(
            "post_demand", "How many officers a post needs at a level on a shift.",
            key: ["post_id", "level", "day_kind", "shift_id"],
            rules: [.atMost(lesser: "min_officers", greater: "target_officers")],
            columns: [
                .reference("post_id", .post, to: "post", "the post"),
                .column("level", level, "the response level of the site"),
                .column("day_kind", .choice(["weekday", "weekend"]), "the kind of day"),
                .reference("shift_id", .shift, to: "shift", "the shift"),
                .column("min_officers", .integer(.atLeast(0)), "officers at least"),
                .column("target_officers", .integer(1...50), "officers wanted"),
            ]),
    ]
}
