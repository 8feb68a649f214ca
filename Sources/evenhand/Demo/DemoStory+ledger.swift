import Ledger
import Records

extension DemoStory {
    /// Recomputes the whole ledger from the live rows and signs a checkpoint of it.
    func verify() async throws {
        try await step("Verify the ledger: recompute every leaf from the live rows") {
            let bar = ProgressBar("verifying")
            let verdict = try await LedgerRecords(pool: admin).verify(keys: [signer.verifier]) { done, total in
                bar.update(Double(done) / Double(max(1, total)), "\(Terminal.grouped(done)) leaves")
            }
            bar.finish()
            if let finding = verdict.finding { throw DemoFault("the ledger does not verify: \(finding)") }
            Terminal.say(
                "  \(Terminal.grouped(verdict.size)) leaves agree with their rows, root \(verdict.root.prefix(16))…")
            let checkpoint = try await LedgerRecords(pool: pool).checkpoint(signer: signer, origin: origin)
            Terminal.say(
                "  checkpoint of size \(Terminal.grouped(checkpoint.size)) signed with a key kept outside the database")
        }
    }
}
