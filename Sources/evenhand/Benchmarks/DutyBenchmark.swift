import ArgumentParser
import Deployment
import Foundation
import Postgres
import Records

/// Recording decisions and making changes by 1, 20 and 200 clients, each beside bare inserts of as many bytes by as many
/// clients of pgbench on the same server with its usual durability.
struct DutyBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duty",
        abstract: "Decisions and changes by 1, 20 and 200 clients, as a ratio to bare inserts in the same run.")

    @Option(help: "Numbers of clients; may be given again.")
    var clients = [1, 20, 200]

    @Option(help: "Runs of each measure with the greatest number of clients; with fewer clients fewer.")
    var count = 400

    @Option(help: "Connections of our pool at most; beyond them clients wait in line.")
    var connections = 100

    func run() async throws {
        try await reporting {
            let data = "/tmp/evenhand-benchmark-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: data) }
            // Our pool's connections stay open while pgbench opens its own.
            let most = connections + (clients.max() ?? 1)
            let server = PrivateServer(
                dataDirectory: "\(data)/postgres", settings: ["jit": "off", "max_connections": "\(most + 50)"])
            try await server.start()
            do {
                let ground = try await DutyGround.lay(on: server, connections: connections)
                try await measure(ground)
                await ground.end()
                try await server.stop()
            } catch {
                try? await server.stop()
                throw error
            }
        }
    }

    private func measure(_ ground: DutyGround) async throws {
        Terminal.say(
            "what      clients   ours/s  p50 ms  p99 ms   bare/s  p50 ms  p99 ms  ratio p50  ratio p99  bare/ours")
        let most = Double(clients.max() ?? 1)
        var duties = try await ground.freeDuties(count * clients.count)[...]
        var officers = ground.constables[...]
        for clients in clients {
            // Few clients need fewer runs for as good a figure, and there are only so many officers.
            let share = 0.25 + 0.75 * Double(clients) / most
            let decisions = officers.prefix(min(Int(Double(count) * share), officers.count))
            officers = officers.dropFirst(decisions.count)
            let recorded = try await LoadRun(clients: clients).run(Array(decisions)) { officer in
                try await ground.decide(on: officer)
            }
            try await show("decision", clients, recorded.sample, beside: ground.server, ground.bytesOfDecision())

            let taken = Array(duties.prefix(Int(Double(count) * share)))
            duties = duties.dropFirst(taken.count)
            let called = try await LoadRun(clients: clients).run(taken) { duty in try await ground.callIn(duty) }
            try await show("call in", clients, called.sample, beside: ground.server, ground.bytesOfChange())

            let moved = try await LoadRun(clients: clients).run(called.results) { try await ground.move($0) }
            try await show("move", clients, moved.sample, beside: ground.server, ground.bytesOfChange())
        }
    }

    private func show(
        _ what: String, _ clients: Int, _ ours: Sample, beside server: PrivateServer, _ bytes: Int
    ) async throws {
        let bare = try await PgbenchRun(
            server: server, clients: clients, inserts: max(2000, clients * 20), bytes: bytes
        )
        .run()
        let figures = [
            ours.perSecond, ours.quantile(0.5), ours.quantile(0.99), bare.perSecond, bare.quantile(0.5),
            bare.quantile(0.99), ours.quantile(0.5) / bare.quantile(0.5), ours.quantile(0.99) / bare.quantile(0.99),
            bare.perSecond / ours.perSecond,
        ]
        Terminal.say(
            what.padding(toLength: 9, withPad: " ", startingAt: 0)
                + String(
                    format: "%8d  %7.0f %7.1f %7.1f  %7.0f %7.1f %7.1f  %9.1f  %9.1f  %9.1f",
                    arguments: [clients as any CVarArg] + figures))
    }
}

/// Some clients that work through a list together, each with one piece of work at a time.
struct LoadRun {
    let clients: Int

    /// Does `work` for every item; returns each one's time, and the results in no order.
    func run<Item: Sendable, Result: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Result
    ) async throws -> (sample: Sample, results: [Result]) {
        let clock = ContinuousClock()
        let start = clock.now
        let clients = clients
        let done = try await withThrowingTaskGroup(of: [(Double, Result)].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var done: [(Double, Result)] = []
                    for index in stride(from: client, to: items.count, by: clients) {
                        let begin = clock.now
                        let result = try await work(items[index])
                        done.append(((clock.now - begin) / .milliseconds(1), result))
                    }
                    return done
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let seconds = (clock.now - start) / .seconds(1)
        let sample = Sample(milliseconds: done.map(\.0).sorted(), perSecond: Double(done.count) / seconds)
        return (sample, done.map(\.1))
    }
}
