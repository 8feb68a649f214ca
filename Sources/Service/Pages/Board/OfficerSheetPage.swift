import Deployment
import FoundationEssentials
import Records

/// An officer as those who plan need to know them: duties, currencies, rest rules, burdens. Nothing of decisions or health.
enum OfficerSheetPage {
    private static let usualDays = 35

    static let route = WebRoute.page("/officers/{officer}", BoardPages.readers) { call in
        let officer = try call.call.part("officer")
        let authority = try await call.house.currencies.authority(of: officer, asOf: call.now)
        try Whose.check(officer, team: authority.team, call.call)
        let isPlanner = try call.caller.role == .duties
        let from = call.askedDay("from") ?? call.today.monday
        let to = from.adding(usualDays - 1)
        let duties = try await call.house.standing.list(from: from, to: to, officer: officer, limit: 200).items
        let names = try await OfficerNames.read([officer], in: call.house.pool)
        let burden = try await OfficerBurden.read(officer, before: call.today, in: call.house.pool)
        return View(
            names.called(officer),
            [.summary(summary(authority, isPlanner: isPlanner))] + month(duties, officer, from, isPlanner: isPlanner)
                + [
                    .table(try await breaches(officer, from, to, call)), .table(currencies(authority)),
                    .table(table(burden)),
                ])
    }

    private static func summary(_ record: AuthorityRecord, isPlanner: Bool) -> [SummaryRow] {
        let authority = record.authority
        return [
            SummaryRow("Team", record.team, link: "/board?team=\(record.team)"),
            SummaryRow(
                "Authority to carry", authority.isInForce(on: record.day) ? "In force" : "Not in force",
                tag: authority.isInForce(on: record.day) ? .good : .bad),
            SummaryRow("Until", authority.sentence(on: record.day, namesStatus: !isPlanner)),
        ]
            + record.bookings.map { SummaryRow("Booked", "\($0.skill) on \(Moments.text($0.day)) at \($0.starts)") }
    }

    /// The duties of some weeks; a covert post is named to the duties office only.
    static func month(
        _ duties: [StandingDeployment], _ officer: String, _ from: Day, isPlanner: Bool
    ) -> [View.Part] {
        let rows = duties.map { duty -> [TableView.Cell] in
            let isNamed = isPlanner || !duty.isCovert
            return [
                .init(Moments.text(duty.day)), .init(duty.shift),
                isNamed
                    ? .init(duty.post, link: DutyPage.path(duty.post, duty.day, duty.shift))
                    : .init("Covert post"),
                .init(duty.site), .init(Moments.text(duty.startsAt)), .init(Moments.text(duty.endsAt)),
            ]
        }
        let own = "/officers/\(officer)?from="
        return [
            .table(
                TableView(
                    "Duties, \(Moments.text(from)) to \(Moments.text(from.adding(usualDays - 1)))",
                    heads: ["Day", "Shift", "Post", "Site", "From", "To"], rows: rows,
                    empty: "No duty is published for these days.")),
            .html(
                "<p class=\"steps\"><a href=\"\(own)\(from.adding(-usualDays))\" rel=\"prev\">\(usualDays) days before</a> "
                    + "<a href=\"\(own)\(from.adding(usualDays))\" rel=\"next\">\(usualDays) days after</a></p>"),
        ]
    }

    private static func breaches(_ officer: String, _ from: Day, _ to: Day, _ call: WebCall) async throws -> TableView {
        let found: [FoundBreach]
        do {
            found = try await call.house.ruleSets.breaches(from: from, to: to, officer: officer, limit: 100).items
        } catch RecordError.invalid {
            // Days of long ago have no figures in force, and so nothing to be judged by.
            found = []
        }
        return BreachTable.table(found, caption: "Rest and hours in these days", names: nil)
    }

    private static func currencies(_ record: AuthorityRecord) -> TableView {
        func cells(_ name: String, _ last: Day?, never: Bool) -> [TableView.Cell] {
            let text = never ? "Never held" : last.map { Moments.text($0) } ?? "No end"
            let isOver = never || last.map { $0 < record.day } == true
            return [.init(name), .init(text), .init(isOver ? "Lapsed" : "In currency", tag: isOver ? .bad : .good)]
        }
        let parts = record.authority.parts.filter { $0.kind == .authority || $0.kind == .component }
        return TableView(
            "Currencies", heads: ["Currency", "Last day", "State"],
            rows: parts.map { cells($0.name, $0.lastDay.day, never: $0.lastDay == .never) }
                + record.currencies.map { cells($0.name, $0.lastDay, never: false) },
            empty: "No currency is on record.")
    }

    /// What was carried, beside the team's median.
    static func table(_ burden: OfficerBurden) -> TableView {
        let rows = [
            ("Duties", burden.duties), ("Nights", burden.nights), ("Saturdays and Sundays", burden.weekends),
            ("At level Exceptional", burden.high),
        ]
        return TableView(
            "Burdens of the last \(OfficerBurden.days / 7) weeks",
            heads: ["What", "This officer", "Median of the team"],
            rows: rows.map { name, share in
                let whole = share.median.rounded() == share.median
                return [
                    .init(name), .init(String(share.own), isNumber: true),
                    .init(whole ? String(Int(share.median)) : String(share.median), isNumber: true),
                ]
            }, empty: "")
    }
}
