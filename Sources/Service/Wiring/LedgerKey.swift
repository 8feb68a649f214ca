import FoundationEssentials
import Ledger

/// The key that signs checkpoints of the ledger: 32 random bytes in a file that only its owner reads, outside the database,
/// so that whoever rewrites the database cannot sign a new history.
package struct LedgerKey: Sendable {
    /// The name under which outsiders know this ledger.
    package static let origin = "evenhand/ledger"

    /// Signs checkpoints.
    package let signer: NoteSigner

    /// Reads the key from this directory, or makes one on the first use.
    ///
    /// - Throws: when the file cannot be read or written, or holds no key.
    package init(directory: String) throws {
        let url = URL(filePath: directory).appending(path: "ledger.key")
        if !FileManager.default.fileExists(atPath: url.path) {
            var generator = SystemRandomNumberGenerator()
            let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let made = FileManager.default.createFile(
                atPath: url.path, contents: Data(seed), attributes: [.posixPermissions: 0o600])
            guard made else { throw LedgerKeyError.unwritable(url.path) }
        }
        guard let seed = FileManager.default.contents(atPath: url.path), seed.count == 32 else {
            throw LedgerKeyError.unreadable(url.path)
        }
        signer = try NoteSigner(name: LedgerKey.origin, seed: Array(seed))
    }
}

/// Why there is no ledger key.
package enum LedgerKeyError: Error, CustomStringConvertible {
    case unwritable(String)
    case unreadable(String)

    package var description: String {
        switch self {
        case .unwritable(let path): "the ledger key cannot be written to \(path)"
        case .unreadable(let path): "\(path) holds no ledger key of 32 bytes"
        }
    }
}
