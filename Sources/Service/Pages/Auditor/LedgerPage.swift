import Deployment
import Records

/// How far the ledger has come, and how to check it.
enum LedgerPage {
    static let show = WebRoute.page("/ledger", .roles([.auditor, .admin])) { call in
        let ledger = call.house.ledger
        return view(size: try await ledger.size(), newest: try await ledger.newestCheckpoint())
    }

    /// The page of a ledger of this size.
    static func view(size: Int64, newest: StoredCheckpoint?) -> View {
        var parts: [View.Part] = [
            .paragraph(
                "Everything that is decided, reviewed, ended or read adds a leaf to the ledger in the same moment. A checkpoint is a signed statement of all leaves up to its size: whoever keeps an old one can prove that nothing before it was changed or taken out."
            )
        ]
        var rows = [SummaryRow("Leaves", String(size))]
        guard let newest else {
            return View(
                "Ledger", parts + [.summary(rows), .paragraph("No checkpoint has been made yet."), .paragraph(check)])
        }
        rows += [
            SummaryRow("Newest checkpoint", "covers \(newest.size) leaves"),
            SummaryRow("Made", Moments.text(newest.madeAt)),
            SummaryRow("Since then", "\(max(0, size - newest.size)) leaves, which the next checkpoint will cover"),
        ]
        parts += [
            .summary(rows), .heading("The checkpoint as it was signed"),
            .paragraph("Keep this text somewhere else: it is what the ledger can be held against later."),
            .html("<pre class=\"note\" tabindex=\"0\">\(HTML.escaped(newest.note))</pre>"), .heading("Check it"),
            .paragraph(check),
        ]
        return View("Ledger", parts)
    }

    private static let check =
        "This page shows where the ledger stands and checks nothing. The command \u{201C}evenhand ledger verify\u{201D}, run where the service runs, works out every leaf from the record and holds it against every checkpoint."
}
