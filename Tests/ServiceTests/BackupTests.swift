import Deployment
import FoundationEssentials
import Logging
import Postgres
import Records
import Testing

@testable import Service

/// A directory that the user of a private PostgreSQL can enter; removed in the end.
private func withDirectory(_ body: (String) async throws -> Void) async throws {
    let path = "/tmp/evenhand-backup-\(UUID().uuidString.lowercased())"
    try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
}

/// A database of its own on a private server, open for the time of the body.
private func withPrivate(
    _ directory: String, migrated: Bool,
    _ body: (ServiceDatabase, ServiceConfiguration) async throws -> Void
) async throws {
    var configuration = ServiceConfiguration()
    configuration.dataDirectory = directory
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let database = try await ServiceDatabase.open(configuration, logger: logger)
    do {
        if migrated { try await database.prepare(logger: logger) }
        try await body(database, configuration)
    } catch {
        await database.pool.shutdown()
        try await database.server?.stop()
        throw error
    }
    await database.pool.shutdown()
    try await database.server?.stop()
}

@Suite("Backup and restore", .serialized)
struct BackupTests {
    private let now = Date(timeIntervalSince1970: 1_795_000_000)

    @Test("a backup restores into an empty database with every row, its ledger verified, and into no other")
    func roundTrip() async throws {
        try await withDirectory { directory in
            var made: BackupManifest?
            try await withPrivate("\(directory)/first", migrated: true) { database, configuration in
                let accounts = Accounts(pool: database.pool)
                for name in ["Ada", "Ben", "Cy"] {
                    _ = try await accounts.create(name: name, rank: nil, team: nil, officer: nil, roles: [.duties])
                }
                made = try await Backup(directory: "\(directory)/store", keep: 3).make(
                    of: database, configuration: configuration, now: now)
                _ = try await accounts.create(name: "Later", rank: nil, team: nil, officer: nil, roles: [.duties])
            }
            let manifest = try #require(made)
            #expect(manifest.ledgerSize == 3)
            let dump = "\(directory)/store/\(manifest.file)"
            try await withPrivate("\(directory)/second", migrated: false) { database, configuration in
                let verdict = try await Restore(dump: dump).run(into: database, configuration: configuration)
                #expect(verdict.isSound && verdict.size == 3)
                let admin = Pool(try #require(database.admin))
                let names = try await admin.withConnection {
                    try await $0.query("SELECT name FROM evenhand.account ORDER BY account_id").map {
                        try $0.decode("name", as: String.self)
                    }
                }
                #expect(names == ["Ada", "Ben", "Cy"])
                await admin.shutdown()
                _ = await #expect(throws: BackupFault.self) {
                    try await Restore(dump: dump).run(into: database, configuration: configuration)
                }
                let keys = try ["first", "store", "second"].map {
                    try #require(FileManager.default.contents(atPath: "\(directory)/\($0)/ledger.key"))
                }
                #expect(Set(keys).count == 1)
            }
        }
    }

    @Test("nobody is signed in after a restore, although somebody was when the backup was made")
    func sessionsEnd() async throws {
        try await withDirectory { directory in
            var dump = ""
            var secret: SessionSecret?
            let moment = Date()
            try await withPrivate("\(directory)/first", migrated: true) { database, configuration in
                let account = try await Accounts(pool: database.pool).create(name: "Ada", roles: [.duties])
                let sessions = Sessions(pool: database.pool)
                let opened = try await sessions.open(account: account.id, role: .duties, asOf: moment)
                try await ProviderRequests(pool: database.pool).begin(state: "begun", returnTo: nil, asOf: moment)
                let made = try await Backup(directory: "\(directory)/store", keep: 3).make(
                    of: database, configuration: configuration, now: now)
                dump = "\(directory)/store/\(made.file)"
                secret = opened.secret
                #expect(try await sessions.find(opened.secret, asOf: moment) != nil)
            }
            let shown = try #require(secret)
            try await withPrivate("\(directory)/second", migrated: false) { database, configuration in
                _ = try await Restore(dump: dump).run(into: database, configuration: configuration)
                let sessions = Sessions(pool: database.pool)
                #expect(try await sessions.find(shown, asOf: moment) == nil)
                #expect(try await sessions.lapsed(shown, asOf: moment) == nil)
                #expect(try await ProviderRequests(pool: database.pool).take(state: "begun", asOf: moment) == nil)
                // The account is there, and may sign in anew.
                let account = try #require(try await Accounts(pool: database.pool).find(name: "Ada"))
                _ = try await sessions.open(account: account.id, role: .duties, asOf: moment)
            }
        }
    }

    @Test("a row changed behind the ledger's back is found on restoring, and nothing is left in the database")
    func tampered() async throws {
        try await withDirectory { directory in
            var dump = ""
            try await withPrivate("\(directory)/first", migrated: true) { database, configuration in
                _ = try await Accounts(pool: database.pool).create(
                    name: "Ada", rank: nil, team: nil, officer: nil, roles: [.duties])
                let admin = Pool(try #require(database.admin))
                try await admin.withConnection { connection in
                    try await connection.execute("ALTER TABLE evenhand.account_role DISABLE TRIGGER no_rewrite")
                    try await connection.execute("UPDATE evenhand.account_role SET role = 'gold'")
                }
                await admin.shutdown()
                let made = try await Backup(directory: "\(directory)/store", keep: 3).make(
                    of: database, configuration: configuration, now: now)
                dump = "\(directory)/store/\(made.file)"
            }
            try await withPrivate("\(directory)/second", migrated: false) { database, configuration in
                let fault = await #expect(throws: BackupFault.self) {
                    try await Restore(dump: dump).run(into: database, configuration: configuration)
                }
                #expect(fault?.description.contains("account_role") == true)
                let admin = Pool(try #require(database.admin))
                let left = try await admin.withConnection {
                    try await $0.query("SELECT FROM pg_namespace WHERE nspname = 'evenhand'").count
                }
                #expect(left == 0)
                await admin.shutdown()
            }
        }
    }

    @Test("a dump that is not the one of its manifest, or has none, is refused before anything is written")
    func damaged() async throws {
        try await withDirectory { directory in
            let dump = "\(directory)/evenhand-x.dump"
            try Data([1, 2, 3]).write(to: URL(filePath: dump))
            try await withPrivate("\(directory)/data", migrated: false) { database, configuration in
                func refusal() async -> String {
                    do {
                        _ = try await Restore(dump: dump).run(into: database, configuration: configuration)
                        return ""
                    } catch { return "\(error)" }
                }
                #expect(await refusal().contains("missing"))
                try BackupManifest(file: "evenhand-x.dump", madeAt: now, bytes: 3, sha256: "00").write(beside: dump)
                #expect(await refusal().contains("SHA-256"))
            }
        }
    }

    @Test("retention forgets the oldest dumps only, never the last one, and no file of somebody else")
    func retention() {
        let names = [
            "evenhand-20261101T000000Z.dump", "evenhand-20261103T000000Z.dump", "evenhand-20261102T000000Z.dump",
        ]
        let others = ["notes.txt", "other-20260101T000000Z.dump", "evenhand-20261101T000000Z.dump.json", "ledger.key"]
        #expect(Backup.expired(names + others, keep: 2) == ["evenhand-20261101T000000Z.dump"])
        #expect(Backup.expired(names + others, keep: 0).count == 2)
        #expect(Backup.expired(others, keep: 1).isEmpty)
        #expect(BackupManifest.name(madeAt: now) == "evenhand-20261118T110640Z.dump")
    }
}
