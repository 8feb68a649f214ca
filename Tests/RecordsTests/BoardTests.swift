import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("The board and what is read of one duty")
struct BoardTests {
    private static let monday = RosterFixture.monday

    private func board(_ fixture: ChangeFixture, hidesCovert: Bool = false, team: String? = nil) async throws -> Board {
        try await Board.read(from: Self.monday, days: 7, hidesCovert: hidesCovert, team: team, in: fixture.pool)
    }

    @Test("a duty is short below its minimum, low below its target, met at it, over above it")
    func standings() async throws {
        try await ChangeFixture.with { fixture in
            _ = try await fixture.roster.publish([
                ("W001", 0, "E", "P001"), ("W001", 1, "E", "P001"), ("W002", 1, "E", "P001"), ("W001", 2, "E", "P002"),
                ("W002", 2, "E", "P002"),
            ])
            let board = try await board(fixture)
            #expect(board.published.count == 7)
            let first = try #require(board.lines.first { $0.post == "P001" })
            #expect(first.shift == "E" && first.name == "Front door" && first.site == "S001")
            #expect(
                board.count(first, on: Self.monday)?.standing == .low
                    && board.count(first, on: Self.monday)?.belowTarget == 1)
            #expect(board.count(first, on: Self.monday.adding(1))?.standing == .met)
            #expect(board.count(first, on: Self.monday.adding(2))?.standing == .short)
            let second = try #require(board.lines.first { $0.post == "P002" })
            #expect(board.count(second, on: Self.monday.adding(2))?.standing == .over)
            #expect(board.lines.count == 2)
            let unfilled = try await fixture.roster.operationsUnfilled(Self.monday, Self.monday.adding(6))
            let counted = board.lines.flatMap { $0.cells.compactMap(\.self) }.filter { $0.belowTarget > 0 }.count
            #expect(unfilled == counted)
        }
    }

    @Test("a level shows on its days, and raises what is wanted")
    func levels() async throws {
        try await ChangeFixture.with { fixture in
            try await fixture.roster.run(
                """
                INSERT INTO post_demand VALUES ('P001', 'Exceptional', 'weekday', 'E', 3, 4);
                INSERT INTO site_level VALUES ('S001', 'Exceptional', '2027-06-08', '2027-06-09', 'Test', '')
                """)
            let board = try await board(fixture)
            let site = try #require(board.sites.first { $0.id == "S001" })
            #expect(site.level(on: Self.monday) == .normal && site.level(on: Self.monday.adding(1)) == .exceptional)
            #expect(site.level(on: Self.monday.adding(3)) == .normal)
            let line = try #require(board.lines.first { $0.post == "P001" })
            let count = try #require(board.count(line, on: Self.monday.adding(1)))
            #expect(count.level == .exceptional && count.min == 3 && count.target == 4)
            #expect(board.published.isEmpty)
        }
    }

    @Test("covert posts are one line without id or name for those who may not know them")
    func covert() async throws {
        try await ChangeFixture.with { fixture in
            try await fixture.roster.run(
                """
                INSERT INTO post_demand SELECT 'P003', 'Normal', kind, 'E', 1, 1 FROM (VALUES ('weekday'), ('weekend')) k (kind);
                INSERT INTO post VALUES ('P004', 'S002', 'Back room', 'static', false, true, '2020-01-01', NULL);
                INSERT INTO post_demand SELECT 'P004', 'Normal', kind, 'E', 1, 2 FROM (VALUES ('weekday'), ('weekend')) k (kind)
                """)
            let open = try await board(fixture)
            #expect(open.lines.compactMap(\.post) == ["P001", "P002", "P003", "P004"])
            let hidden = try await board(fixture, hidesCovert: true)
            #expect(hidden.lines.compactMap(\.post) == ["P001", "P002"])
            let line = try #require(hidden.lines.first { $0.post == nil })
            #expect(hidden.lines.count == 3 && line.name.isEmpty && line.site == "S002")
            let count = try #require(hidden.count(line, on: Self.monday))
            #expect(count.target == 3 && count.belowMin == 2 && count.belowTarget == 3)
        }
    }

    @Test("with a team only posts and shifts where somebody of it stands are left")
    func team() async throws {
        try await ChangeFixture.with { fixture in
            _ = try await fixture.roster.publish([("W001", 0, "E", "P001")])
            #expect(try await board(fixture, team: "A").lines.compactMap(\.post) == ["P001"])
            #expect(try await board(fixture, team: "B").lines.isEmpty)
        }
    }

    @Test("one duty says its place, what is wanted, who publishes it; an unknown post is not found")
    func duty() async throws {
        try await ChangeFixture.with { fixture in
            _ = try await fixture.roster.publish([("W001", 0, "E", "P001")])
            let duty = try await BoardDuty.read(post: "P001", day: Self.monday, shift: "E", in: fixture.pool)
            #expect((duty.min, duty.target, duty.filled) == (1, 2, 1))
            #expect(duty.siteName == "North House" && duty.shiftName == "Early" && !duty.isCovert)
            #expect(duty.version != nil && duty.operation == nil && duty.level == .normal)
            let unwanted = try await BoardDuty.read(post: "P003", day: Self.monday, shift: "N", in: fixture.pool)
            #expect(unwanted.target == 0 && unwanted.isCovert)
            let unknown = await rosterError {
                try await BoardDuty.read(post: "P999", day: Self.monday, shift: "E", in: fixture.pool)
            }
            #expect(unknown != nil)
        }
    }

    @Test("burdens are an officer's own beside the median of the team, names come with their rank")
    func burden() async throws {
        try await ChangeFixture.with { fixture in
            _ = try await fixture.roster.publish([
                ("W001", 0, "E", "P001"), ("W001", 5, "E", "P001"), ("W002", 1, "E", "P001"),
            ])
            let burden = try await OfficerBurden.read("W001", before: Self.monday.adding(28), in: fixture.pool)
            #expect(burden.duties.own == 2 && burden.weekends.own == 1 && burden.weekends.median == 0)
            #expect(burden.nights.own == 0 && burden.high.own == 0)
            let before = try await OfficerBurden.read("W001", before: Self.monday, in: fixture.pool)
            #expect(before.duties.own == 0)
            let names = try await OfficerNames.read(["W001", "W999"], in: fixture.pool)
            #expect(names.called("W001") == "PC Rowan Tate W001" && names.called("W999") == "W999")
            #expect(try await SiteNames.read(in: fixture.pool).map(\.id) == ["S001", "S002"])
        }
    }

    @Test("the sheet of a shift holds who is published for it, without an entry until one is made")
    func sheet() async throws {
        try await ChangeFixture.with { fixture in
            let standing = try await fixture.roster.publish([("W001", 0, "E", "P001"), ("W002", 0, "E", "P002")])
            let sheet = try await AttendanceSheet.read(
                day: Self.monday, shift: "E", asOf: RosterFixture.now, in: fixture.pool)
            #expect(sheet.lines.map(\.deployment) == standing && sheet.lines.map(\.officer) == ["W001", "W002"])
            #expect(sheet.lines.allSatisfy { $0.entry == nil && !$0.isRelief && !$0.isCovert })
            #expect(sheet.lines[0].called == "PC Rowan Tate" && sheet.shift?.name == "Early")
            let unnamed = try await AttendanceSheet.read(
                day: Self.monday, shift: nil, asOf: sheet.shifts[0].startsAt, in: fixture.pool)
            #expect(unnamed.shift == sheet.shifts.first)
            let unknown = try await AttendanceSheet.read(
                day: Self.monday, shift: "ZZ", asOf: RosterFixture.now, in: fixture.pool)
            #expect(unknown.shift == nil && unknown.lines.isEmpty)
        }
    }
}

extension RosterFixture {
    /// How many duties stand below their target, as another read counts them.
    func operationsUnfilled(_ from: Day, _ to: Day) async throws -> Int {
        try await operations.unfilled(from: from, to: to, limit: 500).items.count
    }
}
