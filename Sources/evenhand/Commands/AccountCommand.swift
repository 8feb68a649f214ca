import ArgumentParser
import Deployment
import Foundation
import Records
import Service

/// `evenhand account`: the first accounts, before anybody can sign in to make others.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Make accounts, passwords and tokens.",
        subcommands: [Add.self, Password.self, Token.self])

    /// Makes an account.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an account.")

        @OptionGroup var settings: Settings

        @Argument(help: "The name by which records show this person.")
        var name: String

        @Option(help: "A role: duties, supervisor, gold, adviser, officer, auditor or admin; may be given again.")
        var role: [Role]

        @Option(help: "PC, PS, INSP, CI, SUPT, CSUPT or CDR.")
        var rank: Rank?

        @Option(help: "The team, for the line of a decision.")
        var team: String?

        @Option(help: "The officer this person is.")
        var officer: String?

        func run() async throws {
            try await reporting {
                let account = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await Accounts(pool: pool).create(
                            name: name, rank: rank, team: team, officer: officer, roles: Set(role))
                    }
                }
                Terminal.say("account \(account.id): \(account.name)")
            }
        }
    }

    /// Gives an account a password to be used once, and prints it.
    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account a password to sign in with once; it must be changed then.",
            discussion: "The account is signed out everywhere, and unlocked where it was locked.")

        @OptionGroup var settings: Settings

        @Argument(help: "The account's name.")
        var name: String

        func run() async throws {
            try await reporting {
                let password = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        guard let account = try await Accounts(pool: pool).find(name: name) else {
                            throw RecordError.notFound("account \(name)")
                        }
                        return try await SignInDesk(pool: pool).givePassword(to: account, by: nil, asOf: Date())
                    }
                }
                Terminal.say(password)
            }
        }
    }

    /// Makes a bearer token and prints it once.
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a bearer token; it is printed once and stored only as a hash.")

        @OptionGroup var settings: Settings

        @Argument(help: "The account's name.")
        var name: String

        @Argument(help: "The one role that the token is for.")
        var role: Role

        @Option(help: "Hours until it stops working.")
        var hours = 12.0

        func run() async throws {
            try await reporting {
                let token = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let accounts = Accounts(pool: pool)
                        guard let account = try await accounts.find(name: name) else {
                            throw RecordError.notFound("account \(name)")
                        }
                        let now = Date()
                        return try await accounts.issueToken(
                            account: account.id, role: role, expiresAt: now.addingTimeInterval(hours * 3600), asOf: now)
                    }
                }
                Terminal.say(token.text)
            }
        }
    }
}

/// Turns what the records refuse into bad input.
func naming<R>(_ kind: RecordError.Type, _ work: () async throws -> R) async throws -> R {
    do {
        return try await work()
    } catch let error as RecordError {
        throw BadInput(reasons: [error.description])
    }
}

extension Role: ExpressibleByArgument {}
extension Rank: ExpressibleByArgument {}
