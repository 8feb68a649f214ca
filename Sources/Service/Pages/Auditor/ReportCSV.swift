import Deployment
import Records

/// The report as CSV: one line a number, so that every table of it has the same columns.
enum ReportCSV {
    /// What is sent; a withheld number is the word, never an empty field that reads as nothing.
    static func bytes(_ report: QuarterlyReport, quarter: Quarter) -> [UInt8] {
        var csv = CSVWriter(guardsFormulas: true)
        csv.append(["quarter", "table", "row", "column", "count"])
        func line(_ table: String, _ row: String, _ column: String, _ count: Int?) {
            csv.append([quarter.code, table, row, column, ReportPage.number(count)])
        }
        for (name, table) in [("decisions", report.decisions), ("flags", report.flags), ("reads", report.reads)] {
            for (place, row) in table.rows.enumerated() {
                for (column, count) in zip(table.columns, table.counts[place]) { line(name, row, column, count) }
                line(name, row, "total", table.rowTotals[place])
            }
            for (column, count) in zip(table.columns, table.columnTotals) { line(name, "total", column, count) }
            line(name, "total", "total", table.total)
        }
        line("reviews", "held", "total", report.reviewsHeld)
        line("reviews", "missed", "total", report.reviewsMissed)
        return csv.bytes
    }
}
