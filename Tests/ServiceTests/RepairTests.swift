import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import TestDatabase
import Testing

@testable import Service

/// Four officers, three posts, one published week; W001 and W002 stand at the front door on lates.
struct RepairGroundWork {
    let ground: PlanningGround
    let desk: RepairDesk
    static let monday = PlanningGround.monday

    nonisolated(nonsending) static func with(
        _ body: nonisolated(nonsending) (RepairGroundWork) async throws -> Void
    ) async throws {
        try await PlanningGround.with { ground in
            try await ground.publish(
                from: monday, days: 7,
                [
                    ("W001", 0, "L", "P001"), ("W001", 1, "L", "P001"), ("W002", 0, "L", "P001"),
                    ("W003", 0, "L", "P002"),
                ])
            try await body(RepairGroundWork(ground: ground, desk: RepairDesk(pool: ground.database.pool)))
        }
    }

    func propose(_ event: RepairEvent) async throws -> RepairRecord {
        try await desk.propose(event, by: 1, now: PlanningGround.asOf)
    }

    func accept(_ repair: RepairRecord) async throws -> RepairAccepted {
        try await desk.accept(
            repair.id,
            RepairAcceptance(
                revision: repair.revision, note: "The officer fell out at short notice.", welfareConsidered: true,
                recall: false), by: 1, now: PlanningGround.asOf)
    }

    /// "W001 0 L P001" for everything that stands.
    func standing() async throws -> Set<String> {
        let page = try await StandingRoster(pool: ground.database.pool).list(
            from: Self.monday, to: Self.monday.adding(6))
        return Set(page.items.map { "\($0.officer) \($0.day.days(since: Self.monday)) \($0.shift) \($0.post)" })
    }

    /// How many rows a query finds.
    func count(_ query: Statement) async throws -> Int {
        try await ground.database.admin.withConnection { try await $0.query(query).count }
    }

    /// W001 is sick on the first two days.
    static let sick = RepairEvent(
        kind: .officerUnavailable, officer: "W001", from: monday, to: monday.adding(1), absence: .sickness)
}

@Suite("Repair on the record")
struct RepairTests {
    @Test(
        "an officer who falls out is replaced: proposed with candidates in words, accepted in one go, the absence on record"
    )
    func officerUnavailable() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            let steps = try #require(repair.steps)
            #expect(repair.state == .proposed && repair.summary.places == 2)
            // Monday keeps its minimum with W002; Tuesday's lates have nobody else.
            let tuesday = try #require(steps.first { $0.day == RepairGroundWork.monday.adding(1) })
            #expect(tuesday.withdrawnOfficer == "W001" && tuesday.officer != nil && tuesday.officer != "W001")
            #expect(tuesday.blocked.abstracted == 1)
            for step in steps { #expect(step.candidateCount + step.blocked.total == 4) }
            #expect(tuesday.candidates.first?.words.contains("reserve") == true)
            #expect(try await work.standing().contains("W001 1 L P001"), "a proposal changes nothing")

            let accepted = try await work.accept(repair)
            let recorded = try #require(accepted.recorded)
            let after = try await work.standing()
            #expect(!after.contains { $0.hasPrefix("W001") })
            #expect(after.contains("\(tuesday.officer ?? "") 1 L P001"))
            #expect(after.contains("W002 0 L P001") && after.contains("W003 0 L P002"))
            let settled = try await Repairs(pool: work.ground.database.pool).get(repair.id)
            #expect(settled.state == .accepted)
            #expect(settled.steps?.allSatisfy { !$0.changes.isEmpty } == true)
            let changes = try await Changes(pool: work.ground.database.pool).list(
                from: RepairGroundWork.monday, to: RepairGroundWork.monday.adding(6))
            #expect(changes.items.contains { $0.ground == .abstraction && $0.reference == recorded })
            await #expect(throws: RecordError.self) { _ = try await work.accept(settled) }
        }
    }

    @Test("the row that says why must be on record for these days, and a repair of nothing is refused")
    func reference() async throws {
        try await RepairGroundWork.with { work in
            var event = RepairGroundWork.sick
            event.absence = nil
            event.reference = "A77"
            await #expect(throws: RecordError.self) { _ = try await work.propose(event) }
            try await work.ground.run(
                "INSERT INTO abstraction VALUES ('A77', 'W001', 'court', '2027-06-08', '2027-06-08')")
            let repair = try await work.propose(event)
            #expect(repair.steps?.compactMap(\.withdrawnOfficer) == ["W001"])
            #expect(repair.steps?.first?.day == RepairGroundWork.monday.adding(1))
            _ = try await work.accept(repair)
            #expect(try await work.standing().contains("W001 0 L P001"))
            event.officer = "W004"
            await #expect(throws: RecordError.self) { _ = try await work.propose(event) }
        }
    }

    @Test("a raised level opens places, fills them, and is on record once the repair is accepted")
    func levelRaised() async throws {
        try await RepairGroundWork.with { work in
            let event = RepairEvent(
                kind: .levelRaised, site: "S001", level: .exceptional, from: RepairGroundWork.monday,
                to: RepairGroundWork.monday, setBy: "Control")
            let repair = try await work.propose(event)
            #expect(repair.summary.places == 4, "M and N want two each, L has two")
            #expect(repair.summary.belowMinAfter < repair.summary.belowMinBefore)
            #expect(repair.steps?.allSatisfy { $0.level == .exceptional } == true)
            #expect(try await work.count("SELECT 1 FROM evenhand.site_level") == 0)
            _ = try await work.accept(repair)
            #expect(try await work.count("SELECT 1 FROM evenhand.site_level") == 1)
            let after = try await work.standing()
            for step in repair.steps ?? [] where step.officer != nil {
                #expect(after.contains("\(step.officer ?? "") 0 \(step.shift) P001"))
            }
        }
    }

    @Test("a hospital guard's places are filled from its operation")
    func guardWanted() async throws {
        try await RepairGroundWork.with { work in
            try await work.ground.run(
                "INSERT INTO officer VALUES ('W009', 'Inspector', 'INSP', 'A', 'full', '2020-01-01', NULL)")
            let start = try #require(Date(postgresText: "2027-06-07 10:00:00+01"))
            let opened = try await Operations(pool: work.ground.database.pool).open(
                OperationWish(
                    kind: .hospitalGuard, name: "Guard at St Wilfrid's", newSite: "St Wilfrid's", owner: "W009",
                    startsAt: start,
                    lines: [DemandLine(shift: "N", min: 1, target: 1)]), by: 1)
            let repair = try await work.propose(
                RepairEvent(
                    kind: .guardWanted, operation: opened.id, from: RepairGroundWork.monday,
                    to: RepairGroundWork.monday.adding(1)))
            #expect(repair.summary.places == 2)
            #expect(repair.steps?.allSatisfy { opened.posts.contains($0.post) } == true)
            #expect(repair.summary.filled > 0)
            _ = try await work.accept(repair)
            let posts = Set(opened.posts)
            #expect(try await work.standing().contains { posts.contains(String($0.split(separator: " ")[3])) })
        }
    }

    @Test(
        "a proposal that the record has overtaken is refused with the step and why, is stale, and nothing of it is made"
    )
    func stale() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            let step = try #require(repair.steps?.last { $0.officer != nil })
            let officer = try #require(step.officer)
            let before = try await work.standing()
            try await work.ground.run(
                "INSERT INTO abstraction VALUES ('A500', '\(officer)', 'leave', '\(step.day)', '\(step.day)')")
            do {
                _ = try await work.accept(repair)
                Issue.record("accepted")
            } catch let RecordError.conflict(rule, message) {
                #expect(rule == "repair_stale")
                #expect(message.contains("step \(step.step)") && message.contains("abstracted"), "\(message)")
            }
            #expect(try await work.standing() == before)
            #expect(try await work.count("SELECT 1 FROM evenhand.change") == 0)
            #expect(
                try await work.count("SELECT 1 FROM evenhand.abstraction") == 1, "the sickness is not recorded either")
            let now = try await Repairs(pool: work.ground.database.pool).get(repair.id)
            #expect(now.state == .stale && now.staleStep == step.step)
        }
    }

    @Test("what a person must say is asked for without making the proposal stale")
    func said() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            await #expect(throws: RecordError.self) {
                _ = try await work.desk.accept(
                    repair.id,
                    RepairAcceptance(
                        revision: repair.revision, note: "Fell out at noon.", welfareConsidered: false, recall: false),
                    by: 1, now: PlanningGround.asOf)
            }
            #expect(try await Repairs(pool: work.ground.database.pool).get(repair.id).state == .proposed)
            #expect(try await work.count("SELECT 1 FROM evenhand.change") == 0)
        }
    }

    @Test("a step is given to another candidate, scored again; to nobody; never to somebody whom a rule keeps from it")
    func edit() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            let step = try #require(repair.steps?.first { $0.day == RepairGroundWork.monday.adding(1) })
            let other = try #require(step.candidates.first { $0.officer != step.officer })
            let edited = try await work.desk.edit(
                repair.id, step: step.step, officer: other.officer, revision: 1, by: 1, now: PlanningGround.asOf)
            #expect(edited.revision == 2)
            let changed = try #require(edited.steps?.first { $0.day == step.day && $0.withdraws == step.withdraws })
            #expect(changed.officer == other.officer && changed.byHand && changed.cost == other.cost)
            await #expect(throws: RecordError.self) {
                _ = try await work.desk.edit(
                    repair.id, step: changed.step, officer: "W001", revision: 2, by: 1, now: PlanningGround.asOf)
            }
            await #expect(throws: RecordError.self, "an old revision") {
                _ = try await work.desk.edit(
                    repair.id, step: changed.step, officer: nil, revision: 1, by: 1, now: PlanningGround.asOf)
            }
            let open = try await work.desk.edit(
                repair.id, step: changed.step, officer: nil, revision: 2, by: 1, now: PlanningGround.asOf)
            #expect(open.steps?.first { $0.day == step.day }?.officer == nil)
            #expect(open.summary.belowMinAfter >= 1)
            _ = try await work.accept(open)
            #expect(!(try await work.standing().contains { $0.hasSuffix("1 L P001") }))
        }
    }

    @Test("a discarded proposal says why and can neither be accepted nor edited")
    func discard() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            let gone = try await work.desk.discard(repair.id, word: "The officer is back.", by: 2)
            #expect(gone.state == .discarded && gone.word == "The officer is back." && gone.settledBy == 2)
            await #expect(throws: RecordError.self) { _ = try await work.accept(gone) }
        }
    }

    @Test("everybody is a candidate or counted, and a decision is told by its number only")
    func candidates() async throws {
        try await RepairGroundWork.with { work in
            try await work.ground.exclude("W004", .posts(["P001"]), from: "2027-06-08 00:00", to: "2027-06-09 00:00")
            let ranking = try await work.desk.candidates(
                post: "P001", day: RepairGroundWork.monday.adding(1), shift: "L", now: PlanningGround.asOf)
            #expect(ranking.headcount == 4)
            #expect(ranking.candidates.count + ranking.blockedCounts.total == 4)
            #expect(ranking.blockedCounts.onThisDuty == 1 && ranking.blockedCounts.excluded == 1)
            #expect(ranking.blocked.first { $0.officer == "W004" }?.words == "not for this duty (ND-1)")
            #expect(ranking.candidates.map(\.cost) == ranking.candidates.map(\.cost).sorted())
            await #expect(throws: RecordError.self) {
                _ = try await work.desk.candidates(
                    post: "P001", day: RepairGroundWork.monday.adding(20), shift: "L", now: PlanningGround.asOf)
            }
        }
    }

    @Test("PostgreSQL accepts a repair whole or not at all, whoever asks")
    func whole() async throws {
        try await RepairGroundWork.with { work in
            let repair = try await work.propose(RepairGroundWork.sick)
            let pool = work.ground.database.pool
            func refused(_ sql: String) async -> String? {
                do {
                    try await pool.withConnection { try await $0.script(sql) }
                    return nil
                } catch let error as PostgresError { return error.constraintName ?? "" } catch { return nil }
            }
            let accept =
                "UPDATE repair SET state = 'accepted', settled_by = 1, settled_at = now() WHERE repair_id = \(repair.id)"
            #expect(await refused(accept) == "repair_whole")
            #expect(await refused("DELETE FROM repair") != nil)
            #expect(await refused("UPDATE repair SET event = '{}'") != nil)
            #expect(await refused("UPDATE repair_step SET officer_id = 'W002'") != nil)
            #expect(
                await refused("UPDATE repair SET state = 'discarded', settled_by = 1, settled_at = now()")
                    == "repair_says_why")
            #expect(try await work.desk.discard(repair.id, word: "Not needed.", by: 1).state == .discarded)
            #expect(await refused(accept) == "repair_settled")
        }
    }
}
