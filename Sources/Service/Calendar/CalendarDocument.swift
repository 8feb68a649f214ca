import Deployment
import FoundationEssentials
import Records

/// An officer's duties as a calendar (RFC 5545): codes only, and of a covert post nothing but that there is a duty.
struct CalendarDocument: Sendable {
    let duties: [StandingDeployment]
    /// Duties that were taken away: a program that has them already is told so, instead of finding them gone.
    var cancelled: [CancelledDuty] = []
    let madeAt: Date

    /// The clock changes of London since 1996, as `LondonClock` has them.
    private static let zone = [
        "BEGIN:VTIMEZONE", "TZID:Europe/London", "BEGIN:DAYLIGHT", "DTSTART:19960331T010000", "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100", "TZNAME:BST", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT", "BEGIN:STANDARD",
        "DTSTART:19961027T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD", "END:VTIMEZONE",
    ]

    /// The calendar as it is sent.
    var text: String {
        let head = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Evenhand//Duties//EN", "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:Duties",
        ]
        let lines =
            head + CalendarDocument.zone + duties.flatMap { event($0) }
            + cancelled.flatMap { event($0.duty, cancelledAt: $0.cancelledAt) } + ["END:VCALENDAR"]
        return lines.map { CalendarDocument.folded($0) + "\r\n" }.joined()
    }

    private func event(_ duty: StandingDeployment, cancelledAt: Date? = nil) -> [String] {
        let summary = duty.isCovert ? "Duty" : "Duty \(duty.shift), \(duty.post), \(duty.site)"
        return [
            // A published duty is never rewritten: a change makes another one. So the number is a name for good.
            "BEGIN:VEVENT", "UID:duty-\(duty.id)@evenhand", "DTSTAMP:\(CalendarDocument.utc(madeAt))",
            // A duty is published once and taken away once, so these are all the numbers there are.
            "SEQUENCE:\(cancelledAt == nil ? 0 : 1)", "STATUS:\(cancelledAt == nil ? "CONFIRMED" : "CANCELLED")",
        ] + CalendarDocument.times(duty.startsAt, duty.endsAt) + [
            "SUMMARY:\(CalendarDocument.escaped(summary))", "CLASS:PRIVATE",
        ] + (cancelledAt.map { ["LAST-MODIFIED:\(CalendarDocument.utc($0))"] } ?? []) + ["END:VEVENT"]
    }

    /// Begin and end by London's clock; by UTC where one of them falls into the hour that autumn shows twice, because a
    /// clock's face would not say which.
    private static func times(_ starts: Date, _ ends: Date) -> [String] {
        guard !isShownTwice(starts), !isShownTwice(ends) else {
            return ["DTSTART:\(utc(starts))", "DTEND:\(utc(ends))"]
        }
        return ["DTSTART;TZID=Europe/London:\(london(starts))", "DTEND;TZID=Europe/London:\(london(ends))"]
    }

    private static func minutes(_ moment: Date) -> Int { Int((moment.timeIntervalSince1970 / 60).rounded(.down)) }

    private static func isShownTwice(_ moment: Date) -> Bool {
        let here = LondonClock.civilMinutes(atAbsoluteMinutes: minutes(moment))
        return [-60, 60].contains { here == LondonClock.civilMinutes(atAbsoluteMinutes: minutes(moment) + $0) }
    }

    private static func london(_ moment: Date) -> String {
        face(LondonClock.civilMinutes(atAbsoluteMinutes: minutes(moment)))
    }

    private static func utc(_ moment: Date) -> String { face(minutes(moment)) + "Z" }

    /// `20260805T210000`.
    private static func face(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let (day, clock) = (minutes.quotientAndRemainder(dividingBy: 1440))
        return Day(number: day).description.filter { $0 != "-" } + "T\(two(clock / 60))\(two(clock % 60))00"
    }

    /// A text as a value (RFC 5545, 3.3.11); control characters have no place in one.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch character {
            case "\\", ";", ",":
                result.unicodeScalars.append("\\")
                result.unicodeScalars.append(character)
            case "\n": result += "\\n"
            case _ where character.value < 0x20 && character != "\t" || character.value == 0x7F: break
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A line in pieces of at most 75 octets, never cut inside a character (RFC 5545, 3.1).
    static func folded(_ line: String) -> String {
        var (result, length) = ("", 0)
        for character in line.unicodeScalars {
            let octets = UTF8.width(character)
            if length + octets > 75 {
                result += "\r\n "
                length = 1
            }
            result.unicodeScalars.append(character)
            length += octets
        }
        return result
    }
}
