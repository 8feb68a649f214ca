import ArgumentParser
import Foundation
import Impartiality

extension AuditCommand {
    /// Checks the shares of the error budget against the command's own history with officers exchanged.
    struct Calibrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the error budget against the history with officers exchanged at random.",
            discussion: """
                Each run exchanges officers wherever an impartial command treats them alike and audits the result: seasons, \
                sizes and habits stay, favours go, and every flag of a pattern is a false one. Exit code 1 where a share is \
                exceeded.
                """)

        @Argument(help: "The history: a directory of CSV files.")
        var history: String

        @OptionGroup var terms: AuditTerms

        @Option(help: "Exchanged histories to audit.")
        var runs = 10

        @Option(help: "The seed of the exchanges.")
        var seed: UInt64 = 1

        func validate() throws {
            guard (1...10_000).contains(runs) else { throw ValidationError("--runs is 1 to 10000") }
        }

        func run() async throws {
            try await reporting {
                let history = try await HistoryFolder(self.history).history(until: terms.until)
                let report = try await audited(history)
                Terminal.say("\(runs) runs, \(Int(report.years.rounded())) years of a command, seed \(seed)")
                report.lines.forEach(Terminal.say)
                Terminal.say("Each interval is exact by itself: of twenty shares that hold one may seem exceeded.")
                if report.rows.contains(where: { $0.verdict == .exceeded }) { throw ExitCode.failure }
            }
        }

        private func audited(_ history: History) async throws -> CalibrationReport {
            let bar = ProgressBar("auditing")
            defer { bar.finish() }
            var report = CalibrationReport(terms.budget)
            for run in 0..<runs {
                let exchanged = PermutedHistory(history, seed: seed &+ UInt64(run)).history
                report.take(try await Audit.flags(of: exchanged, budget: terms.budget), of: exchanged)
                bar.update(Double(run + 1) / Double(runs), "\(run + 1) of \(runs) runs")
            }
            return report
        }
    }
}
