import ArgumentParser
import Foundation
import Records

/// `evenhand import DIR`: master data from CSV files, all or nothing.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import master data from a directory of CSV files, all or nothing.",
        discussion: "Sources/Records/MasterData/README.md describes every file, column and rule.")

    @OptionGroup var settings: Settings

    @Argument(help: "A directory of CSV files named after their tables.")
    var directory: String

    @ArgumentParser.Flag(help: "Check everything and write nothing.")
    var dryRun = false

    func run() async throws {
        try await reporting {
            guard (try? FileManager.default.contentsOfDirectory(atPath: directory)) != nil else {
                throw BadInput(reasons: ["\(directory): is no directory that can be read"])
            }
            let report = try await settings.withDatabase { pool, _ in
                try await MasterData.importing(directory: directory, into: pool, by: nil, dryRun: dryRun)
            }
            guard !report.isRefused else { throw BadInput(reasons: [report.text]) }
            Terminal.say(report.text)
        }
    }
}
