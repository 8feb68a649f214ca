import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import Rostering
import TestDatabase
import Testing

@testable import Service

@Suite("Why this officer, over HTTP")
struct DeploymentReasonRouteTests {
    /// Has a roster of two weeks made by the job and returns its version.
    private func generated(_ api: API) async throws -> RosterVersion {
        let request = GenerateRequest(from: API.start, days: 14, seconds: 600, iterations: 20_000, seed: 5)
        let job = try await api.house.jobs.enqueue(request, by: api.cast.duties.account, now: Date()).job
        #expect(try await GenerateWorker(pool: api.database.pool, owner: "one").workOnce())
        let id = try #require(try await api.house.jobs.get(job.id).result?.version)
        return try await api.house.versions.get(id)
    }

    /// Asks why; the answer is held against the shape its route declares.
    private func why(_ api: API, _ version: Int64, _ deployment: VersionDeployment) async throws -> API.Reply {
        try await api.get(path(version, deployment.officer, "\(deployment.day)"), as: api.cast.duties)
    }

    private func path(_ version: Int64, _ officer: String, _ day: String) -> String {
        "roster-versions/\(version)/deployments/\(officer)/\(day)"
    }

    private func decoded(_ reply: API.Reply) throws -> DeploymentReasons {
        try #require(reply.status == 200, "\(reply.text)")
        return try Wire.decoder.decode(DeploymentReasons.self, from: Data(reply.bytes))
    }

    @Test("every reason adds up, and an alternative costs what a recount of the roster says", .timeLimit(.minutes(5)))
    func addsUp() async throws {
        try await withAPI { api in
            let version = try await generated(api)
            let summary = try #require(version.summary)
            let deployments = try await api.house.versions.deployments(of: version.id, limit: 5000).items
            let planning = try await PlanningReader(pool: api.database.pool).read(from: API.start, days: 14)
            let built = try ProblemBuilder().build(planning, asOf: summary.asOf)
            let problem = try Problem(built.document)
            let roster = try deployments.map { try placement($0, built, problem) }
            #expect(evaluate(problem, roster).total == version.cost)
            var recounted = (free: 0, swaps: 0)
            for deployment in deployments.enumerated().filter({ $0.offset % 23 == 0 }).map(\.element) {
                let found = try decoded(try await why(api, version.id, deployment))
                #expect(found.isAsMade && found.version == version.id)
                #expect(found.post == deployment.post && found.shift == deployment.shift)
                #expect(found.officer == deployment.officer && found.day == deployment.day)
                #expect(found.standings.total == summary.officers)
                #expect(found.cost == found.effects.reduce(0) { $0 + $1.cost })
                #expect(found.isOnlyOne == (found.standings.free == 0 && found.swaps == 0))
                #expect(found.isOnlyOne == found.alternatives.isEmpty)
                #expect(found.alternatives.map(\.cost) == found.alternatives.map(\.cost).sorted())
                for other in found.alternatives {
                    #expect(other.cost == (other.effects + other.ownEffects).reduce(0) { $0 + $1.cost })
                    let changed = try exchanged(deployments, deployment, other).map {
                        try placement($0, built, problem)
                    }
                    let evaluation = evaluate(problem, changed)
                    #expect(evaluation.isLawful && evaluation.total - version.cost == other.cost)
                    if other.swapsPost == nil { recounted.free += 1 } else { recounted.swaps += 1 }
                }
            }
            #expect(recounted.free > 10 && recounted.swaps > 10, "\(recounted)")
        }
    }

    private func placement(
        _ deployment: VersionDeployment, _ built: BuiltProblem, _ problem: Problem
    ) throws -> Placement {
        let day = deployment.day.days(since: API.start)
        return Placement(
            officer: try #require(problem.index(officer: deployment.officer)), day: day,
            shift: try #require(problem.index(shift: built.calendar.problemID(deployment.shift, on: day))),
            post: try #require(problem.index(post: deployment.post)))
    }

    /// The deployments with the alternative in place of the officer, who is off or on the other's duty.
    private func exchanged(
        _ all: [VersionDeployment], _ asked: VersionDeployment, _ other: DeploymentReasons.Alternative
    ) throws -> [VersionDeployment] {
        var rest = all.filter { $0 != asked }
        if let post = other.swapsPost {
            let theirs = try #require(rest.firstIndex { $0.officer == other.officer && $0.day == asked.day })
            #expect(rest[theirs].post == post && rest[theirs].shift == other.swapsShift)
            rest[theirs].officer = asked.officer
        }
        var taken = asked
        taken.officer = other.officer
        return rest + [taken]
    }

    @Test("publishing changes no reason; what is recorded later is told, and everybody still counted once")
    func later() async throws {
        try await withAPI { api in
            let version = try await generated(api)
            let deployments = try await api.house.versions.deployments(of: version.id, limit: 5000).items
            let asked = try #require(deployments.first)
            var before = try decoded(try await why(api, version.id, asked))
            _ = try await api.house.versions.publish(
                version.id, by: api.cast.secondDuties.account, statement: "Accepted as it is.")
            let after = try decoded(try await why(api, version.id, asked))
            before.asOf = after.asOf
            #expect(after == before && after.isAsMade)
            // The officer falls ill; the question is then why the roster has this officer, as before.
            try await api.database.admin.withConnection {
                try await $0.script(
                    """
                    INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                    VALUES ('A99999', '\(asked.officer)', 'sickness', '\(asked.day)', '\(asked.day)')
                    """)
            }
            let ill = try decoded(try await why(api, version.id, asked))
            #expect(!ill.isAsMade && ill.post == asked.post)
            #expect(ill.standings.total == before.standings.total)
            #expect(ill.standings.onThisDuty == before.standings.onThisDuty)
            // The post is given up: nothing can be said of its duties any more.
            try await api.database.admin.withConnection {
                try await $0.script("UPDATE post SET active_to = '2026-07-05' WHERE post_id = '\(asked.post)'")
            }
            let overtaken = try await why(api, version.id, asked)
            #expect(overtaken.status == 409 && overtaken.kind == "version-overtaken")
        }
    }

    @Test("a version, an officer or a day that the roster does not have is not found")
    func unknown() async throws {
        try await withAPI { api in
            let version = try await generated(api)
            let deployments = try await api.house.versions.deployments(of: version.id, limit: 5000).items
            let asked = try #require(deployments.first)
            let worked = Set(deployments.filter { $0.officer == asked.officer }.map(\.day))
            let off = try #require((0..<14).map { API.start.adding($0) }.first { !worked.contains($0) })
            let paths = [
                path(version.id + 999, asked.officer, "\(asked.day)"), path(version.id, "Z99999", "\(asked.day)"),
                path(version.id, asked.officer, "\(off)"), path(version.id, asked.officer, "2031-01-01"),
                path(version.id, asked.officer, "monday"), path(version.id, "nobody", "\(asked.day)"),
            ]
            for path in paths {
                let reply = try await api.get(path, as: api.cast.duties)
                #expect(reply.status == 404 && reply.kind == "not-found", "\(path)")
            }
            #expect(try await api.get(paths[0], as: api.cast.officer).kind == "role-refused")
        }
    }
}

@Suite("Work off the pool with an end")
struct OffPoolTests {
    @Test("what is worked out in time is handed back")
    func inTime() async throws {
        #expect(try await offPool("test", within: .seconds(600)) { _ in 42 } == 42)
        await #expect(throws: ProblemError.self) {
            try await offPool("test", within: .seconds(600)) { _ in throw ProblemError(faults: []) }
        }
    }

    @Test("when the time is over the caller is let go and the work told")
    func tooLong() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        let error = await #expect(throws: APIProblem.self) {
            try await offPool("test", within: .milliseconds(10)) { check in
                while (try? check()) != nil {}
                end.yield(true)
            }
        }
        #expect(error?.status == .serviceUnavailable)
        #expect(await ends.first { _ in true } == true)
    }

    @Test("who is cancelled is let go, and the work told")
    func cancelled() async throws {
        let (begins, begin) = AsyncStream.makeStream(of: Bool.self)
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        let waiting = Task {
            try await offPool("test", within: .seconds(600)) { check in
                begin.yield(true)
                while (try? check()) != nil {}
                end.yield(true)
            }
        }
        _ = await begins.first { _ in true }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(await ends.first { _ in true } == true)
    }
}
