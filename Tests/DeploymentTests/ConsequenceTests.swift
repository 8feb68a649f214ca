import Deployment
import Testing

@Suite("Consequence of a change")
struct ConsequenceTests {
    private static let rules = ConsequenceRules(Figures.all)

    /// An early tour, 07:00 to 15:00, on a day.
    private static func early(_ text: String) -> Stretch { Stretch(wall(text, 7), wall(text, 15)) }

    /// Somebody called in on a day, told so many clear days before at noon.
    private func calledIn(
        _ text: String = "2027-06-08", notice: Int, rank: Rank = .constable, rostered: DayEffect.Rostered = .restDay,
        after: Stretch? = nil, others: [DayEffect.Other] = []
    ) throws -> Consequence {
        let made = wall(iso(text).adding(-notice - 1).description, 12)
        return try Self.rules.consequence(
            of: DayEffect(
                officer: "W001", rank: rank, day: iso(text), kind: .callReserve, noticedAt: made, rostered: rostered,
                before: nil, after: after ?? Self.early(text), others: others))
    }

    @Test(
        "a rest day worked brings another rest day from 15 clear days, and time and a half below",
        arguments: [
            (90, ConsequenceKind.anotherRestDay, nil), (89, .anotherRestDay, nil), (15, .anotherRestDay, nil),
            (14, .restDayPaid, 90), (8, .restDayPaid, 90), (7, .restDayPaid, 90), (5, .restDayPaid, 90),
            (4, .restDayPaid, 90), (0, .restDayPaid, 90), (-1, .restDayPaid, 90),
        ] as [(Int, ConsequenceKind, Int?)])
    func bands(notice: Int, kind: ConsequenceKind, rate: Int?) throws {
        let found = try calledIn(notice: notice)
        #expect(found.kind == kind)
        #expect(found.minutesAnHour == rate)
        #expect(found.minutes == (rate == nil ? nil : 480))
        #expect(
            found.source
                == (rate == nil
                    ? "source of rest_day_renotify from 2003-04-01" : "source of rest_day_pay from 2003-04-01"))
    }

    @Test("the other rest day is notified within four days of the police day on which notice was given")
    func notifyBy() throws {
        // Made at 06:30 on 1 June: the police day is still 31 May.
        let effect = DayEffect(
            officer: "W001", rank: .sergeant, day: iso("2027-06-20"), kind: .callReserve,
            noticedAt: wall("2027-06-01", 6, 30), rostered: .restDay, before: nil, after: Self.early("2027-06-20"))
        let found = try Self.rules.consequence(of: effect)
        #expect(found.notifyBy == iso("2027-06-04"))
        #expect(found.words == "Rest day worked at 19 clear days' notice: another rest day, notified by 2027-06-04.")
    }

    @Test(
        "double time under five days is history: it ended in April 2012",
        arguments: [
            ("2012-03-31", 4, 120), ("2012-03-31", 5, 90), ("2012-04-01", 4, 90), ("2012-04-01", -1, 90),
            ("2006-10-05", 0, 120), ("2006-10-05", -1, 120),
        ])
    func historic(text: String, notice: Int, rate: Int) throws {
        let found = try calledIn(text, notice: notice)
        #expect(found.kind == .restDayPaid)
        #expect(found.minutesAnHour == rate)
        #expect(found.words.contains(rate == 120 ? "double time" : "time and a half"))
    }

    @Test(
        "four hours at least count, but a run-on of an hour from a tour counts in quarters",
        arguments: [
            (120, false, 240), (240, false, 240), (241, false, 241), (50, true, 45), (60, true, 60), (61, true, 240),
            (14, true, 0), (50, false, 240),
        ])
    func leastMinutes(minutes: Int, runsOn: Bool, counted: Int) throws {
        let start = wall("2027-06-08", 7)
        let tour = DayEffect.Other(
            day: iso("2027-06-07"), during: Stretch(wall("2027-06-07", 22), runsOn ? start : start - 30))
        let found = try calledIn(notice: 3, after: Stretch(start, start + minutes), others: [tour])
        #expect(found.minutes == counted)
    }

    @Test("a rest day on which the officer works already is not taken a second time")
    func workedAlready() throws {
        let other = DayEffect.Other(
            day: iso("2027-06-08"), during: Stretch(wall("2027-06-08", 16), wall("2027-06-08", 20)))
        #expect(try calledIn(notice: 3, others: [other]).kind == .nothing)
    }

    @Test("inspectors and above have no overtime, sergeants do", arguments: Rank.allCases)
    func ranks(rank: Rank) throws {
        #expect(try calledIn(notice: 3, rank: rank).kind == (rank <= .sergeant ? .restDayPaid : .noOvertime))
    }

    @Test("a duty on a rostered tour brings nothing, and without a pattern nothing is claimed")
    func nothing() throws {
        #expect(try calledIn(notice: 3, rostered: .shift(Self.early("2027-06-08"))).kind == .nothing)
        let unknown = try calledIn(notice: 3, rostered: .unknown)
        #expect(unknown.kind == .nothing)
        #expect(unknown.words.contains("No rostered pattern"))
    }

    @Test(
        "a rest day that is given back: nothing from 15 days, no pay from 8, the officer's choice below",
        arguments: [
            (15, ConsequenceKind.restDayStands), (14, .restDayWithoutPay), (8, .restDayWithoutPay),
            (7, .officerChooses),
            (0, .officerChooses), (-1, .officerChooses),
        ])
    func cancelledCancellation(notice: Int, kind: ConsequenceKind) throws {
        let made = wall(iso("2027-06-08").adding(-notice - 1).description, 12)
        func given(back by: ChangeKind) throws -> ConsequenceKind {
            try Self.rules.consequence(
                of: DayEffect(
                    officer: "W001", rank: .constable, day: iso("2027-06-08"), kind: by, noticedAt: made,
                    rostered: .restDay, before: Self.early("2027-06-08"), after: nil)
            ).kind
        }
        #expect(try given(back: .counter) == kind)
        // Stood down is on reserve, taken off has its own row: neither gives the rest day back.
        #expect(try given(back: .standDown) == .nothing)
        #expect(try given(back: .takeOff) == .nothing)
    }

    @Test(
        "an earlier start under eight hours' notice into a day already worked is time and a third",
        arguments: [
            // made at, new start, worked the day before, minutes
            (wall("2027-06-07", 22), 5, true, 120), (wall("2027-06-07", 21), 5, true, nil),
            (wall("2027-06-07", 21, 1), 5, true, 120),
            (wall("2027-06-07", 22), 5, false, nil), (wall("2027-06-07", 23), 6, true, 60),
            // From 07:00 a new police day begins, in which nothing was worked.
            (wall("2027-06-08", 0), 7, true, nil),
        ] as [(Int, Int, Bool, Int?)])
    func earlierStart(made: Int, hour: Int, worked: Bool, minutes: Int?) throws {
        let start = wall("2027-06-08", hour)
        let tour = DayEffect.Other(day: iso("2027-06-07"), during: Self.early("2027-06-07"))
        let found = try Self.rules.consequence(
            of: DayEffect(
                officer: "W001", rank: .constable, day: iso("2027-06-08"), kind: .move, noticedAt: made,
                rostered: .shift(Self.early("2027-06-08")),
                before: Stretch(wall("2027-06-08", 8), wall("2027-06-08", 16)),
                after: Stretch(start, start + 480), others: worked ? [tour] : []))
        #expect(found.kind == (minutes == nil ? .nothing : .earlierStart))
        #expect(found.minutesAnHour == (minutes == nil ? nil : 80))
        #expect(found.minutes == minutes)
    }

    @Test(
        "the night in which clocks change counts real hours",
        arguments: [("2027-03-28", 240), ("2027-10-31", 360)])
    func clockChange(text: String, minutes: Int) throws {
        // 00:00 to 05:00 of the wall clock: four hours in spring, six in autumn.
        let found = try calledIn(text, notice: 3, after: Stretch(wall(text, 0), wall(text, 5)))
        #expect(found.minutes == minutes)
    }

    @Test("every consequence says which rule it rests on")
    func sources() throws {
        for notice in [-1, 3, 20, 100] {
            for rank in [Rank.constable, .inspector] {
                #expect(try !calledIn(notice: notice, rank: rank).source.isEmpty)
            }
        }
    }
}
