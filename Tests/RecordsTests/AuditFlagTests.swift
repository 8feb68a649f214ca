import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("What the audit found becomes a question to Gold")
struct AuditFlagTests {
    private static let avoidance = [("officer", Cast.tate), ("mission", "M001")]

    @Test("every pattern has its question, its words and the subject of its case; a person is named in no finding")
    func kinds() async throws {
        try await Cast.with { cast in
            let hale = String(cast.id("Hale"))
            let cases: [(String, [(String, String)], String, String)] = [
                ("mission_concentration", [("mission", "M001")], "mission", "M001"),
                ("supervisor_concentration", [("account", hale)], "account", hale),
                ("officer_avoidance", Self.avoidance, "officer", Cast.tate),
                ("surge", [("team", "C")], "team", "C"), ("surge", [("command", "command")], "command", "command"),
                ("pair_concentration", [("officer", Cast.tate), ("account", hale)], "account", hale),
                ("swap_network", Self.avoidance, "officer", Cast.tate),
                ("burden_inequality", [("officer", Cast.rowe), ("team", "C")], "team", "C"),
                ("site_short_changed", [("site", "S014")], "site", "S014"),
            ]
            let day = cast.day(-5)
            let new = try await cast.closeDay(day, cases.map { cast.finding($0.0, $0.1, raisedOn: day) })
            #expect(new == cases.count)
            let flags = try await cast.queue.flags().items.reversed()
            for (flag, expected) in zip(flags, cases) {
                #expect(flag.kind == expected.0 && flag.subjectKind == expected.2 && flag.subjectID == expected.3)
                #expect(flag.question.hasSuffix("?") && !flag.innocent.isEmpty && !flag.baseRate.isEmpty)
                for hidden in ["Tate", Cast.tate, Cast.rowe, "Hale", "{"] {
                    #expect(!flag.finding.contains(hidden), "\(flag.finding)")
                }
                #expect(flag.finding.contains("9") && flag.finding.contains("3.1") && !flag.finding.contains("3.14"))
            }
            // One case a subject: what was found about Hale, Tate and team C joins.
            #expect(try await cast.queue.list().items.count == 6)
        }
    }

    @Test("the evidence holds every number and no more than that")
    func evidence() async throws {
        try await Cast.with { cast in
            let day = cast.day(-5)
            try await cast.closeDay(day, [cast.finding("officer_avoidance", Self.avoidance, raisedOn: day)])
            let flag = try #require(try await cast.queue.flags().items.first)
            let evidence = try JSON.parse(flag.evidence)
            let keys = evidence.members?.map(\.key).sorted()
            #expect(
                keys == [
                    "basis", "comparison", "course", "detail", "events", "expected", "first_event", "last_event",
                    "observed",
                    "opportunities", "raised_on", "subjects", "value",
                ])
            #expect(evidence["value"]?.number == 2000.5 && evidence["course"]?.elements?.count == 1)
            #expect(evidence["subjects"]?.elements?.map { $0["id"]?.string } == [Cast.tate, "M001"])
        }
    }

    @Test("a day is closed once, with its flags or not at all, and days are closed one after another")
    func once() async throws {
        try await Cast.with { cast in
            let (first, second) = (cast.day(-9), cast.day(-8))
            await expectRefused(.unknown, "audit_day_over") { try await cast.closeDay(cast.day(0)) }
            let good = cast.finding("officer_avoidance", Self.avoidance, raisedOn: first)
            let bad = cast.finding("officer_avoidance", [("officer", "W99999")], raisedOn: first)
            for broken in [
                [good, bad], [good, cast.finding("selective_scope", Self.avoidance, raisedOn: first)],
                [good, cast.finding("site_short_changed", Self.avoidance, raisedOn: first)],
                [good, cast.finding("surge", [("team", "C")], raisedOn: second)],
            ] {
                await expectRefused(.unknown) { try await cast.closeDay(first, broken) }
            }
            #expect(try await cast.flagKinds() == [])
            #expect(try await cast.database.pool.value("SELECT count(*) FROM audit_day", as: Int.self) == 0)
            #expect(try await cast.closeDay(first, [good]) == 1)
            await expectConflict("audit_day_pkey") { try await cast.closeDay(first, [good]) }
            await expectRefused(.arrow, "audit_next_day") { try await cast.closeDay(cast.day(-7)) }
            await expectRefused(.arrow, "audit_next_day") { try await cast.closeDay(cast.day(-10)) }
            // The same finding again is the one that was raised; a later one about the same is new.
            #expect(try await cast.closeDay(second, [good]) == 0)
            let again = cast.finding("officer_avoidance", Self.avoidance, raisedOn: cast.day(-7))
            #expect(try await cast.closeDay(cast.day(-7), [again]) == 0, "within its silence")
            for distance in -6 ... -2 { try await cast.closeDay(cast.day(distance)) }
            #expect(try await cast.flagKinds() == ["officer_avoidance"])
        }
    }

    @Test("two instances that close one day at once raise its flags once")
    func race() async throws {
        try await Cast.with { cast in
            let day = cast.day(-9)
            let finding = cast.finding("officer_avoidance", Self.avoidance, raisedOn: day)
            let closed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await cast.closeDay(day, [finding])) == 1 }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            let kinds = try await cast.flagKinds()
            #expect(closed == 1 && kinds == ["officer_avoidance"])
        }
    }

    @Test("a closed case is re-opened by new evidence and by nothing else")
    func reopened() async throws {
        try await Cast.with { cast in
            let early = cast.finding("officer_avoidance", Self.avoidance, raisedOn: cast.day(-200))
            try await cast.closeDay(cast.day(-8), [early])
            let held = try #require(try await cast.queue.list().items.first)
            try await cast.close(held.id)
            #expect(try await cast.queue.list().items.isEmpty)
            try await cast.closeDay(cast.day(-7), [early])
            #expect(try await cast.queue.list().items.isEmpty)
            let later = cast.finding(
                "officer_avoidance", Self.avoidance, raisedOn: cast.day(-6), observed: .integer(12))
            #expect(try await cast.closeDay(cast.day(-6), [later]) == 1)
            let again = try #require(try await cast.queue.list().items.first)
            #expect(again.id == held.id && again.state == .raised && again.flags == 2)
        }
    }

    @Test("who is in the line of a subject works in the case no more than in that of a decision")
    func line() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                "INSERT INTO account_role SELECT account_id, 'gold' FROM account WHERE name IN ('Tate', 'Hale', 'Stone', 'Marsh', 'Vale', 'Brook')"
            )
            // Marsh has decided about Tate.
            _ = try await cast.granted(cast.terms(.allArmed))
            let day = cast.day(-5)
            let marsh = String(cast.id("Marsh"))
            try await cast.closeDay(
                day,
                [
                    cast.finding("officer_avoidance", Self.avoidance, raisedOn: day),
                    cast.finding("supervisor_concentration", [("account", marsh)], raisedOn: day),
                    cast.finding("burden_inequality", [("team", "D")], raisedOn: day),
                    cast.finding("surge", [("command", "command")], raisedOn: day),
                ])
            let inside = [
                "officer": ["Tate", "Hale", "Stone", "Marsh"], "account": ["Marsh", "Brook", "Vale"],
                "team": ["Marsh", "Brook", "Vale"], "command": [],
            ]
            for item in try await cast.queue.list().items {
                for name in ["Tate", "Hale", "Stone", "Marsh", "Brook", "Vale", "Ashby", "Osei"] {
                    let found: Bool = try await cast.database.pool.value(
                        "SELECT in_line(\(item.id), \(cast.id(name)))")
                    #expect(found == inside[item.subjectKind]?.contains(name), "\(name) and \(item.subjectKind)")
                }
            }
            let officer = try #require(try await cast.queue.list().items.first { $0.subjectKind == "officer" })
            await expectRefused(.twoPairsOfEyes, "outside_line") {
                try await cast.queue.enter(NewCaseEntry(.claim), in: officer.id, by: cast.id("Stone"))
            }
            _ = try await cast.queue.enter(NewCaseEntry(.claim), in: officer.id, by: cast.id("Ashby"))
        }
    }

    @Test("who kept an officer from one place, or owns it, is in the line of its mission")
    func missionLine() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted()
            try await cast.database.admin.run("UPDATE site SET owner_inspector = 'W00450' WHERE site_id = 'S014'")
            let day = cast.day(-5)
            try await cast.closeDay(day, [cast.finding("mission_concentration", [("mission", "M001")], raisedOn: day)])
            let held = try #require(try await cast.queue.list().items.first { $0.subjectKind == "mission" })
            for (name, isIn) in [("Marsh", true), ("Hale", true), ("Vale", false), ("Ashby", false)] {
                let found: Bool = try await cast.database.pool.value("SELECT in_line(\(held.id), \(cast.id(name)))")
                #expect(found == isIn, "\(name)")
            }
        }
    }

    @Test(
        "the application raises a pattern by closing a day, and in no other way",
        arguments: [
            """
            INSERT INTO flag (kind, subject_kind, subject_id, finding, occurrence)
            VALUES ('officer_avoidance', 'officer', 'W00417', 'Nothing was found.', 'mine')
            """,
            "SELECT raise_flag('officer_avoidance', 'officer', 'W00417', NULL, 'Nothing was found.', '{}', 'mine')",
            "INSERT INTO audit_day (day, rests_on) VALUES ('2024-01-01', '2024-01-02')",
            "INSERT INTO audit_kind VALUES ('undocumented', '{officer}', 1, 'Words of somebody.')",
            "DELETE FROM audit_day", "UPDATE audit_day SET rests_on = now()",
            "UPDATE declared_season SET label = 'Mine'",
            "SELECT in_audit_line('officer', 'W00417', 1)",
        ])
    func privileges(sql: String) async throws {
        try await withDatabase { database in
            await expectRefused(Attempt(sql, .insufficientPrivilege), on: database.pool)
            await expectRefused(Attempt(sql, .insufficientPrivilege), on: database.readOnly)
        }
    }

    @Test("a season is declared by Gold, before it begins, for a quarter at most")
    func seasons() async throws {
        try await Cast.with { cast in
            let gold = cast.id("Ashby")
            await expectRefused(.unknown, "season_ahead") {
                try await cast.auditDays.declareSeason(from: cast.day(0), to: cast.day(9), label: "Now", by: gold)
            }
            await expectRefused(.twoPairsOfEyes, "gold_only") {
                try await cast.auditDays.declareSeason(
                    from: cast.day(2), to: cast.day(9), label: "Mine", by: cast.id("Kerr"))
            }
            await #expect(throws: RecordError.self) {
                try await cast.auditDays.declareSeason(from: cast.day(2), to: cast.day(99), label: "Ever", by: gold)
            }
            try await cast.auditDays.declareSeason(from: cast.day(2), to: cast.day(9), label: "Soon", by: gold)
        }
    }
}
