import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Records
import Service

/// The board and the queue of the demonstration, each beside a page of as many bytes that the same server has ready.
struct PageBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pages",
        abstract:
            "First byte and whole body of board and queue, as a ratio to a page of as many bytes that is there already."
    )

    @Option(help: "Times that each page is asked for.")
    var count = 40

    @Option(help: "Seconds to search for the roster that the board shows.")
    var seconds = 10.0

    @ArgumentParser.Flag(help: "A team of 44 officers instead of the command of 769.")
    var small = false

    @ArgumentParser.Flag(help: "Go on serving, for a browser's own figures, until interrupted.")
    var serve = false

    func run() async throws {
        try await reporting {
            let data = "/tmp/evenhand-benchmark-\(UUID().uuidString.lowercased().prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: data) }
            var configuration = ServiceConfiguration()
            configuration.dataDirectory = data
            configuration.port = 0
            let quiet = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
            let still = StillPage()
            let service = try await buildService(configuration, logger: quiet, beside: still)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                do {
                    guard let place = await service.address.place() else {
                        throw BadInput(reasons: ["the service did not start"])
                    }
                    let signIns = try await tell(service, configuration)
                    try await measure(service, signIns, port: place.port, beside: still)
                    if serve {
                        Terminal.say("http://127.0.0.1:\(place.port) serves; password: \(signIns.password)")
                        try await group.waitForAll()
                    }
                } catch {
                    await service.stop()
                    throw error
                }
                await service.stop()
                try await group.waitForAll()
            }
        }
    }

    /// Fills the database with the demonstration's story.
    private func tell(
        _ service: EvenhandService, _ configuration: ServiceConfiguration
    ) async throws -> DemoSignIns {
        guard let owner = service.admin, let signer = try LedgerKey.signer(configuration) else {
            throw BadInput(reasons: ["the benchmark uses a PostgreSQL of its own"])
        }
        let admin = Pool(owner)
        do {
            let story = DemoStory(
                pool: service.house.pool, admin: admin, seed: 1, size: small ? .team : .command, seconds: seconds,
                signer: signer, origin: configuration.ledgerOrigin)
            let signIns = try await story.tell()
            // As autovacuum does within a minute.
            try await admin.withConnection { try await $0.script("ANALYZE") }
            await admin.shutdown()
            return signIns
        } catch {
            await admin.shutdown()
            throw error
        }
    }

    private func measure(
        _ service: EvenhandService, _ signIns: DemoSignIns, port: Int, beside still: StillPage
    ) async throws {
        let rows = try await service.house.pool.withConnection {
            try await $0.query("SELECT min(day) AS first FROM standing_deployment")
        }
        let first: Day = try rows[0].decode("first")
        Terminal.heading("Pages, medians of \(count), beside a page of as many bytes that is there already")
        Terminal.say("page        sent as    bytes   first ms  still ms  ratio   whole ms  still ms  ratio")
        for (name, path, role) in [("board", "/board?from=\(first)&days=28", Role.duties), ("queue", "/queue", .gold)] {
            let cookie = try await session(service, signIns, role)
            let shown = await PageFetch.get(path, port: port, cookie: cookie, isGzip: false)
            guard shown.status == 200 else { throw BadInput(reasons: ["\(path) answers \(shown.status)"]) }
            still.show(shown.body, as: name)
            for isGzip in [false, true] {
                var (ours, bare): ([PageFetch], [PageFetch]) = ([], [])
                // In turns, so that both meet the machine in the same mood; the first turn only warms up.
                for turn in 0...count {
                    let one = await PageFetch.get(path, port: port, cookie: cookie, isGzip: isGzip)
                    let other = await PageFetch.get(StillPage.path(name), port: port, cookie: nil, isGzip: isGzip)
                    guard one.status == 200, other.status == 200 else {
                        throw BadInput(reasons: [
                            "\(path) answers \(one.status), \(StillPage.path(name)) \(other.status)"
                        ])
                    }
                    guard turn > 0 else { continue }
                    ours.append(one)
                    bare.append(other)
                }
                show(name, isGzip, ours, bare)
            }
        }
    }

    /// A session's cookie for the demonstration's person of a role.
    private func session(_ service: EvenhandService, _ signIns: DemoSignIns, _ role: Role) async throws -> String {
        guard let token = signIns.tokens.first(where: { $0.role == role })?.token,
            let caller = try await service.house.accounts.authenticate(token, asOf: Date())
        else { throw BadInput(reasons: ["nobody is \(role.rawValue)"]) }
        let opened = try await service.house.sessions.open(account: caller.accountID, role: role, asOf: Date())
        return "evenhand=\(opened.secret.text)"
    }

    private func show(_ name: String, _ isGzip: Bool, _ ours: [PageFetch], _ bare: [PageFetch]) {
        let median = { (fetches: [PageFetch], value: (PageFetch) -> Double) in
            fetches.map(value).sorted()[fetches.count / 2]
        }
        let (first, still) = (median(ours, \.first), median(bare, \.first))
        let (full, stillFull) = (median(ours, \.full), median(bare, \.full))
        let bytes = ours.map(\.body.count).sorted()[ours.count / 2]
        let figures: [any CVarArg] = [bytes, first, still, first / still, full, stillFull, full / stillFull]
        let head = name.padding(toLength: 12, withPad: " ", startingAt: 0) + (isGzip ? "gzip  " : "plain ")
        Terminal.say(head + String(format: "%10d  %9.1f %9.1f %6.1f  %9.1f %9.1f %6.1f", arguments: figures))
    }
}
