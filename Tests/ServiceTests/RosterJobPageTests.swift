import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("A job on its page, and stopping it early")
struct RosterJobPageTests {
    private let request = GenerateRequest(from: API.start, days: 14, seconds: 600, seed: 5)

    /// Runs a worker that beats fast beside `body`, and stops it.
    private func withWorker(_ api: API, _ body: () async throws -> Void) async throws {
        var settings = GenerateWorker.Settings()
        settings.heartbeat = .milliseconds(50)
        settings.poll = .milliseconds(50)
        let worker = GenerateWorker(pool: api.house.pool, owner: "one", settings: settings)
        let running = Task { await worker.run { Issue.record($0) } }
        defer { running.cancel() }
        try await body()
        running.cancel()
        await running.value
    }

    /// Waits for a condition that another task brings about; gives up after two minutes.
    private func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
        for _ in 0..<6000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(what) never came")
    }

    @Test("stopped early by the API, a running job ends with its best roster as a version; an ended one is refused")
    func byAPI() async throws {
        try await withAPI { api in
            let job = try await api.house.jobs.enqueue(request, by: api.cast.duties.account, now: Date()).job
            let path = "roster-jobs/\(job.id)/finish"
            let early = try await api.send(.post, path, as: api.cast.duties)
            #expect(early.status == 409 && early.kind == "nothing-to-keep")
            #expect(early.json["detail"]?.string?.contains("no whole roster yet") == true)
            for person in [api.cast.inspector, api.cast.gold, api.cast.officer, api.cast.admin] {
                #expect(try await api.send(.post, path, as: person).status == 403)
            }
            try await withWorker(api) {
                try await eventually("a whole roster") { try await api.house.jobs.get(job.id).hasBest }
                let asked = try await api.send(.post, path, as: api.cast.secondDuties)
                #expect(asked.status == 202)
                #expect(asked.json["finishRequestedBy"]?.integer == Int(api.cast.secondDuties.account))
                try await eventually("the end") { try await api.house.jobs.get(job.id).state.next.isEmpty }
            }
            let done = try await api.house.jobs.get(job.id)
            #expect(done.state == .succeeded, "\(done.error ?? "")")
            #expect((done.progress?.elapsed ?? 600) < request.seconds)
            let version = try await api.house.versions.get(try #require(done.result?.version))
            #expect(version.job == job.id && version.cost == done.progress?.cost)
            #expect((version.summary?.deployments ?? 0) > 0)
            #expect(done.progress?.trail?.last?.cost == version.cost)
            let late = try await api.send(.post, path, as: api.cast.duties)
            #expect(late.status == 409 && late.kind == "job-finished")
            #expect(try await api.send(.post, "roster-jobs/999/finish", as: api.cast.duties).status == 404)
        }
    }

    @Test("on its page a job says in words how it gets on, is stopped early by a button, and then leads to its version")
    func byPage() async throws {
        try await withAPI { api in
            let job = try await api.house.jobs.enqueue(request, by: api.cast.duties.account, now: Date()).job
            let path = "/roster/jobs/\(job.id)"
            let duties = try await Visitor.signed(api.cast.secondDuties, .duties, api)
            let waiting = try await duties.get(path).text
            #expect(waiting.contains("The job waits for its turn.") && !waiting.contains("keep the best"))
            #expect(
                waiting.contains("<noscript><meta http-equiv=\"refresh\" content=\"5; url=\(path)?by-itself=yes\">"))
            #expect(waiting.contains("data-stream=\"\(path)/stream\"") && waiting.contains("Duties One"))
            let refused = try await duties.post("\(path)/finish")
            #expect(refused.status == 409 && refused.text.contains("has found no whole roster yet"))
            #expect(refused.text.contains("The job waits for its turn."))
            let other = try await Visitor.signed(api.cast.inspector, .supervisor, api)
            try await other.get("/sessions")
            #expect(try await other.post("\(path)/finish").status == 403)
            try await withWorker(api) {
                try await eventually("a whole roster") {
                    try await api.house.jobs.get(job.id).progress?.trail?.count ?? 0 > 1
                }
                let running = try await duties.get(path).text
                for words in [
                    "Stop early and keep the best", "Officers missing to the minima", "of searching at most",
                    "<desc id=\"curve-desc\">The cost went from", "The curve as a table",
                ] { #expect(running.contains(words), "\(words)") }
                #expect(try await duties.post("\(path)/finish").status == 303)
                try await eventually("the end") { try await api.house.jobs.get(job.id).state.next.isEmpty }
            }
            let ended = try await duties.get(path).text
            let version = try #require(try await api.house.jobs.get(job.id).result?.version)
            #expect(ended.contains("href=\"/roster/versions/\(version)\""))
            #expect(ended.contains("The search was stopped early, and its best roster was stored."))
            let asked = "Asked to stop early and keep the best</bdi></dt><dd><bdi class=\"said\">Duties Two"
            #expect(ended.contains(asked))
            for gone in ["http-equiv", "data-stream", "live.js", "/finish\""] {
                #expect(!ended.contains(gone), "\(gone)")
            }
            #expect(try await duties.get("/roster/versions/\(version)").status == 200)
            try await duties.get("/roster/jobs/\(job.id)")
            #expect(try await duties.post("\(path)/finish").text.contains("has succeeded already"))
        }
    }

    @Test("a wish to finish that stands when the job is taken over waits for the first whole roster and keeps that")
    func takenOver() async throws {
        try await withAPI { api in
            let jobs = api.house.jobs
            let job = try await jobs.enqueue(request, by: api.cast.duties.account, now: Date()).job
            let claim = try #require(try await jobs.claim(owner: "dead"))
            let progress = JobProgress(
                elapsed: 1, iterations: 5, cost: 9, belowMin: 0, belowTarget: 0, workedRestDays: 0, changedShifts: 0,
                lowerBound: nil)
            _ = try await jobs.heartbeat(claim, progress: progress)
            _ = try await jobs.requestFinish(job.id, by: api.cast.duties.account)
            try await jobs.giveBack(claim)
            try await withWorker(api) {
                try await eventually("the end") { try await jobs.get(job.id).state.next.isEmpty }
            }
            let version = try #require(try await jobs.get(job.id).result?.version)
            #expect((try await api.house.versions.get(version).summary?.deployments ?? 0) > 0)
        }
    }

    @Test("stage, time left and gap are true words of a job, and the curve says what its table says")
    func words() {
        var progress = JobProgress(
            elapsed: 40, iterations: 9, cost: 1000, belowMin: 1, belowTarget: 2, workedRestDays: 3, changedShifts: 4,
            lowerBound: 991)
        #expect(RosterJobWords.gap(progress) == "at most 1 % of the cost")
        progress.lowerBound = 1000
        #expect(RosterJobWords.gap(progress) == "nothing: no roster is better")
        progress.lowerBound = nil
        #expect(RosterJobWords.gap(progress) == "not known yet")
        #expect(
            [0, 59.6, 80, 3600, 3725].map(RosterJobWords.span) == [
                "0 s", "1 min", "1 min 20 s", "1 h", "1 h 2 min 5 s",
            ])
        #expect(RosterCurve.way(progress).isEmpty)
        progress.trail = [
            ProgressPoint(elapsed: 2, cost: 1500, lowerBound: nil),
            ProgressPoint(elapsed: 9, cost: 1000, lowerBound: 900),
        ]
        let way = RosterCurve.way(progress)
        #expect(way.map(\.elapsed) == [2, 9, 40])
        #expect(RosterCurve.table(way).rows.count == 3)
        let picture = RosterCurve.svg(way, until: 600)
        #expect(picture.contains("from 1500 points after 2 s to 1000 points after 40 s. No bound is proved yet."))
        #expect(picture.contains("<title id=\"curve-title\">") && !picture.contains("style="))
        #expect(picture.ranges(of: "<path").count == 3)
    }
}
