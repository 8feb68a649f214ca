/// What an audit flags on histories in which nobody was favoured, against the share of the budget that each statistic has: all are
/// false flags.
package struct CalibrationReport: Sendable {
    /// Confidence of each interval by itself: of twenty that hold, one may seem not to.
    private static let confidence = 0.95

    /// What the counts say of a share.
    package enum Verdict: String, Sendable {
        /// The whole interval lies within the share.
        case holds
        /// The share lies within the interval: more runs would tell.
        case notRefuted = "not refuted"
        /// The whole interval lies above the share.
        case exceeded = "EXCEEDED"
        /// What the statistic looks for stays in an exchanged history: its flags there say nothing of the share.
        case notTested = "not tested"
    }

    /// One statistic, or all together.
    package struct Row: Sendable {
        package var name: String
        /// False flags a year and command that the budget gives the statistic.
        package var share: Double
        /// Flags seen.
        package var flags: Int
        /// Flags a year and command.
        package var rate: Double
        /// The exact Poisson interval of the rate at 95 %.
        package var interval: ClosedRange<Double>

        /// Whether the exchange takes away what the statistic looks for.
        package var isTested = true

        package var verdict: Verdict {
            guard isTested else { return .notTested }
            return interval.upperBound <= share ? .holds : interval.lowerBound > share ? .exceeded : .notRefuted
        }
    }

    private let budget: ErrorBudget
    private var counts: [Statistic: Int] = [:]
    /// Years of commands that were audited.
    package private(set) var years = 0.0

    /// A report on audits with this budget.
    package init(_ budget: ErrorBudget) {
        self.budget = budget
    }

    /// Takes in the flags of one history; flags of rules, which chance does not raise, are left aside.
    package mutating func take(_ flags: [AuditFlag], of history: History) {
        years += Double(history.lastDay + 1) / 365 * Double(max(1, history.commands.count))
        for flag in flags where flag.evidence != .rule {
            if let statistic = Statistic(rawValue: flag.detail) { counts[statistic, default: 0] += 1 }
        }
    }

    /// The exchange keeps the command's rates in every week, and with them a surge of the whole command.
    private static let kept: Set<Statistic> = [.commandSurge]

    /// A row for each statistic, and at last one for all that are tested. Nothing is known before a history was taken in.
    package var rows: [Row] {
        guard years > 0 else { return [] }
        let each = Statistic.allCases.map {
            row($0.rawValue, budget.share(of: $0), counts[$0, default: 0], isTested: !Self.kept.contains($0))
        }
        let tested = each.reduce(0) { $0 + ($1.isTested ? $1.flags : 0) }
        return each + [row("all tested", budget.flagsAYear, tested)]
    }

    private func row(_ name: String, _ share: Double, _ flags: Int, isTested: Bool = true) -> Row {
        let interval = ExactInterval.poisson(flags, confidence: Self.confidence)
        return Row(
            name: name, share: share, flags: flags, rate: Double(flags) / years,
            interval: interval.lowerBound / years...interval.upperBound / years, isTested: isTested)
    }

    /// The table as lines of text: statistic, share of the budget, flags a year seen, their exact interval, verdict.
    package var lines: [String] {
        let head = ["statistic", "share a year", "flags", "a year", "95 % interval", "verdict"]
        let table =
            [head]
            + rows.map { row in
                let interval = [row.interval.lowerBound, row.interval.upperBound].map { NumberWords.decimals($0, 2) }
                return [
                    row.name, NumberWords.decimals(row.share, 3), String(row.flags), NumberWords.decimals(row.rate, 3),
                    interval.joined(separator: " to "), row.verdict.rawValue,
                ]
            }
        let widths = head.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { cells in
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 || column == head.count - 1 ? cell + space : space + cell
            }
            let line = padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
