import Deployment
import HTTPTypes
import Records

/// Master tables as CSV, each by itself: as it stands, to be imported again, or made safe for a spreadsheet.
enum ExportPage {
    static let routes = [
        WebRoute.page("/export", MasterDataPages.keepers) { call in
            let counts = try await MasterData.counting(in: call.house.pool)
            let isPlanner = try call.caller.role == .duties
            return View(
                "Export",
                [
                    .paragraph(
                        "A file to import again holds every value as it is: open it as text, because a spreadsheet may run "
                            + "a value that begins with = as a formula. A file for a spreadsheet has such values marked with "
                            + "an apostrophe, and is not for importing."),
                    .table(
                        TableView(
                            "Tables",
                            heads: ["Table", "What it holds", "Rows", "To import again", "For a spreadsheet"],
                            rows: counts.map { table, rows in
                                [
                                    .init(table.name), .init(table.meaning), .init(String(rows), isNumber: true),
                                    .init(table.file, link: "/export/\(table.name)"),
                                    .init(
                                        "\(table.name) for a spreadsheet", link: "/export/\(table.name)?for=spreadsheet"
                                    ),
                                ]
                            }, empty: "There are no tables.")),
                    .link("Import files", to: "/import"),
                ] + (isPlanner ? roster(call.today) : []))
        },
        WebRoute(method: .get, path: "/export/{table}", access: MasterDataPages.keepers) { call in
            let name = try call.call.part("table")
            guard let table = MasterData.tables.first(where: { $0.name == name }) else { throw APIProblem.notFound }
            let isForSpreadsheet = call.asked("for") == "spreadsheet"
            return .bytes(
                try await MasterData.exporting(
                    table, from: call.house.pool, forSpreadsheet: isForSpreadsheet),
                type: "text/csv; charset=utf-8", name: isForSpreadsheet ? "\(name)-spreadsheet.csv" : table.file)
        },
    ]

    /// The roster in force, by days, site and officer.
    private static func roster(_ today: Day) -> [View.Part] {
        [
            .heading("The roster in force"),
            .paragraph("Who stands where, one deployment a line, for a spreadsheet."),
            AddressFilters("The roster as CSV", to: "/roster.csv").with("from", "From", .day(today.description))
                .with("to", "To", .day(today.adding(27).description)).with("site", "Site", .line(""))
                .with("officer", "Officer", .line("")).part,
            .link("Unfilled duties of the next 28 days as CSV", to: "/unfilled.csv"),
        ]
    }
}
