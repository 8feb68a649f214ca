import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Changes after publication: kinds, grounds and what they refuse")
struct ChangeRuleTests {
    private typealias Fixture = ChangeFixture
    private static let planner = ChangeFixture.planner

    @Test("the kinds, grounds and exigencies of Swift are those of PostgreSQL")
    func sameSets() async throws {
        try await Fixture.with { fixture in
            let kinds: String = try await fixture.pool.value(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'change_kind'")
            for kind in ChangeKind.allCases { #expect(kinds.contains("'\(kind.rawValue)'")) }
            #expect(kinds.split(separator: "::text").count - 1 == ChangeKind.allCases.count)
            let grounds: String = try await fixture.pool.value(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'change_ground'")
            for ground in ChangeGround.allCases { #expect(grounds.contains("'\(ground.rawValue)'")) }
            #expect(grounds.split(separator: "::text").count - 1 == ChangeGround.allCases.count)
            let exigencies: [String] = try await fixture.pool.value(
                "SELECT array_agg(exigency ORDER BY exigency) FROM exigency_kind")
            #expect(exigencies == ExigencyKind.allCases.map(\.rawValue).sorted())
        }
    }

    @Test("fields that break a rule are named before anything is asked of the record")
    func badFields() async throws {
        try await Fixture.with { fixture in
            let place = VersionDeployment(officer: "W001", day: Fixture.day, shift: "E", post: "P001")
            let moment = Date(timeIntervalSince1970: 1_812_000_000)
            let wrong: [(ChangeRequest, String)] = [
                (
                    ChangeRequest(ground: .exigency, note: "Called in at once.", welfareConsidered: true, place: place),
                    "/exigency"
                ),
                (
                    ChangeRequest(
                        ground: .exigency, exigency: .court, note: "short", welfareConsidered: true, place: place),
                    "/note"
                ),
                (
                    ChangeRequest(
                        ground: .exigency, exigency: .court, note: "Called in at once.", welfareConsidered: false,
                        place: place), "/welfareConsidered"
                ),
                (ChangeRequest(ground: .agreement, note: "", welfareConsidered: true, place: place), "/reference"),
                (ChangeRequest(removes: 1, ground: .swap, reference: "A1", welfareConsidered: true), "/reference"),
                (
                    ChangeRequest(removes: 1, ground: .nonDeployment, reference: "ND-x", welfareConsidered: true),
                    "/reference"
                ),
                (ChangeRequest(removes: 1, ground: .abstraction, welfareConsidered: true), "/reference"),
                (ChangeRequest(kind: .move, ground: .ownRequest, welfareConsidered: true, place: place), "/removes"),
                (
                    ChangeRequest(
                        kind: .replace, removes: 1, ground: .abstraction, reference: "A1", welfareConsidered: true),
                    "/place"
                ),
                (
                    ChangeRequest(
                        kind: .relief, ground: .exigency, exigency: .court, note: "A relief is needed.",
                        welfareConsidered: true, place: place), "/window"
                ),
                (
                    ChangeRequest(
                        ground: .exigency, exigency: .court, note: "A relief is needed.", welfareConsidered: true,
                        place: place,
                        window: ChangeWindow(startsAt: moment, endsAt: moment)), "/window/endsAt"
                ),
                (
                    ChangeRequest(
                        removes: 1, ground: .exigency, exigency: .court, note: "What it answered is over.",
                        welfareConsidered: true, counters: 1), "/counters"
                ),
                (ChangeRequest(ground: .ownRequest, welfareConsidered: true), "/place"),
                (ChangeRequest(ground: .ownRequest, welfareConsidered: true, recall: true, place: place), "/exigency"),
            ]
            for (request, pointer) in wrong {
                let error = await rosterError { try await fixture.changes.make(request, by: Self.planner) }
                guard case .invalid(let problems) = error else {
                    Issue.record("\(pointer) passed")
                    continue
                }
                #expect(problems.map(\.pointer).contains(pointer))
            }
        }
    }

    @Test("an own request changes the time of a duty and never its site, on that day or another")
    func ownRequest() async throws {
        try await Fixture.with { fixture in
            let duty = try #require(try await fixture.callIn("W001").placed)
            func move(_ day: Int, _ shift: String, _ post: String) -> ChangeRequest {
                ChangeRequest(
                    removes: duty, ground: .ownRequest, exigency: .unforeseen, welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: "W001", day: Fixture.day.adding(day), shift: shift, post: post))
            }
            for (day, shift, post) in [(0, "L", "P002"), (0, "E", "P002"), (1, "E", "P002")] {
                await expectRefused(.bareDecision, "own_request_place") {
                    try await fixture.changes.make(move(day, shift, post), by: Self.planner)
                }
            }
            var other = move(0, "L", "P001")
            other.place?.officer = "W002"
            await expectRefused(.bareDecision, "silent_absence") {
                try await fixture.changes.make(other, by: Self.planner)
            }
            let made = try await fixture.changes.make(move(0, "L", "P001"), by: Self.planner)
            #expect(made.kind == .move)
        }
    }

    @Test("an exigency or an agreement moves an officer within the law; neither takes one off")
    func neverJustOff() async throws {
        try await Fixture.with { fixture in
            let duty = try #require(try await fixture.callIn("W001").placed)
            let elsewhere = VersionDeployment(officer: "W001", day: Fixture.day.adding(2), shift: "E", post: "P002")
            let refusals: [ChangeRequest] = [
                ChangeRequest(
                    removes: duty, ground: .exigency, exigency: .court, note: "Needed in court.",
                    welfareConsidered: true),
                ChangeRequest(removes: duty, ground: .agreement, reference: "JBB 12/2027", welfareConsidered: true),
                ChangeRequest(removes: duty, ground: .ownRequest, welfareConsidered: true),
                ChangeRequest(
                    removes: duty, ground: .exigency, exigency: .court, note: "Needed in court.",
                    welfareConsidered: true, recall: true,
                    place: elsewhere),
                ChangeRequest(
                    kind: .standDown, removes: duty, ground: .exigency, exigency: .court, note: "Not needed today.",
                    welfareConsidered: true),
            ]
            for request in refusals {
                await expectRefused(.bareDecision, "silent_absence") {
                    try await fixture.changes.make(request, by: Self.planner)
                }
            }
            var agreed = ChangeRequest(
                removes: duty, ground: .agreement, exigency: .unforeseen, reference: "JBB 12/2027",
                welfareConsidered: true, recall: true,
                place: elsewhere)
            let made = try await fixture.changes.make(agreed, by: Self.planner)
            let record = try await fixture.changes.get(made.change)
            #expect(record.reference == "JBB 12/2027")
            #expect(record.placed == elsewhere)
            agreed.removes = made.placed
            #expect(
                await rosterError { try await fixture.changes.make(agreed, by: Self.planner) }?.rule == "change_shape")
        }
    }

    @Test("an officer is stood down only while the duty keeps its target without them, and then is on reserve")
    func standDown() async throws {
        try await Fixture.with { fixture in
            let first = try #require(try await fixture.callIn("W001").placed)
            _ = try await fixture.callIn("W002")
            let request = ChangeRequest(
                removes: first, ground: .exigency, exigency: .demandFell, note: "The duty needs fewer.",
                welfareConsidered: true)
            await expectRefused(.bareDecision, "still_needed") {
                try await fixture.changes.make(request, by: Self.planner)
            }
            // A third officer whom a row keeps away does not count.
            _ = try await fixture.callIn("W003")
            try await fixture.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', 'W003', 'sickness', '\(Fixture.day)', '\(Fixture.day)')
                """)
            await expectRefused(.bareDecision, "still_needed") {
                try await fixture.changes.make(request, by: Self.planner)
            }
            try await fixture.pool.run("DELETE FROM abstraction")
            let made = try await fixture.changes.make(request, by: Self.planner)
            #expect(made.kind == .standDown)
            #expect(made.consequences.map(\.kind) == [.nothing])
            let reserve: String = try await fixture.pool.value("SELECT officer_id || ' ' || shift_id FROM on_reserve")
            #expect(reserve == "W001 E")
            // Called back in, the officer is on reserve no more.
            _ = try await fixture.callIn("W001", post: "P002")
            #expect(try await fixture.roster.count("SELECT count(*) FROM on_reserve") == 0)
        }
    }

    @Test("of two stand-downs at once on a duty with one officer too many, one is refused")
    func standDownRace() async throws {
        try await Fixture.with { fixture in
            var duties: [Int64] = []
            for officer in ["W001", "W002", "W003"] {
                duties.append(try #require(try await fixture.callIn(officer).placed))
            }
            let refused = await withTaskGroup(of: String?.self) { group in
                for duty in duties.prefix(2) {
                    group.addTask {
                        let request = ChangeRequest(
                            removes: duty, ground: .exigency, exigency: .demandFell, note: "The duty needs fewer.",
                            welfareConsidered: true)
                        return await rosterError { try await fixture.changes.make(request, by: 1) }?.rule
                    }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(refused.compactMap { $0 } == ["still_needed"])
        }
    }

    @Test("a replacement takes the same duty")
    func replacement() async throws {
        try await Fixture.with { fixture in
            let duty = try #require(try await fixture.callIn("W001").placed)
            try await fixture.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', 'W001', 'court', '\(Fixture.day)', '\(Fixture.day)')
                """)
            var request = ChangeRequest(
                removes: duty, ground: .abstraction, exigency: .court, reference: "A1", welfareConsidered: true,
                recall: true,
                place: VersionDeployment(officer: "W003", day: Fixture.day, shift: "E", post: "P002"))
            await expectRefused(.unknown, "change_shape") { try await fixture.changes.make(request, by: Self.planner) }
            request.place?.post = "P001"
            let made = try await fixture.changes.make(request, by: Self.planner)
            #expect(made.kind == .replace)
            #expect(Set(made.consequences.map(\.officer)) == ["W001", "W003"])
        }
    }

    @Test(
        "after the midnight before the duty only a recall is open, said as such and with its exigency; care waits for nothing"
    )
    func recall() async throws {
        try await Fixture.with { fixture in
            let today = try await fixture.today()
            var request = fixture.calling("W003", day: today)
            request.recall = false
            await expectRefused(.unknown, "recall_said") { try await fixture.changes.make(request, by: Self.planner) }
            await expectRefused(
                Attempt(
                    """
                    SELECT change_deployment(1, NULL, 'agreement', 'JBB 1/2027', 'Agreed with the branch.', true, 'W003', '\(today)', 'E', 'P001',
                        said_recall => true)
                    """, .unknown, "recall_said"), on: fixture.pool)
            request.recall = true
            let made = try await fixture.changes.make(request, by: Self.planner)
            #expect(made.notice.isLate)
            #expect(try await fixture.changes.get(made.change).recall)
            // Said when it need not be, it is not on record.
            let early = try await fixture.callIn("W003", day: today.adding(3))
            #expect(try await !fixture.changes.get(early.change).recall)
            // Taking off by a row that says why stays open.
            try await fixture.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', 'W003', 'sickness', '\(today)', '\(today)')
                """)
            let off = ChangeRequest(
                removes: made.placed, ground: .abstraction, reference: "A1", welfareConsidered: true)
            #expect(try await fixture.changes.make(off, by: Self.planner).kind == .takeOff)
        }
    }

    @Test("the plain SQL of the application gets round none of it")
    func plainSQL() async throws {
        try await Fixture.with { fixture in
            let duty = try #require(try await fixture.callIn("W001").placed)
            let call = "SELECT change_deployment(1, \(duty), "
            let attempts = [
                Attempt(
                    call
                        + "'exigency', NULL, 'The duty needs fewer.', true, NULL, NULL, NULL, NULL, 'stand_down', 'demand_fell')",
                    .bareDecision, "still_needed"),
                Attempt(
                    call
                        + "'exigency', NULL, 'The duty needs fewer.', true, NULL, NULL, NULL, NULL, 'take_off', 'demand_fell')",
                    .bareDecision, "silent_absence"),
                Attempt(
                    call
                        + "'exigency', NULL, 'Somebody else instead.', true, 'W002', '2027-06-07', 'E', 'P001', 'move', 'court', true)",
                    .unknown, "change_shape"),
                Attempt(
                    call
                        + "'exigency', NULL, 'Somebody else instead.', true, 'W002', '2027-06-07', 'E', 'P001', 'call_reserve', 'court', true)",
                    .unknown, "change_shape"),
                Attempt(
                    call + "'exigency', NULL, 'No kind of exigency.', true, 'W001', '2027-06-07', 'E', 'P002', 'move')",
                    .unknown, "exigency_kind"),
                Attempt(
                    call + "'agreement', 'JBB 1/2027', '', true, NULL, NULL, NULL, NULL, 'counter', countered => 1)",
                    .unknown,
                    "change_shape"),
                Attempt(
                    call
                        + "'exigency', NULL, 'Welfare was not considered.', false, 'W001', '2027-06-07', 'E', 'P002', 'move', 'court', true)",
                    .checkViolation, "welfare_considered"),
                Attempt(
                    "INSERT INTO change (removes, kind, ground, note, welfare_considered, made_by) VALUES (\(duty), 'take_off', 'exigency', 'x', true, 1)",
                    "42501"),
                Attempt("INSERT INTO reserve_duty (change_id) VALUES (1)", "42501"),
                Attempt("INSERT INTO rest_day_owed (consequence_id) VALUES (1)", "42501"),
                Attempt("UPDATE change SET notice_days = 90", "42501"),
                Attempt("DELETE FROM standing_deployment", "42501"),
                Attempt("SELECT place_by_change(1, 'W001', '2027-06-09', 'E', 'P001')", "42501"),
                Attempt(
                    "SELECT counter_change(1, 1, 'exigency', NULL, 'court', 'Because I say so.', true, true)", "42501"),
                Attempt(
                    """
                    INSERT INTO change_consequence (change_id, officer_id, day, kind, words, source)
                    VALUES (1, 'W002', '2027-06-07', 'nothing', 'Added afterwards.', 'no source')
                    """, .rewrite, "consequence_with_change"),
            ]
            for attempt in attempts { await expectRefused(attempt, on: fixture.pool) }
            #expect(try await fixture.roster.count("SELECT count(*) FROM standing_deployment") == 1)
        }
    }

    @Test("a change that is refused leaves nothing behind")
    func nothingLeft() async throws {
        try await Fixture.with { fixture in
            _ = try await fixture.callIn("W001")
            let before = try await fixture.snapshot()
            await expectConflict("one_place_at_a_time") { try await fixture.callIn("W001", post: "P002") }
            #expect(try await fixture.snapshot() == before)
        }
    }
}

extension ChangeFixture {
    /// How many rows stand in everything that a change writes.
    func snapshot() async throws -> [Int] {
        try await roster.database.admin.value(
            """
            SELECT ARRAY[(SELECT count(*) FROM change), (SELECT count(*) FROM deployment), (SELECT count(*) FROM standing_deployment),
                (SELECT count(*) FROM change_consequence), (SELECT count(*) FROM rest_day_owed), (SELECT count(*) FROM rest_day_settled),
                (SELECT count(*) FROM reserve_duty), (SELECT count(*) FROM notification), (SELECT count(*) FROM ledger_leaf)]
            """)
    }
}
