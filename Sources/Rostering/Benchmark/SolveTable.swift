/// The measures of a benchmark as lines of text.
package struct SolveTable: Sendable {
    /// A table.
    package init() {}

    /// The problem and its greedy roster.
    package func heading(_ problem: Problem, _ greedy: Roster) -> String {
        "\(problem.name): \(problem.officerIDs.count) officers, \(problem.duties.count) duties, \(problem.days) days; "
            + "greedy \(greedy.cost) in \(SolveTable.decimal(greedy.seconds, 2)) s"
    }

    /// One run: speed and curve, the cost and the bound at each time.
    package func line(_ run: SolveMeasure) -> String {
        let curve = run.curve.points.map { point in
            let time = SolveTable.decimal(point.seconds, point.seconds < 1 ? 1 : 0)
            return "\(time) s \(point.cost) (\(point.lowerBound.map(String.init) ?? "-"))"
        }
        return "  \(SolveTable.decimal(run.limit, 1)) s, seed \(run.seed): cost \(run.cost), bound "
            + "\(run.lowerBound.map(String.init) ?? "-"), \(run.threads) x \(run.movesPerSecond) moves a second, took "
            + "\(SolveTable.decimal(run.seconds, 2)) s; cost (bound) at " + curve.joined(separator: ", ")
    }

    /// The marks: one row for each problem and time.
    package func marks(_ marks: [SolveMark]) -> String {
        let header = ["problem", "time", "seeds", "median", "bound", "above it", "greedy", "of greedy"]
        let rows = marks.map { mark in
            [
                mark.problem, SolveTable.decimal(mark.runs[0].limit, 1) + " s", String(mark.runs.count),
                String(mark.cost), mark.lowerBound.map(String.init) ?? "-",
                mark.excess.map { SolveTable.decimal($0 * 100, 2) + " %" } ?? "-", String(mark.greedyCost),
                mark.ratio.map { SolveTable.decimal($0, 3) } ?? "-",
            ]
        }
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// A number from 0 up with so many decimals, rounded.
    static func decimal(_ number: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1) { factor, _ in factor * 10 }
        let scaled = Int((min(max(number, -1e12), 1e12) * Double(scale)).rounded())
        let (whole, part) = (scaled.magnitude / UInt(scale), scaled.magnitude % UInt(scale))
        let sign = scaled < 0 ? "-" : ""
        guard places > 0 else { return sign + String(whole) }
        let digits = String(part)
        return sign + "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
    }
}
