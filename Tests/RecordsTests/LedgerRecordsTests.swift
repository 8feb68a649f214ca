import Deployment
import FoundationEssentials
import Ledger
import Postgres
import Records
import Synchronization
import TestDatabase
import Testing

@Suite("The ledger beside the rows")
struct LedgerRecordsTests {
    private static func signer() throws -> NoteSigner {
        try NoteSigner(name: "evenhand.test/ledger", seed: (0..<32).map { UInt8($0) })
    }

    private static let origin = "evenhand.test/ledger"

    /// What a superuser can do and an application cannot: switch a table's triggers off and write into it.
    private static func tamper(_ cast: Cast, _ table: String, _ sql: String) async throws {
        try await cast.database.admin.transaction { connection in
            try await connection.script(
                "ALTER TABLE \(table) DISABLE TRIGGER ALL; \(sql); ALTER TABLE \(table) ENABLE TRIGGER ALL")
        }
    }

    @Test("everything that was played verifies, batch by batch")
    func sound() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            let ledger = LedgerRecords(pool: cast.database.admin)
            let told = Told()
            let verdict = try await ledger.verify { done, of in told.add(done, of) }
            #expect(verdict.finding == nil)
            #expect(verdict.isSound)
            #expect(verdict.size == (try await ledger.size()))
            #expect(verdict.size > 30)
            #expect(verdict.root.count == 64)
            #expect(told.last == [verdict.size, verdict.size])
        }
    }

    @Test("an empty ledger is sound")
    func empty() async throws {
        try await withDatabase { database in
            let verdict = try await LedgerRecords(pool: database.admin).verify()
            #expect(verdict.isSound)
            #expect(verdict.size == 0)
        }
    }

    @Test("more leaves than a batch are verified across the seam")
    func manyBatches() async throws {
        try await Cast.with { cast in
            let before = try await LedgerRecords(pool: cast.database.pool).size()
            try await cast.database.pool.run(
                "SELECT write_prose('gold', 'line number ' || n) FROM generate_series(1, 4500) n")
            let verdict = try await LedgerRecords(pool: cast.database.admin).verify()
            #expect(verdict.isSound)
            #expect(verdict.size == before + 4500)
            try await LedgerRecordsTests.tamper(cast, "prose", "UPDATE prose SET body = 'other' WHERE prose_id = 4001")
            let finding = try #require(try await LedgerRecords(pool: cast.database.admin).verify().finding)
            #expect(finding.index == before + 4000)
            #expect(finding.table == "prose")
            #expect(finding.row == "4001")
        }
    }

    /// The table, what a superuser does to it, the row that must be named, and a word of what is said.
    static let tamperings: [(String, String, String, String)] = [
        ("decision", "UPDATE decision SET outcome = 'refused' WHERE form = 'full'", "decision", "changed"),
        ("decision", "UPDATE decision SET decided_at = decided_at - interval '1 second'", "decision", "changed"),
        ("prose", "UPDATE prose SET body = body || ' indeed' WHERE prose_id = 1", "prose", "changed"),
        ("case_entry", "UPDATE case_entry SET written_by = 1 WHERE kind = 'claim'", "case_entry", "changed"),
        ("review", "DELETE FROM review", "review", "gone"),
        ("attendance", "DELETE FROM attendance", "attendance", "gone"),
        ("ledger_salt", "UPDATE ledger_salt SET salt = sha256('x') WHERE index = 3", "", "changed"),
        ("ledger_salt", "DELETE FROM ledger_salt WHERE index = 3", "", "salt"),
        (
            "ledger_leaf", "UPDATE ledger_leaf SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE index = 3", "",
            "leaf was changed"
        ),
        ("ledger_leaf", "UPDATE ledger_leaf SET chain = sha256('x') WHERE index = 3", "", "chain"),
        ("ledger_leaf", "DELETE FROM ledger_leaf WHERE index = 3", "", "missing"),
        (
            "review",
            "INSERT INTO review (nd_id, note_id, reviewed_by) SELECT nd_id, reason_id, decided_by FROM decision LIMIT 1",
            "review", "no leaf"
        ),
        ("ledgered_table", "DELETE FROM ledgered_table WHERE table_name = 'review'", "review", "no such table"),
    ]

    @Test("what a superuser changes behind the triggers is found, and the row is named", arguments: tamperings)
    func tampering(table: String, sql: String, named: String, what: String) async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            let ledger = LedgerRecords(pool: cast.database.admin)
            #expect(try await ledger.verify().isSound)
            try await LedgerRecordsTests.tamper(cast, table, sql)
            let finding = try #require(try await ledger.verify().finding, "nothing was found")
            #expect(finding.what.contains(what), "\(finding)")
            if !named.isEmpty {
                #expect(finding.table == named)
                #expect(finding.row != nil)
            }
        }
    }

    @Test("a checkpoint is signed once per size, and history that grew since is consistent with it")
    func checkpoint() async throws {
        try await Cast.with { cast in
            let signer = try LedgerRecordsTests.signer()
            _ = try await cast.granted()
            let ledger = LedgerRecords(pool: cast.database.pool)
            let first = try await ledger.checkpoint(signer: signer, origin: LedgerRecordsTests.origin)
            #expect(try await ledger.checkpoint(signer: signer, origin: LedgerRecordsTests.origin) == first)
            let note = try SignedNote(parsing: Array(first.note.utf8))
            #expect(try note.verify(with: [signer.verifier]).count == 1)
            _ = try await cast.granted(officer: Cast.rowe)
            let second = try await ledger.checkpoint(signer: signer, origin: LedgerRecordsTests.origin)
            #expect(second.size > first.size)
            #expect(try await ledger.newestCheckpoint() == second)
            let verdict = try await LedgerRecords(pool: cast.database.admin).verify(keys: [signer.verifier])
            #expect(verdict.isSound)
            #expect(verdict.checkpoints == 2)
            #expect(try Checkpoint(body: SignedNote(parsing: Array(second.note.utf8)).text).root.hex == verdict.root)
        }
    }

    @Test("a tail that is cut off, rows and all, is seen by a checkpoint")
    func truncation() async throws {
        try await Cast.with { cast in
            let signer = try LedgerRecordsTests.signer()
            let record = try await cast.granted()
            try await cast.records.review(record, note: "Spoken with the officer.", by: cast.id("Marsh"))
            _ = try await LedgerRecords(pool: cast.database.pool).checkpoint(
                signer: signer, origin: LedgerRecordsTests.origin)
            try await LedgerRecordsTests.tamper(cast, "review", "DELETE FROM review")
            try await LedgerRecordsTests.tamper(
                cast, "prose", "DELETE FROM prose WHERE prose_id = (SELECT max(prose_id) FROM prose)")
            try await LedgerRecordsTests.tamper(
                cast, "ledger_salt", "DELETE FROM ledger_salt WHERE index > (SELECT max(index) - 2 FROM ledger_salt)")
            try await LedgerRecordsTests.tamper(
                cast, "ledger_leaf", "DELETE FROM ledger_leaf WHERE index > (SELECT max(index) - 2 FROM ledger_leaf)")
            let finding = try #require(
                try await LedgerRecords(pool: cast.database.admin).verify(keys: [signer.verifier]).finding)
            #expect(finding.what.contains("cut off"), "\(finding)")
        }
    }

    @Test("a history rewritten whole is seen by a checkpoint")
    func rewritten() async throws {
        try await Cast.with { cast in
            let signer = try LedgerRecordsTests.signer()
            try await cast.database.pool.run("SELECT write_prose('gold', 'the true story')")
            _ = try await LedgerRecords(pool: cast.database.pool).checkpoint(
                signer: signer, origin: LedgerRecordsTests.origin)
            for table in ["ledger_salt", "ledger_leaf", "prose"] {
                try await LedgerRecordsTests.tamper(cast, table, "DELETE FROM \(table)")
            }
            try await cast.database.pool.run("SELECT write_prose('gold', 'another story')")
            let finding = try #require(
                try await LedgerRecords(pool: cast.database.admin).verify(keys: [signer.verifier]).finding)
            #expect(finding.what.contains("checkpoint"), "\(finding)")
        }
    }

    @Test("a checkpoint that nobody known signed, or that says another size, is named")
    func forged() async throws {
        try await Cast.with { cast in
            let signer = try LedgerRecordsTests.signer()
            _ = try await cast.granted()
            let ledger = LedgerRecords(pool: cast.database.pool)
            let real = try await ledger.checkpoint(signer: signer, origin: LedgerRecordsTests.origin)
            try await cast.database.pool.run(
                "INSERT INTO ledger_checkpoint (size, root, note) SELECT 1, root, note FROM ledger_checkpoint")
            let finding = try #require(
                try await LedgerRecords(pool: cast.database.admin).verify(keys: [signer.verifier]).finding)
            #expect(finding.table == "ledger_checkpoint")
            #expect(finding.row == "1")
            try await LedgerRecordsTests.tamper(
                cast, "ledger_checkpoint", "DELETE FROM ledger_checkpoint WHERE size = 1")
            let stranger = try NoteSigner(name: "somebody.else/ledger", seed: [UInt8](repeating: 7, count: 32))
            let other = try #require(
                try await LedgerRecords(pool: cast.database.admin).verify(keys: [stranger.verifier]).finding)
            #expect(other.row == String(real.size))
        }
    }

    @Test("writers at the same moment make one chain without gaps")
    func concurrentWriters() async throws {
        try await Cast.with { cast in
            let before = try await LedgerRecords(pool: cast.database.pool).size()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for line in 0..<10 {
                            _ = try await cast.database.pool.value(
                                "SELECT write_prose('gold', \("writer \(writer) line \(line)"))", as: Int64.self)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let verdict = try await LedgerRecords(pool: cast.database.admin).verify()
            #expect(verdict.isSound)
            #expect(verdict.size == before + 80)
        }
    }

    @Test("a ledgered write at another isolation than read committed is refused, not misplaced")
    func isolation() async throws {
        try await Cast.with { cast in
            _ = await #expect {
                try await cast.database.pool.transaction(isolation: .repeatableRead) {
                    _ = try await $0.execute("SELECT write_prose('gold', 'too old a view')")
                }
            } throws: { ($0 as? PostgresError)?.constraintName == "ledger_isolation" }
        }
    }

    @Test("the application cannot verify with salts it may not see")
    func saltsAreTheOwners() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted()
            await #expect { _ = try await LedgerRecords(pool: cast.database.pool).verify() } throws: {
                ($0 as? PostgresError)?.sqlState == .insufficientPrivilege
            }
        }
    }
}

/// What a progress callback was told.
private final class Told: Sendable {
    private let values = Mutex<[Int64]>([])

    func add(_ done: Int64, _ of: Int64) {
        values.withLock { $0 = [done, of] }
    }

    var last: [Int64] { values.withLock { $0 } }
}
