import Deployment
import FoundationEssentials
import Records

/// What another version would change, officer-day by officer-day, each with the notice it would have today.
enum CompareVersionsPage {
    static let route = WebRoute.page("/roster/versions/{version}/compare", BoardPages.planners) { call in
        let id = try call.call.number("version")
        _ = try await call.house.versions.get(id)
        let own = "/roster/versions/\(id)/compare"
        let asked = AddressFilters("Choose the other version", to: own)
            .with("to", "Compare with version", .line(call.asked("to") ?? ""))
        guard let other = call.asked("to").flatMap({ Int64($0) }) else {
            return View("Compare roster version \(id)", [asked.part])
        }
        _ = try await call.house.versions.get(other)
        let page = try await call.house.versions.compare(id, with: other, cursor: call.asked("cursor"), limit: 100)
        let names = try await OfficerNames.read(page.items.map(\.officer), in: call.house.pool)
        let figures = try await RuleFigureReader(pool: call.house.pool).read()
        let minutes = Int(call.now.timeIntervalSince1970 / 60)
        let rows = page.items.map { change in
            Row(change: change, notice: try? ChangeNotice(noticedAt: minutes, dutyDay: change.day, figures: figures))
        }
        let more = page.next.map { "\(own)?to=\(other)&cursor=\(WebResponder.escapedForQuery($0))" }
        return View(
            "Version \(id) and version \(other)", [asked.part, .table(table(rows, names, id, other, more: more))])
    }

    /// An officer-day that differs.
    struct Row: Sendable {
        var change: OfficerDayChange
        /// Nil where no figures are in force for the day.
        var notice: ChangeNotice?
    }

    static func table(_ rows: [Row], _ names: OfficerNames, _ first: Int64, _ second: Int64, more: String?) -> TableView
    {
        func duty(_ duty: OfficerDayChange.Duty?) -> TableView.Cell {
            .init(duty.map { "\($0.shift) \($0.post)" } ?? "no duty")
        }
        return TableView(
            "Officer-days that differ",
            heads: ["Officer", "Day", "In version \(first)", "In version \(second)", "Notice from today"],
            rows: rows.map { row in
                [
                    .init(names.called(row.change.officer), link: "/officers/\(row.change.officer)"),
                    .init(Moments.text(row.change.day)), duty(row.change.before), duty(row.change.after),
                    row.notice.map { .init($0.words, tag: $0.band.tone) } ?? .init("not known"),
                ]
            }, empty: "The two do not differ.", more: more)
    }
}

extension ChangeNotice.Band {
    /// The tone of its tag: the later, the graver.
    fileprivate var tone: Tone {
        switch self {
        case .free: .good
        case .full: .note
        case .short: .warn
        case .late: .bad
        }
    }
}
