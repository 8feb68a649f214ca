import Deployment
import FoundationEssentials
import Impartiality
import Records
import Testing

@testable import Service

@Suite("The evidence of a flag as its page reads it")
struct StoredEvidenceTests {
    private static let day = Day(iso: "2026-11-02") ?? Day(number: 0)

    private static let full = """
        {"raised_on": "2026-11-01", "first_event": "2026-03-01", "last_event": "2026-10-30", "basis": "e-value", "value": 2000.5,
         "detail": "reliefs", "observed": 9, "expected": 3.14, "opportunities": 40, "compared_over": "same_days",
         "subjects": [{"kind": "officer", "id": "W12"}, {"kind": "mission", "id": "M001"}],
         "course": [{"day": "2026-03-01", "log_ratio": -3.0}, {"day": "2026-10-30", "log_ratio": 0.2}],
         "events": ["2026-03-01", "2026-10-30"],
         "comparison": [{"subject": {"kind": "officer", "id": "W12"}, "observed": 9, "expected": 3.14},
            {"subject": {"kind": "officer", "id": "<script>"}, "observed": 2, "expected": 3}],
         "explanation": {"finding": "Nine of W12's duties.", "null": "Chance alone.", "chance": ["Once in 300 years."],
            "timeline": ["2026-03-01: relieved at M001", "no day at all"],
            "innocent": [{"asked": "On leave?", "found": "No & never.", "may_explain": false},
                {"asked": "A course?", "found": "Two days.", "may_explain": true}],
            "not_known": ["What was said."], "power": "Half would be seen.", "notes": ["A question, not a verdict."]}}
        """

    @Test("everything that was told is read back, and the pictures are drawn from the numbers")
    func full() throws {
        let evidence = StoredEvidence(Self.full, raisedOn: Self.day)
        let told = try #require(evidence.told)
        #expect(told.finding == "Nine of W12's duties." && told.chance == ["Once in 300 years."])
        #expect(told.timeline.map(\.day) == ["Sun 1 Mar 2026", ""])
        #expect(told.timeline.map(\.what) == ["relieved at M001", "no day at all"])
        #expect(told.innocent.map(\.mayExplain) == [false, true])
        let pictured = try #require(evidence.pictured)
        #expect(pictured.comparison?.period == "over the same days" && pictured.comparison?.members.count == 2)
        #expect(pictured.comparison?.members.first?.figures.ratio == "2.87")
        #expect(pictured.comparison?.members.first?.figures.interval?.contains(" to ") == true)
        let rate = try #require(RatePicture(pictured)).svg
        #expect(rate.contains("<title") && rate.contains("<desc") && !rate.contains("<script>"))
        #expect(EvidencePicture(pictured)?.svg.contains("2 days") == true)
        #expect(evidence.facts.contains { $0.name == "Observed" && $0.text == "9" })
        #expect(evidence.facts.contains { $0.name == "First event" && $0.text == "Sun 1 Mar 2026" })
    }

    @Test(
        "evidence of a rule, of an early flag, or that is no JSON shows what there is and draws nothing",
        arguments: ["{}", "not json", "[1]", "{\"scope\": [\"S014\"], \"hours\": 30}", "{\"course\": [{\"day\": 3}]}"])
    func little(text: String) {
        let evidence = StoredEvidence(text, raisedOn: Self.day)
        #expect(evidence.told == nil && evidence.pictured == nil)
        #expect(evidence.facts.count == (text.contains("scope") ? 2 : 0))
    }

    @Test("numbers that cannot be drawn are left out of the picture, not guessed")
    func odd() throws {
        let text = """
            {"comparison": [{"subject": {"kind": "site", "id": "S1"}, "observed": 4, "expected": 0},
                {"subject": {"kind": "site", "id": "S2"}, "observed": null, "expected": 2}]}
            """
        let pictured = try #require(StoredEvidence(text, raisedOn: Self.day).pictured)
        #expect(pictured.comparison?.members.count == 1 && pictured.comparison?.members.first?.figures.ratio == nil)
        #expect(RatePicture(pictured) == nil && EvidencePicture(pictured) == nil)
    }

    @Test("a time of day is read in London's zone of that day, and nothing else is taken for one")
    func moments() throws {
        let summer = try #require(Day(iso: "2026-08-05"))
        let moment = try #require(LondonMoment.date(summer, "21:10"))
        #expect(Moments.text(moment) == "Wed 5 Aug 2026, 21:10 BST" && LondonMoment.time(moment) == "21:10")
        #expect(LondonMoment.date(summer, "9:05").map { LondonMoment.time($0) } == "09:05")
        for wrong in ["24:00", "12:60", "-1:00", "12", "12:0 ", "١٢:٠٠", "1:2:3", ""] {
            #expect(LondonMoment.date(summer, wrong) == nil, "\(wrong)")
        }
    }

    @Test("a clock is told in hours and days, and overdue in words")
    func clock() {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        #expect(GoldWords.clock(now.addingTimeInterval(3600 * 5), asOf: now).text == "Due in 5 hours")
        #expect(GoldWords.clock(now.addingTimeInterval(-3600 * 50), asOf: now).text == "Overdue by 2 days")
        #expect(GoldWords.clock(now.addingTimeInterval(-60), asOf: now).text == "Overdue by less than 1 hour")
    }
}
