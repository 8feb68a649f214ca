import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Records
import Service

/// Recording non-deployments beside bare inserts by pgbench, on one server with its usual durability.
struct DecisionBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "Record short forms, ledger and all, beside bare inserts by pgbench on the same server.")

    @Option(help: "Records for each number of clients.")
    var count = 150

    func run() async throws {
        try await reporting {
            let data = "/tmp/evenhand-benchmark-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: data) }
            let quiet = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
            var configuration = ServiceConfiguration()
            configuration.dataDirectory = data
            configuration.poolMaximum = 20
            let database = try await ServiceDatabase.open(configuration, logger: quiet)
            guard let server = database.server, let owner = database.admin else {
                throw BadInput(reasons: ["the benchmark uses a PostgreSQL of its own"])
            }
            try await database.prepare(logger: quiet)
            let officers = try await load(database.pool)
            let admin = Pool(owner)
            try await admin.withConnection {
                try await $0.script("CREATE TABLE public.bare (id bigint GENERATED ALWAYS AS IDENTITY, body text)")
            }
            Terminal.say("clients  recorded/s  p50 ms  p99 ms   bare/s  p99 ms   bare/recorded  p99 ratio")
            for (round, clients) in [1, 8, 20].enumerated() {
                let recorded = try await record(
                    officers.dropFirst(round * count).prefix(count), clients: clients, database.pool)
                let bare = try await PgbenchRun(server: server, clients: clients, inserts: 4000).run()
                show(clients, recorded, bare)
            }
            await admin.shutdown()
            await database.pool.shutdown()
            try await server.stop()
        }
    }

    /// Loads the sample command; returns its constables and the sergeant's account.
    private func load(_ pool: Pool) async throws -> [(officer: String, sergeant: Int64)] {
        let sample = SampleCommand(seed: 1, from: DemoClock.day(Date()).monday)
        let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
        let report = try await MasterData.importing(files: files, into: pool, by: nil, dryRun: false)
        guard !report.isRefused else { throw BadInput(reasons: [report.text]) }
        let sergeant = try await Accounts(pool: pool).create(
            name: "Sergeant", rank: .sergeant, officer: sample.story.sergeant, roles: [.supervisor])
        return try await pool.withConnection { connection in
            try await connection.query("SELECT officer_id FROM officer WHERE rank = 'PC' ORDER BY officer_id").map {
                (try $0.decode(0, as: String.self), sergeant.id)
            }
        }
    }

    /// Records one short form for each officer by so many clients at once; returns each one's milliseconds.
    private func record(
        _ officers: ArraySlice<(officer: String, sergeant: Int64)>, clients: Int, _ pool: Pool
    ) async throws -> Sample {
        let clock = ContinuousClock()
        let start = clock.now
        let all = Array(officers)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    for index in stride(from: client, to: all.count, by: clients) {
                        let begin = clock.now
                        _ = try await NonDeployments(pool: pool).recordShortForm(
                            DecisionBenchmark.shortForm(all[index]), by: all[index].sergeant)
                        times.append((clock.now - begin) / .milliseconds(1))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Sample(
            milliseconds: times.sorted(), perSecond: Double(times.count) / ((clock.now - start) / .seconds(1)))
    }

    /// A short form about an officer, ready to be recorded by the sergeant.
    static func shortForm(_ one: (officer: String, sergeant: Int64)) -> ShortForm {
        let now = Date()
        let terms = Terms(
            category: .acuteWelfare, scope: .allArmed, startsAt: now, endsAt: now.addingTimeInterval(36_000),
            reviewAt: now.addingTimeInterval(30_000), emergencyResponse: false)
        return ShortForm(
            draft: NewDraft(officer: one.officer, raisedBy: one.sergeant, terms: terms),
            welfare: "Unwell after bad news; taken home.", impartiality: "All armed duty; anyone would get the same.",
            reason: "Acute distress of \(one.officer) at the start of the tour.")
    }

    private func show(_ clients: Int, _ recorded: Sample, _ bare: Sample) {
        let figures = [
            recorded.perSecond, recorded.quantile(0.5), recorded.quantile(0.99), bare.perSecond, bare.quantile(0.99),
            bare.perSecond / recorded.perSecond, recorded.quantile(0.99) / bare.quantile(0.99),
        ]
        Terminal.say(
            String(
                format: "%7d  %10.0f  %6.1f  %6.1f  %7.0f  %6.1f  %14.1f  %9.1f",
                arguments: [clients as any CVarArg] + figures)
        )
    }
}

/// Times of one run.
struct Sample {
    /// In rising order.
    let milliseconds: [Double]
    let perSecond: Double

    /// The time below which this share of the runs lies.
    func quantile(_ share: Double) -> Double {
        guard !milliseconds.isEmpty else { return .nan }
        return milliseconds[min(milliseconds.count - 1, Int(share * Double(milliseconds.count)))]
    }
}
