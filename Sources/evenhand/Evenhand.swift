import ArgumentParser
import Foundation

/// The program: one subcommand per file in `Commands`.
@main
struct Evenhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evenhand",
        abstract:
            "Fair duties for an armed protection command: rosters, non-deployments and a Gold queue on the record.",
        discussion: "Start with `evenhand demo`. Exit codes: 0 done, 1 failed, 2 bad input.",
        subcommands: [
            Demo.self, Serve.self, Migrate.self, Import.self, Export.self, RosterCommand.self, RepairCommand.self,
            CurrencyCommand.self,
            ConcernCommand.self, ChangeCommand.self,
            RulesCommand.self,
            Solve.self, Explain.self, OperationCommand.self, LimitedDutyCommand.self,
            LedgerCommand.self, BackupCommand.self, RestoreCommand.self, AccountCommand.self, NotifyCommand.self,
            AttendanceCommand.self, SwapCommand.self, AuditCommand.self,
            BenchmarkCommand.self,
        ])

    /// Runs the command; arguments that cannot be used end with 2, like every other bad input.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if code == .success {
                Terminal.say(message)
            } else if !message.isEmpty {
                Terminal.complain(message)
            }
            Foundation.exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
