import Testing

@testable import Impartiality

@Suite("Reports of calibrations")
struct CalibrationReportTests {
    @Test("flags are counted a year and command against the share, with Garwood's interval; rules are left aside")
    func counts() throws {
        var history = ExplanationCases.history()
        history.lastDay = 3649
        var report = CalibrationReport(ErrorBudget(flagsAYear: 1))
        #expect(report.rows.isEmpty)
        let flags =
            (0..<10).map { _ in ExplanationCases.flag(.reliefs) } + [ExplanationCases.flag(.commandSurge)]
            + RuleWatch.flags(ExplanationCases.history())
        report.take(flags, of: history)
        report.take([], of: history)
        #expect(report.years == 20)
        #expect(report.rows.count == Statistic.allCases.count + 1)
        let row = try #require(report.rows.first { $0.name == "reliefs" })
        #expect(row.flags == 10 && row.rate == 0.5 && row.share == ErrorBudget().share(of: .reliefs))
        // Garwood's interval of 10: 4.7954 to 18.3904.
        #expect(abs(row.interval.lowerBound * 20 - 4.7954) < 1e-3 && abs(row.interval.upperBound * 20 - 18.3904) < 1e-3)
        #expect(report.rows.last?.flags == 10 && report.lines.count == report.rows.count + 1)
    }

    @Test("a surge of the whole command, which the exchange keeps, says nothing of its share and is not in the total")
    func kept() throws {
        var report = CalibrationReport(ErrorBudget(flagsAYear: 1))
        report.take((0..<50).map { _ in ExplanationCases.flag(.commandSurge) }, of: ExplanationCases.history())
        let row = try #require(report.rows.first { $0.name == "surge_command" })
        #expect(row.flags == 50 && row.verdict == .notTested)
        #expect(report.rows.last?.flags == 0 && report.rows.last?.name == "all tested")
    }

    @Test("a share holds below its interval, is exceeded above it and is not refuted within")
    func verdicts() {
        func verdict(_ share: Double) -> CalibrationReport.Verdict {
            CalibrationReport.Row(name: "", share: share, flags: 5, rate: 1, interval: 0.5...2).verdict
        }
        #expect(verdict(2.5) == .holds && verdict(1) == .notRefuted && verdict(0.4) == .exceeded)
    }
}
