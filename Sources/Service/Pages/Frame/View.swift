import HTTPTypes

/// What a page shows below its frame.
struct View: Sendable {
    /// What is between the frame's head and foot.
    enum Part: Sendable {
        /// A template with its model: a struct of texts, numbers, lists and the like.
        case template(String, any Sendable)
        /// HTML that was written and escaped already (`HTML`).
        case html(String)
    }

    /// The title, and the one heading that the page's first part shows.
    var title: String
    var parts: [Part]
    /// Faults of what was typed, told on top and linked to their fields.
    var faults: [FieldFault] = []
    /// Uses the whole width, as boards do; a page with a table of many columns does by itself.
    var isWide = false
    var status: HTTPResponse.Status = .ok
    /// Keeps itself up to date (`live`): the page loads the script for it.
    var isLive = false
    /// Where a browser without script goes after five seconds; nil where it stays.
    var next: String?

    /// A page of one template.
    init(_ title: String, _ template: String, _ model: any Sendable) {
        self.title = title
        parts = [.template(template, model)]
    }

    /// A page of several parts below its heading.
    init(_ title: String, _ parts: [Part]) {
        self.title = title
        self.parts = [.html("<h1>\(HTML.said(title))</h1>")] + parts
        isWide = parts.contains(where: \.isWide)
    }

    /// The page with some things set.
    func with(_ change: (inout View) -> Void) -> View {
        var view = self
        change(&view)
        return view
    }
}

extension View.Part {
    /// Whether it is a table of so many columns that their words would break in the usual width.
    fileprivate var isWide: Bool {
        guard case .template(_, let model) = self, let table = model as? TableView else { return false }
        return table.heads.count > 6
    }

    /// A paragraph.
    static func paragraph(_ text: String) -> View.Part { .html("<p>\(HTML.said(text))</p>") }

    /// A heading of the second level.
    static func heading(_ text: String) -> View.Part { .html("<h2>\(HTML.said(text))</h2>") }

    /// A link that stands by itself.
    static func link(_ text: String, to path: String) -> View.Part {
        .html("<p><a href=\"\(HTML.escaped(path))\">\(HTML.said(text))</a></p>")
    }

    /// A table.
    static func table(_ table: TableView) -> View.Part { .template("frame/table", table) }

    /// A list of names and values.
    static func summary(_ rows: [SummaryRow]) -> View.Part { .template("frame/summary", SummaryView(rows: rows)) }

    /// What happened, in order.
    static func timeline(_ steps: [TimelineStep]) -> View.Part {
        .template("frame/timeline", TimelineView(steps: steps))
    }

    /// A form.
    static func form(_ form: FormView) -> View.Part { .template("frame/form", form) }
}
