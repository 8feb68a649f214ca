import Crypto
import FoundationEssentials
import Ledger

/// What a backup says of itself: lies beside its dump as JSON.
package struct BackupManifest: Sendable, Equatable, Codable {
    /// The name of the dump, without its directory.
    package var file: String
    package var madeAt: Date
    /// Size of the dump.
    package var bytes: Int
    /// SHA-256 of the dump in hexadecimal.
    package var sha256: String
    /// Leaves and root of the ledger that were signed just before the dump; nil where no key signs.
    package var ledgerSize: Int64?
    package var ledgerRoot: String?
    /// The key that signed them, for whoever restores.
    package var verifier: String?

    /// Names of dumps begin with this and sort by time.
    static let prefix = "evenhand-"
    static let suffix = ".dump"

    /// The name of a dump made at a moment: `evenhand-20261122T034000Z.dump`.
    static func name(madeAt: Date) -> String {
        let moment: String = madeAt.formatted(.iso8601)
        let compact = moment.filter { !"-:".contains($0) }
        return "\(prefix)\(compact)\(suffix)"
    }

    /// Where the manifest of a dump lies.
    static func path(of dump: String) -> String { dump + ".json" }

    /// The manifest beside a dump; nil where there is none. Throws `BackupFault` for one that cannot be read.
    static func beside(_ dump: String) throws -> BackupManifest? {
        guard let data = FileManager.default.contents(atPath: path(of: dump)) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let manifest = try? decoder.decode(BackupManifest.self, from: data) else {
            throw BackupFault("\(path(of: dump)) is no manifest of a backup")
        }
        return manifest
    }

    /// Writes it beside its dump.
    func write(beside dump: String) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: BackupManifest.path(of: dump)), options: .atomic)
    }
}

/// Why a backup was not made or not restored; may be shown.
package struct BackupFault: Error, CustomStringConvertible {
    /// One line.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The SHA-256 of a file in hexadecimal, and its size; reads it piece by piece.
func digest(ofFile path: String) throws -> (sha256: String, bytes: Int) {
    guard let file = FileDescriptor(reading: path) else { throw BackupFault("\(path) cannot be read") }
    var hash = SHA256()
    var bytes = 0
    while let piece = file.next() {
        hash.update(data: piece)
        bytes += piece.count
    }
    return (Hash(bytes: Array(hash.finalize()))?.hex ?? "", bytes)
}
