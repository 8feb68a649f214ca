import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("A board put together from parts")
struct BoardPartsTests {
    private static let monday = RosterFixture.monday

    /// What `standing_duties` says of the same days, as "post shift day level min target filled".
    private func asked(_ fixture: ChangeFixture, _ from: Day, _ days: Int) async throws -> [String] {
        try await fixture.pool.withConnection { connection in
            try await connection.query(
                """
                SELECT concat_ws(' ', post_id, shift_id, day, level, min_officers, target_officers, filled) AS said
                FROM standing_duties(\(from), \(from.adding(days - 1))) WHERE target_officers > 0 OR filled > 0
                """
            ).map { try $0.decode("said", as: String.self) }
        }.sorted()
    }

    private func shown(_ fixture: ChangeFixture, _ from: Day, _ days: Int) async throws -> [String] {
        let board = try await Board.read(from: from, days: days, hidesCovert: false, in: fixture.pool)
        return board.lines.flatMap { line in
            line.cells.enumerated().compactMap { day, count in
                count.map {
                    "\(line.post ?? "?") \(line.shift) \(from.adding(day)) \($0.level.rawValue) \($0.min) \($0.target) \($0.filled)"
                }
            }
        }.sorted()
    }

    @Test("it says what standing_duties says: levels, weekends, operations, posts that begin or end, unwanted duties")
    func agrees() async throws {
        try await ChangeFixture.with { fixture in
            var wish = RosterFixture.guardWish()
            wish.owner = "W009"
            let opened = try await fixture.roster.operations.open(wish, by: ChangeFixture.planner)
            _ = try await fixture.roster.publish([
                ("W001", 0, "E", "P001"), ("W002", 0, "E", "P001"), ("W001", 5, "E", "P002"), ("W002", 6, "L", "P002"),
            ])
            try await fixture.roster.run(
                """
                INSERT INTO post_demand VALUES ('P001', 'Exceptional', 'weekday', 'E', 3, 4),
                    ('P001', 'Exceptional', 'weekend', 'L', 1, 1), ('P002', 'Heightened', 'weekday', 'N', 2, 2);
                INSERT INTO site_level VALUES ('S001', 'Exceptional', '2027-06-08', '2027-06-13', 'Test', ''),
                    ('S001', 'Heightened', '2027-06-14', NULL, 'Test', '');
                INSERT INTO post VALUES ('P004', 'S002', 'From Friday', 'static', false, true, '2027-06-11', '2027-06-15');
                INSERT INTO post_demand SELECT 'P004', 'Normal', kind, 'E', 1, 2 FROM (VALUES ('weekday'), ('weekend')) k (kind)
                """)
            for (from, days) in [(Self.monday.adding(-2), 1), (Self.monday.adding(-3), 28), (Self.monday.adding(4), 3)]
            {
                #expect(try await shown(fixture, from, days) == asked(fixture, from, days))
            }
            let all = try await shown(fixture, Self.monday, 14)
            #expect(all.contains { $0.hasPrefix(opened.posts[0]) } && all.contains { $0.contains("Exceptional 3 4 0") })
            #expect(all.filter { $0.hasPrefix("P004") }.count == 5)
        }
    }

    @Test("a change, a level, a demand and a publication show on the very next read")
    func changes() async throws {
        try await ChangeFixture.with { fixture in
            let empty = try await shown(fixture, Self.monday, 7)
            _ = try await fixture.roster.publish([("W001", 0, "E", "P001")])
            let published = try await shown(fixture, Self.monday, 7)
            #expect(published != empty && published.contains("P001 E \(Self.monday) Normal 1 2 1"))
            _ = try await fixture.callIn("W003")
            let called = try await shown(fixture, Self.monday, 7)
            #expect(called.contains("P001 E \(Self.monday) Normal 1 2 2"))
            try await fixture.roster.run(
                "INSERT INTO site_level VALUES ('S001', 'Exceptional', '2027-06-07', NULL, 'Test', '')")
            #expect(try await shown(fixture, Self.monday, 7) != called)
            try await fixture.roster.run(
                "INSERT INTO post_demand VALUES ('P001', 'Exceptional', 'weekday', 'E', 5, 6)")
            #expect(try await shown(fixture, Self.monday, 7).contains("P001 E \(Self.monday) Exceptional 5 6 2"))
        }
    }
}
