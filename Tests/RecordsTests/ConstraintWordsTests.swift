import Testing

@testable import Records

@Suite("What constraints mean in words")
struct ConstraintWordsTests {
    @Test(
        "a constraint named by PostgreSQL's habit points at its field",
        arguments: [
            ("non_deployment_officer_id_fkey", "non_deployment", "/officer"),
            ("non_deployment_raised_by_fkey", "non_deployment", "/raisedBy"),
            ("attendance_shift_id_fkey", "attendance", "/shift"), ("exigency_says_why", "change", "/note"),
            ("", "", ""),
        ])
    func pointers(constraint: String, table: String, pointer: String) {
        #expect(ConstraintWords.pointer(constraint, table: table) == pointer)
    }
}
