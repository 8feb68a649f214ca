import Deployment
import FoundationEssentials
import Postgres
import Records
import Rostering
import Synchronization
import TestDatabase
import Testing

@testable import Service

@Suite("Generating a roster as a job")
struct GenerateJobTests {
    private let monday = Day(iso: "2027-03-08") ?? Day(number: 0)

    /// The sample command of team size, imported as a duties office would; two accounts.
    nonisolated(nonsending) private func withTeam<R>(
        _ body: nonisolated(nonsending) (TestDatabase) async throws -> R
    ) async throws -> R {
        try await withDatabase { database in
            let sample = SampleCommand(seed: 7, from: monday, size: .team)
            let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
            let report = try await MasterData.importing(files: files, into: database.pool, by: nil)
            #expect(!report.isRefused, "\(report.problems.prefix(3))")
            try await database.admin.withConnection {
                try await $0.script("INSERT INTO account (name) VALUES ('Kerr'), ('Finch')")
            }
            return try await body(database)
        }
    }

    private func request(days: Int = 28, iterations: Int? = 20_000, seconds: Double = 600) -> GenerateRequest {
        GenerateRequest(from: monday, days: days, seconds: seconds, iterations: iterations, seed: 5)
    }

    @Test("end to end: a job makes a version that a second person can publish at once, every unfilled duty explained")
    func endToEnd() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            let versions = RosterVersions(pool: database.pool)
            let job = try await jobs.enqueue(request(), by: 1, now: Date()).job
            let worker = GenerateWorker(pool: database.pool, owner: "one")
            #expect(try await worker.workOnce())
            #expect(try await worker.workOnce() == false)
            let done = try await jobs.get(job.id)
            #expect(done.state == .succeeded, "\(done.error ?? "")")
            #expect(done.progress?.iterations ?? 0 >= 20_000)
            let id = try #require(done.result?.version)
            let version = try await versions.get(id)
            #expect(version.madeBy == 1 && version.job == job.id)
            let summary = try #require(version.summary)
            #expect(summary.costs.values.reduce(0, +) == version.cost)
            #expect(summary.belowMin == done.progress?.belowMin)
            try await expectExplained(versions, id, headcount: summary.officers)
            let stands = try await versions.publish(id, by: 2, statement: "Accepted with its gaps.")
            #expect(stands == summary.deployments)
            // The next period starts from this one's history.
            let next = try await PlanningReader(pool: database.pool).read(from: monday.adding(28), days: 28)
            #expect(next.history.loads.values.map(\.weekend).reduce(0, +) > 0)
            _ = try Problem(try ProblemBuilder().build(next, asOf: Date()).document)
        }
    }

    /// Every unfilled duty has reasons; they count everybody once, and those on the duty are those who fill it.
    private func expectExplained(_ versions: RosterVersions, _ id: Int64, headcount: Int) async throws {
        let duties = try await versions.duties(of: id, limit: 2000).items
        #expect(duties.contains { $0.filled < $0.target })
        for duty in duties {
            guard duty.filled < duty.target else {
                #expect(duty.reasons == nil)
                continue
            }
            let reasons = try #require(duty.reasons)
            #expect(reasons.total == headcount)
            #expect(reasons.onThisDuty == duty.filled)
            #expect(reasons.candidates.count { $0.leavesPost == nil } <= reasons.free)
            #expect(try #require(reasons.nearMisses).allSatisfy { !$0.breaches.isEmpty })
            #expect(reasons.remedies != nil)
            for candidate in reasons.candidates {
                #expect(candidate.effects?.reduce(0) { $0 + $1.cost } == candidate.cost)
            }
        }
    }

    @Test("the reasons tell abstracted, restricted, excluded, resting and unskilled officers apart")
    func reasons() async throws {
        try await PlanningGround.with { ground in
            // Officers, one at least for each way to miss the only duty of the week: P002 late on Saturday, three wanted.
            try await ground.run(
                """
                DELETE FROM post_demand;
                INSERT INTO post_demand VALUES ('P002', 'Normal', 'weekend', 'L', 3, 3), ('P001', 'Normal', 'weekend', 'M', 1, 1);
                UPDATE post SET active_to = '2027-06-12' WHERE post_id IN ('P001', 'P002');
                INSERT INTO officer SELECT 'W00' || n, 'Officer ' || n, 'PC', 'A', 'full', '2020-01-01', NULL FROM generate_series(5, 9) n;
                INSERT INTO officer SELECT 'W0' || n, 'Officer ' || n, 'PC', 'A', 'full', '2020-01-01', NULL FROM generate_series(10, 13) n;
                UPDATE officer SET left_on = '2027-06-11' WHERE officer_id = 'W009';
                INSERT INTO currency SELECT officer_id, skill_id, '2020-01-01', NULL, ''
                    FROM officer, (VALUES ('AFO'), ('MED')) s (skill_id) WHERE officer_id IN ('W005', 'W006', 'W009') OR officer_id > 'W009';
                INSERT INTO currency SELECT 'W007', skill_id, '2020-01-01', '2027-06-11', '' FROM (VALUES ('AFO'), ('MED')) s (skill_id);
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES
                    ('A1', 'W001', 'leave', '2027-06-12', '2027-06-12'), ('A2', 'W013', 'course', '2027-06-12', '2027-06-12');
                INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on) VALUES
                    ('R1', 'W002', 'restricted', 'no standing', '2027-06-01', NULL, '2027-06-20'),
                    ('R2', 'W003', 'recuperative', 'half days', '2027-06-01', NULL, '2027-06-20');
                INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on)
                    SELECT 'R' || n, 'W0' || n, 'recuperative', 'half days', '2027-06-12', NULL, '2027-06-20'
                    FROM generate_series(10, 12) n;
                """)
            try await ground.exclude("W004", .posts(["P002"]), from: "2027-06-12 15:00", to: "2027-06-12 17:00")
            try await ground.run(
                """
                SELECT change_deployment(1, NULL, 'exigency', NULL, 'Called in at once.', true, 'W005', '2027-06-13', 'M', 'P003', of_exigency => 'unforeseen', said_recall => true);
                UPDATE shift SET minutes = 661 WHERE shift_id = 'L'
                """)
            let built = try await ground.built()
            let problem = try Problem(built.document)
            let roster = Roster(problem, [])
            var explainer = built.explainer(problem, roster.placements(in: problem))
            let explanation = try #require(explainer.dutiesBelowTarget().first { $0.post == "P002" })
            let reasons = built.reasons(explanation, built.words(problem))
            var expected = DutyReasons()
            expected.lacksSkill = ["AFO": 1]
            expected.lapsed = ["AFO": 1]
            expected.notInService = 1
            expected.abstracted = 2
            expected.restricted = 5
            expected.excluded = 1
            expected.resting = 1
            expected.free = 1
            expected.candidates = reasons.candidates
            expected.nearMisses = reasons.nearMisses
            expected.remedies = reasons.remedies
            #expect(reasons == expected)
            #expect(reasons.total == 13)
            #expect(reasons.candidates.map(\.officer) == ["W006"])
            for candidate in reasons.candidates {
                #expect(candidate.effects?.reduce(0) { $0 + $1.cost } == candidate.cost)
            }
            // W001's leave is perhaps for moving and one renewal helps W007; recuperative duty, a decision and who has left are
            // not for the office to think of.
            let remedies = try #require(reasons.remedies).map(\.words)
            #expect(remedies.contains { $0.hasPrefix("move") && $0.contains("W001") }, "\(remedies)")
            #expect(remedies.contains { $0.hasPrefix("renew AFO of W007") }, "\(remedies)")
            // Those who recuperate are as many as there are remedies of a kind, and would cost no more than W013.
            #expect(remedies.contains { $0.hasPrefix("move") && $0.contains("W013") }, "\(remedies)")
            let kept = ["W003", "W004", "W009", "W010", "W011", "W012"]
            #expect(!remedies.contains { words in kept.contains { words.contains($0) } }, "\(remedies)")
            // Leave that goes over into recuperative duty: to the engine one stretch of days, to people not.
            try await ground.run(
                """
                INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on)
                    VALUES ('R3', 'W001', 'recuperative', 'half days', '2027-06-13', NULL, '2027-06-20')
                """)
            let later = try await ground.built()
            let again = try Problem(later.document)
            var other = later.explainer(again, [])
            let late = try #require(other.dutiesBelowTarget().first { $0.post == "P002" })
            let others = try #require(later.reasons(late, later.words(again)).remedies).map(\.words)
            #expect(!others.contains { $0.contains("W001") }, "\(others)")
        }
    }

    @Test("others watch the progress; a cancelled job stops and stores nothing")
    func cancelled() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            let job = try await jobs.enqueue(request(iterations: nil), by: 1, now: Date()).job
            try await withRunningWorker(database) {
                try await eventually("progress") { try await jobs.get(job.id).progress != nil }
                _ = try await jobs.requestCancel(job.id, by: 2, now: Date())
                try await eventually("the end") { try await jobs.get(job.id).state == .cancelled }
            }
            #expect(try await jobs.get(job.id).cancelRequestedBy == 2)
            #expect(try await RosterVersions(pool: database.pool).list().items.isEmpty)
        }
    }

    @Test("a worker that is stopped gives its job back, and the next one does it")
    func graceful() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            let job = try await jobs.enqueue(request(days: 7, iterations: nil), by: 1, now: Date()).job
            try await withRunningWorker(database) {
                try await eventually("progress") { try await jobs.get(job.id).progress != nil }
            }
            let back = try await jobs.get(job.id)
            #expect(back.state == .queued)
            #expect(back.attempts == 0)
            let claim = try #require(try await jobs.claim(owner: "next", now: Date()))
            #expect(claim.fence == 2)
        }
    }

    @Test("a worker whose lease another has taken stops and changes nothing")
    func overtaken() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            let job = try await jobs.enqueue(request(days: 7, iterations: nil), by: 1, now: Date()).job
            let stumbles = Mutex(0)
            try await withRunningWorker(database, report: { _ in stumbles.withLock { $0 += 1 } }) {
                try await eventually("progress") { try await jobs.get(job.id).progress != nil }
                // A claim passes over a row that the holder's heartbeat has locked at that moment, so it is tried again.
                let taken = Mutex<JobClaim?>(nil)
                try await eventually("the overtaking") {
                    let claim = try await jobs.claim(owner: "other", now: Date().addingTimeInterval(45))
                    taken.withLock { $0 = claim }
                    return claim != nil
                }
                let other = try #require(taken.withLock { $0 })
                #expect(other.job.id == job.id)
                // Only a worker that stopped looks at the queue again; then it takes up the next job.
                let next = GenerateRequest(from: monday.adding(7), days: 7, seconds: 600, iterations: 100)
                let second = try await jobs.enqueue(next, by: 1, now: Date()).job
                try await eventually("the next job") { try await jobs.get(second.id).state == .succeeded }
                try await jobs.finish(other, .failed("enough"), now: Date())
            }
            #expect(stumbles.withLock { $0 } == 0)
            #expect(try await jobs.get(job.id).error == "enough")
            #expect(try await RosterVersions(pool: database.pool).list().items.count == 1)
        }
    }

    @Test("a claim that meets the worker's own end is given back, not failed")
    func cancelledAtOnce() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            let job = try await jobs.enqueue(request(days: 7), by: 1, now: Date()).job
            let claim = try #require(try await jobs.claim(owner: "one", now: Date()))
            let worker = GenerateWorker(pool: database.pool, owner: "one")
            let run = Task {
                try? await Task.sleep(for: .seconds(600))  // ends when the task is cancelled
                try await GenerateRun(worker: worker, claim: claim, hints: JobHints()).toItsEnd()
            }
            run.cancel()
            try await run.value
            #expect(try await jobs.get(job.id).state == .queued)
        }
    }

    @Test("a search that was stopped before it began does nothing")
    func stoppedBefore() async throws {
        try await withTeam { database in
            let jobs = RosterJobs(pool: database.pool)
            _ = try await jobs.enqueue(request(days: 7), by: 1, now: Date())
            let claim = try #require(try await jobs.claim(owner: "one", now: Date()))
            let search = RosterSearch()
            search.stop()
            let planning = try await PlanningReader(pool: database.pool).read(from: monday, days: 7)
            let draft = try await search.run(planning, ProblemBuilder(), claim)
            #expect(draft == nil)
            #expect(search.progress == nil)
        }
    }

    @Test("a period that cannot be built fails with the reason in words")
    func failed() async throws {
        try await PlanningGround.with { ground in
            try await ground.run("DELETE FROM post_demand")
            let jobs = RosterJobs(pool: ground.database.pool)
            let request = GenerateRequest(from: PlanningGround.monday, days: 7)
            let job = try await jobs.enqueue(request, by: 1, now: Date()).job
            #expect(try await GenerateWorker(pool: ground.database.pool, owner: "one").workOnce())
            let over = try await jobs.get(job.id)
            #expect(over.state == .failed)
            #expect(over.error?.contains("no post wants anybody") == true)
        }
    }

    @Test("the same request on the same record gives the same roster")
    func repeatable() async throws {
        try await withTeam { database in
            let planning = try await PlanningReader(pool: database.pool).read(from: monday, days: 14)
            let rosters = try (0..<2).map { _ in
                let problem = try Problem(try ProblemBuilder().build(planning, asOf: PlanningGround.asOf).document)
                return solve(problem, limits: SolveLimits(iterations: 5000, seed: 9)) { _ in .goOn }
            }
            #expect(rosters[0].deployments == rosters[1].deployments)
        }
    }

    /// Runs a worker that beats fast beside `body`, and stops it.
    private func withRunningWorker(
        _ database: TestDatabase, report: @escaping @Sendable (any Error) -> Void = { Issue.record($0) },
        _ body: () async throws -> Void
    ) async throws {
        var settings = GenerateWorker.Settings()
        settings.heartbeat = .milliseconds(50)
        settings.poll = .milliseconds(50)
        let worker = GenerateWorker(pool: database.pool, owner: "one", settings: settings)
        let running = Task { await worker.run(report: report) }
        defer { running.cancel() }
        try await body()
        running.cancel()
        await running.value
    }

    /// Waits for a condition that another task brings about; gives up after a minute.
    private func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
        for _ in 0..<3000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) never came")
    }
}
