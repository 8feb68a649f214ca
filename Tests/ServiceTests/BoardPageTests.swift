import Deployment
import FoundationEssentials
import Testing

@testable import Records
@testable import Service

@Suite("Pages of the board, rosters and the duty day")
struct BoardPageTests {
    private static let monday = Day(iso: "2026-11-23") ?? Day(number: 0)
    private static let hostile = "<script>\"x\"'&\u{202E}"

    private static func board(posts: Int, shifts: [String], name: String = "Front door") -> Board {
        let days = (0..<28).map { monday.adding($0) }
        let count = Board.Count(level: .heightened, min: 1, target: 12, filled: 10, belowMin: 1, belowTarget: 2)
        let cells = days.map { _ -> Board.Count? in count }
        let lines = (1...posts).flatMap { post in
            shifts.map { Board.Line(site: "S001", post: "P\(100 + post)", name: name, shift: $0, cells: cells) }
        }
        return Board(
            from: monday, days: 28,
            sites: [
                Board.Site(
                    id: "S001", name: name,
                    spells: [Board.Spell(level: .exceptional, from: monday.adding(3), to: nil)])
            ], lines: lines, published: Set(days), shifts: shifts, teams: ["A"])
    }

    private static func html(_ view: View) throws -> String {
        let templates = try Templates()
        return try view.parts.map { part in
            switch part {
            case .html(let html): html
            case .template(let name, let model): try templates.render(model, with: name)
            }
        }.joined()
    }

    @Test("a board of 28 days, 110 posts and three shifts stays below a megabyte, every cell short")
    func size() throws {
        let board = Self.board(posts: 110, shifts: ["E", "L", "N"])
        let page = try Self.html(BoardPage.view(board, BoardPage.Asked(from: Self.monday), today: Self.monday))
        #expect(page.utf8.count < 1_000_000)
        #expect(page.contains("<td class=s><a href=\"/duties/P101/2026-11-23/E\">10/12 short</a>"))
    }

    @Test("a name from the record is text and nothing else, and the level says when it changes")
    func names() throws {
        let board = Self.board(posts: 1, shifts: ["E"], name: Self.hostile)
        let page = try Self.html(BoardPage.view(board, BoardPage.Asked(from: Self.monday), today: Self.monday))
        #expect(!page.contains("<script>") && page.contains("&lt;script&gt;&quot;x&quot;"))
        #expect(page.contains("from Thu 26 Nov 2026 <span class=\"tag bad\">Exceptional</span>"))
        #expect(page.contains("aria-current=\"date\"") && page.contains("scope=\"rowgroup\""))
    }

    @Test("met is a figure alone, everything else a figure and a word; unpublished days say so")
    func figures() {
        func figure(_ filled: Int, _ below: (Int, Int), isPublished: Bool = true) -> String {
            BoardTable.figure(
                Board.Count(
                    level: .normal, min: 1, target: 2, filled: filled, belowMin: below.0, belowTarget: below.1),
                isPublished: isPublished)
        }
        #expect(figure(2, (0, 0)) == "2" && figure(3, (0, 0)) == "3/2 over")
        #expect(figure(1, (0, 1)) == "1/2 low" && figure(0, (1, 2)) == "0/2 short")
        #expect(figure(0, (1, 2), isPublished: false) == "–/2")
    }

    @Test("covert posts have no link on the board, and an officer's month names none to a supervisor")
    func covert() throws {
        var board = Self.board(posts: 1, shifts: ["E"])
        board.lines[0].post = nil
        board.lines[0].name = ""
        let page = try Self.html(BoardPage.view(board, BoardPage.Asked(from: Self.monday), today: Self.monday))
        #expect(page.contains("Covert posts") && !page.contains("/duties/"))
        let duty = StandingDeployment(
            id: 1, officer: "W001", day: Self.monday, shift: "E", post: "P777", site: "S001", isCovert: true,
            startsAt: Date(timeIntervalSince1970: 0), endsAt: Date(timeIntervalSince1970: 3600))
        let hidden = try Self.html(
            View("x", OfficerSheetPage.month([duty], "W001", Self.monday, isPlanner: false)))
        #expect(!hidden.contains("P777") && hidden.contains("Covert post"))
        #expect(
            try Self.html(View("x", OfficerSheetPage.month([duty], "W001", Self.monday, isPlanner: true)))
                .contains("P777"))
    }

    private static func sheet(_ entry: AttendanceSheet.Entry? = nil) -> AttendanceSheet {
        let shift = AttendanceSheet.Shift(id: "E", name: "Early", startsAt: Date(timeIntervalSince1970: 0))
        return AttendanceSheet(
            day: monday, shift: shift, shifts: [shift],
            lines: [
                AttendanceSheet.Line(
                    deployment: 7, officer: "W001", called: "PC " + hostile, post: "P777", postName: "Back",
                    isCovert: true,
                    site: "S001", isRelief: false, entry: entry)
            ])
    }

    @Test("present is recorded at the published post without its id in the form; another post has to be named")
    func attendance() throws {
        let sheet = Self.sheet()
        let present = try AttendancePage.entries(sheet, FormInput(["r7": ["present"]]))
        #expect(present == [AttendanceEntry(officer: "W001", status: .worked, post: "P777")])
        let absent = try AttendancePage.entries(sheet, FormInput(["r7": ["absent"]]))
        #expect(absent == [AttendanceEntry(officer: "W001", status: .absent)])
        let other = try AttendancePage.entries(sheet, FormInput(["r7": ["other"], "p7": ["P002"]]))
        #expect(other == [AttendanceEntry(officer: "W001", status: .worked, post: "P002")])
        #expect(throws: FormRefused.self) { try AttendancePage.entries(sheet, FormInput(["r7": ["other"]])) }
        let recorded = Self.sheet(AttendanceSheet.Entry(id: 4, status: .absent, post: nil))
        #expect(try AttendancePage.entries(recorded, FormInput(["r7": ["present"]])).isEmpty)
        #expect(AttendancePage.place(sheet.lines[0], isPlanner: false) == "Covert post, S001")
    }

    @Test("unfilled duties say where every officer stood, and the sentence counts all of them")
    func unfilled() {
        var reasons = DutyReasons()
        reasons.onThisDuty = 1
        reasons.lacksSkill = ["MP5": 2, "MED": 1]
        reasons.lapsed = ["TR": 1]
        reasons.excluded = 1
        #expect(
            RosterVersionPage.sentence(reasons)
                == "Of 6 officers: 1 there, 3 without a skill it needs, 1 with TR lapsed, 1 kept from it by decisions.")
    }

    @Test("a job's figures are words first, and its gap says what is proved")
    func job() {
        let progress = JobProgress(
            elapsed: 61, iterations: 9, cost: 200, belowMin: 1, belowTarget: 2, workedRestDays: 3, changedShifts: 4,
            lowerBound: 150)
        let rows = RosterJobPage.figures(progress)
        #expect(rows.first?.text == "1" && rows.last?.text == "at most 25 % of the cost")
    }

    @Test("an event of a repair is built from its form, and told in ids and days")
    func repair() throws {
        let form = FormInput([
            "officer": ["W001"], "from": ["2026-11-23"], "to": ["2026-11-24"], "absence": ["sickness"],
        ])
        let event = try #require(NewRepairPage.event(.officerUnavailable, form))
        #expect(event.problems.isEmpty && event.absence == .sickness)
        #expect(RepairListPage.event(event) == "W001 cannot work, Mon 23 Nov 2026 to Tue 24 Nov 2026")
        let guarding = try #require(
            NewRepairPage.event(.guardWanted, FormInput(["operation": ["OP-3"], "from": ["2026-11-23"]])))
        #expect(guarding.operation == 3 && guarding.problems.isEmpty)
        #expect(NewRepairPage.event(.levelRaised, FormInput(["from": ["soon"]])) == nil)
    }

    @Test("filters of a page escape what was asked for")
    func filters() throws {
        let bar = AddressFilters("Filter", to: "/board").with("team", "Team", .line(Self.hostile))
            .with("short", "Short only", .box(true))
        let html = try Self.html(View("x", [bar.part]))
        #expect(!html.contains("<script>") && html.contains(" checked") && html.contains("for=\"f-team\""))
    }
}
