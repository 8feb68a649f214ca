import Deployment
import HTTPTypes
import Records

/// Where the duties office begins: what needs it today, each number a link to what is counted.
enum TodayPage {
    static let routes = [
        WebRoute.page("/today", BoardPages.planners) { call in
            view(try await DutiesToday.read(asOf: call.now, in: call.house.pool), today: call.today)
        }
    ]

    static func view(_ found: DutiesToday, today: Day) -> View {
        let last = today.adding(DutiesToday.daysAhead - 1)
        var parts: [View.Part] = [.table(numbers(found, today: today, last: last))]
        if found.belowMinimumAhead == 0, found.unfilledAhead == 0, found.unacknowledgedChanges == 0,
            found.reopened == 0,
            found.publishBy > today
        {
            parts.insert(
                .paragraph("Nothing needs you today. Next publication: by \(Moments.text(found.publishBy))."), at: 0)
        }
        parts += PageIndex.parts(for: .duties)
        return View("Today, \(Moments.text(today))", parts)
    }

    private static func numbers(_ found: DutiesToday, today: Day, last: Day) -> TableView {
        let week = "from=\(today)&to=\(last)"
        let left = found.publishBy.days(since: today)
        let due =
            left < 0
            ? "\(-left) days late" : left == 0 ? "today" : "in \(left) day\(left == 1 ? "" : "s")"
        return TableView(
            "What needs the duties office", heads: ["What", "How many", "Look at"],
            rows: [
                row(
                    "Duties below their minimum now", found.belowMinimumNow, tone: .bad,
                    ("The board of today", "/board?from=\(today)&days=7&short=1")),
                row(
                    "Duties below their minimum, next \(DutiesToday.daysAhead) days", found.belowMinimumAhead,
                    tone: .bad,
                    ("Unfilled duties, soonest first", "/unfilled?\(week)")),
                row(
                    "Duties unfilled, next \(DutiesToday.daysAhead) days", found.unfilledAhead, tone: .warn,
                    ("All unfilled duties", "/unfilled?\(week)")),
                [
                    .init("Next roster to publish, from \(Moments.text(found.firstUnpublished))"),
                    .init(
                        "due \(due), by \(Moments.text(found.publishBy))",
                        tag: left < 0 ? .bad : left <= 14 ? .warn : .good), .init("Rosters", link: "/roster"),
                ],
                row(
                    "Changes that an officer has yet to acknowledge", found.unacknowledgedChanges, tone: .warn,
                    ("Whom to ring", "/changes/unacknowledged")),
                row(
                    "Published duties whose officer lacks a skill by then", found.reopened, tone: .bad,
                    ("Duties re-opened by a lapse", "/currencies/reopened")),
            ], empty: "")
    }

    private static func row(
        _ what: String, _ count: Int, tone: Tone, _ link: (text: String, path: String)
    ) -> [TableView.Cell] {
        [
            .init(what), .init(count == 0 ? "None" : String(count), tag: count == 0 ? nil : tone, isNumber: true),
            .init(link.text, link: link.path),
        ]
    }
}
