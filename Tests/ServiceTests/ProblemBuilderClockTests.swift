import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import Service
import TestDatabase
import Testing

@Suite("The clock in the problem builder")
struct ProblemBuilderClockTests {
    @Test(
        "the eve of a change of the clock gets shifts of their own where the format would misjudge the rest, and no other day",
        arguments: [("2027-03-22", ["L@2027-03-27"]), ("2027-10-25", []), ("2027-06-07", [])] as [(String, [String])])
    func variants(week: String, expected: [String]) async throws {
        try await PlanningGround.with { ground in
            let monday = try #require(Day(iso: week))
            let built = try await ground.built(from: monday, days: 14)
            let variants = built.document.shifts.filter { $0.id.contains("@") }
            #expect(variants.map(\.id) == expected)
            #expect(variants.allSatisfy { $0.minutes == 660 })
            #expect(variants.allSatisfy { built.recordShift($0.id) == "L" })
            let eve = built.document.demand.filter { $0.day == 5 }
            #expect(Set(eve.map(\.shift)) == Set(["M", expected.first ?? "L", "N"]))
            #expect(built.document.officers.allSatisfy { $0.rostered[5] == expected.first ?? "L" })
        }
    }

    @Test("in autumn a tour to midnight may be followed from ten, an hour sooner than the format's arithmetic")
    func autumn() async throws {
        try await PlanningGround.with { ground in
            try await ground.run("INSERT INTO shift VALUES ('T', 'Ten', '10:00', 600, false)")
            let monday = try #require(Day(iso: "2027-10-25"))
            let built = try await ground.built(from: monday, days: 14)
            let variants = built.document.shifts.filter { $0.id.contains("@") }
            #expect(variants.map(\.id) == ["L@2027-10-30"])
            #expect(variants.map(\.minutes) == [540])
        }
    }

    @Test(
        "on every day near a change, for every two shifts, the format allows exactly what PostgreSQL's windows allow",
        arguments: ["2027-03-15", "2027-03-22", "2027-03-29", "2027-10-18", "2027-10-25", "2027-11-01"])
    func agreesWithDatabase(week: String) async throws {
        try await PlanningGround.with { ground in
            // Begins and ends all round the clock, a day's length included; one begins just before the change.
            try await ground.run(
                """
                INSERT INTO shift SELECT 'H' || h, 'From ' || h, make_time(h, 0, 0), m, false
                FROM (VALUES (0, 480), (3, 600), (6, 720), (8, 660), (10, 600), (12, 700), (16, 480), (18, 720), (23, 480)) v (h, m)
                """)
            let monday = try #require(Day(iso: week))
            let built = try await ground.built(from: monday, days: 14)
            let shifts = Dictionary(uniqueKeysWithValues: built.document.shifts.map { ($0.id, $0) })
            func problemShift(_ id: String, _ day: Int) -> ProblemDocument.Shift? {
                shifts["\(id)@\(monday.adding(day))"] ?? shifts[id]
            }
            let rows = try await ground.database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT d - \(monday)::date AS day, n - d AS later, a.shift_id AS earlier, b.shift_id AS next,
                        london(n, b.starts) >= london(d, a.starts, a.minutes) + interval '660 minutes' AS allowed
                    FROM (SELECT \(monday)::date + i AS d FROM generate_series(0, 13) i) days,
                        LATERAL (SELECT d + j AS n FROM generate_series(1, 2) j) next_days, shift a, shift b
                    WHERE n < \(monday)::date + 14
                    """)
            }
            #expect(rows.count > 3000)
            var wrong: [String] = []
            for row in rows {
                let (day, later) = (try row.decode("day", as: Int.self), try row.decode("later", as: Int.self))
                let ids = (try row.decode("earlier", as: String.self), try row.decode("next", as: String.self))
                guard let earlier = problemShift(ids.0, day), let next = problemShift(ids.1, day + later) else {
                    continue
                }
                let rest = later * 1440 + next.startMinute - earlier.startMinute - earlier.minutes
                if (rest >= 660) != (try row.decode("allowed", as: Bool.self)) {
                    wrong.append("\(day) \(ids) \(later)")
                }
            }
            #expect(wrong == [])
        }
    }

    @Test(
        "a roster found across a change is one that PostgreSQL lets stand, and uses what absolute time allows",
        arguments: ["2027-03-22", "2027-10-25"])
    func rosterStands(week: String) async throws {
        try await PlanningGround.with { ground in
            try await ground.run("INSERT INTO shift VALUES ('T', 'Ten', '10:00', 600, false)")
            // The only work: everybody late on Saturday, and everybody at ten or eleven o'clock on Sunday.
            let spring = week == "2027-03-22"
            let monday = try #require(Day(iso: week))
            try await ground.run(
                """
                DELETE FROM post_demand;
                INSERT INTO post_demand VALUES ('P001', 'Normal', 'weekend', 'L', 4, 4),
                    ('P002', 'Normal', 'weekend', '\(spring ? "M" : "T")', 4, 4);
                UPDATE post SET active_to = '\(monday.adding(5))' WHERE post_id = 'P001';
                UPDATE post SET active_from = '\(monday.adding(6))' WHERE post_id = 'P002'
                """)
            let built = try await ground.built(from: monday, days: 7)
            let problem = try Problem(built.document)
            let roster = solve(problem, limits: SolveLimits(iterations: 20_000)) { _ in .goOn }
            // Spring: ten hours, so each officer takes one of the two. Autumn: eleven, so everybody takes both.
            #expect(roster.deployments.count == (spring ? 4 : 8))
            try await ground.publish(
                from: monday, days: 7,
                roster.deployments.map { ($0.officer, $0.day, built.recordShift($0.shift), $0.post) })
        }
    }
}
