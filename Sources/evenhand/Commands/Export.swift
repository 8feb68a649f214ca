import ArgumentParser
import Records

/// `evenhand export DIR`: master data as CSV files that can be imported again.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Export master data as CSV files; importing them again changes nothing.")

    @OptionGroup var settings: Settings

    @Argument(help: "The directory to write to; made when absent.")
    var directory: String

    func run() async throws {
        try await reporting {
            let names = try await settings.withDatabase { pool, _ in
                try await MasterData.exporting(from: pool, directory: directory)
            }
            Terminal.say("\(names.count) files in \(directory)")
        }
    }
}
