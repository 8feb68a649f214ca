import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Rule sets and changes")
struct RuleSetsChangeTests {
    private let monday = RosterFixture.monday

    private func callIn(_ officer: String, _ day: Int, ground: ChangeGround = .exigency) -> ChangeRequest {
        ChangeRequest(
            removes: nil, ground: ground, exigency: ground == .exigency ? .event : nil,
            reference: ground == .agreement ? "JBB 14/27" : nil, note: "A reception became known.",
            welfareConsidered: true,
            place: VersionDeployment(officer: officer, day: monday.adding(day), shift: "E", post: "P001"))
    }

    private func exceptions(_ fixture: RosterFixture) async throws -> [RuleException] {
        try await RuleSets(pool: fixture.database.pool).exceptions(from: monday, to: monday.adding(200)).items
    }

    @Test("an exigency that makes an eighth day in a row carries the breach and puts its exception on record")
    func exigency() async throws {
        try await RosterFixture.with { fixture in
            _ = try await fixture.publish((0..<7).map { ("W001", $0, "E", "P001") })
            let made = try await fixture.changes.make(callIn("W001", 7), by: RosterFixture.first)
            let breach = try #require(made.breaches.first { $0.breach.kind == .needsException })
            #expect(breach.breach.rule == .restDaySpacing && breach.breach.measured == 8 && breach.isExcepted)
            let kept = try await exceptions(fixture)
            #expect(kept.map(\.basis) == [.exigency])
            #expect(kept.first?.change == made.change && kept.first?.note == "A reception became known.")
            #expect(kept.first?.from == monday && kept.first?.to == monday.adding(7))
            // The same again, a day later, is worse and has its own exception; an officer with rest has none.
            let more = try await fixture.changes.make(callIn("W001", 8, ground: .agreement), by: RosterFixture.first)
            #expect(more.breaches.filter(\.isExcepted).map(\.breach.measured) == [9])
            let other = try await fixture.changes.make(callIn("W002", 7), by: RosterFixture.first)
            #expect(other.breaches.filter { $0.breach.kind == .needsException }.isEmpty)
            #expect(try await exceptions(fixture).map(\.basis) == [.agreement, .exigency])
        }
    }

    @Test(
        "a replacement whose ground says nothing of the new officer is refused when it breaks a rule, and changes nothing"
    )
    func refused() async throws {
        try await RosterFixture.with { fixture in
            let ids = try await fixture.publish(
                (0..<7).map { ("W001", $0, "E", "P001") } + [("W002", 7, "E", "P001")])
            try await fixture.run(
                "INSERT INTO abstraction VALUES ('A1', 'W002', 'sickness', '2027-06-14', NULL, '', now())")
            var wish = ChangeRequest(
                removes: ids[7], ground: .abstraction, reference: "A1", welfareConsidered: true,
                place: VersionDeployment(officer: "W001", day: monday.adding(7), shift: "E", post: "P001"))
            let error = await rosterError { try await fixture.changes.make(wish, by: RosterFixture.first) }
            guard case .refused(.unlawful, rule: "rest_day_spacing", let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.contains("8 days of duty in a row"))
            #expect(try await fixture.standing.get(ids[7]).officer == "W002")
            // Said to be cover for sickness, it is an exigency and lawful with its exception.
            wish.exigency = .sicknessCover
            wish.note = "Nobody else with the authority is free."
            let made = try await fixture.changes.make(wish, by: RosterFixture.first)
            #expect(made.breaches.contains { $0.breach.rule == .restDaySpacing && $0.isExcepted })
            #expect(try await exceptions(fixture).count == 1)
        }
    }

    @Test("a breach that stood before stops no other change of the same officer, and a preview records nothing")
    func before() async throws {
        try await RosterFixture.with { fixture in
            _ = try await RuleSets(pool: fixture.database.pool).except(
                NewRuleException(
                    officer: "W001", rule: .restDaySpacing, from: monday, to: monday.adding(8), basis: .ownRequest,
                    note: "Asked for a long stretch."), by: RosterFixture.first)
            let ids = try await fixture.publish((0..<9).map { ("W001", $0, "E", "P001") })
            let wish = ChangeRequest(
                removes: ids[4], ground: .exigency, exigency: .event, note: "Moved to the other door.",
                welfareConsidered: true,
                place: VersionDeployment(officer: "W001", day: monday.adding(4), shift: "E", post: "P003"))
            let made = try await fixture.changes.make(wish, by: RosterFixture.first)
            #expect(made.breaches.filter { $0.breach.rule == .restDaySpacing }.isEmpty)
            let seen = try await fixture.changes.preview(callIn("W001", 9), by: RosterFixture.first)
            #expect(seen.breaches.contains { $0.breach.rule == .restDaySpacing })
            #expect(try await exceptions(fixture).count == 1)
        }
    }

    @Test("a rest day that is owed and not yet due is no breach")
    func owed() async throws {
        try await RosterFixture.with { fixture in
            try await fixture.run(
                """
                INSERT INTO pattern VALUES ('never', 'Always at rest', 1);
                INSERT INTO pattern_day VALUES ('never', 0, NULL);
                INSERT INTO officer_pattern VALUES ('W001', 'never', '2025-01-01', '2025-01-01', NULL)
                """)
            _ = try await fixture.changes.make(callIn("W001", 7), by: RosterFixture.first)
            #expect(try await fixture.count("SELECT count(*) FROM rest_day_owed") == 1)
            let found = try await RuleSets(pool: fixture.database.pool).breaches(from: monday, to: monday.adding(27))
            #expect(found.items.filter { $0.breach.rule == .restDayOwed }.isEmpty)
        }
    }
}
