import Deployment
import FoundationEssentials
import Testing

@testable import Records
@testable import Service

@Suite("Calendar")
struct CalendarDocumentTests {
    private static func duty(
        _ id: Int64, _ starts: String, _ ends: String, post: String = "P027", isCovert: Bool = false
    ) throws -> StandingDeployment {
        let (startsAt, endsAt) = (
            try #require(Moment(rfc3339: starts)?.date), try #require(Moment(rfc3339: ends)?.date)
        )
        return StandingDeployment(
            id: id, officer: "W00417", day: Moments.day(startsAt), shift: "N", post: post, site: "S014",
            isCovert: isCovert, startsAt: startsAt, endsAt: endsAt)
    }

    private static func lines(_ duties: [StandingDeployment]) -> [String] {
        let text = CalendarDocument(duties: duties, madeAt: Date(timeIntervalSince1970: 1_795_000_000)).text
        return text.split(separator: Character("\r\n"), omittingEmptySubsequences: false).map(String.init)
    }

    @Test("a duty is an event by London's clock, summer and winter")
    func clock() throws {
        let lines = CalendarDocumentTests.lines([
            try CalendarDocumentTests.duty(7, "2026-08-05T20:00:00Z", "2026-08-06T06:00:00Z"),
            try CalendarDocumentTests.duty(8, "2026-12-05T21:00:00Z", "2026-12-06T07:00:00Z"),
        ])
        #expect(lines.contains("DTSTART;TZID=Europe/London:20260805T210000"))
        #expect(lines.contains("DTEND;TZID=Europe/London:20260806T070000"))
        #expect(lines.contains("DTSTART;TZID=Europe/London:20261205T210000"))
        #expect(lines.contains("UID:duty-7@evenhand") && lines.contains("UID:duty-8@evenhand"))
        #expect(lines.contains("SUMMARY:Duty N\\, P027\\, S014"))
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.suffix(2) == ["END:VCALENDAR", ""])
        #expect(lines.count { $0 == "BEGIN:VTIMEZONE" } == 1 && lines.count { $0 == "BEGIN:VEVENT" } == 2)
    }

    @Test("across a clock change the face is right; in the hour that comes twice the time is by UTC")
    func change() throws {
        let across = CalendarDocumentTests.lines([
            try CalendarDocumentTests.duty(1, "2026-10-24T20:00:00Z", "2026-10-25T07:00:00Z")
        ])
        #expect(across.contains("DTSTART;TZID=Europe/London:20261024T210000"))
        #expect(across.contains("DTEND;TZID=Europe/London:20261025T070000"))
        let within = CalendarDocumentTests.lines([
            try CalendarDocumentTests.duty(1, "2026-10-24T20:00:00Z", "2026-10-25T01:30:00Z")
        ])
        #expect(within.contains("DTSTART:20261024T200000Z") && within.contains("DTEND:20261025T013000Z"))
    }

    @Test("of a covert post there is only a duty")
    func covert() throws {
        let lines = CalendarDocumentTests.lines([
            try CalendarDocumentTests.duty(3, "2026-08-05T20:00:00Z", "2026-08-06T06:00:00Z", isCovert: true)
        ])
        #expect(lines.contains("SUMMARY:Duty"))
        #expect(!lines.joined().contains("P027") && !lines.joined().contains("S014"))
    }

    @Test("lines are folded at 75 octets and never inside a character")
    func folding() {
        for text in [
            String(repeating: "a", count: 75), String(repeating: "é", count: 200), String(repeating: "😀", count: 90),
        ] {
            let pieces = CalendarDocument.folded(text).split(separator: Character("\r\n")).map(String.init)
            #expect(pieces.allSatisfy { $0.utf8.count <= 75 })
            #expect(pieces.dropFirst().allSatisfy { $0.hasPrefix(" ") })
            #expect(pieces.first.map { [$0] + pieces.dropFirst().map { String($0.dropFirst()) } }?.joined() == text)
        }
        #expect(CalendarDocument.folded(String(repeating: "a", count: 75)).utf8.count == 75)
    }

    @Test("texts are escaped and cannot add lines")
    func escaping() {
        #expect(CalendarDocument.escaped("a;b,c\\d\r\nEND:VEVENT\u{7}") == "a\\;b\\,c\\\\d\\nEND:VEVENT")
    }
}
