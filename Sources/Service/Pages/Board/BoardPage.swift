import Deployment
import Records

/// The board: every duty of some days against what is wanted, in one table.
enum BoardPage {
    static let usualDays = 28
    private static let mostDays = 56

    static let route = WebRoute.page("/board", BoardPages.readers) { call in
        let asked = Asked(call)
        let board = try await Board.read(
            from: asked.from, days: asked.days, hidesCovert: try call.caller.role != .duties, team: asked.team,
            in: call.house.pool)
        return view(board, asked, today: call.today)
    }

    /// What the address asks for.
    struct Asked: Sendable {
        var from: Day
        var days = BoardPage.usualDays
        var site: String?
        var level: ResponseLevel?
        var shift: String?
        var team: String?
        var isShortOnly = false

        init(from: Day) { self.from = from }

        init(_ call: WebCall) {
            from = call.askedDay("from") ?? call.today.monday
            days = call.asked("days").flatMap { Int($0) }.map { max(1, min($0, mostDays)) } ?? BoardPage.usualDays
            site = call.asked("site")
            level = call.asked("level").flatMap(ResponseLevel.init)
            shift = call.asked("shift")
            team = call.asked("team")
            isShortOnly = call.asked("short") == "1"
        }

        /// Whether the filters leave a line on the board; `published` says it of each day in order.
        func shows(_ line: Board.Line, _ published: [Bool]) -> Bool {
            (site == nil || line.site == site) && (shift == nil || line.shift == shift)
                && (level == nil || line.cells.contains { $0?.level == level })
                && (!isShortOnly || zip(published, line.cells).contains { $0 && ($1?.belowTarget ?? 0) > 0 })
        }

        /// The address of the same board from another day on.
        func path(from day: Day) -> String {
            var pairs = [("from", day.description)]
            if days != BoardPage.usualDays { pairs.append(("days", String(days))) }
            for (name, value) in [("site", site), ("level", level?.rawValue), ("shift", shift), ("team", team)] {
                if let value { pairs.append((name, value)) }
            }
            if isShortOnly { pairs.append(("short", "1")) }
            return "/board?" + pairs.map { "\($0)=\(WebResponder.escapedForQuery($1))" }.joined(separator: "&")
        }
    }

    /// The page of a board.
    static func view(_ board: Board, _ asked: Asked, today: Day) -> View {
        let published = (0..<board.days).map { board.published.contains(board.from.adding($0)) }
        let lines = board.lines.filter { asked.shows($0, published) }
        let last = board.from.adding(board.days - 1)
        let period = "\(Moments.text(board.from)) to \(Moments.text(last))"
        var parts: [View.Part] = [
            .paragraph(tally(lines, published, period)), filters(board, asked), .html(steps(asked)),
        ]
        if lines.isEmpty {
            parts.append(.html("<p class=\"none\">No duty of these days fits. Show fewer filters or other days.</p>"))
        } else {
            parts.append(.html(BoardTable.keys))
            parts.append(.html(BoardTable.html(board, lines, caption: "Duties, \(period)", today: today)))
            parts.append(.html(BoardTable.legend))
        }
        return View("Board", parts).with { $0.isWide = true }
    }

    private static func tally(_ lines: [Board.Line], _ published: [Bool], _ period: String) -> String {
        var (short, low, unpublished) = (0, 0, 0)
        for line in lines {
            for (isPublished, count) in zip(published, line.cells) {
                guard let count else { continue }
                guard isPublished else {
                    unpublished += 1
                    continue
                }
                if count.standing == .short { short += 1 }
                if count.standing == .low { low += 1 }
            }
        }
        let rest = unpublished > 0 ? " \(unpublished) are wanted on days without a published roster." : ""
        return "\(period): \(short) duties below their minimum, \(low) below target only.\(rest)"
    }

    private static func filters(_ board: Board, _ asked: Asked) -> View.Part {
        func choices(_ all: String, _ values: [(String, String)]) -> [Field.Choice] {
            [Field.Choice("", all)] + values.map { Field.Choice($0.0, $0.1) }
        }
        return AddressFilters("Filter the board", to: "/board")
            .with("from", "From", .day(asked.from.description))
            .with("days", "Days", .select(["7", "14", "28", "56"].map { Field.Choice($0, $0) }, String(asked.days)))
            .with(
                "site", "Site",
                .select(choices("All sites", board.sites.map { ($0.id, "\($0.id) \($0.name)") }), asked.site ?? "")
            )
            .with(
                "level", "Level",
                .select(
                    choices("All levels", ResponseLevel.allCases.map { ($0.rawValue, $0.rawValue) }),
                    asked.level?.rawValue ?? "")
            )
            .with("shift", "Shift", .select(choices("All shifts", board.shifts.map { ($0, $0) }), asked.shift ?? ""))
            .with("team", "Team", .select(choices("All teams", board.teams.map { ($0, $0) }), asked.team ?? ""))
            .with("short", "Short only", .box(asked.isShortOnly)).part
    }

    private static func steps(_ asked: Asked) -> String {
        let before = HTML.escaped(asked.path(from: asked.from.adding(-asked.days)))
        let after = HTML.escaped(asked.path(from: asked.from.adding(asked.days)))
        return "<p class=\"steps\"><a href=\"\(before)\" rel=\"prev\">\(asked.days) days before</a> "
            + "<a href=\"\(after)\" rel=\"next\">\(asked.days) days after</a></p>"
    }
}
