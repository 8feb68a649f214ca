import CEmbeddedSQL
import Ledger

/// One step of the database's making: a file of `sql/`, embedded into this program.
package struct Migration: Sendable, Equatable {
    /// Position in the row of migrations, from 1 without gaps.
    package let number: Int

    /// What the file is about, such as `ground`.
    package let name: String

    /// The file's text.
    package let sql: String

    /// SHA-256 of the file's bytes.
    package let checksum: [UInt8]

    /// A migration from a file named `0001_ground.sql`; nil when the name has another form.
    package init?(file: String, bytes: [UInt8]) {
        let parts = file.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let number = Int(parts[0]), number > 0, parts[1].hasSuffix(".sql") else { return nil }
        self.number = number
        name = String(parts[1].dropLast(4))
        sql = String(decoding: bytes, as: UTF8.self)
        checksum = Hash.sha256(bytes).bytes
    }

    /// Every migration of this program, in order.
    package static let embedded: [Migration] = (0..<evenhand_migration_count()).compactMap { index in
        guard let file = evenhand_migration_file(index), let start = evenhand_migration_bytes(index) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: evenhand_migration_length(index))
        return Migration(file: String(cString: file), bytes: Array(bytes))
    }

    /// Number and name, as people say it.
    var label: String { "\(number) \"\(name)\"" }
}

/// A migration as the database remembers it.
package struct AppliedMigration: Sendable, Equatable {
    /// Its number.
    package let number: Int

    /// Its name.
    package let name: String

    /// SHA-256 of the text that was applied.
    package let checksum: [UInt8]

    /// A remembered migration.
    package init(number: Int, name: String, checksum: [UInt8]) {
        self.number = number
        self.name = name
        self.checksum = checksum
    }

    /// Number and name, as people say it.
    var label: String { "\(number) \"\(name)\"" }
}
