import ArgumentParser
import Foundation
import Logging
import Records
import Service

/// `evenhand restore`: puts a backup back, and proves by the ledger that it is whole.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup into an empty database and verify its ledger; --check only tries it.")

    @OptionGroup var settings: Settings

    @Argument(help: "The dump: evenhand-….dump, with its manifest beside it.")
    var dump: String

    @ArgumentParser.Flag(help: "Restore into a temporary PostgreSQL, verify, and throw it away.")
    var check = false

    @ArgumentParser.Flag(help: "Take a dump whose manifest is lost; damage to it may stay unseen.")
    var withoutManifest = false

    private var restore: Restore { Restore(dump: dump, needsManifest: !withoutManifest) }

    func run() async throws {
        try await reporting {
            let verdict = check ? try await tried() : try await restored()
            let what = check ? "the backup is sound" : "restored"
            Terminal.say(
                "\(what): \(Terminal.grouped(Int(verdict.size))) leaves and \(verdict.checkpoints) checkpoints match; root \(verdict.root)"
            )
            guard !check else { return }
            Terminal.say(
                "Nobody is signed in. Tokens and calendar addresses are those of the backup: revoke again what was revoked since."
            )
        }
    }

    private func restored() async throws -> LedgerVerdict {
        let configuration = try settings.configuration()
        return try await settings.withOpenDatabase { database in
            try await restore.run(into: database, configuration: configuration, progress: bar())
        }
    }

    private func tried() async throws -> LedgerVerdict {
        let directory = "/tmp/evenhand-check-\(UUID().uuidString.lowercased())"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var configuration = ServiceConfiguration()
        configuration.dataDirectory = directory
        return try await Settings.withOpenDatabase(configuration, logger: settings.logger(usual: .warning)) {
            database in
            try await restore.run(into: database, configuration: configuration, progress: bar())
        }
    }

    private func bar() -> @Sendable (Int64, Int64) -> Void {
        let bar = ProgressBar("verifying")
        return { done, total in
            bar.update(Double(done) / Double(max(1, total)), "\(Terminal.grouped(done)) leaves")
            if done == total { bar.finish() }
        }
    }
}
