import Deployment
import FoundationEssentials
import Records
import Testing

@testable import Service

@Suite("The quarterly report as tables and as CSV")
struct ReportPageTests {
    /// The numbers of a page's table, row by row, without its heads.
    private static func numbers(_ html: String, after caption: String) throws -> [[String]] {
        let start = try #require(html.firstRange(of: "<caption>\(caption)")?.upperBound)
        let table = html[start...].prefix(upTo: html[start...].firstRange(of: "</table>")?.lowerBound ?? html.endIndex)
        return table.split(separator: "<tr>").dropFirst(2).map { row in
            row.split(separator: "<td class=\"number\"").dropFirst().map { cell in
                String(cell.split(separator: "<bdi>", omittingEmptySubsequences: false)[1].prefix { $0 != "<" })
            }
        }
    }

    /// The numbers of a table of the CSV, row by row.
    private static func numbers(_ csv: String, of table: String) -> [[String]] {
        var rows: [(name: String, numbers: [String])] = []
        for line in csv.split(separator: "\n") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard fields[1] == table else { continue }
            if rows.last?.name == fields[2] {
                rows[rows.count - 1].numbers.append(fields[4])
            } else {
                rows.append((fields[2], [fields[4]]))
            }
        }
        return rows.map(\.numbers)
    }

    @Test("every number of the page stands in the CSV and no other, withheld ones as the word")
    func equal() throws {
        var state: UInt64 = 4
        /// A count below 12, another each time and the same in every run.
        func count() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % 12
        }
        func table(_ rows: [String], _ columns: [String]) -> PublishedTable {
            SmallNumbers.published(
                CountTable(
                    rows: rows, columns: columns, counts: rows.map { _ in columns.map { _ in count() } }))
        }
        let quarter = try #require(Quarter("2026-Q3"))
        for turn in 0..<20 {
            let report = QuarterlyReport(
                from: quarter.first, to: quarter.last,
                decisions: table(["Safety", "Connection", "Other"], ["granted by Gold", "refused by Gold"]),
                flags: table(["review_missed", "surge"], ["explained", "upheld", "open"]),
                reads: table(["grounds", "annex", "concern"], ["read"]), reviewsHeld: turn < 5 ? nil : turn)
            let html = try Layout(templates: Templates()).html(
                ReportPage.view(report, quarter: quarter, today: quarter.next.first), for: nil, csrf: "", notice: nil,
                path: "/report", now: Date(timeIntervalSince1970: 1_795_000_000))
            let csv = String(decoding: ReportCSV.bytes(report, quarter: quarter), as: UTF8.self)
            for (caption, name) in [("Decisions by", "decisions"), ("Flags by", "flags")] {
                let shown = try ReportPageTests.numbers(html, after: caption)
                #expect(shown.count > 2 && shown == ReportPageTests.numbers(csv, of: name), "\(name) of turn \(turn)")
            }
            // Readings have one column on the page, which the CSV says with its totals.
            let reads = try ReportPageTests.numbers(html, after: "Readings by").map { $0[0] }
            #expect(reads == ReportPageTests.numbers(csv, of: "reads").map { $0[0] }, "turn \(turn)")
            let reviews = ReportPageTests.numbers(csv, of: "reviews").map { $0[0] }
            #expect(reviews == [report.reviewsHeld, report.reviewsMissed].map(ReportPage.number))
        }
    }

    @Test("readings of one kind are not told by the total and the other kinds")
    func subtraction() {
        let reads = SmallNumbers.published(
            CountTable(rows: ["grounds", "annex", "concern"], columns: ["read"], counts: [[40], [2], [60]]))
        let known = reads.counts.map { $0[0] } + [reads.total]
        #expect(known.count { $0 == nil } >= 2, "\(known)")
        #expect(reads.counts.map { $0[0] } == reads.rowTotals && reads.columnTotals == [reads.total])
    }
}
