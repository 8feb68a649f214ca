import Deployment
import Testing

@Suite("Reasons")
struct ReasonTests {
    @Test(
        "letters and single spaces are left, in lower case",
        arguments: [
            ("Threat by telephone.", "threat by telephone"), ("  THREAT,\n by\ttelephone!! ", "threat by telephone"),
            ("", ""), ("123 — 456", ""), ("O'Neil's", "oneils"), ("a-b c", "ab c"), ("see S014", "see s"),
        ])
    func normalised(text: String, expected: String) {
        #expect(Reason.normalised(text) == expected)
    }

    @Test("normalising twice changes nothing")
    func idempotent() {
        let once = Reason.normalised("  It was,  so to say: NECESSARY (twice).")
        #expect(Reason.normalised(once) == once)
    }
}
