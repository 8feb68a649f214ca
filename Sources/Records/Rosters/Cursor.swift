/// Reads a cursor of `count` parts with commas between them; nil for none.
///
/// Throws `RecordError.invalid` when the text is no cursor of this list.
func cursorParts(_ cursor: String?, count: Int) throws -> [String]? {
    guard let cursor else { return nil }
    let parts = cursor.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == count, parts.allSatisfy({ !$0.isEmpty }) else {
        throw RecordError.invalid([FieldProblem("/cursor", "is no cursor of this list")])
    }
    return parts
}
