import Deployment
import Testing

@Suite("The rule sets")
struct RuleSetTests {
    private let monday = RuleSetFixture.day("2027-06-07")

    /// Eight-hour tours from 07:00 on these days.
    private func earlies(_ days: some Sequence<Int>, from start: Day? = nil, minutes: Int = 480) -> [DutyTimes.Tour] {
        days.map { RuleSetFixture.tour(start ?? monday, $0, at: 420, minutes: minutes) }
    }

    @Test("seven days between rest days are lawful and eight are not, and the sentence says who, when and how many")
    func spacing() throws {
        let lawful = RuleSetFixture.times(monday, days: 14, earlies(1...7))
        #expect(try RuleSetFixture.breaches(lawful, .restDaySpacing).isEmpty)
        let tooLong = RuleSetFixture.times(monday, days: 14, earlies(1...8))
        let found = try RuleSetFixture.breaches(tooLong, .restDaySpacing)
        #expect(found.map(\.measured) == [8])
        #expect(found.first?.from == monday.adding(1) && found.first?.to == monday.adding(8))
        #expect(
            found.first?.words
                == "W001 has 8 days of duty in a row, Tue 8 Jun 2027 to Tue 15 Jun 2027; at most 7 may lie between rest days."
        )
    }

    @Test("a course lengthens a run of duty, leave ends it, and a run that ended before the judged days is history")
    func runs() throws {
        let tours = earlies([0, 1, 2, 3, 6, 7, 8])
        let course = RuleSetFixture.times(monday, days: 14, tours) {
            (4...5).contains($0) ? [.known, .otherDuty] : .known
        }
        // The days of a course are not the roster's to choose: a run that is too long by them alone warns.
        #expect(try RuleSetFixture.breaches(course, .restDaySpacing).map(\.measured) == [9])
        #expect(try RuleSetFixture.breaches(course, .restDaySpacing).map(\.kind) == [.warning])
        let both = RuleSetFixture.times(monday, days: 14, earlies(0..<8)) { $0 == 8 ? [.known, .otherDuty] : .known }
        #expect(try RuleSetFixture.breaches(both, .restDaySpacing).map(\.kind) == [.needsException])
        let leave = RuleSetFixture.times(monday, days: 14, tours) {
            (4...5).contains($0) ? [.known, .excluded] : .known
        }
        #expect(try RuleSetFixture.breaches(leave, .restDaySpacing).isEmpty)
        let past = RuleSetFixture.times(monday, days: 14, judged: 9..<14, earlies(0...8))
        #expect(try RuleSetFixture.breaches(past, .restDaySpacing).isEmpty)
        let reaching = RuleSetFixture.times(monday, days: 14, judged: 8..<14, earlies(0...8))
        #expect(try RuleSetFixture.breaches(reaching, .restDaySpacing).count == 1)
    }

    @Test(
        "eleven hours are counted in absolute time across both changes of the clock",
        arguments: [
            ("2027-03-22", 11 * 60, 600), ("2027-03-22", 12 * 60, nil), ("2027-10-25", 10 * 60, nil),
            ("2027-10-25", 9 * 60, 600), ("2027-06-07", 10 * 60, 600), ("2027-06-07", 11 * 60, nil),
        ] as [(String, Int, Int?)])
    func rest(week: String, sunday: Int, measured: Int?) throws {
        let start = RuleSetFixture.day(week)
        let tours = [
            RuleSetFixture.tour(start, 5, at: 960, minutes: 480),
            RuleSetFixture.tour(start, 6, at: sunday, minutes: 480),
        ]
        let found = try RuleSetFixture.breaches(RuleSetFixture.times(start, days: 7, tours), .restBetweenTours)
        #expect(found.map(\.measured) == (measured.map { [$0] } ?? []))
        #expect(found.allSatisfy { $0.kind == .absolute })
    }

    @Test("48 hours a week are lawful, 49 are red, 47 amber, and an opt-out ends both")
    func weekly() throws {
        func worked(_ minutes: Int, marks: DutyTimes.Marks = .known) throws -> [Rule: Int] {
            let days = (0..<119).filter { $0 % 7 < 6 }
            let times = RuleSetFixture.times(monday, days: 119, judged: 118..<119, earlies(days, minutes: minutes)) {
                _ in
                marks
            }
            return Dictionary(
                try RuleSetFixture.breaches(times).filter { [.weeklyHours, .weeklyHoursAmber].contains($0.rule) }
                    .map { ($0.rule, $0.measured) }, uniquingKeysWith: { $1 })
        }
        #expect(try worked(460) == [:])
        #expect(try worked(470) == [.weeklyHoursAmber: 2820])
        #expect(try worked(480) == [.weeklyHoursAmber: 2880])
        #expect(try worked(490) == [.weeklyHours: 2940])
        #expect(try worked(490, marks: [.known, .optedOut]) == [:])
    }

    @Test("days of leave are made up by the days of work after the seventeen weeks, as regulation 4(6) has it")
    func excludedDays() throws {
        // Seventeen weeks of six days of 8 h, of which the last two weeks are leave; then six days of 12 h a week.
        let tours =
            earlies((0..<105).filter { $0 % 7 < 6 }) + earlies((119..<140).filter { $0 % 7 < 6 }, minutes: 720)
        let times = RuleSetFixture.times(monday, days: 140, judged: 118..<119, tours) { day in
            (105..<119).contains(day) ? (day % 7 < 6 ? [.known, .excluded] : [.known, .excluded, .restDay]) : .known
        }
        // 90 tours of 8 h, and twelve days of leave made up by twelve tours of 12 h: 864 h in 17 weeks.
        let found = try RuleSetFixture.breaches(times, .weeklyHours)
        #expect(found.map(\.measured) == [(864 * 60 + 16) / 17])
        #expect(found.first?.words.contains("12 days away made up by the days that follow") == true)
        // Earlier periods that reach into the judged day by the days made up are part of the same run.
        #expect(found.first?.to == monday.adding(118))
    }

    @Test("who joined within the seventeen weeks is judged by the whole weeks since")
    func joined() throws {
        let tours = earlies((70..<84).filter { $0 % 7 < 6 }, minutes: 600)
        let times = RuleSetFixture.times(monday, days: 119, judged: 70..<84, tours) { $0 < 70 ? .notJoined : .known }
        let found = try RuleSetFixture.breaches(times, .weeklyHours)
        #expect(found.map(\.measured) == [3600, 3600])
        #expect(found.map(\.from) == [monday.adding(76), monday.adding(83)])
    }

    @Test("a night worker averages at most eight hours, and anybody else may work more")
    func nightAverage() throws {
        func worked(_ start: Int) throws -> [Int] {
            let tours = (0..<119).filter { $0 % 7 < 6 }.map {
                RuleSetFixture.tour(monday, $0, at: start, minutes: 500)
            }
            let times = RuleSetFixture.times(monday, days: 119, judged: 118..<119, tours)
            return try RuleSetFixture.breaches(times, .nightAverage).map(\.measured)
        }
        #expect(try worked(1320) == [500])
        #expect(try worked(420) == [])
    }

    @Test(
        "a night of ten hours is a breach only where nights are special hazard; until that is decided it is one warning"
    )
    func hazard() throws {
        let tours = [0, 1, 2].map { RuleSetFixture.tour(monday, $0, at: 1320, minutes: 600) }
        let times = RuleSetFixture.times(monday, days: 7, tours)
        #expect(try RuleSetFixture.breaches(times, .nightSpecialHazard).isEmpty)
        let warning = try RuleSetFixture.breaches(times, .nightToursLong)
        #expect(warning.count == 1 && warning.first?.officer == nil)
        let decided = RuleSetFixture.figures(["night_is_special_hazard": 1])
        #expect(
            try RuleSetFixture.breaches(times, .nightSpecialHazard, figures: decided).map(\.measured) == [
                600, 600, 600,
            ])
        #expect(try RuleSetFixture.breaches(times, .nightToursLong, figures: decided).isEmpty)
    }

    @Test("a week without 24 hours of rest is lawful beside one with 48")
    func weeklyRest() throws {
        let short = earlies(0..<7)
        let found = try RuleSetFixture.breaches(RuleSetFixture.times(monday, days: 7, short), .weeklyRest)
        #expect(found.map(\.measured) == [960])
        let long = earlies(Array(0..<7) + [9, 10, 11, 12, 13])
        #expect(try RuleSetFixture.breaches(RuleSetFixture.times(monday, days: 14, long), .weeklyRest).isEmpty)
    }

    @Test("fewer than two rest days a week warn, and leave counts neither way")
    func restDays() throws {
        let six = RuleSetFixture.times(monday, days: 28, earlies((0..<28).filter { $0 % 7 < 6 }))
        #expect(try RuleSetFixture.breaches(six, .restDaysAWeek).map(\.measured) == [100])
        let five = RuleSetFixture.times(monday, days: 28, earlies((0..<28).filter { $0 % 7 < 5 }))
        #expect(try RuleSetFixture.breaches(five, .restDaysAWeek).isEmpty)
        let leave = RuleSetFixture.times(monday, days: 28, earlies((14..<28).filter { $0 % 7 < 5 })) {
            $0 < 14 ? [.known, .excluded] : .known
        }
        #expect(try RuleSetFixture.breaches(leave, .restDaysAWeek).isEmpty)
    }

    @Test("a long tour warns with the refreshment it owes")
    func tourLength() throws {
        let found = try RuleSetFixture.breaches(
            RuleSetFixture.times(monday, days: 7, earlies([1], minutes: 720)), .tourLength)
        #expect(found.first?.words.contains("12 h on Tue 8 Jun 2027") == true)
        #expect(found.first?.words.contains("60 minutes of refreshment") == true)
        let steps = try Refreshment(RuleSetFixture.figures(), on: monday)
        #expect([240, 300, 360, 480, 540, 599, 600].map(steps.minutes) == [0, 30, 35, 45, 50, 50, 60])
    }

    @Test("from the day on which a figure changes the new one holds")
    func dated() throws {
        let times = RuleSetFixture.times(monday, days: 28, earlies(Array(1...8) + Array(15...22)))
        let later = RuleSetFixture.figures(from: [(monday.adding(14), "rest_day_spacing", 8)])
        #expect(try RuleSetFixture.breaches(times, .restDaySpacing).count == 2)
        #expect(try RuleSetFixture.breaches(times, .restDaySpacing, figures: later).map(\.figure) == [7])
    }

    @Test("a roster is published a month ahead and reaches three months")
    func publication() throws {
        let rules = PublicationRules(rules: RuleSetFixture.rules, figures: RuleSetFixture.figures())
        func warned(_ today: String, until: String) throws -> [Rule] {
            try rules.warnings(
                from: monday, to: monday.adding(27), until: RuleSetFixture.day(until), today: RuleSetFixture.day(today)
            ).map(\.rule)
        }
        #expect(try warned("2027-05-07", until: "2027-09-06") == [])
        #expect(try warned("2027-05-08", until: "2027-09-06") == [.publicationNotice])
        #expect(try warned("2027-05-07", until: "2027-09-05") == [.publicationHorizon])
        #expect(RuleSetFixture.day("2027-03-31").addingMonths(-1) == RuleSetFixture.day("2027-02-28"))
        #expect(RuleSetFixture.day("2027-01-15").addingMonths(-1) == RuleSetFixture.day("2026-12-15"))
    }

    @Test("a rest day owed is late from the day after the last on which it was to be named")
    func owed() {
        let check = RestDayOwedCheck(rules: RuleSetFixture.rules)
        func late(_ named: Int?, today: Int) -> [Int] {
            let one = OwedRestDay(
                officer: "W001", rank: .constable, workedDay: monday, renotifyBy: monday.adding(4),
                namedOn: named.map { monday.adding($0) })
            return check.breaches(in: [one], today: monday.adding(today)).map(\.measured)
        }
        #expect(late(nil, today: 4) == [])
        #expect(late(nil, today: 6) == [2])
        #expect(late(4, today: 30) == [])
        #expect(late(5, today: 30) == [1])
    }

    @Test("a breach is new when it was not there before or has grown, and not when it was there already")
    func news() throws {
        let before = try RuleSetFixture.breaches(
            RuleSetFixture.times(monday, days: 28, earlies(1...8)), .restDaySpacing)
        let same = try RuleSetFixture.breaches(
            RuleSetFixture.times(monday, days: 28, earlies(Array(1...8) + [12])), .restDaySpacing)
        let grown = try RuleSetFixture.breaches(RuleSetFixture.times(monday, days: 28, earlies(1...9)), .restDaySpacing)
        #expect(same.new(since: before).isEmpty)
        #expect(grown.new(since: before) == grown)
        #expect(before.new(since: grown).isEmpty)
    }
}
