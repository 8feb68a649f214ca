import Deployment
import Records

/// Sets the level of a site, and says what that has caused: duties that are short by it now, and the way to a repair.
enum SiteLevelPage {
    static let routes =
        WebRoute.form(
            "/sites/{site}/level", BoardPages.planners, fields: { _ in fields },
            show: { call, state in
                let site = try await SitePage.site(call)
                return View(
                    "Set the level of \(site.id) \(site.name)",
                    [
                        .summary([SummaryRow("Level today", site.level.rawValue, tag: site.level.tone ?? .note)]),
                        .paragraph(
                            "The level holds at once, and with it what every post of the site wants. Nobody is moved by it: "
                                + "what is short then is shown next. To have the smallest lawful change worked out before the "
                                + "level is set, work out a repair instead."),
                        .link(
                            "Work out a repair first",
                            to: "/repairs/new?kind=level_raised&site=\(site.id)&from=\(call.today)"),
                        .form(
                            state.view(
                                call, button: "Set the level", cancel: "/sites/\(site.id)",
                                given: ["from": [call.today.description]])),
                    ])
            },
            submit: { call, form in
                let site = try await SitePage.site(call)
                guard let level = ResponseLevel(rawValue: form.text("level")), let from = form.day("from") else {
                    throw APIProblem.notFound
                }
                let wish = SiteLevelWish(
                    site: site.id, level: level, from: from, to: form.day("to"), setBy: form.text("setBy"),
                    reference: form.optional("reference"))
                _ = try await SiteLevels(pool: call.house.pool).set(wish, by: call.caller.accountID, now: call.now)
                let days = "from=\(from)" + (wish.to.map { "&to=\($0)" } ?? "")
                return .redirect("/sites/\(site.id)/level/set?\(days)", .recorded)
            }) + [
            WebRoute.page("/sites/{site}/level/set", BoardPages.planners) { call in
                let site = try await SitePage.site(call)
                let days = AskedDays(call, days: 28)
                let short = try await UnfilledDuties.read(
                    from: days.from, to: days.to, site: site.id, limit: 100, in: call.house.pool)
                return caused(site, days, short)
            }
        ]

    private static let fields = [
        Field(
            "level", "Level", .radios(ResponseLevel.allCases.map { Field.Choice($0.rawValue, $0.rawValue) }),
            pointers: ["/level"]),
        Field("from", "First day", .day, hint: "Today at the earliest: what was is imported.", pointers: ["/from"]),
        Field(
            "to", "Last day", .day, hint: "Leave empty for until the next level.", isOptional: true, pointers: ["/to"]),
        Field("setBy", "Who set it", .line(.free(1...80), width: .medium), pointers: ["/setBy"]),
        Field(
            "reference", "Reference of the source", .line(.free(1...80), width: .long),
            hint: "A reference only: intelligence is never stored here.", isOptional: true, pointers: ["/reference"]),
    ]

    /// What a level has brought about.
    static func caused(_ site: SiteBook, _ days: AskedDays, _ short: Page<UnfilledDuty>) -> View {
        let below = short.items.filter { $0.belowMin > 0 }.count
        let more = short.next == nil ? "" : " These are the first."
        return View(
            "What the level causes at \(site.id) \(site.name)",
            [
                .paragraph(
                    short.items.isEmpty
                        ? "Every published duty of these days has its target."
                        : "\(short.items.count) published duties stand below their target, \(below) of them below "
                            + "their minimum.\(more)"),
                .link(
                    "Work out a repair",
                    to: "/repairs/new?kind=level_raised&site=\(site.id)&from=\(days.from)"),
                .table(
                    UnfilledPage.table(
                        short.items, caption: "Duties that are short now, \(days.words)",
                        empty: "Nothing is short.", more: nil)),
                .link("The site", to: "/sites/\(site.id)"),
            ])
    }
}
