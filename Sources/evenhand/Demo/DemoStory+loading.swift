import Deployment
import Foundation
import Records

/// The 28 days of one run.
struct DemoPeriod: Sendable {
    /// 1 on the first run of a data directory.
    let number: Int
    /// A Monday; of the first run that of last week, so that there is a week that was worked.
    let from: Day
    let days = 28

    var last: Day { from.adding(days - 1) }
    /// The first day of which nothing has been worked yet.
    var firstAhead: Day { max(from, DemoClock.day(Date()).adding(1)) }
}

extension DemoStory {
    /// The first 28 days that nobody has published yet.
    func nextPeriod() async throws -> DemoPeriod {
        let monday = DemoClock.day(Date()).monday.adding(-7)
        let versions = try await RosterVersions(pool: pool).list(limit: 200).items
        let published = versions.filter { $0.publishedAt != nil }
        let end = published.map { $0.from.adding($0.days) }.max() ?? monday
        return DemoPeriod(
            number: published.count + 1, from: max(end.monday == end ? end : end.monday.adding(7), monday))
    }

    /// Loads the sample command through the very import that the duties office uses.
    ///
    /// A later run adds what its own period needs: renewed currencies, and abstractions and requests under new numbers.
    func load(_ period: DemoPeriod) async throws -> SampleCommand {
        let sample = SampleCommand(seed: seed, from: period.from, size: size)
        let files = period.number == 1 ? sample.files : sample.files.compactMap { renumbered($0, period.number) }
        return try await step("Load an invented command of \(size.officers) officers through the CSV import") {
            let report = try await MasterData.importing(
                files: Dictionary(uniqueKeysWithValues: files.map { ($0.name, Array($0.csv.utf8)) }), into: pool,
                by: nil, dryRun: false)
            guard !report.isRefused else { throw DemoFault(report.text) }
            let rows = report.files.reduce(0) { $0 + $1.read }
            let new = report.files.reduce(0) { $0 + $1.new }
            let facts = ["officer", "site", "post", "currency", "abstraction"].compactMap { table in
                report.files.first { $0.name == "\(table).csv" }.map { "\(Terminal.grouped($0.read)) \(table) rows" }
            }
            Terminal.say("  \(facts.joined(separator: ", "))")
            Terminal.say(
                "  \(Terminal.grouped(rows)) rows in \(report.files.count) files, \(Terminal.grouped(new)) new")
            return sample
        }
    }

    /// The files of a later period with numbers of their own; nil for those that the first run has settled.
    private func renumbered(_ file: (name: String, csv: String), _ period: Int) -> (name: String, csv: String)? {
        switch file.name {
        case "currency.csv": return file
        case "abstraction.csv", "roster_request.csv":
            var lines = file.csv.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            for index in lines.indices.dropFirst() where !lines[index].isEmpty {
                lines[index].insert(contentsOf: String(period), at: lines[index].index(after: lines[index].startIndex))
            }
            return (file.name, lines.joined(separator: "\n"))
        default: return nil
        }
    }
}
