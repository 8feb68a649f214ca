import FoundationEssentials
import Glibc
import Ledger

/// The key that signs the ledger's checkpoints, in a file that only the service reads.
package enum LedgerKey {
    /// Reads the key, or makes one where none is configured and none is there yet.
    ///
    /// Returns nil where nothing is to be signed: a database of the operator's, and neither key file nor data directory.
    /// Throws `ConfigurationError` for a file that holds no key, and `NoteError` for an origin that cannot name one.
    package static func signer(_ configuration: ServiceConfiguration) throws -> NoteSigner? {
        let own = "\(configuration.dataDirectory)/ledger.key"
        let path = configuration.ledgerKeyFile ?? own
        if let data = FileManager.default.contents(atPath: path) {
            guard data.count == 32 else {
                throw ConfigurationError(problems: ["\(path) does not hold a key of 32 bytes"])
            }
            return try NoteSigner(name: configuration.ledgerOrigin, seed: Array(data))
        }
        if let missing = configuration.ledgerKeyFile {
            throw ConfigurationError(problems: ["the ledger's key file \(missing) cannot be read"])
        }
        guard configuration.databaseURL == nil || FileManager.default.fileExists(atPath: configuration.dataDirectory)
        else { return nil }
        return try NoteSigner(name: configuration.ledgerOrigin, seed: make(own))
    }

    /// Copies the key of the data directory, where it has one, into a file that only its owner reads; one there stays.
    ///
    /// A key that is configured elsewhere is the operator's to keep. Throws `ConfigurationError`.
    package static func copy(of configuration: ServiceConfiguration, to path: String) throws {
        guard configuration.ledgerKeyFile == nil else { return }
        try copy(from: "\(configuration.dataDirectory)/ledger.key", to: path)
    }

    /// Copies a key from one file to another; does nothing where there is none, or one is there already.
    static func copy(from source: String, to path: String) throws {
        guard let data = FileManager.default.contents(atPath: source), !FileManager.default.fileExists(atPath: path)
        else { return }
        try write(Array(data), to: path)
    }

    /// A new key, written with rights for its owner only before a byte of it is on the disk.
    private static func make(_ path: String) throws -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try write(seed, to: path)
        return seed
    }

    private static func write(_ seed: [UInt8], to path: String) throws {
        let file = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw ConfigurationError(problems: ["the ledger's key \(path) cannot be written"]) }
        defer { close(file) }
        guard Glibc.write(file, seed, seed.count) == seed.count, fsync(file) == 0 else {
            throw ConfigurationError(problems: ["the ledger's key \(path) cannot be written"])
        }
    }
}
