import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    var samples: DipSamples { DipSamples(pool: database.pool) }

    /// Somebody who looks in from outside.
    func auditor(_ name: String = "Lund") async throws -> Int64 {
        try await database.pool.run("INSERT INTO account (name) VALUES ('\(name)')")
        let account: Int64 = try await database.pool.value("SELECT account_id FROM account WHERE name = \(name)")
        try await database.pool.run("INSERT INTO account_role (account_id, role) VALUES (\(account), 'auditor')")
        return account
    }

    /// A sample with a result of each kind of table.
    func playSamples() async throws {
        let auditor = try await auditor()
        let sample = try await samples.draw(
            size: 2, from: today.adding(-1), to: today.adding(1), seed: "dice 4 1 6 6 2", by: auditor)
        try await samples.record(.escalate, note: "The purpose says nothing.", of: sample, item: 1, by: auditor)
    }
}
