import Deployment
import Records

/// Writes the board's table: a row a post and shift, a column a day. Thousands of cells, so each is as short as it can be.
enum BoardTable {
    /// The table with its own scrolling window.
    static func html(_ board: Board, _ lines: [Board.Line], caption: String, today: Day) -> String {
        let days = (0..<board.days).map { board.from.adding($0) }
        // A cell with its link is some fifty bytes.
        var html = HTML(room: 64 * lines.count * days.count + 4096)
        html.mark("<div class=\"board")
        if board.from.weekday == 0 { html.mark(" weeks") }
        html.mark("\" tabindex=\"0\" role=\"region\"")
        html.attribute("aria-label", caption)
        html.mark("><table>\n<caption>")
        html.say(caption)
        html.mark("</caption>\n<thead><tr><th scope=\"col\">Post and shift</th>")
        for day in days { head(&html, day, isToday: day == today, isPublished: board.published.contains(day)) }
        html.mark("</tr></thead>\n")
        let columns = days.map { Column(path: "\($0)/", isPublished: board.published.contains($0)) }
        let bySite = Dictionary(grouping: lines, by: \.site)
        for site in board.sites {
            guard let own = bySite[site.id] else { continue }
            html.mark("<tbody><tr class=\"site\"><th scope=\"rowgroup\"")
            html.attribute("colspan", String(days.count + 1))
            html.mark("><div>")
            levels(&html, site, board, today)
            html.mark("</div></th></tr>\n")
            for line in own { row(&html, line, columns) }
            html.mark("</tbody>\n")
        }
        html.mark("</table></div>\n")
        return html.text
    }

    private static func head(_ html: inout HTML, _ day: Day, isToday: Bool, isPublished: Bool) {
        html.mark("<th scope=\"col\"")
        if isToday { html.mark(" aria-current=\"date\"") }
        html.mark(">")
        html.say(Moments.weekday(day))
        html.mark("<br>")
        html.say(Moments.short(day))
        if isToday { html.mark("<br>today") }
        if !isPublished { html.mark("<br><small>not published</small>") }
        html.mark("</th>")
    }

    /// The site with the level of its first day, and when that changes.
    private static func levels(_ html: inout HTML, _ site: Board.Site, _ board: Board, _ today: Day) {
        let last = board.from.adding(board.days - 1)
        let shown = today >= board.from && today <= last ? today : board.from
        html.mark("<a")
        html.attribute("href", "/sites/\(site.id)")
        html.mark(">")
        html.say("\(site.id) \(site.name)")
        html.mark("</a> ")
        tag(&html, site.level(on: shown))
        var level = site.level(on: shown)
        var day = shown.adding(1)
        while day <= last {
            let next = site.level(on: day)
            if next != level {
                html.say(" from \(Moments.text(day)) ")
                tag(&html, next)
            }
            level = next
            day = day.adding(1)
        }
    }

    private static func tag(_ html: inout HTML, _ level: ResponseLevel) {
        html.mark("<span class=\"tag")
        html.say(level.tone.map { " " + $0.rawValue } ?? "")
        html.mark("\">")
        html.say(level.rawValue)
        html.mark("</span>")
    }

    /// What the cells of a day have in common.
    private struct Column {
        /// The part of the links that names the day.
        var path: String
        var isPublished: Bool
    }

    private static func row(_ html: inout HTML, _ line: Board.Line, _ columns: [Column]) {
        html.mark("<tr><th scope=\"row\"><div><span>")
        html.say(line.post.map { "\($0) \(line.name)" } ?? "Covert posts")
        html.mark("</span> <b>")
        html.say(line.shift)
        html.mark("</b></div></th>")
        let link = line.post.map { "<a href=\"/duties/\(HTML.escaped($0))/" }
        let rest = HTML.escaped(line.shift) + "\">"
        // The end of a cell may be left out in HTML, and of ten thousand it is.
        for (column, count) in zip(columns, line.cells) {
            guard let count else {
                html.mark("<td>")
                continue
            }
            html.mark(column.isPublished ? opening(count.standing) : "<td>")
            if let link {
                html.add(link)
                html.add(column.path)
                html.add(rest)
            }
            html.add(figure(count, isPublished: column.isPublished))
            if link != nil { html.mark("</a>") }
        }
        html.mark("</tr>\n")
    }

    private static func opening(_ standing: Board.Standing) -> StaticString {
        switch standing {
        case .short: "<td class=s>"
        case .low: "<td class=l>"
        case .over: "<td class=o>"
        case .met: "<td>"
        }
    }

    /// What a cell says: "2" is met, "1/2 short" is not.
    static func figure(_ count: Board.Count, isPublished: Bool) -> String {
        guard isPublished else { return "–/\(count.target)" }
        guard count.standing != .met else { return String(count.filled) }
        return "\(count.filled)/\(count.target) \(count.standing.rawValue)"
    }

    /// The script that moves by arrow keys, and what it says of them once it runs.
    static let keys =
        "<script src=\"\(StaticFiles.boardScript)\" defer></script>"
        + "<p class=\"hint board-keys\" hidden>In the table: arrow keys move, Home and End go to the first and last day, "
        + "Page Up and Page Down move a week, Enter opens the duty, Esc leaves.</p>"

    /// What the cells mean.
    static let legend =
        "<h2>What the cells say</h2><dl class=\"legend\">"
        + "<div><dt>2</dt><dd>As many officers as wanted</dd></div>"
        + "<div><dt class=s>0/2 short</dt><dd>Below the minimum: officers there / wanted</dd></div>"
        + "<div><dt class=l>1/2 low</dt><dd>At the minimum, below the target</dd></div>"
        + "<div><dt class=o>3/2 over</dt><dd>More than wanted, such as after a level went down</dd></div>"
        + "<div><dt>–/2</dt><dd>Wanted; no roster is published for the day yet</dd></div>"
        + "<div><dt>(empty)</dt><dd>Nobody is wanted and nobody is there</dd></div></dl>"
}

extension ResponseLevel {
    /// The tone of its tag; nil for the usual level.
    var tone: Tone? {
        switch self {
        case .normal: nil
        case .heightened: .warn
        case .exceptional: .bad
        }
    }
}
