import CLibpq

/// The result of one statement: its rows, and how many it touched.
///
/// Holds libpq's own result; cells are turned into Swift values only when asked for.
package struct Rows: RandomAccessCollection, Sendable {
    let storage: ResultStorage

    /// The first position, 0.
    package var startIndex: Int { 0 }
    /// The number of rows.
    package var endIndex: Int { storage.rowCount }

    /// The row at a position from 0. O(1).
    package subscript(position: Int) -> Row {
        precondition(position >= 0 && position < storage.rowCount, "row \(position) of \(storage.rowCount)")
        return Row(storage: storage, position: position)
    }

    /// The names of the columns, in order.
    package var columnNames: [String] { storage.columns }

    /// Rows inserted, updated, deleted, selected or copied, as the server counted them.
    package var affected: Int { storage.affected }

    /// The server's command tag, such as `INSERT 0 1`.
    package var commandTag: String { storage.commandTag }
}

/// A libpq result and the positions of its columns.
///
/// `@unchecked Sendable`: libpq documents a PGresult as read-only once made and readable from any thread; it is freed
/// once, when the last reader is gone.
final class ResultStorage: @unchecked Sendable {
    private let result: OpaquePointer
    let columns: [String]
    let rowCount: Int
    let statement: String?
    private let positions: [String: Int]

    /// Takes over `result`.
    init(owning result: OpaquePointer, statement: String?) {
        self.result = result
        self.statement = statement
        rowCount = Int(PQntuples(result))
        columns = (0..<PQnfields(result)).map { String(cString: PQfname(result, $0)) }
        positions = Dictionary(zip(columns, columns.indices), uniquingKeysWith: { _, _ in ResultStorage.ambiguous })
    }

    deinit {
        PQclear(result)
    }

    /// Marks a name that several columns have.
    static let ambiguous = -1

    var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    var commandTag: String { String(cString: PQcmdStatus(result)) }

    /// The position of a column from 0; nil when there is none, `ambiguous` when there are several. O(1).
    func position(of column: String) -> Int? { positions[column] }

    /// The text of a cell; nil for NULL.
    func text(row: Int, column: Int) -> String? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
        return String(decoding: bytes, as: UTF8.self)
    }
}
