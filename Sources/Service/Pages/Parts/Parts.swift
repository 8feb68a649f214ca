/// How a tag looks; its word says the same.
enum Tone: String, Sendable {
    case good, warn, bad, note
}

/// A table of a page.
struct TableView: Sendable {
    struct Head: Sendable {
        var text: String
        var isNumber = false
    }

    struct Cell: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
        var text: String
        var link: String?
        /// The tone of a tag; nil for plain text.
        var tag: String?
        var isNumber = false
        var isHead = false
        /// The head of its column, said beside it where a telephone shows rows one below the other; nil where they stay rows.
        var head: String?

        init(_ text: String, link: String? = nil, tag: Tone? = nil, isNumber: Bool = false, isHead: Bool = false) {
            self.text = text
            self.link = link
            self.tag = tag?.rawValue
            self.isNumber = isNumber
            self.isHead = isHead
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    struct Line: Sendable {
        var cells: [Cell]
    }

    var caption: String
    var isCaptionUnseen = false
    var heads: [Head]
    var rows: [Line]
    /// What is said where there are no rows; nil where there are.
    var empty: String?
    /// Where the next page is.
    var more: String?
    /// Whether a telephone shows each row as a block of its own: of more than two columns it would show a part only.
    var isStacked: Bool

    /// A table; the first cell of a row is its head.
    init(_ caption: String, heads: [String], rows: [[Cell]], empty: String, more: String? = nil) {
        self.caption = caption
        self.heads = heads.map { Head(text: $0) }
        let isStacked = heads.count > 2
        self.isStacked = isStacked
        self.rows = rows.map { cells in
            Line(
                cells: cells.enumerated().map { place, cell in
                    var cell = cell
                    cell.isHead = place == 0
                    let hasHead = isStacked && place > 0 && place < heads.count && !heads[place].isEmpty
                    cell.head = hasHead ? heads[place] : nil
                    return cell
                })
        }
        self.empty = rows.isEmpty ? empty : nil
        self.more = more
    }
}

/// A name and its value.
struct SummaryRow: Sendable {
    var name: String
    var text: String
    var link: String?
    var tag: String?
    /// Where it can be changed.
    var change: String?

    init(_ name: String, _ text: String, link: String? = nil, tag: Tone? = nil, change: String? = nil) {
        self.name = name
        self.text = text
        self.link = link
        self.tag = tag?.rawValue
        self.change = change
    }
}

/// Names and values, as a template takes them.
struct SummaryView: Sendable {
    var rows: [SummaryRow]
}

/// Something that happened.
struct TimelineStep: Sendable {
    var when: String
    var title: String
    var by: String?
    var text: String?

    init(_ when: String, _ title: String, by: String? = nil, text: String? = nil) {
        self.when = when
        self.title = title
        self.by = by
        self.text = text
    }
}

/// What happened, as a template takes it.
struct TimelineView: Sendable {
    var steps: [TimelineStep]
}
