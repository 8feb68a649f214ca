import ArgumentParser
import Foundation
import Records
import Service

/// `evenhand notify`: what did not get out, and whether messages get out at all.
struct NotifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "List undelivered notifications; send a test message.",
        subcommands: [Undelivered.self, Test.self])

    /// Lists what is given up or cannot be delivered.
    struct Undelivered: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List notifications that were given up or that nobody can be reached with, newest first.")

        @OptionGroup var settings: Settings

        @Option(help: "How many at most.")
        var limit = 50

        func run() async throws {
            try await reporting {
                guard (1...500).contains(limit) else { throw BadInput(reasons: ["--limit is 1 to 500"]) }
                let page = try await settings.withDatabase { pool, _ in
                    try await Notifications(pool: pool).undelivered(limit: limit)
                }
                for item in page.items {
                    let person =
                        item.officer.map { "officer \($0)" } ?? item.account.map { "account \($0)" } ?? "nobody"
                    let why = item.error ?? "no way to reach them"
                    Terminal.say("\(item.notification)  \(person)  \(item.state)  \(item.attempts) tries  \(why)")
                }
                if page.items.isEmpty { Terminal.say("nothing is undelivered") }
                if page.next != nil { Terminal.say("there are more: --limit") }
            }
        }
    }

    /// Sends a test message the configured way, without the database.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a test message through notify.command or notify.smtp.host, and say what became of it.")

        @OptionGroup var settings: Settings

        @Argument(help: "The e-mail address; not needed for the command.")
        var address: String?

        func run() async throws {
            try await reporting {
                let way = try await sendTestMessage(to: address, try settings.configuration())
                Terminal.say("taken by \(way)")
            }
        }

        private func sendTestMessage(to address: String?, _ configuration: ServiceConfiguration) async throws -> String
        {
            do {
                return try await TestMessage.send(to: address, configuration)
            } catch let error as ConfigurationError {
                throw BadInput(reasons: error.problems)
            }
        }
    }
}
