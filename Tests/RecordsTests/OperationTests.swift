import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Operations")
struct OperationTests {
    private static let monday = RosterFixture.monday

    @Test("a hospital guard makes a place, a post with the authority, and demand from its first shift on until closed")
    func opens() async throws {
        try await RosterFixture.withInspector { fixture in
            var wish = RosterFixture.guardWish()
            // Opened at nine in the evening: the night is wanted today, the late shift only tomorrow.
            wish.startsAt = RosterFixture.eve.addingTimeInterval(8 * 3600)
            let opened = try await fixture.operations.open(wish, by: RosterFixture.first)
            #expect(opened.posts.count == 1 && opened.guardsOpen == 1 && !opened.isAboveExpected)
            let eve = Self.monday.adding(-1)
            #expect(
                try await fixture.wanted(eve, Self.monday.adding(1)) == [
                    "\(eve) N", "\(Self.monday) L", "\(Self.monday) N", "\(Self.monday.adding(1)) L",
                    "\(Self.monday.adding(1)) N",
                ])
            let planned = try await PlanningReader(pool: fixture.database.pool).read(from: Self.monday, days: 28)
            #expect(planned.operations.map(\.shift) == ["L", "N"] && planned.operations.allSatisfy { $0.to == nil })
            let post = try #require(planned.posts.first { $0.id == opened.posts[0] })
            #expect(post.kind == "hospital_guard" && post.requires == ["AFO"])
            let found = try await fixture.operations.get(opened.id, asOf: RosterFixture.eve)
            #expect(found.operation.number == "OP-\(opened.id)" && found.operation.state == .open)
            #expect(found.operation.reviewOn == eve.adding(7))
        }
    }

    @Test("a guard above the number expected is opened all the same, and the duties office and the owner are told")
    func fifthGuard() async throws {
        try await RosterFixture.withInspector { fixture in
            for number in 1...4 {
                let opened = try await fixture.operations.open(
                    RosterFixture.guardWish("Guard \(number)"), by: RosterFixture.first)
                #expect(!opened.isAboveExpected && opened.guardsOpen == number)
            }
            #expect(try await fixture.count("SELECT count(*)::int FROM notification") == 0)
            let fifth = try await fixture.operations.open(RosterFixture.guardWish("Guard 5"), by: RosterFixture.first)
            #expect(fifth.isAboveExpected && fifth.guardsOpen == 5)
            let told: [String] = try await fixture.database.admin.withConnection { connection in
                try await connection.query(
                    "SELECT recipient FROM notification WHERE kind = 'guards_above_expected' ORDER BY recipient"
                ).map { try $0.decode(0) }
            }
            #expect(told == ["account 1", "account 2", "officer W010"])
        }
    }

    @Test("a guard is not closed without its debrief nor an exercise without its learning, not with plain SQL either")
    func closing() async throws {
        try await RosterFixture.withInspector { fixture in
            let guarded = try await fixture.operations.open(RosterFixture.guardWish(), by: RosterFixture.first)
            var drill = RosterFixture.guardWish("Contingency exercise")
            drill.kind = .exercise
            let exercise = try await fixture.operations.open(drill, by: RosterFixture.first)
            for (id, rule) in [(guarded.id, "debrief_needed"), (exercise.id, "learning_needed")] {
                await expectRefused(
                    Attempt(
                        "INSERT INTO operation_entry (operation_id, kind, written_by) VALUES (\(id), 'closing', 1)",
                        .closure, rule), on: fixture.database.pool)
                #expect(
                    await rosterError { try await fixture.operations.close(id, by: RosterFixture.first) }?.rule == rule)
            }
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO operation_entry (operation_id, kind, note_id, written_by)
                    VALUES (\(guarded.id), 'debrief', write_prose('decision', '...'), 1)
                    """, .bareDecision, "entry_empty"), on: fixture.database.pool)
            _ = try await fixture.operations.write(
                .debrief, in: guarded.id, note: "Handed over to the borough at ten.", by: RosterFixture.first)
            _ = try await fixture.operations.write(
                .learning, in: exercise.id, note: "The radio does not reach the basement.", by: RosterFixture.first)
            #expect(try await fixture.operations.close(guarded.id, by: RosterFixture.first).isEmpty)
            _ = try await fixture.operations.close(exercise.id, by: RosterFixture.first)
            let again = await rosterError { try await fixture.operations.close(guarded.id, by: RosterFixture.first) }
            #expect(again?.rule == "operation_open")
            let list = try await fixture.operations.list(asOf: RosterFixture.eve).items
            #expect(list.map(\.state) == [.closed, .closed])
            #expect(try await LedgerRecords(pool: fixture.database.admin).verify(keys: []).finding == nil)
        }
    }

    @Test("closing ends the demand at once and lists the published deployments above demand")
    func surplus() async throws {
        try await RosterFixture.withInspector { fixture in
            let opened = try await fixture.operations.open(RosterFixture.guardWish(), by: RosterFixture.first)
            let standing = try await fixture.publish([
                ("W001", 0, "L", opened.posts[0]), ("W002", 1, "N", opened.posts[0]),
            ])
            let duties = try await fixture.operations.unfilled(from: Self.monday, to: Self.monday, limit: 500).items
            #expect(duties.first { $0.shift == "L" }?.filled == 1 && duties.allSatisfy(\.isPublished))
            _ = try await fixture.operations.write(
                .debrief, in: opened.id, note: "The patient was moved.", by: RosterFixture.first)
            let surplus = try await fixture.operations.close(opened.id, by: RosterFixture.first)
            #expect(surplus.map(\.deployment) == standing && surplus.allSatisfy { $0.target == 0 })
            #expect(try await fixture.wanted(Self.monday, Self.monday.adding(27)).isEmpty)
            let planned = try await PlanningReader(pool: fixture.database.pool).read(from: Self.monday, days: 28)
            #expect(planned.operations.isEmpty)
            // What stands there now needs nobody: the change that stands an officer down may name it.
            let target = try await fixture.count(
                "SELECT duty_target('\(opened.posts[0])', '\(Self.monday)', 'L')")
            #expect(target == 0)
        }
    }

    @Test("amending demand replaces it from a day on and never before today; what was wanted stays on record")
    func amends() async throws {
        try await RosterFixture.withInspector { fixture in
            let opened = try await fixture.operations.open(RosterFixture.guardWish(), by: RosterFixture.first)
            let posts = try await fixture.operations.amend(
                opened.id, from: Self.monday.adding(2),
                lines: [
                    DemandLine(shift: "N", min: 3, target: 4, level: .exceptional),
                    DemandLine(shift: "N", min: 1, target: 1, skills: ["MP5", "AFO"]),
                ], by: RosterFixture.first)
            #expect(posts.count == 2 && posts.contains(opened.posts[0]))
            let before = try await fixture.wanted(Self.monday.adding(1), Self.monday.adding(1))
            #expect(before.map { $0.suffix(1) } == ["L", "N"])
            let after = try await fixture.operations.unfilled(
                from: Self.monday.adding(2), to: Self.monday.adding(2), limit: 500
            ).items.filter { $0.operation != nil }
            #expect(after.map(\.shift) == ["N", "N"] && after.map(\.min).sorted() == [1, 3])
            #expect(after.contains { $0.level == .exceptional })
            let past = await rosterError {
                try await fixture.operations.amend(
                    opened.id, from: Day(number: 20_000), lines: [DemandLine(shift: "N", min: 1, target: 1)],
                    by: RosterFixture.first)
            }
            #expect(past?.rule == "demand_ahead")
            #expect(try await fixture.operations.get(opened.id, asOf: RosterFixture.eve).demand.count == 4)
        }
    }

    @Test(
        "what an operation needs is held by the database, with the application's password too",
        arguments: [
            Attempt("UPDATE operation SET name = 'another'", .insufficientPrivilege),
            Attempt("UPDATE operation_demand SET min_officers = 0", .insufficientPrivilege),
            Attempt("DELETE FROM operation_entry", .insufficientPrivilege),
            Attempt("UPDATE operation_state SET state = 'closed', closed_at = now()", .insufficientPrivilege),
            Attempt(
                """
                INSERT INTO operation_demand (operation_id, revision, since_day, from_day, post_id, shift_id, min_officers,
                    target_officers, level, skills, written_by)
                SELECT 1, 2, '2027-06-07', '2027-06-07', post_id, 'N', 0, 1, 'Normal', skills, 1 FROM operation_post
                """, .insufficientPrivilege),
            Attempt("DELETE FROM operation_post", .insufficientPrivilege),
            Attempt(
                "INSERT INTO post_demand SELECT post_id, 'Normal', 'weekday', 'N', 0, 1 FROM operation_post", .unknown,
                "operation_demand"),
            Attempt(
                """
                SELECT open_operation(1, 'hospital_guard', 'Guard of one', 'W001', now(), '[{"shift":"N","min":1,"target":1}]',
                    at_site => 'S001')
                """, .twoPairsOfEyes, "owner_inspector"),
            Attempt(
                """
                SELECT open_operation(1, 'arv', 'Vehicle one', 'W010', now(),
                    '[{"shift":"N","min":1,"target":1,"skills":["MP5"]}]', at_site => 'S001')
                """, .unknown, "armed_operation"),
            Attempt(
                """
                SELECT open_operation(1, 'residential', 'Hotel', 'W010', now(), '[{"shift":"N","min":1,"target":1}]',
                    at_site => 'S001')
                """, .checkViolation, "request_needed"),
            Attempt(
                """
                SELECT open_operation(1, 'event', 'Reception', 'W010', now(), '[{"shift":"N","min":1,"target":1}]',
                    at_site => 'S001', request => 'R/1')
                """, .checkViolation, "premises_needed"),
            Attempt(
                """
                SELECT open_operation(1, 'event', 'Wreath laying', 'W010', now(), '[{"shift":"N","min":1,"target":1}]',
                    at_site => 'S001', inside => false, request => 'R/1')
                """, .checkViolation, "borough_needed"),
            Attempt(
                """
                INSERT INTO operation_entry (operation_id, kind, note_id, next_review, written_by)
                VALUES (1, 'review', write_prose('decision', 'All in order.'), current_date + 30, 1)
                """, .unknown, "review_within"),
        ])
    func attempts(_ attempt: Attempt) async throws {
        try await RosterFixture.withInspector { fixture in
            _ = try await fixture.operations.open(RosterFixture.guardWish(), by: RosterFixture.first)
            await expectRefused(attempt, on: fixture.database.pool)
        }
    }

    @Test("an event inside premises is the command's and its site's inspector's; elsewhere the borough leads")
    func events() async throws {
        try await RosterFixture.withInspector { fixture in
            try await fixture.run("UPDATE site SET owner_inspector = 'W010' WHERE site_id = 'S001'")
            let line = [DemandLine(shift: "E", min: 1, target: 2)]
            let inside = try await fixture.operations.open(
                OperationWish(
                    kind: .event, name: "National day", site: "S001", owner: nil, startsAt: RosterFixture.eve,
                    insidePremises: true, request: "SO1/44", lines: line), by: RosterFixture.first)
            let outside = try await fixture.operations.open(
                OperationWish(
                    kind: .event, name: "Wreath laying", site: "S002", owner: "W010", startsAt: RosterFixture.eve,
                    insidePremises: false, borough: "Westminster", request: "SO1/45", lines: line),
                by: RosterFixture.first)
            let first = try await fixture.operations.get(inside.id, asOf: RosterFixture.eve)
            #expect(first.operation.owner == "W010" && first.operation.ledBy == .command)
            #expect(first.posts.map(\.skills) == [["AFO"]])
            let second = try await fixture.operations.get(outside.id, asOf: RosterFixture.eve)
            #expect(second.operation.ledBy == .borough && second.posts.map(\.skills) == [[]])
            let nobody = await rosterError {
                try await fixture.operations.open(
                    OperationWish(
                        kind: .event, name: "Parade", site: "S002", owner: nil, startsAt: RosterFixture.eve,
                        insidePremises: false, request: "SO1/46", lines: line), by: RosterFixture.first)
            }
            guard case .invalid(let problems) = nobody else {
                Issue.record("\(String(describing: nobody))")
                return
            }
            #expect(Set(problems.map(\.pointer)) == ["/borough", "/owner"])
        }
    }

    @Test("an armed response vehicle below its minimum is listed, and no longer once somebody stands there")
    func belowMinimum() async throws {
        try await RosterFixture.withInspector { fixture in
            var wish = RosterFixture.guardWish("Trojan one")
            wish.kind = .arv
            wish.lines = [DemandLine(shift: "N", min: 1, target: 2, skills: ["AFO", "MP5"])]
            let opened = try await fixture.operations.open(wish, by: RosterFixture.first)
            let days = (Self.monday, Self.monday.adding(1))
            let before = try await fixture.operations.belowMinimum(from: days.0, to: days.1).items
            #expect(before.map(\.day) == [days.0, days.1] && before.allSatisfy { $0.operation == "OP-\(opened.id)" })
            _ = try await fixture.publish([("W001", 0, "N", opened.posts[0])])
            let after = try await fixture.operations.belowMinimum(from: days.0, to: days.1).items
            #expect(after.map(\.day) == [days.1])
        }
    }

    @Test("a review moves the review date; an overdue one is listed, the owner is told once, then those above")
    func reviews() async throws {
        try await RosterFixture.withInspector { fixture in
            // Opened now, because a review is held now.
            var wish = RosterFixture.guardWish()
            wish.startsAt = Date()
            let opened = try await fixture.operations.open(wish, by: RosterFixture.first)
            let due = try #require(try await fixture.operations.get(opened.id, asOf: Date()).operation.reviewOn)
            _ = try await fixture.operations.write(
                .review, in: opened.id, note: "Two officers are enough.", nextReview: due.adding(-1),
                by: RosterFixture.first)
            let later = Date().addingTimeInterval(20 * 86_400)
            let overdue = try await fixture.operations.list(overdueOnly: true, asOf: later).items
            #expect(overdue.map(\.reviewOn) == [due.adding(-1)])
            #expect(try await fixture.operations.list(overdueOnly: true, asOf: Date()).items.isEmpty)
            let work = DueWork(pool: fixture.database.pool)
            #expect(try await work.remindOfOperations(asOf: Date()) == 0)
            #expect(try await work.remindOfOperations(asOf: Date().addingTimeInterval(8 * 86_400)) == 1)
            #expect(try await work.remindOfOperations(asOf: later) == 2)
            #expect(try await work.remindOfOperations(asOf: later) == 0)
        }
    }
}
