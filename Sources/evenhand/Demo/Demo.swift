import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Service

/// `evenhand demo`: the main job on an invented command, then pages and API until interrupted.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the main job on an invented command with a PostgreSQL of its own, then serve pages and API.",
        discussion: "A second run on the same data directory goes on from the first: it makes the next roster.")

    @Option(help: "Where the demonstration keeps its database and key.")
    var data: String = Demo.usualDirectory

    @ArgumentParser.Flag(help: "End after the summary instead of serving.")
    var once = false

    @Option(help: "Seconds to search for the roster.")
    var seconds = 20.0

    @Option(help: "Port of the API; 0 takes a free one.")
    var port = 8377

    @ArgumentParser.Flag(help: "A team of 44 officers instead of the command of 769.")
    var small = false

    /// Root's home is closed to the account that runs PostgreSQL, so root keeps the data where services keep theirs.
    private static var usualDirectory: String { getuid() == 0 ? "/var/lib/evenhand/demo" : "evenhand-data" }

    func run() async throws {
        try await reporting {
            let settings = try Settings.parse(["--data", data])
            let configuration = try settings.configuration(["http.port": String(once ? 0 : port)])
            let clock = ContinuousClock()
            let start = clock.now
            Terminal.heading("Start a private PostgreSQL in \(data) and migrate it")
            let service = try await buildService(configuration, logger: settings.logger(usual: .error))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await service.run() }
                do {
                    guard let place = await service.address.place() else {
                        throw DemoFault("the service did not start")
                    }
                    Terminal.say("  (\(Terminal.seconds(clock.now - start)))")
                    let signIns = try await tell(service, configuration)
                    summarise(place, signIns, clock.now - start)
                } catch {
                    await service.stop()
                    throw error
                }
                if once { await service.stop() }
                try await group.waitForAll()
            }
        }
    }

    private func tell(
        _ service: EvenhandService, _ configuration: ServiceConfiguration
    ) async throws -> DemoSignIns {
        guard let owner = service.admin, let signer = try LedgerKey.signer(configuration) else {
            throw DemoFault("the demonstration uses its own PostgreSQL: unset EVENHAND_DATABASE_URL")
        }
        let admin = Pool(owner)
        let story = DemoStory(
            pool: service.house.pool, admin: admin, seed: 1, size: small ? .team : .command, seconds: seconds,
            signer: signer, origin: configuration.ledgerOrigin)
        do {
            let signIns = try await story.tell()
            await admin.shutdown()
            return signIns
        } catch {
            await admin.shutdown()
            throw error
        }
    }

    private func summarise(
        _ place: Address.Place, _ signIns: DemoSignIns, _ took: Duration
    ) {
        Terminal.heading("Done in \(Terminal.seconds(took))")
        guard !once else { return Terminal.say("  the data stays in \(data); the next run goes on from here") }
        Terminal.say("  pages: \(place)/sign-in   sign in by name with the password: \(signIns.password)")
        for (role, name) in signIns.names {
            Terminal.say("    \(role.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)) \(name)")
        }
        Terminal.say("  API: \(place)/api/v1   document: \(place)/api/v1/openapi.json   metrics: \(place)/metrics")
        Terminal.say("  a token for each role, good for twelve hours:")
        for (role, name, token) in signIns.tokens {
            Terminal.say("    \(role.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)) \(token)  (\(name))")
        }
        Terminal.say("  try: curl -H 'Authorization: Bearer TOKEN' \(place)/api/v1/me")
        Terminal.say("  serving until interrupted (Ctrl-C)")
    }
}
