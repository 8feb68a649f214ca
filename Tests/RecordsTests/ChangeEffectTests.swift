import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Changes after publication: notice, consequence, who is told")
struct ChangeEffectTests {
    private typealias Fixture = ChangeFixture
    private static let planner = ChangeFixture.planner

    @Test("notice is the same whatever time zone the session is in, and the same in Swift and PostgreSQL")
    func timeZones() async throws {
        try await withDatabase { database in
            let figures = try await RuleFigureReader(pool: database.pool).read()
            let zones = ["UTC", "Europe/London", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"]
            // Every 97 minutes over the nights in which clocks change, and a day of summer.
            let spans = ["2027-03-27", "2027-10-30", "2027-07-01", "2012-03-31"]
            for zone in zones {
                try await database.admin.withConnection { connection in
                    try await connection.script("SET TimeZone = '\(zone)'")
                    for span in spans {
                        let rows = try await connection.query(
                            """
                            SELECT t, police_day(t) AS police_day, clear_days(t, \(span)::date + 9) AS clear_days,
                                (t AT TIME ZONE 'Europe/London')::date >= \(span)::date + 1 AS late
                            FROM generate_series(london(\(span)::date, time '00:00'), london(\(span)::date + 3, time '00:00'), interval '97 minutes') t
                            """)
                        #expect(rows.count > 40)
                        for row in rows {
                            let made = Int(
                                (try row.decode("t", as: Date.self).timeIntervalSince1970 / 60).rounded(.down))
                            let first = try #require(Day(iso: span))
                            let notice = try ChangeNotice(noticedAt: made, dutyDay: first.adding(9), figures: figures)
                            let next = try ChangeNotice(noticedAt: made, dutyDay: first.adding(1), figures: figures)
                            #expect(notice.noticedOn == (try row.decode("police_day")), "\(zone) \(made)")
                            #expect(notice.clearDays == (try row.decode("clear_days")), "\(zone) \(made)")
                            #expect(next.isLate == (try row.decode("late")), "\(zone) \(made)")
                        }
                    }
                }
            }
        }
    }

    @Test("a change stores the same notice under every session time zone")
    func storedNotice() async throws {
        try await Fixture.with { fixture in
            let target = try await fixture.policeDay().adding(21)
            for (index, zone) in ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"].enumerated() {
                let made = try await fixture.pool.transaction { connection in
                    try await connection.script("SET LOCAL TimeZone = '\(zone)'")
                    return try await fixture.changes.make(
                        fixture.calling("W003", day: target.adding(2 * index)), by: Self.planner, on: connection)
                }
                let record = try await fixture.changes.get(made.change)
                #expect(record.noticeDays == made.notice.clearDays)
                #expect(record.noticeDays == 20 + 2 * index)
            }
        }
    }

    @Test(
        "a rest day taken with full notice leaves another one owed, which is settled once, on a working day without duty"
    )
    func restDayOwed() async throws {
        try await Fixture.with { fixture in
            let today = try await fixture.policeDay()
            let made = try await fixture.callIn("W003", day: today.adding(16))
            #expect(made.notice.clearDays == 15)
            let consequence = try #require(made.consequences.first)
            #expect(consequence.kind == .anotherRestDay)
            #expect(consequence.notifyBy == today.adding(4))
            #expect(try await fixture.changes.get(made.change).consequences == made.consequences)

            let owed = try #require(try await fixture.owed.list(asOf: Date()).items.first)
            #expect(owed.officer == "W003")
            #expect(owed.workedDay == today.adding(16))
            #expect(!owed.isOverdue)
            let later = Date().addingTimeInterval(6 * 86_400)
            #expect(try await fixture.owed.list(asOf: later).items.first?.isOverdue == true)

            // W003 rests by pattern on every day until another pattern begins.
            await expectRefused(.unknown, "rest_day_new") {
                try await fixture.owed.settle(owed.id, restDay: today.adding(20), by: 1, asOf: Date())
            }
            try await fixture.pool.run(
                """
                UPDATE officer_pattern SET to_day = '\(today.adding(18))' WHERE officer_id = 'W003';
                INSERT INTO officer_pattern VALUES ('W003', 'always', '2020-01-01', '\(today.adding(19))', NULL)
                """)
            _ = try await fixture.callIn("W003", day: today.adding(20))
            await expectRefused(.unknown, "rest_day_free") {
                try await fixture.owed.settle(owed.id, restDay: today.adding(20), by: 1, asOf: Date())
            }
            let settled = try await fixture.owed.settle(owed.id, restDay: today.adding(22), by: 1, asOf: Date())
            #expect(settled.restDay == today.adding(22))
            await expectConflict("settled_once") {
                try await fixture.owed.settle(owed.id, restDay: today.adding(23), by: 1, asOf: Date())
            }
            #expect(try await fixture.owed.list(asOf: Date()).items.isEmpty)
            #expect(try await fixture.owed.list(openOnly: false, asOf: Date()).items.count == 1)
            // The new rest day is one: who is called in on it is called in on a rest day.
            #expect(try await fixture.callIn("W003", day: today.adding(22)).consequences.first?.kind == .anotherRestDay)
            await #expect(throws: RecordError.notFound("rest day owed 99")) {
                try await fixture.owed.settle(99, restDay: today.adding(23), by: 1, asOf: Date())
            }
        }
    }

    @Test(
        "giving a rest day back is not free: at 15 days nothing, from 8 no pay, below the officer chooses",
        arguments: [
            (16, ConsequenceKind.restDayStands, 0), (15, .restDayWithoutPay, 1), (9, .restDayWithoutPay, 1),
            (8, .officerChooses, 1), (1, .officerChooses, 1),
        ])
    func cancelledCancellation(ahead: Int, kind: ConsequenceKind, warnings: Int) async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.policeDay().adding(ahead)
            // Nothing is wanted on that duty, so that the call-in may be countered.
            let made = try await fixture.callIn("W003", day: day, shift: "L")
            let preview = try await fixture.changes.preview(fixture.countering(made.change), by: Self.planner)
            #expect(preview.warnings.count == warnings)
            let countered = try await fixture.changes.make(fixture.countering(made.change), by: Self.planner)
            #expect(countered.consequences.map(\.kind) == [kind])
            #expect(countered.warnings.count == warnings)
            #expect(try await fixture.owed.list(asOf: Date()).items.isEmpty)
            #expect(try await fixture.changes.get(made.change).counteredBy == countered.change)
            if ahead == 16 {
                let owed = try #require(try await fixture.owed.list(openOnly: false, asOf: Date()).items.first)
                #expect(owed.reinstatedBy == countered.change)
            }
        }
    }

    @Test("a counter-change restores what a change took, once, and only while what it put in place stands")
    func counter() async throws {
        try await Fixture.with { fixture in
            let first = try await fixture.callIn("W001")
            let moved = try await fixture.changes.make(
                ChangeRequest(
                    removes: first.placed, ground: .exigency, exigency: .publicOrder,
                    note: "A demonstration at the gate.",
                    welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: "W001", day: Fixture.day, shift: "E", post: "P002")),
                by: Self.planner)
            await expectRefused(.arrow, "counter_stands") {
                try await fixture.changes.make(fixture.countering(first.change), by: Self.planner)
            }
            let back = try await fixture.changes.make(fixture.countering(moved.change), by: Self.planner)
            #expect(back.kind == .counter)
            let standing = try await fixture.roster.standing.get(try #require(back.placed))
            #expect(standing.post == "P001")
            #expect(standing.officer == "W001")
            await expectRefused(.arrow, "countered_once") {
                try await fixture.changes.make(fixture.countering(moved.change), by: Self.planner)
            }
            await expectRefused(.arrow, "counter_stands") {
                try await fixture.changes.make(fixture.countering(back.change), by: Self.planner)
            }
            await expectRefused(.unknown, "change_known") {
                try await fixture.changes.make(fixture.countering(999), by: Self.planner)
            }
        }
    }

    @Test("the counter-change of a swap puts both officers back, and half of a swap is not countered")
    func counterSwap() async throws {
        try await Fixture.with { fixture in
            let other = Fixture.day.adding(2)
            let gives = try #require(try await fixture.callIn("W001").placed)
            let takes = try #require(try await fixture.callIn("W002", day: other, shift: "L").placed)
            try await fixture.pool.run("SELECT step_swap(7, ask_swap(6, \(gives), \(takes)), 'agreed')")
            let request = ChangeRequest(
                removes: gives, ground: .swap, exigency: .unforeseen, reference: String(takes), welfareConsidered: true,
                recall: true)
            let made = try await fixture.pool.transaction { connection in
                try await connection.script("SELECT step_swap(5, 1, 'approved', NULL, true)")
                return try await fixture.changes.make(request, by: 5, on: connection)
            }
            func standing() async throws -> [String] {
                try await fixture.roster.standing.list(from: Fixture.day, to: other).items.map {
                    "\($0.officer) \($0.shift)"
                }
            }
            #expect(try await standing() == ["W002 E", "W001 L"])
            #expect(Set(made.consequences.map { "\($0.officer) \($0.day)" }).count == 4)
            let back = try await fixture.changes.make(fixture.countering(made.change), by: Self.planner)
            #expect(try await standing() == ["W001 E", "W002 L"])
            #expect(back.consequences.count == 4)
            #expect(try await fixture.roster.count("SELECT count(*) FROM change WHERE kind = 'counter'") == 2)
        }
    }

    @Test("a counter-change under the rules of today: a call-in that is needed stays, who is held back is not restored")
    func counterRules() async throws {
        try await Fixture.with { fixture in
            let call = try await fixture.callIn("W001")
            await expectRefused(.bareDecision, "still_needed") {
                try await fixture.changes.make(fixture.countering(call.change), by: Self.planner)
            }
            try await fixture.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', 'W001', 'court', '\(Fixture.day)', '\(Fixture.day)')
                """)
            let replaced = try await fixture.changes.make(
                ChangeRequest(
                    removes: call.placed, ground: .abstraction, exigency: .court, reference: "A1",
                    welfareConsidered: true,
                    recall: true, place: VersionDeployment(officer: "W002", day: Fixture.day, shift: "E", post: "P001")),
                by: Self.planner)
            await expectRefused(.unlawful, "held_back") {
                try await fixture.changes.make(fixture.countering(replaced.change), by: Self.planner)
            }
            try await fixture.pool.run("DELETE FROM abstraction WHERE false")
            try await fixture.pool.run(
                "UPDATE abstraction SET to_day = '\(Fixture.day.adding(-1))', from_day = '\(Fixture.day.adding(-1))'")
            let back = try await fixture.changes.make(fixture.countering(replaced.change), by: Self.planner)
            #expect(try await fixture.roster.standing.get(try #require(back.placed)).officer == "W001")
            #expect(try await fixture.roster.count("SELECT count(*) FROM standing_deployment") == 1)
        }
    }

    @Test("a non-deployment down to two hours takes an officer off a relief in those hours and off no other")
    func twoHours() async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.today().adding(5)
            func moment(_ hour: Int) async throws -> Date {
                try await fixture.pool.value("SELECT london(\(day)::date, make_time(\(hour)::int, 0, 0))")
            }
            let record = try await fixture.exclude("W001", site: "S001", from: moment(9), to: moment(11))
            func relief(_ officer: String, _ from: Int, _ to: Int) async throws -> ChangeRequest {
                ChangeRequest(
                    ground: .exigency, exigency: .unforeseen, note: "A relief for the refreshment break.",
                    welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: officer, day: day, shift: "E", post: "P001"),
                    window: ChangeWindow(startsAt: try await moment(from), endsAt: try await moment(to)))
            }
            // Two hours inside the decision, and an hour that touches it: refused. The hours around it are open.
            for (from, to) in [(9, 11), (10, 12), (8, 10)] {
                let request = try await relief("W001", from, to)
                await expectRefused(.unlawful, "held_back") {
                    try await fixture.changes.make(request, by: Self.planner)
                }
            }
            for (from, to) in [(7, 9), (11, 13)] {
                let made = try await fixture.changes.make(relief("W001", from, to), by: Self.planner)
                #expect(made.kind == .relief)
            }
            let windows: [String] = try await fixture.pool.value(
                "SELECT array_agg(to_char(lower(during) AT TIME ZONE 'Europe/London', 'HH24:MI') ORDER BY during) FROM standing_deployment"
            )
            #expect(windows == ["07:00", "11:00"])
            let outside = try await relief("W002", 14, 16)
            await expectRefused(.unknown, "relief_window") { try await fixture.changes.make(outside, by: Self.planner) }
            // One place at a time holds on the window.
            let overlap = try await relief("W001", 12, 14)
            await expectConflict("one_place_at_a_time") { try await fixture.changes.make(overlap, by: Self.planner) }
            #expect(record > 0)
        }
    }

    @Test(
        "a relief honours a non-deployment within a duty: the officer relieved goes on standing, another stands in the window"
    )
    func relieved() async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.today().adding(5)
            let duty = try #require(try await fixture.callIn("W001", day: day).placed)
            let begins: Date = try await fixture.pool.value("SELECT london(\(day)::date, time '09:00')")
            let window = ChangeWindow(startsAt: begins, endsAt: begins.addingTimeInterval(7200))
            let record = try await fixture.exclude("W001", site: "S001", from: window.startsAt, to: window.endsAt)
            func relief(_ officer: String, by ground: ChangeGround = .nonDeployment, window: ChangeWindow)
                -> ChangeRequest
            {
                ChangeRequest(
                    ground: ground, exigency: .unforeseen, reference: ground == .nonDeployment ? "ND-\(record)" : nil,
                    note: "A relief in this window.", welfareConsidered: true, recall: true,
                    place: VersionDeployment(officer: officer, day: day, shift: "E", post: "P001"), window: window,
                    relieves: duty)
            }
            let elsewhere = ChangeWindow(
                startsAt: begins.addingTimeInterval(7200), endsAt: begins.addingTimeInterval(10_800))
            await expectRefused(.bareDecision, "silent_absence") {
                try await fixture.changes.make(relief("W002", window: elsewhere), by: Self.planner)
            }
            let made = try await fixture.changes.make(relief("W002", window: window), by: Self.planner)
            #expect(Set(made.told.filter { $0.part == .officer }.compactMap(\.officer)) == ["W001", "W002"])
            #expect(try await fixture.roster.standing.list(from: day, to: day).items.count == 2)
            #expect(try await NonDeployments(pool: fixture.pool).affectedDuties(record).isEmpty)
            await expectRefused(.unknown, "relief_window") {
                try await fixture.changes.make(relief("W003", window: window), by: Self.planner)
            }
            // Without the row nobody is relieved of a whole duty piece by piece.
            let long = ChangeWindow(
                startsAt: begins.addingTimeInterval(7200), endsAt: begins.addingTimeInterval(7200 + 7260))
            await expectRefused(.bareDecision, "silent_absence") {
                try await fixture.changes.make(relief("W002", by: .exigency, window: long), by: Self.planner)
            }
            // Taken off the whole duty for a part of it, the planner is told that a relief would do.
            let off = ChangeRequest(
                removes: duty, ground: .nonDeployment, reference: "ND-\(record)", welfareConsidered: true)
            let warnings = try await fixture.changes.preview(off, by: Self.planner).warnings
            #expect(warnings.contains { $0.contains("a part of this duty only") })
        }
    }

    @Test(
        "the officer, the supervisors and the owner inspector are told in the same transaction, in words without a reason"
    )
    func told() async throws {
        try await Fixture.with { fixture in
            let made = try await fixture.callIn("W003")
            #expect(made.told.map(\.part) == [.officer, .ownerInspector, .supervisor])
            #expect(made.told.map(\.name) == ["Lin Ferris", "Dele Marsh", "Hale"])
            let kinds: [String] = try await fixture.pool.value(
                "SELECT array_agg(kind || ' ' || recipient ORDER BY kind) FROM notification WHERE kind LIKE 'duty_changed%'"
            )
            #expect(
                kinds == ["duty_changed officer W003", "duty_changed_site officer W009", "duty_changed_team account 4"])
            let texts: [String] = try await fixture.pool.value(
                "SELECT array_agg(title || body) FROM notification_kind WHERE kind LIKE 'duty_changed%' OR kind LIKE 'rest_day%'"
            )
            for text in texts {
                for word in ["reason", "S001", "P001", "ground", "because"] { #expect(!text.contains(word)) }
            }
        }
    }

    @Test("a preview says what the change would and writes nothing, not a message nor a leaf")
    func preview() async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.policeDay().adding(30)
            let first = try await fixture.callIn("W001", day: day)
            let before = try await fixture.snapshot()
            let request = fixture.calling("W003", day: day)
            let preview = try await fixture.changes.preview(request, by: Self.planner)
            #expect(try await fixture.snapshot() == before)
            let made = try await fixture.changes.make(request, by: Self.planner)
            #expect(preview.consequences == made.consequences)
            #expect(preview.told == made.told)
            #expect(preview.notice == made.notice)
            #expect(preview.kind == made.kind)
            // What the law refuses, the preview refuses.
            await expectConflict("one_place_at_a_time") { try await fixture.changes.preview(request, by: Self.planner) }
            // Several in one: the second sees the first.
            let off = ChangeRequest(
                removes: first.placed, ground: .exigency, exigency: .demandFell, note: "The duty needs fewer.",
                welfareConsidered: true)
            let chain = try await fixture.changes.preview([fixture.calling("W002", day: day), off], by: Self.planner)
            #expect(chain.map(\.kind) == [.callReserve, .standDown])
            #expect(try await fixture.changes.list(from: day, to: day).items.count == 2)
        }
    }

    @Test("several changes in one transaction stand or fall together")
    func oneTransaction() async throws {
        try await Fixture.with { fixture in
            let before = try await fixture.snapshot()
            let error = await rosterError {
                try await fixture.pool.transaction { connection in
                    _ = try await fixture.changes.make(fixture.calling("W001"), by: Self.planner, on: connection)
                    var bad = fixture.calling("W002")
                    bad.welfareConsidered = false
                    _ = try await fixture.changes.make(bad, by: Self.planner, on: connection)
                }
            }
            #expect(
                error
                    == .invalid([
                        FieldProblem("/welfareConsidered", "a change is made only once welfare was considered")
                    ]))
            #expect(try await fixture.snapshot() == before)
        }
    }

    @Test("a duty left below its minimum is said in a warning")
    func belowMinimum() async throws {
        try await Fixture.with { fixture in
            let duty = try await fixture.callIn("W001")
            try await fixture.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', 'W001', 'court', '\(Fixture.day)', '\(Fixture.day)')
                """)
            let made = try await fixture.changes.make(
                ChangeRequest(removes: duty.placed, ground: .abstraction, reference: "A1", welfareConsidered: true),
                by: Self.planner)
            #expect(made.warnings == ["P001 on 2027-06-07, shift E, is below its minimum: 0 of 1."])
            #expect(made.kind == .takeOff)
        }
    }

    @Test("an inspector called in on a rest day has no overtime, and no rest day is owed")
    func inspector() async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.policeDay().adding(30)
            #expect(try await fixture.callIn("W009", day: day).consequences.map(\.kind) == [.noOvertime])
            #expect(try await fixture.owed.list(asOf: Date()).items.isEmpty)
        }
    }

    @Test("every change and its consequence is on the ledger, and the ledger verifies")
    func ledger() async throws {
        try await Fixture.with { fixture in
            let day = try await fixture.policeDay().adding(30)
            let made = try await fixture.callIn("W003", day: day, shift: "L")
            _ = try await fixture.changes.make(fixture.countering(made.change), by: Self.planner)
            let kinds: [String] = try await fixture.pool.value("SELECT array_agg(DISTINCT kind) FROM ledger_leaf")
            #expect(Set(kinds).isSuperset(of: ["change", "change_consequence", "rest_day_owed", "rest_day_settled"]))
            let unproved = try await fixture.roster.count(
                """
                SELECT count(*) FROM change c JOIN ledger_leaf l ON l.kind = 'change' AND l.subject = c.change_id::text
                JOIN ledger_salt s USING (index) WHERE l.commitment <> sha256(s.salt || convert_to(canonical(c), 'UTF8'))
                """)
            #expect(unproved == 0)
        }
    }
}
