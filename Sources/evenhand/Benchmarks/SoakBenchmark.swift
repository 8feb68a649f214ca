import ArgumentParser
import Deployment
import Foundation
import Postgres
import Records

/// The daemon's memory under a mixed load that goes on for as long as one likes.
struct SoakBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run the daemon on the sample command under a steady mixed load and print its memory over time.")

    @Option(help: "Minutes in all.")
    var minutes = 60.0

    @Option(help: "Requests a second.")
    var rate = 4.0

    @Option(help: "Minutes between two lines.")
    var every = 1.0

    func run() async throws {
        try await reporting {
            let data = "/tmp/evenhand-soak-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: data) }
            let daemon = try await ServedDaemon.start(data)
            do {
                try await soak(daemon, try await SoakCast.load(data))
            } catch {
                daemon.stop()
                throw error
            }
            daemon.stop()
        }
    }

    private func soak(_ daemon: ServedDaemon, _ cast: SoakCast) async throws {
        let clock = ContinuousClock()
        let (start, end) = (clock.now, clock.now + .seconds(minutes * 60))
        var (sent, failed, step, line) = (0, 0, 0, clock.now)
        Terminal.say("minute  resident MiB  requests  failed")
        while clock.now < end {
            if clock.now >= line {
                let minute = (clock.now - start) / .seconds(60)
                let memory = Double(daemon.residentKiB) / 1024
                Terminal.say(
                    String(format: "%6.1f  %12.1f  %8d  %6d", minute, memory, sent, failed))
                line += .seconds(every * 60)
            }
            for request in try cast.requests(step) {
                sent += 1
                let status = await daemon.send(request)
                // What is refused because the record has moved on is an answer; what breaks or fails is not.
                if status == 0 || status >= 500 { failed += 1 }
            }
            step += 1
            try await clock.sleep(until: start + .seconds(Double(step) / rate))
        }
        Terminal.say(
            String(
                format: "%6.1f  %12.1f  %8d  %6d  (end)", (clock.now - start) / .seconds(60),
                Double(daemon.residentKiB) / 1024, sent, failed))
    }
}

/// The people of the load, and what they do.
struct SoakCast {
    /// One request of the load.
    struct Request: Sendable {
        var method: String
        var path: String
        var token: String
        var body: JSON?
    }

    let duties: String
    let sergeant: String
    let gold: String
    let constables: [String]
    let site: String
    let start: Day

    /// Loads the sample command into the daemon's own database and makes the people.
    static func load(_ data: String) async throws -> SoakCast {
        let server = PrivateServer(dataDirectory: "\(data)/postgres")
        let pool = Pool(
            PoolConfiguration(
                connectionString: server.connectionString(database: "evenhand", user: "evenhand_app")
                    + " options='-c search_path=evenhand,public'"))
        let start = DemoClock.day(Date()).adding(7).monday
        let sample = SampleCommand(seed: 1, from: start)
        let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
        let report = try await MasterData.importing(files: files, into: pool, by: nil, dryRun: false)
        guard !report.isRefused else { throw BadInput(reasons: [report.text]) }
        let accounts = Accounts(pool: pool)
        func token(_ name: String, _ role: Role, officer: String? = nil, rank: Rank? = nil) async throws -> String {
            let made = try await accounts.create(name: name, rank: rank, officer: officer, roles: [role])
            let expiry = Date().addingTimeInterval(7 * 86_400)
            return try await accounts.issueToken(account: made.id, role: role, expiresAt: expiry, asOf: Date()).text
        }
        let constables = try await pool.withConnection { connection in
            try await connection.query("SELECT officer_id FROM officer WHERE rank = 'PC' ORDER BY officer_id").map {
                try $0.decode(0, as: String.self)
            }
        }
        let cast = SoakCast(
            duties: try await token("Duties", .duties),
            sergeant: try await token("Sergeant", .supervisor, officer: sample.story.sergeant, rank: .sergeant),
            gold: try await token("Gold", .gold), constables: constables, site: sample.story.site, start: start)
        await pool.shutdown()
        return cast
    }

    /// What is sent in one step: pages read all the time, a decision now and then, a roster every few minutes.
    func requests(_ step: Int) throws -> [Request] {
        let window = "from=\(start)&to=\(start.adding(6))"
        let reads = [
            Request(method: "GET", path: "/api/v1/roster?\(window)&limit=200", token: duties),
            Request(method: "GET", path: "/api/v1/master/officer?limit=200", token: duties),
            Request(method: "GET", path: "/api/v1/cases", token: gold),
            Request(method: "GET", path: "/api/v1/non-deployments?limit=100", token: gold),
            Request(method: "GET", path: "/api/v1/roster-jobs", token: duties),
            Request(method: "GET", path: "/metrics", token: duties),
        ]
        var all = [reads[step % reads.count]]
        if step % 20 == 10 { all.append(decision(step / 20)) }
        if step % 1200 == 100 { all.append(roster(step / 1200)) }
        if step % 2400 == 50 { all.append(Request(method: "GET", path: "/api/v1/export", token: duties)) }
        return all
    }

    private func decision(_ number: Int) -> Request {
        let now = Date()
        func moment(_ hours: Double) -> JSON { .string(now.addingTimeInterval(hours * 3600).formatted(.iso8601)) }
        let draft: JSON = [
            "officer": .string(constables[number % constables.count]),
            "terms": [
                "category": "acute_welfare",
                "scope": number % 4 == 0 ? ["kind": "site", "ids": [.string(site)]] : ["kind": "all_armed"],
                "startsAt": moment(0), "endsAt": moment(10), "reviewAt": moment(5), "emergencyResponse": true,
            ],
        ]
        return Request(
            method: "POST", path: "/api/v1/non-deployments/short-forms", token: sergeant,
            body: [
                "draft": draft, "welfare": "Unwell after bad news; taken home.",
                "impartiality": "Anyone would get the same.",
                "reason": .string("Acute distress of officer \(number) at the start of the tour."),
            ])
    }

    private func roster(_ number: Int) -> Request {
        Request(
            method: "POST", path: "/api/v1/roster-jobs", token: duties,
            body: [
                "from": .string(start.adding(14 * number).description), "days": 7, "seconds": .number(10), "threads": 1,
            ])
    }
}
