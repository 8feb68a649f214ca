import ArgumentParser
import Deployment
import Foundation
import Records
import Service

/// `evenhand roster`: generate and publish from the command line.
struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster", abstract: "Generate, list and publish rosters.",
        subcommands: [Generate.self, Versions.self, Publish.self, ProblemFile.self])

    /// Queues a job and works on it, or watches whoever works on it.
    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Generate a roster from the database, as a job in PostgreSQL that others can watch.")

        @OptionGroup var settings: Settings

        @Option(help: "The first day, a Monday: YYYY-MM-DD.")
        var from: Day

        @Option(help: "Length in days.")
        var days = 28

        @Option(help: "Seconds to search.")
        var time = 60.0

        @Option(help: "The seed of the search.")
        var seed = 1

        @Option(help: "Threads to search with.")
        var threads = 2

        @Option(name: .customLong("as"), help: "The account that asks; another one publishes.")
        var account: String

        func run() async throws {
            try await reporting {
                let version = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let asking = try await accountNamed(account, pool)
                        let request = GenerateRequest(
                            from: from, days: days, seconds: time, seed: seed, threads: threads)
                        let (job, _) = try await RosterJobs(pool: pool).enqueue(request, by: asking.id, now: Date())
                        Terminal.say("job \(job.id)")
                        let worker = GenerateWorker(
                            pool: pool, owner: "command-\(ProcessInfo.processInfo.processIdentifier)")
                        return try await withThrowingTaskGroup(of: Int64?.self) { group in
                            group.addTask {
                                await worker.run()
                                return nil
                            }
                            group.addTask { try await RosterWatch(pool: pool).version(of: job.id, seconds: time) }
                            defer { group.cancelAll() }
                            while let ended = try await group.next() {
                                if let ended { return ended }
                            }
                            throw CancellationError()
                        }
                    }
                }
                Terminal.say("version \(version)")
            }
        }
    }

    /// Lists versions.
    struct Versions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List roster versions, newest first.")

        @OptionGroup var settings: Settings

        func run() async throws {
            try await reporting {
                let page = try await settings.withDatabase { pool, _ in try await RosterVersions(pool: pool).list() }
                for version in page.items {
                    let state = version.publishedAt == nil ? "proposal" : "published"
                    Terminal.say("\(version.id)  \(version.from)  \(version.days) days  cost \(version.cost)  \(state)")
                }
            }
        }
    }

    /// Publishes a version.
    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish a version, as somebody other than the one who generated it.")

        @OptionGroup var settings: Settings

        @Argument(help: "The version's number.")
        var version: Int64

        @Option(name: .customLong("as"), help: "The account that publishes.")
        var account: String

        @Option(help: "What is accepted, in a sentence.")
        var statement: String

        func run() async throws {
            try await reporting {
                let standing = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let publisher = try await accountNamed(account, pool)
                        return try await RosterVersions(pool: pool).publish(
                            version, by: publisher.id, statement: statement)
                    }
                }
                Terminal.say("\(Terminal.grouped(standing)) deployments stand")
            }
        }
    }
}
