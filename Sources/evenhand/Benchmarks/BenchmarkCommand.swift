import ArgumentParser

/// `evenhand benchmark`: figures measured side by side in one run, so that ratios mean something on any machine.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark", abstract: "Measure side by side in one run and print ratios.",
        subcommands: [
            DecisionBenchmark.self, DutyBenchmark.self, PageBenchmark.self, RepairBenchmark.self, SoakBenchmark.self,
            SolveBenchmark.self,
        ])
}
