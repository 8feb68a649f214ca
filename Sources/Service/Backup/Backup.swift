import FoundationEssentials
import Ledger
import Postgres
import Records

/// Makes a backup: a signed checkpoint of the ledger, a dump, a manifest; then forgets the oldest.
package struct Backup: Sendable {
    /// Where backups lie.
    package let directory: String
    /// How many are kept.
    package let keep: Int

    /// Backups in a directory; `keep` is at least 1.
    package init(directory: String, keep: Int) {
        self.directory = directory
        self.keep = max(1, keep)
    }

    /// Makes one of a database, beside a copy of the ledger's key; returns its manifest.
    ///
    /// Throws `BackupFault` or the database's error; the backups there are stay as they are then.
    package func make(
        of database: ServiceDatabase, configuration: ServiceConfiguration, now: Date
    ) async throws -> BackupManifest {
        guard let admin = database.admin else {
            throw BackupFault("database.admin.url is not set: only the owner may read everything")
        }
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let signer = try LedgerKey.signer(configuration)
        var checkpoint: Checkpoint?
        if let signer {
            let made = try await LedgerRecords(pool: database.pool).checkpoint(
                signer: signer, origin: configuration.ledgerOrigin)
            checkpoint = try Checkpoint(body: SignedNote(parsing: Array(made.note.utf8)).text)
        }
        let name = BackupManifest.name(madeAt: now)
        let dump = "\(directory)/\(name)"
        guard !FileManager.default.fileExists(atPath: dump) else { throw BackupFault("\(dump) is there already") }
        try await DatabaseDump.write(admin, to: dump)
        let digest = try digest(ofFile: dump)
        let manifest = BackupManifest(
            file: name, madeAt: now, bytes: digest.bytes, sha256: digest.sha256, ledgerSize: checkpoint?.size,
            ledgerRoot: checkpoint?.root.hex, verifier: signer?.verifier.text)
        try manifest.write(beside: dump)
        try LedgerKey.copy(of: configuration, to: "\(directory)/ledger.key")
        try forget()
        return manifest
    }

    /// Removes the oldest beyond what is kept.
    private func forget() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
        for name in Backup.expired(names, keep: keep) {
            try FileManager.default.removeItem(atPath: "\(directory)/\(name)")
            try? FileManager.default.removeItem(atPath: BackupManifest.path(of: "\(directory)/\(name)"))
        }
    }

    /// Of the names in a directory, the dumps beyond the newest `keep`; names of others are left alone.
    static func expired(_ names: [String], keep: Int) -> [String] {
        let dumps = names.filter { $0.hasPrefix(BackupManifest.prefix) && $0.hasSuffix(BackupManifest.suffix) }
        return Array(dumps.sorted(by: >).dropFirst(max(1, keep)))
    }
}
