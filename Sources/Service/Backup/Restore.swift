import FoundationEssentials
import Ledger
import Postgres
import Records

/// Puts a backup back and proves that it is whole.
package struct Restore: Sendable {
    /// The dump.
    package let dump: String
    /// Whether a dump without its manifest will do: it may be damaged where no checksum looks.
    package let needsManifest: Bool

    /// A restore of this dump.
    package init(dump: String, needsManifest: Bool = true) {
        self.dump = dump
        self.needsManifest = needsManifest
    }

    /// Restores into an empty database, then recomputes the ledger against every row, and compares it with the manifest.
    ///
    /// Sessions that were open when the backup was made are not restored: some were ended since, and nobody would know.
    /// Where anything does not agree the database is emptied again. Throws `BackupFault` or the database's error.
    package func run(
        into database: ServiceDatabase, configuration: ServiceConfiguration,
        progress: @Sendable (_ done: Int64, _ of: Int64) -> Void = { _, _ in }
    ) async throws -> LedgerVerdict {
        guard let settings = database.admin else {
            throw BackupFault("database.admin.url is not set: only the owner may restore")
        }
        let manifest = try checkedManifest()
        let admin = Pool(settings)
        do {
            let verdict = try await run(on: admin, settings, manifest, progress)
            await admin.shutdown()
            try keepKey(configuration)
            return verdict
        } catch {
            await admin.shutdown()
            throw error
        }
    }

    private func checkedManifest() throws -> BackupManifest? {
        guard FileManager.default.fileExists(atPath: dump) else { throw BackupFault("there is no file \(dump)") }
        guard let manifest = try BackupManifest.beside(dump) else {
            guard needsManifest else { return nil }
            throw BackupFault("\(BackupManifest.path(of: dump)) is missing: the dump cannot be held against it")
        }
        let found = try digest(ofFile: dump)
        guard found.sha256 == manifest.sha256, found.bytes == manifest.bytes else {
            throw BackupFault("\(dump) is not the file that was backed up: its SHA-256 is another")
        }
        return manifest
    }

    private func run(
        on admin: Pool, _ settings: PoolConfiguration, _ manifest: BackupManifest?,
        _ progress: @Sendable (Int64, Int64) -> Void
    ) async throws -> LedgerVerdict {
        try await admin.withConnection { connection in
            guard try await connection.query("SELECT FROM pg_namespace WHERE nspname = 'evenhand'").isEmpty else {
                throw BackupFault("the database holds records already: restore into an empty one")
            }
            // Roles belong to the cluster and are in no dump; what they may do is.
            for role in ["evenhand_owner", "evenhand_app", "evenhand_read"] {
                guard try await connection.query("SELECT FROM pg_roles WHERE rolname = \(role)").isEmpty else {
                    continue
                }
                try await connection.execute("CREATE ROLE \(identifier: role)")
                if role != "evenhand_owner" { try await connection.execute("ALTER ROLE \(identifier: role) LOGIN") }
            }
        }
        try await DatabaseDump.restore(dump, to: settings)
        do {
            let verdict = try await verified(admin, manifest, progress)
            try await Restore.forgetSessions(admin)
            return verdict
        } catch {
            try await admin.withConnection { try await $0.execute("DROP SCHEMA evenhand CASCADE") }
            throw error
        }
    }

    /// Signs everybody out, and drops sign-ins that were under way. Backups of older schemas have neither.
    private static func forgetSessions(_ admin: Pool) async throws {
        try await admin.withConnection { connection in
            for table in ["web_session", "provider_request"] {
                let found = try await connection.query(
                    "SELECT FROM pg_tables WHERE schemaname = 'evenhand' AND tablename = \(table)")
                if !found.isEmpty {
                    try await connection.execute("DELETE FROM evenhand.\(identifier: table)")
                }
            }
        }
    }

    private func verified(
        _ admin: Pool, _ manifest: BackupManifest?, _ progress: @Sendable (Int64, Int64) -> Void
    ) async throws -> LedgerVerdict {
        let keys = try manifest?.verifier.map { [try NoteVerifier(text: $0)] } ?? []
        let verdict = try await LedgerRecords(pool: admin).verify(keys: keys, progress: progress)
        if let finding = verdict.finding { throw BackupFault("the ledger does not match at \(finding)") }
        guard let size = manifest?.ledgerSize else { return verdict }
        let roots = try await admin.withConnection { connection in
            try await connection.query("SELECT root FROM evenhand.ledger_checkpoint WHERE size = \(size)")
                .map { try $0.decode("root", as: [UInt8].self) }
        }
        guard let root = roots.first, Hash(bytes: root)?.hex == manifest?.ledgerRoot else {
            throw BackupFault("the ledger is not the one that the manifest was signed for")
        }
        return verdict
    }

    /// Puts the ledger's key back, where it lies beside the dump and none is in place.
    private func keepKey(_ configuration: ServiceConfiguration) throws {
        let place = "\(configuration.dataDirectory)/ledger.key"
        let kept = "\(URL(filePath: dump).deletingLastPathComponent().path)/ledger.key"
        guard configuration.ledgerKeyFile == nil, !FileManager.default.fileExists(atPath: place) else { return }
        try LedgerKey.copy(from: kept, to: place)
    }
}
