import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Rule sets on record")
struct RuleSetsTests {
    private let monday = RosterFixture.monday

    private typealias Duty = (officer: String, day: Int, shift: String, post: String)

    private func earlies(_ days: some Sequence<Int>) -> [Duty] {
        days.map { ("W001", $0, "E", "P001") }
    }

    private func spacing(
        _ from: Int, _ to: Int, officer: String = "W001", rule: Rule = .restDaySpacing,
        basis: ExceptionBasis = .exigency, note: String = "A state visit in the second week."
    ) -> NewRuleException {
        NewRuleException(
            officer: officer, rule: rule, from: monday.adding(from), to: monday.adding(to), basis: basis, note: note)
    }

    @Test("the table and the program know the same rules, each with every figure it needs")
    func sameRules() async throws {
        try await RosterFixture.with { fixture in
            let rules = try await RuleSets(pool: fixture.database.pool).rules()
            #expect(Set(rules.map(\.rule)) == Set(Rule.allCases))
            #expect(rules.first { $0.rule == .restBetweenTours }?.kind == .absolute)
            #expect(rules.first { $0.rule == .weeklyHours }?.ruleSet == "working-time")
            let figures = try await RuleFigureReader(pool: fixture.database.pool).read()
            let times = DutyTimes(start: monday, days: 7, judged: 0..<7, officers: [])
            #expect(try RuleCheck(rules: rules, figures: figures).breaches(in: times).isEmpty)
            _ = try PublicationRules(rules: rules, figures: figures)
                .warnings(from: monday, to: monday, until: monday, today: monday)
        }
    }

    @Test("what a version breaks is stored with it, stops its publication, and is cleared by exceptions on record")
    func publication() async throws {
        try await RosterFixture.with { fixture in
            let sets = RuleSets(pool: fixture.database.pool)
            let version = try await fixture.versions.store(fixture.draft(earlies(0..<9)))
            let stored = try await sets.breaches(of: version).items
            let needed = stored.filter { $0.breach.kind == .needsException }
            #expect(needed.map(\.breach.rule) == [.restDaySpacing])
            #expect(needed.first?.breach.measured == 9 && needed.first?.isExcepted == false)
            #expect(stored.contains { $0.breach.rule == .publicationHorizon && $0.breach.officer == nil })
            func publish() async -> RecordError? {
                await rosterError {
                    try await fixture.versions.publish(
                        version, by: RosterFixture.second, statement: "Accepted as it is.")
                }
            }
            let refused = await publish()
            #expect(refused?.rule == "breach_without_exception")
            #expect(refused?.description.contains("W001 has 9 days of duty in a row") == true)
            _ = try await sets.except(spacing(0, 4), by: RosterFixture.first)
            #expect(await publish()?.rule == "breach_without_exception")
            _ = try await sets.except(spacing(5, 10), by: RosterFixture.first)
            #expect(try await sets.breaches(of: version).items.filter(\.stops).isEmpty)
            #expect(await publish() == nil)
            let standing = try await sets.breaches(from: monday, to: monday.adding(27), withWarnings: false).items
            #expect(standing.map(\.isExcepted) == [true])
        }
    }

    @Test("PostgreSQL itself refuses to publish, and lets nobody touch what was found")
    func heldByPostgreSQL() async throws {
        try await RosterFixture.with { fixture in
            let version = try await fixture.versions.store(fixture.draft(earlies(0..<9)))
            let error = await #expect(throws: PostgresError.self) {
                try await fixture.run("SELECT publish_version(\(version), 2, 'Accepted as it is.')")
            }
            #expect(error?.constraintName == "breach_without_exception" && error?.sqlState == "EV007")
            for write in [
                "DELETE FROM version_breach", "UPDATE version_breach SET kind = 'warning'",
                "INSERT INTO version_breach SELECT version_id, 99, officer_id, rule_set, rule, kind, from_day, to_day, "
                    + "figure, measured, unit, words, source FROM version_breach LIMIT 1",
            ] {
                await #expect(throws: PostgresError.self, "\(write)") { try await fixture.run(write) }
            }
        }
    }

    @Test("what a neighbouring period brought since the version was made counts when it is published")
    func checkedAgain() async throws {
        try await RosterFixture.with { fixture in
            let version = try await fixture.versions.store(
                fixture.draft(from: monday.adding(7), days: 7, earlies(0..<5)))
            _ = try await fixture.publish(from: monday.adding(-21), earlies(25..<28))
            let refused = await rosterError {
                try await fixture.versions.publish(version, by: RosterFixture.second, statement: "Accepted as it is.")
            }
            #expect(refused?.rule == "breach_without_exception")
        }
    }

    @Test("an exception needs its ground, a rule that allows one, and somebody else to record it")
    func exceptions() async throws {
        try await RosterFixture.with { fixture in
            let sets = RuleSets(pool: fixture.database.pool)
            try await fixture.run("UPDATE account SET officer_id = 'W004' WHERE account_id = 3")
            let refused: [(wish: NewRuleException, by: Int64, rule: String)] = [
                (spacing(0, 9, rule: .restBetweenTours), 1, "rule_absolute"),
                (spacing(0, 9, rule: .nightSpecialHazard), 1, "rule_absolute"),
                (spacing(0, 9, rule: .tourLength), 1, "rule_warns"),
                (spacing(0, 9, officer: "W004"), 3, "own_exception"),
                // Without its ground, for nobody there is, for no days.
                (spacing(0, 9, note: "short"), 1, ""), (spacing(0, 9, basis: .agreement), 1, ""),
                (spacing(0, 9, officer: "W999"), 1, ""), (spacing(3, 2), 1, ""),
            ]
            for one in refused {
                let error = await rosterError { try await sets.except(one.wish, by: one.by) }
                #expect(error != nil && error?.rule == one.rule, "\(one.wish): \(String(describing: error))")
            }
            var agreed = spacing(0, 9, basis: .agreement)
            agreed.reference = "JBB 14/27"
            _ = try await sets.except(agreed, by: RosterFixture.first)
            let page = try await sets.exceptions(from: monday, to: monday.adding(27))
            #expect(page.items.map(\.basis) == [.agreement] && page.items.first?.recordedBy == 1)
            await #expect(throws: PostgresError.self) { try await fixture.run("DELETE FROM rule_exception") }
            await #expect(throws: PostgresError.self) {
                try await fixture.run("UPDATE rule_exception SET to_day = from_day")
            }
        }
    }

    @Test("an absence as worked ends a run of duty, and leave and a course count for what they are")
    func asWorked() async throws {
        try await RosterFixture.with { fixture in
            let sets = RuleSets(pool: fixture.database.pool)
            // Attendance is about days that are over.
            let past = RosterFixture.monday.adding(-104 * 7)
            func runs() async throws -> [Int] {
                try await sets.breaches(from: past, to: past.adding(27)).items
                    .filter { $0.breach.rule == .restDaySpacing }.map(\.breach.measured)
            }
            _ = try await fixture.publish(from: past, earlies([0, 1, 2, 3, 4, 7, 8]))
            #expect(try await runs() == [])
            try await fixture.run(
                "INSERT INTO abstraction VALUES ('A1', 'W001', 'course', '\(past.adding(5))', '\(past.adding(6))', '', now())"
            )
            #expect(try await runs() == [])
            try await fixture.run(
                """
                INSERT INTO pattern VALUES ('daily', 'Every day', 1);
                INSERT INTO pattern_day VALUES ('daily', 0, 'E');
                INSERT INTO officer_pattern VALUES ('W001', 'daily', '2025-01-01', '2025-01-01', NULL)
                """)
            #expect(try await runs() == [9])
            try await fixture.run(
                "INSERT INTO attendance (officer_id, day, shift_id, status, recorded_by) VALUES ('W001', '\(past.adding(2))', 'E', 'absent', 1)"
            )
            #expect(try await runs() == [])
        }
    }

    @Test("an opt-out is on record and can be withdrawn from a day on")
    func optOuts() async throws {
        try await RosterFixture.with { fixture in
            let sets = RuleSets(pool: fixture.database.pool)
            let number = try await sets.optOut(
                officer: "W001", from: monday, reference: "Form 12, file A", by: RosterFixture.first)
            #expect(try await sets.optOuts().items.map(\.to) == [nil])
            let other = await rosterError {
                try await sets.optOut(
                    officer: "W002", from: monday.adding(9), reference: "Letter", withdrawing: number,
                    by: RosterFixture.first)
            }
            #expect(other?.rule == "withdraws_same")
            _ = try await sets.optOut(
                officer: "W001", from: monday.adding(9), reference: "Letter of May", withdrawing: number,
                by: RosterFixture.first)
            #expect(try await sets.optOuts(officer: "W001").items.map(\.to) == [monday.adding(8)])
        }
    }
}
