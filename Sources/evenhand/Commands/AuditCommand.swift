import ArgumentParser
import Deployment
import Foundation
import Impartiality

/// `evenhand audit`: the impartiality audit of a history in files, without any database.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Audit a history of duties and decisions: flags are questions, each with its evidence.",
        discussion: "Sources/Impartiality/HISTORY.md describes the history files and the flags.",
        subcommands: [Run.self, Explain.self, Calibrate.self, Sample.self], defaultSubcommand: Run.self)

    /// Writes the flags that would have been raised, each on its day.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the flags of a history, each on the day on which it would have been raised.",
            discussion: "The subcommand's name may be left out: evenhand audit HISTORY -o flags.csv")

        @Argument(help: "The history: a directory of CSV files.")
        var history: String

        @Option(name: .shortAndLong, help: "Where to write the flags, a CSV file.")
        var output: String

        @OptionGroup var terms: AuditTerms

        func run() async throws {
            try await reporting {
                try checkOutput()
                let history = try await HistoryFolder(self.history).history(until: terms.until)
                let flags = try await Audit.flags(of: history, budget: terms.budget)
                // Atomic: written to a file beside it and renamed, so there is never half a file.
                try Data(FlagsFile(history).csv(flags)).write(to: URL(fileURLWithPath: output), options: .atomic)
                let rules = flags.count { $0.evidence == .rule }
                Terminal.say(
                    "\(Terminal.grouped(rules)) flags of rules, \(Terminal.grouped(flags.count - rules)) of patterns: \(output)"
                )
            }
        }

        /// Refuses, before the audit, an output that could not be written after it.
        private func checkOutput() throws {
            var isDirectory: ObjCBool = false
            if FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory), isDirectory.boolValue {
                throw BadInput(reasons: ["\(output): is a directory"])
            }
            let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw BadInput(reasons: ["\(output): cannot be written, \(folder) is no directory to write to"])
            }
        }
    }
}

/// What every audit of a history is told.
struct AuditTerms: ParsableArguments {
    @Option(help: "The last day known, YYYY-MM-DD; without it the last day of the history.")
    var until: Day?

    @Option(
        help: ArgumentHelp(
            "Flags without cause a year that a command accepts, over all patterns of chance.", valueName: "number"))
    var falseFlagsAYear = 1.0

    /// The error budget of the audit.
    var budget: ErrorBudget { ErrorBudget(flagsAYear: falseFlagsAYear) }

    func validate() throws {
        guard falseFlagsAYear >= 0.001, falseFlagsAYear <= 1000 else {
            throw ValidationError("--false-flags-a-year is 0.001 to 1000")
        }
    }
}
