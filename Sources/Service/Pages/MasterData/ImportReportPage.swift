import Deployment
import HTTPTypes
import Records

/// What an import would do, or did: counts by table, and every problem by file, row and field.
enum ImportReportPage {
    /// Problems that a page shows; the file is mended and tried again long before anybody reads more.
    private static let mostShown = 300

    /// A trial. Files without a problem can be taken from here.
    static func checked(_ report: ImportReport, _ hashes: ImportHashes, _ call: WebCall) -> View {
        guard !report.isRefused else { return refused(report) }
        let rows = report.files.reduce(0) { $0 + $1.new + $1.changed }
        guard rows > 0 else {
            return View(
                "Nothing to import",
                [
                    .paragraph("Every row of these files is on record as it is."), .table(counts(report)),
                    .link("Check other files", to: "/import"),
                ])
        }
        return View(
            "These files can be imported",
            [.paragraph("This was a trial: nothing was written."), .table(counts(report))]
                + ImportPage.taking(call, hashes))
    }

    /// An import.
    static func taken(_ report: ImportReport, _ call: WebCall) -> View {
        guard !report.isRefused else { return refused(report) }
        return View(
            report.hasChanged ? "Imported" : "Nothing to import",
            [
                .paragraph(
                    report.hasChanged
                        ? "All rows are on record. What a changed row was before, and that you changed it, is kept."
                        : "Every row of these files is on record as it is."),
                .table(counts(report)), .link("Import more files", to: "/import"),
            ])
    }

    private static func refused(_ report: ImportReport) -> View {
        let count = report.problemCount
        let shown = report.problems.prefix(mostShown)
        var parts: [View.Part] = [
            .paragraph(
                "\(count) problem\(count == 1 ? "" : "s"). Nothing was imported, for files are taken all together or not "
                    + "at all. Mend the rows below and check the files again.")
        ]
        if !report.files.isEmpty { parts.append(.table(counts(report))) }
        parts.append(
            .table(
                TableView(
                    "Problems", heads: ["File", "Row", "Field", "Value", "Rule"],
                    rows: shown.map { problem in
                        [
                            .init(problem.file),
                            .init(problem.line > 0 ? String(problem.line) : "whole file", isNumber: problem.line > 0),
                            .init(problem.column ?? ""), .init(problem.value ?? ""), .init(problem.rule),
                        ]
                    }, empty: "The problems are too many to list.")))
        if count > shown.count { parts.append(.paragraph("And \(count - shown.count) more.")) }
        parts.append(.link("Check the files again", to: "/import"))
        return View("The files cannot be imported", parts).with { $0.status = .unprocessableContent }
    }

    /// Rows by table. A refused row is one that a problem names; what is otherwise found of a refused import is a forecast.
    static func counts(_ report: ImportReport) -> TableView {
        var refused: [String: Set<Int>] = [:]
        for problem in report.problems where problem.line > 1 {
            refused[problem.file, default: []].insert(problem.line)
        }
        return TableView(
            "Rows by table", heads: ["Table", "Rows", "New", "Changed", "The same", "Refused"],
            rows: report.files.map { file in
                let bad = refused[file.name]?.count ?? 0
                return [
                    .init(file.name), .init(String(file.read), isNumber: true), .init(String(file.new), isNumber: true),
                    .init(String(file.changed), isNumber: true), .init(String(file.unchanged), isNumber: true),
                    bad > 0
                        ? .init(String(bad), tag: .bad, isNumber: true) : .init("0", isNumber: true),
                ]
            }, empty: "There is no table among these files.")
    }
}
