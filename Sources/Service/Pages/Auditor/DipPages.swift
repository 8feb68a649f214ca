import Deployment
import Records

/// Dip samples: drawing them, looking through them, saying what was found.
enum DipPages {
    static let routes: [WebRoute] = [list] + NewDipPage.routes + [DipSamplePage.show] + DipItemPage.routes

    static let auditors: WebRoute.Access = .roles([.auditor])

    private static let list = WebRoute.page("/dips", auditors) { call in
        let turning = try Turning(call)
        let page = try await DipSamples(pool: call.house.pool).list(after: turning.mark, limit: turning.limit)
        return view(page.items, next: turning.next(page.next, of: "/dips"))
    }

    /// The list of samples.
    static func view(_ samples: [DipSample], next: String? = nil) -> View {
        View(
            "Dip samples",
            [
                .paragraph(
                    "Readings of sealed text and decisions, drawn at random for you to look at. Nobody picks them: which ones are drawn follows from a seed and the ledger, and anybody who has both can draw them again."
                ), .link("Draw a sample", to: "/dips/new"),
                .table(
                    TableView(
                        "Samples, newest first", heads: ["Sample", "Drawn", "By", "From days", "Looked at"],
                        rows: samples.map { sample in
                            [
                                .init(sample.number, link: "/dips/\(sample.number)"),
                                .init(Moments.text(sample.drawnAt)), .init(sample.drawnBy.name),
                                .init("\(Moments.text(sample.from)) to \(Moments.text(sample.to))"),
                                .init("\(sample.judged) of \(sample.items)"),
                            ]
                        }, empty: "No sample was drawn yet.", more: next)),
            ])
    }
}
