import Deployment
import Records

/// Who read sealed texts, when and what for.
enum AccessLogPage {
    static let show = WebRoute.page("/access-log", .roles([.auditor])) { call in
        let turning = try Turning(call, keeping: ["officer", "reader", "from", "to"])
        var filter = AccessLog.Filter()
        filter.officer = call.asked("officer")
        filter.reader = call.asked("reader")
        (filter.from, filter.to) = (call.askedDay("from"), call.askedDay("to"))
        let page = try await AccessLog(pool: call.house.pool).list(filter, after: turning.mark, limit: turning.limit)
        return view(page.items, filter: filter, next: turning.next(page.next, of: "/access-log"))
    }

    /// The page of these reads.
    static func view(_ reads: [SensitiveRead], filter: AccessLog.Filter, next: String? = nil) -> View {
        View(
            "Access log",
            [
                .paragraph(
                    "Every reading of a sealed text, newest first: it is written down before the text is seen, and cannot be taken back."
                ), .html(form(filter)),
                .table(
                    TableView(
                        "Readings", heads: ["When", "Record", "What", "Who", "What for"],
                        rows: reads.map { read in
                            [
                                TableView.Cell(Moments.text(read.readAt)), TableView.Cell(read.number),
                                TableView.Cell(what(read)), TableView.Cell(read.reader.name),
                                TableView.Cell(read.purpose),
                            ]
                        },
                        empty: filter == AccessLog.Filter() ? "Nobody has read a sealed text." : "No reading fits.",
                        more: next)),
            ])
    }

    static func what(_ read: SensitiveRead) -> String {
        if read.number.hasPrefix("C-") { return "Concern" }
        return read.layer == .annex ? "The officer's own words" : "Grounds"
    }

    private static func form(_ filter: AccessLog.Filter) -> String {
        var html = HTML()
        func field(_ name: String, _ label: String, _ type: String, _ value: String?) {
            html.mark("<div><label")
            html.attribute("for", "filter-\(name)")
            html.mark(">")
            html.say(label)
            html.mark("</label><input maxlength=\"80\" dir=\"auto\"")
            html.attribute("id", "filter-\(name)")
            html.attribute("name", name)
            html.attribute("type", type)
            html.attribute("value", value ?? "")
            html.mark("></div>")
        }
        html.mark("<form method=\"get\" action=\"/access-log\" class=\"filters\">")
        field("officer", "About officer", "text", filter.officer)
        field("reader", "Reader's name has", "text", filter.reader)
        field("from", "From", "date", filter.from?.description)
        field("to", "To", "date", filter.to?.description)
        html.mark("<button class=\"plain\">Show</button> <a href=\"/access-log\">Show all</a></form>")
        html.mark(
            "<p class=\"hint\">Whose a concern is, the log does not tell: an officer's number finds decisions only.</p>"
        )
        return html.text
    }
}
