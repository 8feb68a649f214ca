/// The master data of the command as CSV files: one description that drives reading, checking, SQL, export and the
/// reference page.
package enum MasterData {
    /// Every master table, each behind those it refers to.
    package static let tables: [MasterTable] = people + places + absences

    /// The longest file that is taken, in bytes.
    package static let fileLimit = 8 << 20

    /// The longest value that is taken, in bytes.
    package static let valueLimit = 4096

    /// The table that a file carries.
    package static func table(file: String) -> MasterTable? {
        tables.first { $0.file == file }
    }

    static func table(_ name: String) -> MasterTable? {
        tables.first { $0.name == name }
    }
}

extension ClosedRange<Int> {
    /// What PostgreSQL's `integer` holds from a lower bound up.
    static func atLeast(_ lowest: Int) -> ClosedRange<Int> {
        lowest...Int(Int32.max)
    }
}
