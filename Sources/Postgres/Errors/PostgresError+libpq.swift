import CLibpq

extension PostgresError {
    /// Reads the fields of an error result; does not free it.
    init(result: OpaquePointer, statement: String?) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(result, code).map { String(cString: $0) }
        }
        let state = field(DiagnosticField.sqlState).map(SQLState.init(rawValue:))
        let text = field(DiagnosticField.messagePrimary) ?? String(cString: PQresultErrorMessage(result))
        self.init(.server, text.trimmed, sqlState: state)
        detail = field(DiagnosticField.messageDetail)
        hint = field(DiagnosticField.messageHint)
        constraintName = field(DiagnosticField.constraintName)
        schema = field(DiagnosticField.schemaName)
        table = field(DiagnosticField.tableName)
        column = field(DiagnosticField.columnName)
        self.statement = statement
    }
}

/// The field codes of `PQresultErrorField` (postgres_ext.h), which are C character macros.
private enum DiagnosticField {
    static let sqlState = code("C")
    static let messagePrimary = code("M")
    static let messageDetail = code("D")
    static let messageHint = code("H")
    static let schemaName = code("s")
    static let tableName = code("t")
    static let columnName = code("c")
    static let constraintName = code("n")

    private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
}

extension String {
    /// Without white space at either end; libpq messages end in a newline.
    var trimmed: String {
        var view = self[...]
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
