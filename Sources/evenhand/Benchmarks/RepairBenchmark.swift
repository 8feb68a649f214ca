import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Records
import Rostering
import Service

/// Reading, building, ranking and repair on the full sample command, beside solving the window again.
struct RepairBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract:
            "Time ranking and repair on the whole sample command beside reading the record and building a roster anew.")

    @Option(help: "Runs of each figure.")
    var runs = 15

    @Option(help: "Seconds to search for the roster that is published first.")
    var time = 20.0

    func run() async throws {
        try await reporting {
            let data = "/tmp/evenhand-benchmark-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: data) }
            let quiet = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
            var configuration = ServiceConfiguration()
            configuration.dataDirectory = data
            let database = try await ServiceDatabase.open(configuration, logger: quiet)
            try await database.prepare(logger: quiet)
            let start = DemoClock.day(Date()).monday.adding(7)
            let sample = SampleCommand(seed: 1, from: start)
            let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
            let report = try await MasterData.importing(files: files, into: database.pool, by: nil, dryRun: false)
            guard !report.isRefused else { throw BadInput(reasons: [report.text]) }
            let accounts = Accounts(pool: database.pool)
            let planner = try await accounts.create(name: "Planner", roles: [.duties])
            let second = try await accounts.create(name: "Second", roles: [.duties])
            try await publish(start, planner.id, second.id, database.pool)
            try await measure(start, planner.id, database.pool)
            await database.pool.shutdown()
            try await database.server?.stop()
        }
    }

    /// Solves four weeks and publishes them.
    private func publish(_ start: Day, _ planner: Int64, _ second: Int64, _ pool: Pool) async throws {
        let planning = try await PlanningReader(pool: pool).read(from: start, days: 28)
        let built = try ProblemBuilder().build(planning, asOf: Date())
        let problem = try Problem(built.document)
        let roster = solve(problem, limits: SolveLimits(seconds: time, threads: 2)) { _ in .goOn }
        let deployments = roster.deployments.map { deployment in
            VersionDeployment(
                officer: deployment.officer, day: start.adding(deployment.day),
                shift: built.recordShift(deployment.shift), post: deployment.post)
        }
        let summary = VersionSummary(
            officers: problem.officerIDs.count, duties: problem.duties.count, deployments: deployments.count,
            dutiesBelowMin: 0, belowMin: 0, dutiesBelowTarget: 0, belowTarget: 0, workedRestDays: 0, changedShifts: 0,
            costs: [:], seconds: time, asOf: Date())
        let versions = RosterVersions(pool: pool)
        let version = try await versions.store(
            VersionDraft(
                from: start, days: 28, job: nil, madeBy: planner, cost: roster.cost, lowerBound: nil, summary: summary,
                deployments: deployments, duties: []))
        let standing = try await versions.publish(version, by: second, statement: "For the benchmark.")
        Terminal.say(
            "\(problem.officerIDs.count) officers, \(problem.postIDs.count) posts, 28 days, \(standing) deployments stand"
        )
    }

    private func measure(_ start: Day, _ planner: Int64, _ pool: Pool) async throws {
        let reader = RepairBasisReader(pool: pool)
        let read = try await median { _ in _ = try await reader.read(from: start, days: 28) }
        let bench = try RepairBench(try await reader.read(from: start, days: 28), asOf: Date())
        let build = try await median { _ in _ = try RepairBench(bench.basis, asOf: Date()) }
        let rank = try await median { bench.rank($0) }
        let (one, many, site) = try (
            (0..<runs).map { try bench.officerOut($0, days: 1) }, (0..<runs).map { try bench.officerOut($0, days: 28) },
            (0..<runs).map { try bench.levelRaised($0, days: 7) }
        )
        let out = try await median { try one[$0]() }
        let long = try await median { try many[$0]() }
        let raised = try await median { try site[$0]() }
        let greedy = try await median(of: 1) { _ in bench.greedy() }
        Terminal.say("                                   median ms   of reading   of building a roster anew")
        for (name, time) in [
            ("reading the record", read), ("building the problem", build), ("ranking one duty", rank),
            ("repair: an officer out for a day", out), ("repair: an officer out for 28 days", long),
            ("repair: a site raised for a week", raised), ("a roster anew (construction only)", greedy),
        ] {
            Terminal.say(
                name.padding(toLength: 34, withPad: " ", startingAt: 0)
                    + String(format: "%10.1f  %11.3f  %26.4f", time, time / read, time / greedy))
        }
        let whole = try await median { number in
            let duty = bench.duty(number)
            _ = try await RepairDesk(pool: pool).candidates(
                post: duty.post, day: duty.day, shift: duty.shift, now: Date())
        }
        Terminal.say(String(format: "who could take a duty, asked of the service: %.1f ms", whole))
    }

    /// The middle time in milliseconds.
    private func median(of count: Int? = nil, _ work: (Int) async throws -> Void) async throws -> Double {
        let clock = ContinuousClock()
        var times: [Double] = []
        for number in 0..<(count ?? runs) {
            let begin = clock.now
            try await work(number)
            times.append((clock.now - begin) / .milliseconds(1))
        }
        return times.sorted()[times.count / 2]
    }
}
