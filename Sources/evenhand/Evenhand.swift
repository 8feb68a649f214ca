import ArgumentParser

/// The program: one subcommand per file in `Commands`.
@main
struct Evenhand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evenhand",
        abstract:
            "Fair duties for an armed protection command: rosters, non-deployments and a Gold queue on the record.",
        discussion: "Start with `evenhand demo`. Exit codes: 0 done, 1 failed, 2 bad input.",
        subcommands: [
            Demo.self, Serve.self, Migrate.self, Import.self, Export.self, RosterCommand.self, Solve.self,
            LedgerCommand.self, AccountCommand.self, BenchmarkCommand.self,
        ])
}
