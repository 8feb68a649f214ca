import Deployment
import Records

/// Currencies that lapse soon or have lapsed, those nobody booked in time first.
enum CurrencyWatchPage {
    static let routes = [
        WebRoute.page("/currencies", BoardPages.readers) { call in
            let days = call.asked("within").flatMap { Int($0) }.map { max(0, min($0, 366)) } ?? 60
            let (team, isUnbooked) = (call.asked("team"), call.asked("unbooked") == "1")
            let page = try await call.house.currencies.watch(
                asOf: call.now, within: days, team: team, cursor: call.asked("cursor"), limit: 100)
            let shown = isUnbooked ? page.items.filter { !$0.isBookedInTime } : page.items
            let names = try await OfficerNames.read(shown.map(\.officer), in: call.house.pool)
            // Those who are not booked come first: behind the first who is, nobody is left to show.
            let next = isUnbooked && shown.count < page.items.count ? nil : page.next
            let more = next.map { next in
                "/currencies?within=\(days)" + (team.map { "&team=" + WebResponder.escapedForQuery($0) } ?? "")
                    + (isUnbooked ? "&unbooked=1" : "") + "&cursor=" + WebResponder.escapedForQuery(next)
            }
            return View(
                "Currencies that lapse",
                [
                    AddressFilters("Filter currencies", to: "/currencies")
                        .with(
                            "within", "Within days",
                            .select(["14", "30", "60", "90", "180"].map { Field.Choice($0, $0) }, String(days))
                        )
                        .with("team", "Team", .line(team ?? "")).with("unbooked", "Unbooked only", .box(isUnbooked))
                        .part,
                    .table(table(shown, names, today: call.today, days: days, more: more)),
                    .link("Training sessions", to: "/training"),
                    .link("Duties re-opened by a lapse", to: "/currencies/reopened"),
                    .link("Limited duty", to: "/limited-duty"), .link("Individual patterns", to: "/patterns"),
                ])
        }
    ]

    static func table(
        _ watched: [WatchedCurrency], _ names: OfficerNames, today: Day, days: Int, more: String?
    ) -> TableView {
        TableView(
            "Lapsed, or lapsing within \(days) days",
            heads: ["Officer", "Team", "Currency", "Last day", "State", "Booked", "Last chance", "Duties affected"],
            rows: watched.map { one in
                [
                    .init(names.called(one.officer), link: "/officers/\(one.officer)"), .init(one.team),
                    .init(one.name),
                    .init(one.lastDay.map { Moments.text($0) } ?? "Never held"), state(one, today),
                    one.booked.map { .init(Moments.text($0), tag: one.isBookedInTime ? .good : .warn) }
                        ?? .init("Not booked", tag: .bad),
                    lastChance(one),
                    .init(String(one.duties.count), isNumber: true),
                ]
            }, empty: "Every currency is booked or lasts longer.", more: more)
    }

    /// The last session before the lapse, where the officer can be booked; else every session of the skill.
    private static func lastChance(_ one: WatchedCurrency) -> TableView.Cell {
        guard let session = one.lastChance, let day = one.lastChanceOn else {
            return .init(
                "No free seat for \(one.officer)", link: "/training?skill=\(one.skill)&officer=\(one.officer)")
        }
        return .init("Book \(one.officer) on \(Moments.text(day))", link: "/training/\(session)?officer=\(one.officer)")
    }

    private static func state(_ one: WatchedCurrency, _ today: Day) -> TableView.Cell {
        guard let last = one.lastDay, last >= today else { return .init("Lapsed", tag: .bad) }
        let left = last.days(since: today)
        return .init(left == 0 ? "Lapses tonight" : "\(left) days left", tag: left <= 14 ? .bad : .warn)
    }
}
