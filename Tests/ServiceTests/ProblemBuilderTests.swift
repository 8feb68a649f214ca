import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import Service
import TestDatabase
import Testing

@Suite("The problem builder")
struct ProblemBuilderTests {
    private let monday = PlanningGround.monday

    @Test("a plain record gives every officer every day, the pattern, and the demand of each post")
    func plain() async throws {
        try await PlanningGround.with { ground in
            let built = try await ground.built()
            let problem = try Problem(built.document)
            #expect(built.document.officers.map(\.id) == ["W001", "W002", "W003", "W004"])
            #expect(built.document.officers.allSatisfy { $0.rostered == ["L", "L", "N", nil, "L", "L", "M"] })
            #expect(built.document.officers.allSatisfy { $0.skills["AFO"].map { $0 > 7 } == true })
            #expect(built.document.shifts.map(\.id) == ["M", "L", "N"])
            #expect(built.document.minRestMinutes == 660)
            #expect(problem.duties.count == 2 * 3 * 7 + 5)
            #expect(built.document.contracts.first?.minShifts == 3)
            #expect(built.document.contracts.first?.maxShifts == 5)
            #expect(built.document.contracts.first?.maxWeekends == 1)
            #expect(built.document.officers.allSatisfy { $0.history == ProblemDocument.History() })
        }
    }

    @Test("nothing but a row with a reason keeps anybody from anything: without such rows everybody is free every day")
    func nothingExcludes() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES ('A1', 'W001', 'leave', '2027-06-08', NULL);
                INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on) VALUES
                    ('R1', 'W002', 'restricted', 'no standing', '2027-06-01', NULL, '2027-06-20'),
                    ('R2', 'W003', 'recuperative', 'half days', '2027-06-01', '2027-06-09', '2027-06-20');
                """)
            try await ground.exclude("W004", .allArmed, from: "2027-06-07 00:00", to: "2027-07-01 00:00")
            let held = try await ground.built()
            #expect(held.officer("W001")?.unavailable == [1...6])
            #expect(held.officer("W003")?.unavailable == [0...2])
            #expect(held.entries("W002").count == 1)
            #expect(held.entries("W004").count == 1)
            var planning = try await ground.planning()
            planning.absences = []
            planning.exclusions = []
            let free = try ProblemBuilder().build(planning, asOf: PlanningGround.asOf)
            #expect(free.document.officers.count == 4)
            #expect(free.document.officers.allSatisfy { $0.unavailable.isEmpty })
            #expect(free.document.nonDeployments.isEmpty)
            #expect(free.away.allSatisfy { $0.allSatisfy { $0 == nil } })
        }
    }

    @Test("a two-hour window excludes only the duties that it overlaps, by the minute")
    func window() async throws {
        try await PlanningGround.with { ground in
            // L runs 14:00 to 24:00, M 11:00 to 21:00, N 22:00 to 08:00.
            try await ground.exclude("W001", .posts(["P001"]), from: "2027-06-08 21:00", to: "2027-06-08 22:00")
            try await ground.exclude("W002", .posts(["P001"]), from: "2027-06-08 20:59", to: "2027-06-08 22:01")
            let built = try await ground.built()
            let late = try #require(built.entries("W001").first)
            #expect(built.entries("W001").count == 1)
            #expect((late.id, late.from, late.to) == ("ND-1", 1, 1))
            #expect(late.posts == ["P001"])
            #expect(late.shifts == ["L"])
            #expect(built.blocks[late.id] == .nonDeployment("ND-1"))
            #expect(built.entries("W002").map(\.shifts) == [nil])
        }
    }

    @Test("one decision may need several entries; their ids lead back to it")
    func severalEntries() async throws {
        try await PlanningGround.with { ground in
            // From 21:30 on Tuesday to 10:00 on Friday.
            try await ground.exclude("W001", .missions(["M001"]), from: "2027-06-08 21:30", to: "2027-06-11 10:00")
            let entries = try await ground.built().entries("W001")
            #expect(entries.map(\.id) == ["ND-1", "ND-1#2"])
            #expect(entries.map(\.shifts) == [["L", "N"], nil])
            #expect(entries.map { $0.from...$0.to } == [1...1, 2...3])
            let blocks = try await ground.built().blocks
            #expect(Set(blocks.values.map { "\($0)" }).count == 1)
        }
    }

    @Test("the scopes cover the posts that PostgreSQL says they cover")
    func scopes() async throws {
        try await PlanningGround.with { ground in
            let scopes: [Scope] = [.allArmed, .missions(["M002"]), .sites(["S001"]), .posts(["P003", "P004"])]
            for scope in scopes {
                try await ground.exclude("W001", scope, from: "2027-06-07 00:00", to: "2027-06-30 00:00")
            }
            let entries = try await ground.built().entries("W001")
            #expect(
                entries.map(\.posts) == [["P001", "P002"], ["P002", "P003", "P004"], ["P001"], ["P003", "P004"]])
            let covered: [[String]] = try await ground.database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT array_agg(post_id ORDER BY post_id) AS posts FROM exclusion x JOIN post p
                    ON scope_covers(x.scope_kind, x.scope_ids, p.post_id) GROUP BY nd_id ORDER BY nd_id
                    """
                ).map { try $0.decode("posts") }
            }
            #expect(covered == entries.map { $0.posts ?? [] })
        }
    }

    @Test("restricted duty withholds armed and unsuitable posts on exactly its days; recuperative duty every post")
    func restrictions() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                """
                INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on) VALUES
                    ('R1', 'W001', 'restricted', 'no standing', '2027-06-09', '2027-06-10', '2027-06-10'),
                    ('R2', 'W002', 'recuperative', 'half days', '2027-06-13', NULL, '2027-06-20')
                """)
            let built = try await ground.built()
            let entry = try #require(built.entries("W001").first)
            #expect(entry.posts == ["P001", "P002", "P004"])
            #expect((entry.from, entry.to) == (2, 3))
            #expect(entry.shifts == nil)
            #expect(built.blocks[entry.id] == .restriction("R1"))
            #expect(built.officer("W001")?.unavailable == [])
            #expect(built.officer("W002")?.unavailable == [6...6])
        }
    }

    @Test("the authority ends with its component, by the day; joiners and leavers are away outside their service")
    func skillsAndService() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                """
                UPDATE currency SET expires_on = '2027-06-09' WHERE officer_id = 'W001' AND skill_id = 'MED';
                UPDATE officer SET joined_on = '2027-06-10' WHERE officer_id = 'W002';
                UPDATE officer SET left_on = '2027-06-08' WHERE officer_id = 'W003';
                UPDATE officer SET left_on = '2027-06-06' WHERE officer_id = 'W004';
                """)
            let built = try await ground.built()
            #expect(built.officer("W001")?.skills["AFO"] == 2)
            #expect(built.officer("W002")?.unavailable == [0...2])
            #expect(built.officer("W003")?.unavailable == [2...6])
            #expect(built.officer("W004") == nil)
            #expect(built.away[1].first == .notInService)
        }
    }

    @Test("the demand follows the level of the site day by day and its weight")
    func levels() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                """
                INSERT INTO site_level VALUES ('S001', 'Exceptional', '2027-06-09', '2027-06-10', 'Gold', ''),
                    ('S002', 'Heightened', '2027-06-13', NULL, 'Gold', '');
                UPDATE post SET active_to = '2027-06-11' WHERE post_id = 'P001';
                """)
            let demand = try await ground.built().document.demand
            func weights(_ post: String) -> [Int] {
                (0..<7).map { day in demand.filter { $0.post == post && $0.day == day }.map(\.weight).reduce(0, +) / 3 }
            }
            #expect(weights("P001") == [1, 1, 4, 4, 1, 0, 0])
            // No demand is on record for Heightened.
            #expect(weights("P002") == [1, 1, 1, 1, 1, 1, 0])
        }
    }

    @Test("history comes from standing deployments: last duty, runs, burdens and sites")
    func history() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                "INSERT INTO site_level VALUES ('S002', 'Exceptional', '2027-06-05', NULL, 'Gold', '')")
            try await ground.publish(
                from: monday.adding(-14), days: 14,
                [
                    ("W001", 8, "L", "P001"), ("W001", 10, "L", "P001"), ("W001", 12, "N", "P002"),
                    ("W001", 13, "N", "P002"),
                    ("W002", 9, "M", "P001"),
                ])
            let built = try await ground.built()
            let first = try #require(built.officer("W001")?.history)
            #expect((first.lastShift, first.lastDay) == ("N", -1))
            #expect((first.consecutiveWork, first.consecutiveNights, first.consecutiveOff) == (2, 2, 0))
            #expect(first.load == ProblemDocument.Load(night: 2, weekend: 2, high: 2))
            #expect(first.sites == ["S001": 2, "S002": 2])
            let second = try #require(built.officer("W002")?.history)
            #expect((second.lastShift, second.lastDay, second.consecutiveOff) == ("M", -5, 4))
            #expect((second.consecutiveWork, second.consecutiveNights) == (0, 0))
            // Published, and no duty in it: two weeks off are known.
            #expect(built.officer("W003")?.history.consecutiveOff == 14)
            _ = try Problem(built.document)
        }
    }

    @Test("caps divide past and coming burden, rounded up: never less than there is, and less to who is away")
    func caps() async throws {
        try await PlanningGround.with { ground in
            try await ground.run(
                "INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES ('A1', 'W001', 'leave', '2027-06-01', '2027-07-30')"
            )
            let built = try await ground.built()
            let nights = built.document.caps.night
            let wanted = built.document.demand.filter { $0.shift == "N" }.map(\.target).reduce(0, +)
            #expect(nights["W001"] == 0)
            #expect(nights["W002"] == (wanted + 2) / 3)
            let weekend = built.document.demand.filter { $0.day >= 5 }.map(\.target).reduce(0, +)
            #expect(built.document.caps.weekend.values.reduce(0, +) >= weekend)
            #expect(built.document.caps.high.values.allSatisfy { $0 == 0 })
        }
    }

    @Test("changes cost more below fifteen clear days, and on the day itself more than a gap at Heightened")
    func notice() async throws {
        try await PlanningGround.with { ground in
            let planning = try await ground.planning(days: 21)
            func rest(_ daysBefore: Int) throws -> [Int] {
                let asOf = Date(timeIntervalSince1970: Double((monday.number - daysBefore) * 86_400 + 3600))
                let weights = try ProblemBuilder().build(planning, asOf: asOf).document.weights
                return (0..<21).map { weights.workedRestDay[$0] }
            }
            #expect(try rest(16) == [Int](repeating: 80, count: 21))
            // Monday has fourteen clear days then: neither the day of notice nor that of duty counts.
            #expect(try rest(15) == [120] + [Int](repeating: 80, count: 20))
            #expect(try rest(0) == [2500] + [Int](repeating: 120, count: 15) + [Int](repeating: 80, count: 5))
            #expect(
                try ProblemBuilder().build(planning, asOf: PlanningGround.asOf).document.weights.changedShift
                    == .everyDay(40))
        }
    }

    @Test("a period that does not begin on a Monday, or wants nobody, is refused in words")
    func refused() async throws {
        try await PlanningGround.with { ground in
            await #expect(throws: ProblemBuildError.self) { try await ground.built(from: monday.adding(1)) }
            try await ground.run("DELETE FROM post_demand")
            await #expect { try await ground.built() } throws: { "\($0)".contains("no post wants anybody") }
        }
    }

    @Test("a duty that stands already, in the period or just after it, keeps the day and its rest")
    func standingAhead() async throws {
        try await PlanningGround.with { ground in
            try await ground.publish(
                from: monday.adding(7), days: 7, [("W001", 0, "M", "P001"), ("W002", 6, "M", "P001")])
            try await ground.run(
                """
                SELECT change_deployment(1, NULL, 'exigency', NULL, 'Called in at once.', true, 'W003', '2027-06-09', 'L', 'P001', of_exigency => 'unforeseen', said_recall => true)
                """)
            let built = try await ground.built()
            // Monday 11:00: a night that ends at 08:00 and a late that ends at midnight leave too little or just enough.
            #expect(built.entries("W001").map(\.shifts) == [["N"]])
            #expect(built.entries("W001").map(\.from) == [6])
            #expect(built.entries("W002").isEmpty)
            #expect(built.officer("W003")?.unavailable == [2...2])
            #expect(built.away[2][2] == .deployed)
            // Before Wednesday 14:00 a night of Tuesday to 08:00; after midnight nothing of Thursday before 11:00.
            #expect(built.entries("W003").map(\.shifts) == [["N"]])
            #expect(built.entries("W003").map(\.from) == [1])
        }
    }
}
