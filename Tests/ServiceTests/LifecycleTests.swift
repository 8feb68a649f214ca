import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("The running service")
struct LifecycleTests {
    @Test("listens on a free port, says that it is ready, and counts what it does")
    func serves() async throws {
        try await withDatabase { database in
            try await RunningService.with(database) { running in
                let ready = try await RunningService.get("/readyz", port: running.port)
                #expect(ready.status == 200)
                let me = try await RunningService.get(
                    "/api/v1/me", port: running.port, token: running.cast.gold.token)
                #expect(me.status == 200 && me.text.contains("Gold One"))
                let metrics = try await RunningService.get("/metrics", port: running.port)
                for name in [
                    "evenhand_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/me\",status=\"200\"} 1",
                    "evenhand_database_up 1", "evenhand_jobs{state=\"queued\"} 0",
                    "evenhand_open_cases{priority=\"high\"} 0",
                    "evenhand_pool_limit 8", "evenhand_ledger_leaves ",
                ] { #expect(metrics.text.contains(name), "\(name)") }
                #expect(!metrics.text.contains("Gold One"))
            }
        }
    }

    @Test("a change of the Gold queue reaches an open stream")
    func stream() async throws {
        try await withDatabase { database in
            try await RunningService.with(database) { running in
                let line = try await Line.open(port: running.port)
                try await line.send(
                    RunningService.request("/api/v1/events", token: running.cast.gold.token, close: false))
                let first = try #require(await line.until("event: resync"))
                #expect(first.contains("text/event-stream") && first.contains("\"openCases\":0"))
                let now = Date()
                let terms = Terms(
                    category: .connection, scope: .sites([running.cast.story.site]),
                    startsAt: now.addingTimeInterval(-60),
                    endsAt: now.addingTimeInterval(7200), reviewAt: now.addingTimeInterval(3600),
                    emergencyResponse: true)
                let draft = NewDraft(
                    officer: running.cast.story.constables[0], raisedBy: running.cast.sergeant.account, terms: terms)
                _ = try await running.service.house.nonDeployments.recordShortForm(
                    ShortForm(
                        draft: draft, welfare: "He asked.", impartiality: "One site only.",
                        reason: "A connection with this site was declared tonight."),
                    by: running.cast.sergeant.account)
                let news = try #require(await line.until("event: case"))
                #expect(news.contains("\"case\":\"G-"))
                await line.close()
            }
        }
    }

    @Test("a job's stream ends with the job")
    func jobStream() async throws {
        try await withDatabase { database in
            try await RunningService.with(database) { running in
                let jobs = running.service.house.jobs
                let job = try await jobs.enqueue(
                    GenerateRequest(from: API.start, days: 7), by: running.cast.duties.account, now: Date()
                ).job
                let line = try await Line.open(port: running.port)
                try await line.send(
                    RunningService.request(
                        "/api/v1/roster-jobs/\(job.id)/events", token: running.cast.duties.token, close: true))
                #expect(await line.until("\"queued\"") != nil)
                _ = try await jobs.requestCancel(job.id, by: running.cast.duties.account, now: Date())
                #expect(try await line.rest().contains("\"cancelled\""))
            }
        }
    }

    @Test("a stop ends with an idle connection, a stream and a half-sent request open")
    func stops() async throws {
        try await withDatabase { database in
            let started = Mark()
            try await RunningService.with(database) { running in
                let idle = try await Line.open(port: running.port)
                let stream = try await Line.open(port: running.port)
                try await stream.send(
                    RunningService.request("/api/v1/events", token: running.cast.gold.token, close: false))
                #expect(await stream.until("event: resync") != nil)
                let half = try await Line.open(port: running.port)
                try await half.send(
                    "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(running.cast.admin.token)\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
                started.now()
                await running.service.stop()
                _ = try await stream.rest()
                _ = try await idle.rest()
            }
            // The promise is ten seconds; a machine busy with every other test may need more, a stop that hangs never ends.
            #expect(started.elapsed < .seconds(30))
        }
    }

    @Test("with a private server of its own it starts from nothing, survives the server's end, and starts again")
    func privateServer() async throws {
        var settings = ServiceConfiguration()
        settings.port = 0
        settings.workerEnabled = false
        settings.dataDirectory = "/tmp/evenhand-service-\(UUID().uuidString.lowercased())"
        defer { try? FileManager.default.removeItem(atPath: settings.dataDirectory) }
        let directory = settings.dataDirectory
        try await RunningService.run(settings) { service, port in
            #expect(try await RunningService.get("/readyz", port: port).status == 200)
            let admin = try await service.house.accounts.create(name: "Admin", roles: [.admin])
            let token = try await service.house.accounts.issueToken(
                account: admin.id, role: .admin, expiresAt: Date().addingTimeInterval(3600), asOf: Date()
            ).text
            let server = try #require(service.privateServer)
            try await server.stop(mode: .immediate)
            let away = try await RunningService.get("/api/v1/me", port: port, token: token)
            #expect(away.status == 503 && away.text.contains("application/problem+json"))
            #expect(try await RunningService.get("/readyz", port: port).status == 503)
            #expect(try await RunningService.get("/livez", port: port).status == 200)
            try await server.start()
            var status = 0
            for _ in 0..<300 where status != 200 {
                status = try await RunningService.get("/api/v1/me", port: port, token: token).status
                if status != 200 { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(status == 200, "it does not recover by itself")
            #expect(FileManager.default.fileExists(atPath: "\(directory)/ledger.key"))
        }
        try await RunningService.run(settings) { service, _ in
            let kept = try await service.house.accounts.find(name: "Admin")
            #expect(kept != nil)
        }
    }

    @Test("a database that is absent is waited for, and a stop does not wait")
    func absent() async throws {
        var settings = ServiceConfiguration()
        settings.port = 0
        settings.databaseURL = Secret("host=/nowhere dbname=x user=y")
        settings.dataDirectory = "/nowhere/evenhand"
        let service = try await buildService(settings, logger: RunningService.quiet, stopsOnSignals: false)
        let running = Task { try await service.run() }
        try await Task.sleep(for: .milliseconds(300))
        #expect(service.house.health.current == .starting)
        await service.stop()
        try await running.value
        #expect(await service.address.place() == nil)
    }

    @Test("a schema that is not this program's is refused where nobody may migrate")
    func unmigrated() async throws {
        try await withEmptyDatabase { database in
            var settings = ServiceConfiguration()
            settings.port = 0
            settings.databaseURL = Secret(database.connectionString())
            settings.dataDirectory = "/nowhere/evenhand"
            let service = try await buildService(settings, logger: RunningService.quiet, stopsOnSignals: false)
            await #expect(throws: MigrationError.self) { try await service.run() }
        }
    }

    @Test("one round of the leader raises what is due and ends what is over")
    func leader() async throws {
        try await withDatabase { database in
            let cast = try await Cast.load(database)
            let house = House(pool: database.pool, logger: RunningService.quiet)
            let now = Date()
            let terms = Terms(
                category: .safety, scope: .allArmed, startsAt: now.addingTimeInterval(-60),
                endsAt: now.addingTimeInterval(3600), reviewAt: now.addingTimeInterval(1800), emergencyResponse: true)
            let draft = NewDraft(
                officer: cast.story.constables[0], raisedBy: cast.sergeant.account, terms: terms)
            let record = try await house.nonDeployments.recordShortForm(
                ShortForm(
                    draft: draft, welfare: "He asked.", impartiality: "None seen.",
                    reason: "A threat to the family tonight."),
                by: cast.sergeant.account)
            for _ in 0..<2 {
                await Leader.round(house, now: now.addingTimeInterval(30 * 3600), logger: RunningService.quiet)
            }
            #expect(try await house.gold.flags(kind: "short_form_overdue").items.count == 1)
            #expect(try await house.nonDeployments.detail(record).summary.state == .ended)
        }
    }
}
