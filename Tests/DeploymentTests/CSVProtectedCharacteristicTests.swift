import Testing

@testable import Deployment

@Suite("A name with a protected characteristic")
struct CSVProtectedCharacteristicTests {
    @Test(
        "is found whatever its case and however its words are joined",
        arguments: [
            ("religion", "religion"), ("Officer_Religion", "religion"), ("marital-status", "marital"),
            ("DATE OF BIRTH", "birth"), ("dateOfBirth", "birth"), ("sex2", "sex"), ("trade.union", "union"),
            ("\"age\"", "age"),
        ])
    func found(name: String, word: String) {
        #expect(ProtectedCharacteristic.word(in: name) == word)
    }

    @Test(
        "is not seen in a longer word",
        arguments: ["language", "mileage", "stage", "Sussex", "reunion", "trace_id", "officer_id", "", "é_日付"])
    func notFound(name: String) {
        #expect(ProtectedCharacteristic.word(in: name) == nil)
    }
}
