import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand concern`: raise one in confidence, take one on, list those an account may know of.
struct ConcernCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concern", abstract: "Raise a concern in confidence, take one on, or list them.",
        subcommands: [Raise.self, Acknowledge.self, List.self])

    /// Raises a concern.
    struct Raise: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Raise a concern: what, which site if any, what would help. It takes nobody off a duty.")

        @OptionGroup var settings: Settings

        @Option(name: .customLong("as"), help: "The account that raises it.")
        var account: String

        @Option(help: "The officer; the account's own unless told.")
        var officer: String?

        @Option(help: "What it is about; sealed.")
        var what: String

        @Option(help: "Which site, if any.")
        var site: String?

        @Option(name: .customLong("would-help"), help: "What would help; sealed.")
        var helpful: String?

        @ArgumentParser.Flag(help: "Somebody outside the officer's line acknowledges it.")
        var notMyLine = false

        func run() async throws {
            try await reporting {
                let number = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let raiser = try await accountNamed(account, pool)
                        guard let subject = officer ?? raiser.officer else {
                            throw BadInput(reasons: ["--officer is needed: this account is no officer's"])
                        }
                        let concern = NewConcern(
                            officer: subject, what: what, site: site, help: helpful, notMyLine: notMyLine)
                        return try await Concerns(pool: pool).raise(concern, by: raiser.id)
                    }
                }
                Terminal.say("C-\(number)")
            }
        }
    }

    /// Takes a concern on.
    struct Acknowledge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take a concern on.")

        @OptionGroup var settings: Settings

        @Argument(help: "The concern, C-88.")
        var concern: String

        @Option(name: .customLong("as"), help: "The account that takes it on.")
        var account: String

        func run() async throws {
            try await reporting {
                guard concern.hasPrefix("C-"), let number = Int64(concern.dropFirst(2)) else {
                    throw BadInput(reasons: ["a concern is C- and its number"])
                }
                try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let answerer = try await accountNamed(account, pool)
                        try await Concerns(pool: pool).acknowledge(number, by: answerer.id)
                    }
                }
                Terminal.say("\(concern) acknowledged")
            }
        }
    }

    /// Lists concerns.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the concerns that an account may know of.")

        @OptionGroup var settings: Settings

        @Option(name: .customLong("as"), help: "The account that asks.")
        var account: String

        func run() async throws {
            try await reporting {
                let page = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let reader = try await accountNamed(account, pool)
                        return try await Concerns(pool: pool).list(for: reader.id, limit: 500)
                    }
                }
                for concern in page.items {
                    let due =
                        concern.state == .raised ? "  acknowledge by \(concern.acknowledgeBy.ISO8601Format())" : ""
                    Terminal.say("\(concern.number)  \(concern.line)  \(concern.state.rawValue)\(due)")
                }
                if page.items.isEmpty { Terminal.say("No concerns.") }
            }
        }
    }
}
