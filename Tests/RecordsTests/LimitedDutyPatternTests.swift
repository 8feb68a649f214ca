import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Individual patterns")
struct LimitedDutyPatternTests {
    /// An officer with a flexible contract and a pattern, the officer's own account (4) and a supervisor's (5).
    private nonisolated(nonsending) func withPattern<R>(
        _ body: nonisolated(nonsending) (RosterFixture, IndividualPatterns, Day) async throws -> R
    ) async throws -> R {
        try await RosterFixture.withInspector { fixture in
            try await fixture.run(
                """
                INSERT INTO contract VALUES ('flexible', 5, 2, 2, 3, 6, 16, 2, false);
                INSERT INTO pattern VALUES ('three', 'Three days', 7), ('two', 'Two days', 7);
                INSERT INTO pattern_day SELECT p, n, CASE WHEN n < 3 THEN 'E' END
                    FROM generate_series(0, 6) n, unnest('{three,two}'::text[]) p;
                INSERT INTO officer VALUES ('W020', 'Noor Quill', 'PC', 'A', 'flexible', '2020-01-01', NULL);
                INSERT INTO officer_pattern VALUES ('W020', 'three', '2026-01-05', '2026-01-05', NULL);
                INSERT INTO account (name, rank, team_id, officer_id) VALUES ('Quill', 'PC', 'A', 'W020'),
                    ('Dele', 'INSP', 'A', 'W010');
                INSERT INTO account_role VALUES (4, 'officer'), (5, 'supervisor');
                """)
            let today: Day = try await fixture.database.pool.value("SELECT police_day(now())")
            return try await body(fixture, IndividualPatterns(pool: fixture.database.pool), today)
        }
    }

    private static func proposal(_ from: Day) -> PatternProposal {
        PatternProposal(
            officer: "W020", pattern: "two", anchor: from.monday, from: from, reference: "CONS/1")
    }

    @Test(
        "an individual pattern is no edit, with the application's password either",
        arguments: [
            "UPDATE officer_pattern SET pattern_id = 'two'", "UPDATE officer_pattern SET to_day = '2027-01-01'",
            "DELETE FROM officer_pattern",
            "INSERT INTO officer_pattern VALUES ('W020', 'two', '2025-01-06', '2025-01-06', '2025-12-31')",
            "UPDATE pattern_day SET shift_id = 'N' WHERE pattern_id = 'three' AND day_index = 0",
            "DELETE FROM pattern_day WHERE pattern_id = 'three' AND day_index = 6",
            "UPDATE pattern SET cycle_days = 14 WHERE pattern_id = 'three'",
            "UPDATE officer SET contract_id = 'full' WHERE officer_id = 'W020'",
        ])
    func noEdit(_ sql: String) async throws {
        try await withPattern { fixture, _, _ in
            await expectRefused(Attempt(sql, .rewrite, "pattern_consultation"), on: fixture.database.pool)
        }
    }

    @Test("team patterns are edited as before")
    func teams() async throws {
        try await withPattern { fixture, _, _ in
            try await fixture.run(
                """
                INSERT INTO officer_pattern VALUES ('W001', 'two', '2026-01-05', '2026-01-05', '2026-06-30');
                INSERT INTO officer_pattern VALUES ('W001', 'two', '2026-01-06', '2026-07-01', NULL);
                UPDATE officer_pattern SET to_day = '2027-01-01' WHERE officer_id = 'W001' AND to_day IS NULL;
                UPDATE pattern_day SET shift_id = 'N' WHERE pattern_id = 'two' AND day_index = 0;
                """)
            #expect(try await fixture.count("SELECT count(*)::int FROM officer_pattern WHERE officer_id = 'W001'") == 2)
        }
    }

    @Test("a change is proposed at least thirty days ahead, agreed by the officer, and then written into the patterns")
    func consultation() async throws {
        try await withPattern { fixture, patterns, today in
            func refused(_ body: () async throws -> Void) async -> String? { await rosterError(body)?.rule }
            #expect(
                await refused { _ = try await patterns.propose(Self.proposal(today.adding(29)), by: 5) }
                    == "consultation_notice")
            #expect(
                await refused { _ = try await patterns.propose(Self.proposal(today.adding(40)), by: 4) }
                    == "own_pattern")
            let id = try await patterns.propose(Self.proposal(today.adding(40)), by: 5)
            #expect(await refused { try await patterns.answer(id, .agreed, by: 5) } == "officers_answer")
            #expect(await refused { try await patterns.answer(id, .withdrawn, by: 4) } == "officers_answer")
            try await patterns.answer(id, .agreed, by: 4)
            #expect(await refused { try await patterns.answer(id, .declined, by: 4) } == "pattern_answered_once")
            let spells: [String] = try await fixture.database.pool.value(
                "SELECT array_agg(pattern_id || ' ' || coalesce(to_day::text, '') ORDER BY from_day) FROM officer_pattern"
            )
            #expect(spells == ["three \(today.adding(39))", "two "])
            let found = try await patterns.get(id, asOf: Date())
            #expect(found.state == .agreed && !found.isInForce)
            let later = Date().addingTimeInterval(41 * 86_400)
            #expect(try await patterns.get(id, asOf: later).isInForce)
            let told: [String] = try await fixture.database.admin.value(
                "SELECT array_agg(kind || ' ' || recipient ORDER BY notification_id) FROM notification")
            #expect(told == ["pattern_proposed officer W020", "pattern_answered account 5"])
        }
    }

    @Test("a declined proposal changes nothing")
    func declined() async throws {
        try await withPattern { fixture, patterns, today in
            let id = try await patterns.propose(Self.proposal(today.adding(40)), by: 5)
            try await patterns.answer(id, .declined, by: 4)
            #expect(try await fixture.count("SELECT count(*)::int FROM officer_pattern WHERE to_day IS NULL") == 1)
            #expect(try await patterns.consultations(officer: "W020", asOf: Date()).items.map(\.state) == [.declined])
        }
    }

    @Test("a pattern without an approval is overdue; an approval is another's, ends by itself, and is reminded of once")
    func approvals() async throws {
        try await withPattern { fixture, patterns, today in
            let bare = try await patterns.list(asOf: Date()).items
            #expect(bare.map(\.officer) == ["W020"] && bare.allSatisfy { $0.isOverdue && $0.reference == nil })
            let own = await rosterError {
                try await patterns.approve("W020", reference: "FLEX/1", reviewOn: today.adding(90), by: 4)
            }
            #expect(own?.rule == "own_pattern")
            let late = await rosterError {
                try await patterns.approve("W020", reference: "FLEX/1", reviewOn: today.adding(366), by: 5)
            }
            #expect(late?.rule == "review_within")
            _ = try await patterns.approve("W020", reference: "FLEX/1", reviewOn: today.adding(90), by: 5)
            #expect(try await patterns.list(overdueOnly: true, asOf: Date()).items.isEmpty)
            let later = Date().addingTimeInterval(92 * 86_400)
            #expect(try await patterns.list(overdueOnly: true, asOf: later).items.map(\.pattern) == ["three"])
            let work = DueWork(pool: fixture.database.pool)
            #expect(try await work.remindOfPatterns(asOf: later) == 1)
            #expect(try await work.remindOfPatterns(asOf: later) == 0)
        }
    }
}
