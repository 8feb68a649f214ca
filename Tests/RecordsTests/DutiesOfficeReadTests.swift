import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("What the duties office reads of its day")
struct DutiesOfficeReadTests {
    private static let monday = RosterFixture.monday

    /// The moment of a time of day in London, in summer, on a day of the fixture's.
    private static func moment(_ day: Int, _ hour: Int) -> Date {
        Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(monday.adding(day), hour * 60)) * 60)
    }

    @Test("unfilled duties come soonest first, page by page, of published days and of one site where asked")
    func unfilled() async throws {
        try await ChangeFixture.with { fixture in
            let none = try await UnfilledDuties.read(from: Self.monday, to: Self.monday.adding(6), in: fixture.pool)
            #expect(none.items.isEmpty, "no roster is published yet")
            _ = try await fixture.roster.publish([
                ("W001", 0, "E", "P001"), ("W002", 1, "E", "P001"), ("W001", 1, "E", "P002"), ("W001", 2, "E", "P001"),
                ("W002", 2, "E", "P001"),
            ])
            let three = (Self.monday, Self.monday.adding(2))
            let found = try await UnfilledDuties.read(from: three.0, to: three.1, in: fixture.pool).items
            #expect(
                found.map { "\($0.day.days(since: Self.monday)) \($0.post) \($0.filled)/\($0.target)" } == [
                    "0 P001 1/2", "0 P002 0/1", "1 P001 1/2", "2 P002 0/1",
                ])
            #expect(found.map(\.belowMin) == [0, 1, 0, 1] && found.map(\.belowTarget) == [1, 1, 1, 1])
            #expect(found[0].postName == "Front door" && found[0].siteName == "North House")
            var (paged, cursor): ([UnfilledDuty], String?) = ([], nil)
            repeat {
                let page = try await UnfilledDuties.read(
                    from: three.0, to: three.1, cursor: cursor, limit: 1, in: fixture.pool)
                #expect(page.items.count == 1)
                paged += page.items
                cursor = page.next
            } while cursor != nil
            #expect(paged == found)
            let other = try await UnfilledDuties.read(
                from: three.0, to: three.1, site: "S009", in: fixture.pool)
            #expect(other.items.isEmpty)
            await #expect(throws: RecordError.self) {
                try await UnfilledDuties.read(from: three.0, to: three.1, cursor: "x", in: fixture.pool)
            }
        }
    }

    @Test("today's numbers count what is under way, what comes in seven days, and the first day without a roster")
    func today() async throws {
        try await ChangeFixture.with { fixture in
            let before = try await DutiesToday.read(asOf: Self.moment(0, 9), in: fixture.pool)
            #expect(before.belowMinimumNow == 0 && before.unfilledAhead == 0)
            #expect(before.firstUnpublished == Self.monday && before.publishBy == Day(iso: "2027-05-07"))
            _ = try await fixture.roster.publish([("W001", 0, "E", "P001")])
            let at = try await DutiesToday.read(asOf: Self.moment(0, 9), in: fixture.pool)
            #expect(at.belowMinimumNow == 1, "P002 has nobody on its early tour")
            #expect(at.unfilledAhead == 14 && at.belowMinimumAhead == 13)
            #expect(at.firstUnpublished == Self.monday.adding(28))
            let night = try await DutiesToday.read(asOf: Self.moment(0, 23), in: fixture.pool)
            #expect(night.belowMinimumNow == 0, "no early tour is under way at night")
            #expect(at.unacknowledgedChanges == 0)
            _ = try await fixture.callIn("W003")
            #expect(
                try await DutiesToday.read(asOf: Self.moment(0, 9), in: fixture.pool).unacknowledgedChanges == 1)
            #expect(at.reopened == 0)
            try await fixture.roster.run(
                "UPDATE currency SET expires_on = '2027-06-01' WHERE officer_id = 'W001' AND skill_id IN (SELECT skill_id FROM post_skill WHERE post_id = 'P001')"
            )
            #expect(try await DutiesToday.read(asOf: Self.moment(-5, 9), in: fixture.pool).reopened == 1)
        }
    }

    @Test(
        "a site is read with what its posts want at each level, and without covert posts for those who may not know them"
    )
    func site() async throws {
        try await ChangeFixture.with { fixture in
            try await fixture.roster.run(
                """
                INSERT INTO post_demand VALUES ('P001', 'Exceptional', 'weekday', 'E', 3, 4);
                INSERT INTO post VALUES ('P009', 'S001', 'Back room', 'static', false, true, '2020-01-01', NULL);
                INSERT INTO post_demand VALUES ('P009', 'Normal', 'weekday', 'E', 1, 1);
                INSERT INTO site_level VALUES ('S001', 'Heightened', '2027-01-01', '2027-01-31', 'Old', ''),
                    ('S001', 'Heightened', '2027-05-01', '2027-05-31', 'Before', ''),
                    ('S001', 'Exceptional', '2027-06-07', NULL, 'Now', 'Ref 1')
                """)
            let book = try await SiteBook.read("S001", on: Self.monday, hidesCovert: false, in: fixture.pool)
            #expect(book.level == .exceptional && book.inspector == "W009" && book.name == "North House")
            #expect(book.spells.map(\.setBy) == ["Now", "Before"])
            #expect(
                book.demand.contains { $0.post == "P001" && $0.level == .exceptional && $0.min == 3 && $0.target == 4 })
            #expect(book.demand.contains { $0.post == "P009" && $0.isCovert })
            let hidden = try await SiteBook.read("S001", on: Self.monday, hidesCovert: true, in: fixture.pool)
            #expect(!hidden.demand.contains { $0.post == "P009" } && !hidden.demand.isEmpty)
            let lines = try await SiteBook.lines(on: Self.monday, in: fixture.pool)
            #expect(lines.first { $0.id == "S001" }?.level == .exceptional)
            #expect(lines.first { $0.id == "S002" }?.level == .normal)
            await #expect(throws: RecordError.self) {
                try await SiteBook.read("S099", on: Self.monday, hidesCovert: false, in: fixture.pool)
            }
        }
    }

    @Test("one table is exported as all of them are, and for a spreadsheet with formulas marked")
    func exporting() async throws {
        try await withDatabase { database in
            let pool = database.pool
            _ = try await MasterData.importing(files: MasterDataSample.files(), into: pool, by: nil)
            let formula = Array("team_id,name\nZ,=cmd\n".utf8)
            _ = try await MasterData.importing(files: ["team.csv": formula], into: pool, by: nil)
            let all = try await MasterData.exporting(from: pool)
            let counts = try await MasterData.counting(in: pool)
            #expect(counts.map(\.table.file) == all.map(\.name))
            for (count, file) in zip(counts, all) {
                let bytes = try await MasterData.exporting(count.table, from: pool)
                #expect(bytes == Array(file.csv.utf8), "\(file.name)")
            }
            let team = try #require(MasterData.tables.first { $0.name == "team" })
            let sheet = try await MasterData.exporting(team, from: pool, forSpreadsheet: true)
            #expect(Array(sheet.prefix(3)) == [0xEF, 0xBB, 0xBF])
            #expect(String(decoding: sheet, as: UTF8.self).contains("Z,'=cmd"))
        }
    }
}
