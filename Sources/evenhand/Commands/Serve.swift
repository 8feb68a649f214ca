import ArgumentParser
import Service

/// `evenhand serve`: the daemon.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the service: API, jobs and periodic work, until a signal stops it.")

    @OptionGroup var settings: Settings

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port: Int?

    func run() async throws {
        try await reporting {
            let flags = port.map { ["http.port": String($0)] } ?? [:]
            let configuration = try settings.configuration(flags)
            let service = try await buildService(configuration, logger: settings.logger(usual: configuration.logLevel))
            try await service.run()
        }
    }
}
