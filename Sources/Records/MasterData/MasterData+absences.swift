extension MasterData {
    static let absences: [MasterTable] = [
        MasterTable(
            "abstraction", "Why an officer is away for whole days.", key: ["abstraction_id"],
            rules: [.notBefore(later: "to_day", earlier: "from_day")],
            columns: [
                .column("abstraction_id", .code(.abstraction), "the abstraction"),
                .reference("officer_id", .officer, to: "officer", "the officer"),
                .column(
                    "kind",
                    .choice([
                        "leave", "course", "training", "sickness", "court", "lieu", "post_incident", "other_duty",
                    ]), "its kind"),
                .column("from_day", .date, "the first day"),
                .column("to_day", .date, optional: true, "the last day; empty: open"),
                .column("reference", .text(0...200), optional: true, "a reference, never a cause"),
            ]),
        MasterTable(
            "restriction", "Restricted or recuperative duty of an officer.", key: ["restriction_id"],
            rules: [
                .notBefore(later: "to_day", earlier: "from_day"),
                .notBefore(later: "review_on", earlier: "from_day"),
            ],
            columns: [
                .column("restriction_id", .code(.restriction), "the restriction"),
                .reference("officer_id", .officer, to: "officer", "the officer"),
                .column("kind", .choice(["restricted", "recuperative"]), "its kind"),
                .column("limits", .text(3...200), "functional limits only, never a cause"),
                .column("from_day", .date, "the first day"),
                .column("to_day", .date, optional: true, "the last day; empty: open"),
                .column("review_on", .date, "when it is reviewed"),
            ]),
        MasterTable(
            "roster_request", "A wish of an officer for a day.", key: ["request_id"],
            columns: [
                .column("request_id", .code(.request), "the request"),
                .reference("officer_id", .officer, to: "officer", "the officer"),
                .column("day", .date, "the day"),
                .reference("shift_id", .shift, to: "shift", optional: true, "the shift; empty: a day off"),
                .column("weight", .integer(1...100), "how much it counts"),
            ]),
    ]
}
