import Deployment
import FoundationEssentials
import Postgres
import Records
import Testing

@Suite("Roster jobs")
struct RosterJobTests {
    private let monday = RosterFixture.monday
    private let now = RosterFixture.now
    private let progress = JobProgress(
        elapsed: 2.5, iterations: 100, cost: 900, belowMin: 1, belowTarget: 2, workedRestDays: 3, changedShifts: 4,
        lowerBound: nil)

    private func later(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(seconds) }

    @Test("the second person who asks for a period gets the first's job, and one who asks for some of its days is told")
    func oneJobPerPeriod() async throws {
        try await RosterFixture.with { fixture in
            let request = GenerateRequest(from: monday, days: 28, seconds: 5, iterations: 1000, seed: 3, threads: 2)
            let first = try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: now)
            #expect(first.isNew)
            #expect(first.job.request == request)
            #expect(first.job.createdAt == now)
            let second = try await fixture.jobs.enqueue(request, by: RosterFixture.second, now: now)
            #expect(!second.isNew)
            #expect(second.job == first.job)
            let overlapping = GenerateRequest(from: monday.adding(21), days: 7)
            await #expect {
                _ = try await fixture.jobs.enqueue(overlapping, by: RosterFixture.second, now: now)
            } throws: {
                guard case .conflict(rule: "period_under_way", _)? = $0 as? RecordError else { return false }
                return true
            }
            let next = GenerateRequest(from: monday.adding(28), days: 7)
            #expect(try await fixture.jobs.enqueue(next, by: RosterFixture.second, now: now).isNew)
        }
    }

    @Test("two persons at the same moment get one job")
    func sameMoment() async throws {
        try await RosterFixture.with { fixture in
            let jobs = fixture.jobs
            let request = GenerateRequest(from: monday, days: 28)
            async let one = jobs.enqueue(request, by: RosterFixture.first, now: now)
            async let other = jobs.enqueue(request, by: RosterFixture.second, now: now)
            let (left, right) = try await (one, other)
            #expect(left.job.id == right.job.id)
            #expect(left.isNew != right.isNew)
        }
    }

    @Test("a request out of bounds is refused with every field that is wrong, and the Monday that was meant")
    func badRequest() async throws {
        try await RosterFixture.with { fixture in
            let request = GenerateRequest(
                from: monday.adding(2), days: 0, seconds: 0, iterations: -1, seed: -1, threads: 0)
            let error = await rosterError { try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: now) }
            guard case .invalid(let problems) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(problems.map(\.pointer) == ["/from", "/days", "/seconds", "/iterations", "/threads", "/seed"])
            #expect(problems.first?.rule.contains(monday.description) == true)
            let rows = try await fixture.count("SELECT count(*) FROM job")
            #expect(rows == 0)
        }
    }

    @Test("two workers get two jobs and a third gets none")
    func claims() async throws {
        try await RosterFixture.with { fixture in
            for week in 0..<2 {
                let request = GenerateRequest(from: monday.adding(7 * week), days: 7)
                _ = try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: now)
            }
            let jobs = fixture.jobs
            async let one = jobs.claim(owner: "one", now: now)
            async let two = jobs.claim(owner: "two", now: now)
            let claims = try await [one, two].compactMap(\.self)
            #expect(Set(claims.map(\.job.id)).count == 2)
            #expect(claims.allSatisfy { $0.job.state == .running && $0.fence == 1 && $0.job.attempts == 1 })
            #expect(try await jobs.claim(owner: "three", now: now) == nil)
        }
    }

    @Test("a heartbeat keeps the lease and shows progress to others")
    func heartbeat() async throws {
        try await RosterFixture.with { fixture in
            let claim = try await claimed(fixture, "one")
            #expect(try await fixture.jobs.heartbeat(claim, progress: progress, now: later(20)) == .goOn)
            let seen = try await fixture.jobs.get(claim.job.id)
            #expect(seen.progress == progress)
            #expect(seen.leaseUntil == later(50))
            #expect(try await fixture.jobs.claim(owner: "two", now: later(49)) == nil)
            _ = try await fixture.jobs.heartbeat(claim, progress: nil, now: later(21))
            #expect(try await fixture.jobs.get(claim.job.id).progress == progress)
        }
    }

    @Test("when its lease runs out a job is taken over, and what the first worker then writes is refused")
    func takeover() async throws {
        try await RosterFixture.with { fixture in
            let jobs = fixture.jobs
            let dead = try await claimed(fixture, "one")
            let live = try #require(try await jobs.claim(owner: "two", now: later(31)))
            #expect(live.job.id == dead.job.id)
            #expect(live.fence == dead.fence + 1)
            #expect(live.job.attempts == 2)
            let draft = fixture.draft(job: dead.job.id, [("W001", 0, "E", "P001")])
            let attempts: [@Sendable () async throws -> Void] = [
                { _ = try await jobs.heartbeat(dead, progress: nil, now: RosterFixture.now) },
                { _ = try await jobs.wish(dead) },
                { try await jobs.giveBack(dead) },
                { try await jobs.finish(dead, .failed("too late"), now: RosterFixture.now) },
                { try await jobs.finish(dead, .cancelled, now: RosterFixture.now) },
                { _ = try await jobs.succeed(dead, with: draft, progress: nil, now: RosterFixture.now) },
            ]
            for attempt in attempts { #expect(await rosterError(attempt)?.rule == "lease_lost") }
            let rows = try await fixture.count("SELECT count(*) FROM roster_version")
            #expect(rows == 0)
            #expect(try await jobs.get(live.job.id).owner == "two")
            let version = try await jobs.succeed(live, with: draft, progress: progress, now: later(40))
            let done = try await jobs.get(live.job.id)
            #expect(done.state == .succeeded)
            #expect(done.result?.version == version)
            #expect(done.finishedAt == later(40))
            #expect(await rosterError { try await jobs.finish(live, .cancelled, now: now) }?.rule == "lease_lost")
        }
    }

    @Test("the same owner's older claim is as dead as another's: the fence decides, not the name")
    func fenceNotName() async throws {
        try await RosterFixture.with { fixture in
            let old = try await claimed(fixture, "one")
            let new = try #require(try await fixture.jobs.claim(owner: "one", now: later(31)))
            #expect(await rosterError { try await fixture.jobs.giveBack(old) }?.rule == "lease_lost")
            try await fixture.jobs.giveBack(new)
        }
    }

    @Test("a job that kills its worker five times is given up")
    func attempts() async throws {
        try await RosterFixture.with { fixture in
            let job = try await claimed(fixture, "1").job.id
            for attempt in 2...5 {
                let claim = try await fixture.jobs.claim(owner: "\(attempt)", now: later(TimeInterval(40 * attempt)))
                #expect(claim?.job.attempts == attempt)
            }
            #expect(try await fixture.jobs.claim(owner: "6", now: later(400)) == nil)
            let over = try await fixture.jobs.get(job)
            #expect(over.state == .failed)
            #expect(over.error?.contains("5 times") == true)
        }
    }

    @Test("a job given back waits for the next worker, and the attempt does not count")
    func giveBack() async throws {
        try await RosterFixture.with { fixture in
            var last: Int64 = 0
            for turn in 1...7 {
                let claim =
                    turn == 1 ? try await claimed(fixture, "one") : try await fixture.jobs.claim(owner: "one", now: now)
                let held = try #require(claim)
                #expect(held.fence > last)
                #expect(held.job.attempts == 1)
                last = held.fence
                try await fixture.jobs.giveBack(held)
                #expect(try await fixture.jobs.get(held.job.id).state == .queued)
            }
        }
    }

    @Test("a queued job is cancelled at once, a running one when its worker looks, a finished one not at all")
    func cancel() async throws {
        try await RosterFixture.with { fixture in
            let jobs = fixture.jobs
            let queued = try await jobs.enqueue(
                GenerateRequest(from: monday, days: 7), by: RosterFixture.first, now: now
            ).job
            let cancelled = try await jobs.requestCancel(queued.id, by: RosterFixture.second, now: later(1))
            #expect(cancelled.state == .cancelled)
            #expect(cancelled.finishedAt == later(1))
            #expect(cancelled.cancelRequestedBy == RosterFixture.second)
            let claim = try await claimed(fixture, "one")
            let asked = try await jobs.requestCancel(claim.job.id, by: RosterFixture.second, now: later(2))
            #expect(asked.state == .running)
            #expect(try await jobs.heartbeat(claim, progress: nil, now: later(3)) == .cancel)
            #expect(try await jobs.wish(claim) == .cancel)
            try await jobs.finish(claim, .cancelled, now: later(4))
            #expect(try await jobs.get(claim.job.id).state == .cancelled)
            let again = await rosterError {
                try await jobs.requestCancel(claim.job.id, by: RosterFixture.second, now: now)
            }
            #expect(again?.rule == "job_finished")
            let unknown = await rosterError { try await jobs.requestCancel(999, by: RosterFixture.second, now: now) }
            #expect(unknown == .notFound("job 999"))
        }
    }

    @Test("a job that has a best roster can be asked to finish early, by the first who asks; cancelling outweighs it")
    func finishEarly() async throws {
        try await RosterFixture.with { fixture in
            let jobs = fixture.jobs
            let queued = try await jobs.enqueue(
                GenerateRequest(from: monday, days: 28), by: RosterFixture.first, now: now
            ).job
            func refusal() async -> String? {
                await rosterError { try await jobs.requestFinish(queued.id, by: RosterFixture.first) }?.rule
            }
            #expect(await refusal() == "nothing_to_keep")
            let claim = try #require(try await jobs.claim(owner: "one", now: now))
            #expect(await refusal() == "nothing_to_keep")
            var building = progress
            building.iterations = 0
            _ = try await jobs.heartbeat(claim, progress: building, now: later(1))
            #expect(await refusal() == "nothing_to_keep")
            #expect(try await jobs.get(queued.id).finishRequestedBy == nil)
            _ = try await jobs.heartbeat(claim, progress: progress, now: later(2))
            let asked = try await jobs.requestFinish(queued.id, by: RosterFixture.second)
            #expect(asked.state == .running && asked.finishRequestedBy == RosterFixture.second)
            #expect(
                try await jobs.requestFinish(queued.id, by: RosterFixture.first).finishRequestedBy
                    == RosterFixture.second)
            #expect(try await jobs.wish(claim) == .finish)
            // Whoever takes the job over knows of the wish as well.
            let next = try #require(try await jobs.claim(owner: "two", now: later(60)))
            #expect(try await jobs.heartbeat(next, progress: nil, now: later(61)) == .finish)
            _ = try await jobs.requestCancel(queued.id, by: RosterFixture.first, now: later(62))
            #expect(try await jobs.wish(next) == .cancel)
            #expect(await refusal() == "job_stopping")
            try await jobs.finish(next, .cancelled, now: later(63))
            #expect(await refusal() == "job_finished")
            let unknown = await rosterError { try await jobs.requestFinish(999, by: RosterFixture.second) }
            #expect(unknown == .notFound("job 999"))
        }
    }

    @Test("the trail keeps what was news, its first and last point, and never more than its most; lists are without it")
    func trail() async throws {
        var trail = ProgressTrail()
        for second in 0..<500 {
            let point = ProgressPoint(elapsed: Double(second), cost: 1000 - second / 2, lowerBound: nil)
            trail.add(point)
            #expect(trail.points.count <= ProgressTrail.most)
            #expect(trail.points.last?.cost == point.cost)
        }
        #expect(trail.points.first?.elapsed == 0)
        #expect(zip(trail.points, trail.points.dropFirst()).allSatisfy { $0.cost > $1.cost && $0.elapsed < $1.elapsed })
        try await RosterFixture.with { [trail] fixture in
            let claim = try await claimed(fixture, "one")
            var told = progress
            told.trail = trail.points
            _ = try await fixture.jobs.heartbeat(claim, progress: told, now: later(1))
            #expect(try await fixture.jobs.get(claim.job.id).progress == told)
            let listed = try await fixture.jobs.list().items.first?.progress
            #expect(listed?.cost == told.cost && listed?.trail == nil)
        }
    }

    @Test("a job whose worker died before it saw the request is cancelled by whoever comes next")
    func orphanCancelled() async throws {
        try await RosterFixture.with { fixture in
            let claim = try await claimed(fixture, "one")
            _ = try await fixture.jobs.requestCancel(claim.job.id, by: RosterFixture.second, now: now)
            #expect(try await fixture.jobs.claim(owner: "two", now: later(31)) == nil)
            #expect(try await fixture.jobs.get(claim.job.id).state == .cancelled)
        }
    }

    @Test("a failed job says why, and PostgreSQL lets a finished job change no more")
    func finished() async throws {
        try await RosterFixture.with { fixture in
            let claim = try await claimed(fixture, "one")
            try await fixture.jobs.finish(claim, .failed("no post wants anybody"), now: later(5))
            #expect(try await fixture.jobs.get(claim.job.id).error == "no post wants anybody")
            await #expect(throws: PostgresError.self) { try await fixture.run("UPDATE job SET error = 'another'") }
        }
    }

    @Test("the list is newest first, by state, in pages")
    func list() async throws {
        try await RosterFixture.with { fixture in
            for week in 0..<5 {
                let request = GenerateRequest(from: monday.adding(7 * week), days: 7)
                _ = try await fixture.jobs.enqueue(request, by: RosterFixture.first, now: now)
            }
            let first = try await fixture.jobs.list(limit: 2)
            #expect(first.items.map(\.id) == [5, 4])
            let second = try await fixture.jobs.list(cursor: first.next, limit: 2)
            let third = try await fixture.jobs.list(cursor: second.next, limit: 2)
            #expect(second.items.map(\.id) == [3, 2])
            #expect(third.items.map(\.id) == [1])
            #expect(third.next == nil)
            _ = try await fixture.jobs.claim(owner: "one", now: now)
            #expect(try await fixture.jobs.list(state: .running).items.map(\.id) == [1])
            let nonsense = await rosterError { try await fixture.jobs.list(cursor: "1,2") }
            #expect(nonsense == .invalid([FieldProblem("/cursor", "is no cursor of this list")]))
        }
    }

    private func claimed(_ fixture: RosterFixture, _ owner: String) async throws -> JobClaim {
        _ = try await fixture.jobs.enqueue(GenerateRequest(from: monday, days: 28), by: RosterFixture.first, now: now)
        return try #require(try await fixture.jobs.claim(owner: owner, now: now))
    }
}
