import ArgumentParser
import Ledger
import Postgres
import Records
import Service

/// `evenhand ledger`: what an auditor asks of the ledger.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Verify the ledger against the live rows.", subcommands: [Verify.self],
        defaultSubcommand: Verify.self)

    /// Recomputes everything; exit code 1 with the first row that does not match.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Recompute every leaf, the chain and the signed checkpoints; name the first row that does not match.")

        @OptionGroup var settings: Settings

        @Option(help: "A verifier key (name+id+key) that must have signed the checkpoints; default: the ledger's own.")
        var key: String?

        func run() async throws {
            try await reporting {
                let keys = try verifiers()
                let verdict = try await settings.withDatabase { _, admin in
                    guard let admin else {
                        throw BadInput(reasons: ["database.admin.url is not set: the owner alone may read the salts"])
                    }
                    let bar = ProgressBar("verifying")
                    let pool = Pool(admin)
                    let verdict = try await LedgerRecords(pool: pool).verify(keys: keys) { done, total in
                        bar.update(Double(done) / Double(max(1, total)), "\(Terminal.grouped(done)) leaves")
                    }
                    bar.finish()
                    await pool.shutdown()
                    return verdict
                }
                if let finding = verdict.finding {
                    Terminal.complain("the ledger does not match at \(finding)")
                    throw ExitCode.failure
                }
                Terminal.say(
                    "\(Terminal.grouped(verdict.size)) leaves and \(verdict.checkpoints) checkpoints match; root \(verdict.root)"
                )
            }
        }

        private func verifiers() throws -> [NoteVerifier] {
            guard let key else { return try LedgerKey.signer(settings.configuration()).map { [$0.verifier] } ?? [] }
            guard let verifier = try? NoteVerifier(text: key) else {
                throw BadInput(reasons: ["--key is not a verifier key"])
            }
            return [verifier]
        }
    }
}
