import ArgumentParser
import Foundation
import Logging
import Service

/// `evenhand backup`: one backup, and retention.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back the database up into a directory, with a signed state of the ledger, and forget the oldest.")

    @OptionGroup var settings: Settings

    @Argument(help: "The directory of backups; made when absent, for its owner only.")
    var directory: String

    @Option(help: "How many backups are kept.")
    var keep = 14

    func validate() throws {
        guard keep >= 1 else { throw ValidationError("--keep must be at least 1") }
    }

    func run() async throws {
        try await reporting {
            let configuration = try settings.configuration()
            let made = try await settings.withOpenDatabase { database in
                try await database.prepare(logger: settings.logger(usual: .warning))
                return try await Backup(directory: directory, keep: keep).make(
                    of: database, configuration: configuration, now: Date())
            }
            let ledger = made.ledgerSize.map { ", ledger of \(Terminal.grouped(Int($0))) leaves signed" } ?? ""
            Terminal.say("\(directory)/\(made.file)  \(Terminal.grouped(made.bytes)) bytes\(ledger)")
        }
    }
}
