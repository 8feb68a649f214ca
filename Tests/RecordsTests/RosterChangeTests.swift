import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Changes and attendance")
struct RosterChangeTests {
    private let monday = RosterFixture.monday

    /// Rows that take W001 off days of the first week; A2 and R2 are about somebody else.
    private static let reasons = """
        INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES
            ('A1', 'W001', 'court', '2027-06-07', '2027-06-07'), ('A2', 'W002', 'court', '2027-06-07', '2027-06-07');
        INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on) VALUES
            ('R1', 'W001', 'restricted', 'no standing', '2027-06-07', NULL, '2027-06-20'),
            ('R2', 'W003', 'restricted', 'no standing', '2027-06-07', NULL, '2027-06-20');
        """

    @Test(
        "a removal holds just where the row it names takes this officer off this duty",
        arguments: [
            (ChangeGround.abstraction, 0, "A1", true), (.abstraction, 1, "A1", false), (.abstraction, 0, "A2", false),
            (.restriction, 1, "R1", true), (.restriction, 1, "R2", false),
            (.lapsedCurrency, 4, "MP5", true), (.lapsedCurrency, 0, "MP5", false), (.exigency, 0, nil, false),
        ] as [(ChangeGround, Int, String?, Bool)])
    func removal(ground: ChangeGround, day: Int, reference: String?, holds: Bool) async throws {
        try await RosterFixture.with { fixture in
            let duties = (0..<5).map { (officer: "W001", day: $0, shift: "E", post: $0 == 4 ? "P001" : "P002") }
            let ids = try await fixture.publish(duties.filter { $0.day < 4 })
            // Beyond the carbine's last day the duty stands at a post without it, which then comes to need it.
            let late = try await fixture.changes.make(
                ChangeRequest(
                    removes: nil, ground: .exigency, exigency: .unforeseen, note: "Called in at short notice.",
                    welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: "W001", day: monday.adding(4), shift: "E", post: "P001")),
                by: RosterFixture.first)
            try await fixture.run("INSERT INTO post_skill VALUES ('P001', 'MP5')")
            try await fixture.run(RosterChangeTests.reasons)
            let removed = day == 4 ? try #require(late.placed) : ids[day]
            let request = ChangeRequest(
                removes: removed, ground: ground, exigency: ground == .exigency ? .court : nil, reference: reference,
                note: "A note long enough.",
                welfareConsidered: true)
            let error = await rosterError { try await fixture.changes.make(request, by: RosterFixture.second) }
            #expect(error?.rule == (holds ? nil : "silent_absence"))
            let stands = await rosterError { try await fixture.standing.get(removed) } == nil
            #expect(stands == !holds)
        }
    }

    @Test("a recorded non-deployment takes the officer off the duties that its window overlaps, and off no other")
    func nonDeployment() async throws {
        try await RosterFixture.with { fixture in
            let ids = try await fixture.publish([
                ("W001", 0, "E", "P001"), ("W001", 1, "E", "P001"), ("W002", 0, "E", "P001"),
            ])
            let number = try await recorded(fixture, from: "2027-06-07 09:00+01", to: "2027-06-07 11:00+01")
            func removing(_ id: Int64) -> ChangeRequest {
                ChangeRequest(removes: id, ground: .nonDeployment, reference: number, welfareConsidered: true)
            }
            for other in ids.dropFirst() {
                let error = await rosterError {
                    try await fixture.changes.make(removing(other), by: RosterFixture.first)
                }
                #expect(error?.rule == "silent_absence")
            }
            let made = try await fixture.changes.make(removing(ids[0]), by: RosterFixture.first)
            let change = try await fixture.changes.get(made.change)
            #expect(change.reference == number)
            #expect(change.removed?.officer == "W001")
            #expect(change.placed == nil)
        }
    }

    @Test("an exigency moves an officer to another duty of the day, with a note and with welfare considered")
    func exigency() async throws {
        try await RosterFixture.with { fixture in
            let id = try #require(try await fixture.publish([("W001", 0, "E", "P001")]).first)
            let elsewhere = VersionDeployment(officer: "W001", day: monday, shift: "E", post: "P002")
            var request = ChangeRequest(
                removes: id, ground: .exigency, exigency: .publicOrder, note: "short", welfareConsidered: true,
                recall: true, place: elsewhere)
            guard
                case .invalid = await rosterError({ try await fixture.changes.make(request, by: RosterFixture.first) })
            else {
                Issue.record("a short note passed")
                return
            }
            request.note = "A demonstration at the gate."
            request.welfareConsidered = false
            #expect(await rosterError { try await fixture.changes.make(request, by: RosterFixture.first) } != nil)
            request.welfareConsidered = true
            let made = try await fixture.changes.make(request, by: RosterFixture.first)
            let placed = try await fixture.standing.get(try #require(made.placed))
            #expect(placed.post == "P002")
            #expect(placed.site == "S002")
            let record = try await fixture.changes.get(made.change)
            #expect(record.removed?.post == "P001")
            #expect(record.placed == elsewhere)
        }
    }

    @Test("nobody is placed where the record forbids it or where rest would be too short")
    func heldBack() async throws {
        try await RosterFixture.with { fixture in
            _ = try await fixture.publish([("W001", 0, "L", "P001")])
            func callIn(_ officer: String, _ day: Int, _ shift: String, _ post: String) -> ChangeRequest {
                ChangeRequest(
                    removes: nil, ground: .exigency, exigency: .unforeseen, note: "Called in at short notice.",
                    welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: officer, day: monday.adding(day), shift: shift, post: post))
            }
            let refusals = [
                (callIn("W002", 0, "E", "P002"), "held_back"), (callIn("W001", 1, "B", "P001"), "rest_between_tours"),
                (callIn("W001", 0, "C", "P001"), "one_place_at_a_time"),
            ]
            for (request, rule) in refusals {
                #expect(
                    await rosterError { try await fixture.changes.make(request, by: RosterFixture.first) }?.rule == rule
                )
            }
            _ = try await fixture.changes.make(callIn("W001", 1, "A", "P001"), by: RosterFixture.first)
        }
    }

    @Test("the standing roster is read by officer, post and site, in pages; covert posts say so")
    func standing() async throws {
        try await RosterFixture.with { fixture in
            _ = try await fixture.publish([
                ("W001", 0, "E", "P001"), ("W002", 0, "E", "P003"), ("W001", 9, "E", "P001"),
            ])
            func list(
                officer: String? = nil, post: String? = nil, site: String? = nil
            ) async throws -> [StandingDeployment] {
                try await fixture.standing.list(
                    from: monday, to: monday.adding(6), officer: officer, post: post, site: site
                ).items
            }
            #expect(try await list().count == 2)
            #expect(try await list(officer: "W001").map(\.post) == ["P001"])
            #expect(try await list(post: "P003").map(\.officer) == ["W002"])
            let covert = try await list(site: "S002")
            #expect(covert.map(\.isCovert) == [true])
            let page = try await fixture.standing.list(from: monday, to: monday.adding(27), limit: 2)
            let rest = try await fixture.standing.list(from: monday, to: monday.adding(27), cursor: page.next)
            #expect(rest.items.map(\.day) == [monday.adding(9)])
        }
    }

    /// Records a short form about W001 at the site of P001 and returns its number.
    private func recorded(_ fixture: RosterFixture, from: String, to: String) async throws -> String {
        let start = try #require(Date(postgresText: from.replacing("+01", with: ":00+01")))
        let end = try #require(Date(postgresText: to.replacing("+01", with: ":00+01")))
        let terms = Terms(
            category: .safety, scope: .sites(["S001"]), startsAt: start, endsAt: end, reviewAt: end,
            emergencyResponse: true)
        let records = NonDeployments(pool: fixture.database.pool)
        let draft = NewDraft(
            officer: "W001", raisedBy: 3, terms: terms,
            grounds: "Photographs of the post would put the family at risk.")
        let id = try await records.draft(draft, by: RosterFixture.first)
        for kind in AssessmentKind.allCases {
            try await records.assess(
                id, kind, text: "Weighed against what any officer would get here.", by: RosterFixture.second)
        }
        let decision = NewDecision(
            form: .full, outcome: .granted, reason: "Granted for two hours; the post is covered by others meanwhile.",
            asGold: true)
        try await records.decide(id, decision, by: 3)
        return "ND-\(id)"
    }
}
