import Deployment
import Testing

/// Minutes since 1970 of a London wall clock.
func wall(_ text: String, _ hour: Int, _ minute: Int = 0) -> Int {
    LondonClock.absoluteMinutes(Day(iso: text) ?? Day(number: 0), hour * 60 + minute)
}

func iso(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }

@Suite("Notice of a change")
struct ChangeNoticeTests {
    @Test(
        "notice is counted in clear days from a police day that begins at seven, also when clocks change",
        arguments: [
            // made at, duty day, clear days
            (wall("2027-06-07", 7), "2027-06-08", 0), (wall("2027-06-07", 6, 59), "2027-06-08", 1),
            (wall("2027-06-07", 23, 59), "2027-06-08", 0), (wall("2027-06-08", 0), "2027-06-08", 0),
            (wall("2027-06-08", 6, 59), "2027-06-08", 0), (wall("2027-06-08", 7), "2027-06-08", -1),
            (wall("2027-06-07", 12), "2027-06-23", 15), (wall("2027-06-07", 12), "2027-06-22", 14),
            (wall("2027-06-07", 12), "2027-06-15", 7), (wall("2027-06-07", 12), "2027-06-16", 8),
            // clocks go forward at 01:00 UTC of 28 March 2027, back at 01:00 UTC of 31 October 2027
            (wall("2027-03-28", 6, 59), "2027-03-29", 1), (wall("2027-03-28", 7), "2027-03-29", 0),
            (wall("2027-03-28", 0, 30), "2027-03-29", 1), (wall("2027-03-28", 3), "2027-03-29", 1),
            (wall("2027-10-31", 6, 59), "2027-11-01", 1), (wall("2027-10-31", 7), "2027-11-01", 0),
            (wall("2027-10-31", 0, 30), "2027-11-01", 1), (wall("2027-10-31", 1, 30) - 60, "2027-11-01", 1),
            (wall("2027-10-31", 1, 30), "2027-11-01", 1), (wall("2027-03-01", 12), "2027-05-31", 90),
        ] as [(Int, String, Int)])
    func clearDays(made: Int, duty: String, expected: Int) throws {
        let notice = try ChangeNotice(noticedAt: made, dutyDay: iso(duty), figures: Figures.all)
        #expect(notice.clearDays == expected)
    }

    @Test(
        "the last moment of notice is midnight of the calendar day before, whatever the police day says",
        arguments: [
            (wall("2027-06-07", 23, 59), false), (wall("2027-06-08", 0), true), (wall("2027-06-08", 6), true),
            (wall("2027-06-09", 12), true), (wall("2027-06-07", 7), false),
        ])
    func midnight(made: Int, isLate: Bool) throws {
        let notice = try ChangeNotice(noticedAt: made, dutyDay: iso("2027-06-08"), figures: Figures.all)
        #expect(notice.isLate == isLate)
    }

    @Test("on both clock-change nights midnight is that of the wall clock")
    func midnightWhenClocksChange() throws {
        // 27 March 2027 ends at 00:00 UTC, 30 October at 23:00 UTC.
        for (first, duty) in [(wall("2027-03-28", 0), "2027-03-28"), (wall("2027-10-31", 0), "2027-10-31")] {
            #expect(try ChangeNotice(noticedAt: first, dutyDay: iso(duty), figures: Figures.all).isLate)
            #expect(try !ChangeNotice(noticedAt: first - 1, dutyDay: iso(duty), figures: Figures.all).isLate)
        }
        #expect(wall("2027-03-28", 0) % 1440 == 0)
        #expect(wall("2027-10-31", 0) % 1440 == 23 * 60)
    }

    @Test(
        "bands part at 90, at 15 and at the last midnight",
        arguments: [
            (90, ChangeNotice.Band.free), (89, .full), (15, .full), (14, .short), (0, .short), (-1, .late), (-9, .late),
        ])
    func bands(clearDays: Int, band: ChangeNotice.Band) throws {
        let duty = iso("2027-06-08")
        let made = wall(duty.adding(-clearDays - 1).description, 12)
        let notice = try ChangeNotice(noticedAt: made, dutyDay: duty, figures: Figures.all)
        #expect(notice.clearDays == clearDays)
        #expect(notice.band == band)
    }

    @Test("another day start moves the police day and nothing else")
    func dayStart() throws {
        let midnight = PoliceDay(start: 0)
        let six = PoliceDay(start: 360)
        #expect(midnight.clearDays(noticedAt: wall("2027-06-07", 0), dutyDay: iso("2027-06-08")) == 0)
        #expect(six.clearDays(noticedAt: wall("2027-06-07", 5, 59), dutyDay: iso("2027-06-08")) == 1)
        #expect(six.clearDays(noticedAt: wall("2027-06-07", 6), dutyDay: iso("2027-06-08")) == 0)
        #expect(six.begin(of: iso("2027-10-31")) == wall("2027-10-31", 6))
    }
}

/// The figures of sql/0010 that these rules use; a test of Records compares them with PostgreSQL's.
enum Figures {
    static let all = RuleFigures(
        [
            ("day_start", "2003-04-01", 420), ("rest_day_full_notice", "2003-04-01", 15),
            ("rest_day_renotify", "2003-04-01", 4), ("rest_day_pay", "2003-04-01", 90),
            ("rest_day_short_notice", "2003-04-01", 5), ("rest_day_short_notice", "2012-04-01", 0),
            ("rest_day_short_pay", "2003-04-01", 120), ("rest_day_minimum", "2003-04-01", 240),
            ("run_on_limit", "2003-04-01", 60), ("run_on_unit", "2003-04-01", 15),
            ("free_change_notice", "2003-04-01", 90), ("early_start_notice", "2003-04-01", 8),
            ("early_start_pay", "2003-04-01", 80), ("cancelled_cancellation", "2003-04-01", 8),
        ].map {
            RuleFigure(rule: $0.0, from: iso($0.1), figure: $0.2, unit: "", source: "source of \($0.0) from \($0.1)")
        })
}
