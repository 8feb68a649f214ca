import Deployment
import Foundation
import Impartiality

/// A directory with the CSV files of a history (Sources/Impartiality/HISTORY.md).
struct HistoryFolder {
    private let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The history as it was on record at the end of a day, its last one by default.
    ///
    /// - Throws: `BadInput` with every problem of every file.
    func history(until: Day?) async throws -> History {
        guard (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil else {
            throw BadInput(reasons: ["\(path): is no directory that can be read"])
        }
        var unreadable: [String] = []
        var files: [String: [UInt8]] = [:]
        for file in HistoryFile.allCases {
            let name = URL(fileURLWithPath: path).appendingPathComponent(file.fileName).path
            if let data = FileManager.default.contents(atPath: name) {
                files[file.rawValue] = [UInt8](data)
            } else if FileManager.default.fileExists(atPath: name) {
                unreadable.append("\(name): cannot be read")
            }
        }
        guard unreadable.isEmpty else { throw BadInput(reasons: unreadable) }
        do {
            return try await HistoryReader(files: files).readAtOnce(until: until)
        } catch let problems as HistoryProblems {
            let more = problems.count - problems.kept.count
            throw BadInput(
                reasons: problems.kept.map { "\(path): \($0)" } + (more > 0 ? ["\(path): and \(more) more"] : []))
        }
    }

    /// Writes a history; the directory is made when absent.
    ///
    /// - Throws: `BadInput` where the directory holds something already; errors of the file system.
    func write(_ history: History) throws {
        let place = URL(fileURLWithPath: path)
        if FileManager.default.fileExists(atPath: path) {
            guard let held = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw BadInput(reasons: ["\(path): is no directory that can be read"])
            }
            guard held.isEmpty else { throw BadInput(reasons: ["\(path): is not empty"]) }
        }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for file in HistoryWriter(history).files() {
            try Data(file.csv).write(to: place.appendingPathComponent(file.name + ".csv"), options: .atomic)
        }
    }
}
