import FoundationEssentials
import Postgres

extension MasterData {
    /// Imports the master files of a directory; see `importing(files:into:by:dryRun:)`.
    ///
    /// Files that are absent leave their tables as they are; other files are ignored, but one that ends in `.csv` and
    /// carries no master table is refused. Throws when the directory or a file cannot be read.
    package static func importing(
        directory: String, into pool: Pool, by account: Int64?, dryRun: Bool = false
    ) async throws -> ImportReport {
        try await importing(files: files(in: directory), into: pool, by: account, dryRun: dryRun)
    }

    /// Writes every master file into a directory, which is made when it is not there; each file appears whole.
    ///
    /// Returns the names of the files. Throws `PostgresError`, or what the file system says.
    @discardableResult
    package static func exporting(from pool: Pool, directory: String) async throws -> [String] {
        let files = try await exporting(from: pool)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, csv) in files {
            try Data(csv.utf8).write(to: URL(filePath: "\(directory)/\(name)"), options: .atomic)
        }
        return files.map(\.name)
    }

    /// The CSV files of a directory by name.
    static func files(in directory: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            guard name.lowercased().hasSuffix(".csv") else { continue }
            guard table(file: name) != nil else {
                files[name] = []  // refused by its name: what it holds is of no concern
                continue
            }
            files[name] = try bytes(path: "\(directory)/\(name)")
        }
        return files
    }

    /// A file's bytes; for a file beyond the limit as many zeros as are refused, so that its size costs no memory.
    private static func bytes(path: String) throws -> [UInt8] {
        let whole = URL(filePath: path).resolvingSymlinksInPath()
        let attributes = try FileManager.default.attributesOfItem(atPath: whole.path)
        if let size = attributes[.size] as? UInt64, size > UInt64(fileLimit) {
            return [UInt8](repeating: 0, count: fileLimit + 1)
        }
        return try Array(Data(contentsOf: whole))
    }
}
