import Deployment
import HTTPTypes
import Records

/// The quarterly report: counts that outsiders may see, as tables, one picture and CSV.
enum ReportPage {
    private static let readers: WebRoute.Access = .roles([.auditor, .gold])

    static let routes = [
        WebRoute.page("/report", readers) { call in
            let quarter = quarter(call)
            return view(try await read(quarter, call), quarter: quarter, today: call.today)
        },
        WebRoute(method: .get, path: "/report.csv", access: readers) { call in
            let quarter = quarter(call)
            return .bytes(
                ReportCSV.bytes(try await read(quarter, call), quarter: quarter), type: "text/csv; charset=utf-8",
                name: "evenhand-report-\(quarter.code).csv")
        },
    ]

    /// The quarter that is asked for; the last one that is over unless told.
    private static func quarter(_ call: WebCall) -> Quarter {
        call.asked("quarter").flatMap(Quarter.init) ?? Quarter(of: call.today).previous
    }

    private static func read(_ quarter: Quarter, _ call: WebCall) async throws -> QuarterlyReport {
        try await QuarterlyReport.read(from: quarter.first, to: quarter.last, of: call.house.pool)
    }

    /// The page of a report.
    static func view(_ report: QuarterlyReport, quarter: Quarter, today: Day) -> View {
        let title = "Report, \(quarter.words)"
        var parts: [View.Part] = [
            .html(turning(quarter)),
            .paragraph(
                "Numbers from 1 to 4 are withheld, and with them as many others as it takes that none can be worked out. A withheld number says so."
            ),
        ]
        if quarter.last >= today {
            parts.append(.paragraph("This quarter is not over: its figures still grow."))
        }
        parts += [
            .heading("Decisions"),
            .table(table("Decisions by category, outcome and who decided", "Category", report.decisions)),
            .html(ReportChart.svg(report.decisions)), .heading("Flags"),
            .paragraph("A flag is a question, not a verdict. Open are those whose case has no outcome yet."),
            .table(
                table(
                    "Flags by kind and what became of them", "Kind", report.flags,
                    called: words, empty: "No flag was raised.")),
            .heading("Readings of sealed texts"),
            .table(reads(report.reads)),
            .heading("Reviews"),
            .summary([
                SummaryRow("Held", number(report.reviewsHeld)), SummaryRow("Missed", number(report.reviewsMissed)),
            ]),
            .link("This report as CSV", to: "/report.csv?quarter=\(quarter.code)"),
        ]
        return View(title, parts).with { $0.isWide = true }
    }

    private static func turning(_ quarter: Quarter) -> String {
        var html = HTML()
        html.mark("<nav class=\"turning\" aria-label=\"Quarters\"><ul>")
        for other in [quarter.previous, quarter.next] {
            html.mark("<li><a")
            html.attribute("href", "/report?quarter=\(other.code)")
            html.mark(">")
            html.say(other.words)
            html.mark("</a></li>")
        }
        html.mark("</ul></nav>")
        return html.text
    }

    /// A number as people read it.
    static func number(_ number: Int?) -> String { number.map(String.init) ?? "withheld" }

    /// A word of the record as people read it: `selective_scope` is "Selective scope".
    static func words(_ code: String) -> String {
        let text = code.replacing("_", with: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private static func cell(_ count: Int?) -> TableView.Cell {
        TableView.Cell(number(count), isNumber: true)
    }

    private static func table(
        _ caption: String, _ corner: String, _ table: PublishedTable, called: (String) -> String = { $0 },
        empty: String = "No decision was taken."
    ) -> TableView {
        var rows = table.rows.enumerated().map { place, name in
            [TableView.Cell(called(name))] + table.counts[place].map(cell) + [cell(table.rowTotals[place])]
        }
        if !rows.isEmpty {
            rows.append([TableView.Cell("Total")] + table.columnTotals.map(cell) + [cell(table.total)])
        }
        return numbered(
            TableView(caption, heads: [corner] + table.columns.map(words) + ["Total"], rows: rows, empty: empty))
    }

    /// Readings have one column, which is their total.
    private static func reads(_ reads: PublishedTable) -> TableView {
        let names = ["grounds": "Grounds of a decision", "annex": "The officer's own words", "concern": "Concern"]
        let rows = reads.rows.enumerated().map { place, name in
            [TableView.Cell(names[name] ?? name), cell(reads.counts[place].first ?? nil)]
        }
        return numbered(
            TableView(
                "Readings by what was read", heads: ["What", "Readings"],
                rows: rows + [[TableView.Cell("Total"), cell(reads.total)]], empty: ""))
    }

    private static func numbered(_ table: TableView) -> TableView {
        var table = table
        for place in table.heads.indices.dropFirst() { table.heads[place].isNumber = true }
        return table
    }
}
