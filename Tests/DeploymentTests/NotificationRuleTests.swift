import FoundationEssentials
import Testing

@testable import Deployment

@Suite("When a notification goes out")
struct NotificationRuleTests {
    /// 09:00 in London on Wednesday, 5 August 2026, in summer time.
    private static let now = Date(timeIntervalSince1970: 1_785_916_800)
    private static let today = Day(iso: "2026-08-05") ?? Day(number: 0)

    private static let figures = RuleFigures(
        [("day_start", 420), ("tell_at_once", 14), ("no_pause_within", 7)].map { name, figure in
            RuleFigure(rule: name, from: Day(number: 0), figure: figure, unit: "any", source: "test")
        })

    private static func decide(
        _ notice: DispatchRule.Notice, _ person: DispatchRule.Recipient = DispatchRule.Recipient(), at now: Date = now
    ) throws -> DispatchRule.Decision {
        try DispatchRule(figures, now: now).decide(notice, for: person)
    }

    private static func hours(_ hours: Double) -> Date { now.addingTimeInterval(hours * 3600) }

    /// 07:00 in London of the day this many days after today.
    private static func morning(_ days: Double) -> Date { hours(days * 24 - 2) }

    /// A case of the table.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var madeAgo = 0.0
        var inDays: Int?
        var answerIn: Double?
        var isUrgent = false
        var isPausable = true
        var isSupervisor = false
        var pausedFor: Double?
        var wantsNone = false
        var tourIn: Double?
        let expected: DispatchRule.Decision
    }

    static let cases: [Case] = [
        .init(testDescription: "a change tomorrow", inDays: 1, expected: .alone),
        .init(testDescription: "a change in 14 days", inDays: 14, expected: .alone),
        .init(testDescription: "a change in 15 days", inDays: 15, expected: .later(morning(1))),
        .init(testDescription: "a change of yesterday", inDays: -1, expected: .alone),
        .init(testDescription: "news without a day", expected: .later(morning(1))),
        .init(testDescription: "news of last night, after the morning", madeAgo: 12, expected: .digest),
        .init(testDescription: "news of 06:00, made before the day began", madeAgo: 3, expected: .digest),
        .init(testDescription: "news of 07:30, made after it began", madeAgo: 1.5, expected: .later(morning(1))),
        .init(testDescription: "urgent news", isUrgent: true, expected: .alone),
        .init(testDescription: "a decision about oneself", isPausable: false, expected: .alone),
        .init(testDescription: "an answer due before the digest", answerIn: 4, expected: .alone),
        .init(testDescription: "an answer due after the digest", answerIn: 48, expected: .later(morning(1))),
        .init(testDescription: "paused, a change in 8 days", inDays: 8, pausedFor: 240, expected: .later(morning(1))),
        .init(testDescription: "paused, a change in 7 days", inDays: 7, pausedFor: 240, expected: .alone),
        .init(testDescription: "paused, a change today", inDays: 0, pausedFor: 240, expected: .alone),
        .init(
            testDescription: "paused for a day, a change in 30 days", inDays: 30, pausedFor: 24,
            expected: .later(hours(24))),
        .init(
            testDescription: "paused, a decision about oneself", isPausable: false, pausedFor: 240, expected: .alone),
        .init(
            testDescription: "paused, urgent but neither near nor legal", isUrgent: true, pausedFor: 48,
            expected: .later(hours(48))),
        .init(testDescription: "a pause that is over", madeAgo: 60, pausedFor: -1, expected: .digest),
        .init(testDescription: "wants nothing, news without a day", wantsNone: true, expected: .onPage),
        .init(
            testDescription: "wants nothing, a change in 10 days", inDays: 10, wantsNone: true,
            expected: .later(morning(3))),
        .init(testDescription: "wants nothing, a change tomorrow", inDays: 1, wantsNone: true, expected: .alone),
        .init(
            testDescription: "wants nothing, a decision about oneself", isPausable: false, wantsNone: true,
            expected: .alone),
        .init(
            testDescription: "a supervisor, a change tomorrow", inDays: 1, isSupervisor: true,
            expected: .later(morning(1))),
        .init(
            testDescription: "a supervisor on nights", inDays: 1, isSupervisor: true, tourIn: 10,
            expected: .later(hours(10))),
        .init(
            testDescription: "a supervisor whose tour has begun", madeAgo: 5, isSupervisor: true, tourIn: -1,
            expected: .digest),
        .init(
            testDescription: "a supervisor on rest days", isSupervisor: true, tourIn: 72, expected: .later(morning(1))),
        .init(
            testDescription: "a supervisor, urgent", isUrgent: true, isSupervisor: true, tourIn: 10, expected: .alone),
        .init(
            testDescription: "a supervisor with six hours to answer", answerIn: 6, isSupervisor: true, tourIn: 10,
            expected: .alone),
    ]

    @Test("each case of the table is decided as ux 6.4 says", arguments: cases)
    func decided(_ row: Case) throws {
        let notice = DispatchRule.Notice(
            createdAt: Self.hours(-row.madeAgo), onDay: row.inDays.map { Self.today.adding($0) },
            answerBy: row.answerIn.map { Self.hours($0) }, isUrgent: row.isUrgent, isPausable: row.isPausable)
        let person = DispatchRule.Recipient(
            isSupervisor: row.isSupervisor, pausedUntil: row.pausedFor.map { Self.hours($0) }, wantsNone: row.wantsNone,
            nextTour: row.tourIn.map { Self.hours($0) })
        #expect(try Self.decide(notice, person) == row.expected)
    }

    @Test("whatever is put off goes out when its time comes, and no pause hides the next seven days")
    func everythingGoesOut() throws {
        for _ in 0..<3000 {
            let notice = DispatchRule.Notice(
                createdAt: Self.now, onDay: Bool.random() ? Self.today.adding(.random(in: -2...60)) : nil,
                answerBy: Bool.random() ? Self.hours(.random(in: 1...200)) : nil, isUrgent: .random(),
                isPausable: .random())
            let person = DispatchRule.Recipient(
                isSupervisor: .random(), pausedUntil: Bool.random() ? Self.hours(.random(in: 1...2000)) : nil,
                wantsNone: Bool.random() && .random(), nextTour: Bool.random() ? Self.hours(.random(in: 1...60)) : nil)
            var moment = Self.now
            var looks = 0
            while looks < 5, case .later(let next) = try Self.decide(notice, person, at: moment) {
                #expect(next > moment, "\(notice) for \(person) makes no progress")
                (moment, looks) = (next, looks + 1)
            }
            #expect(looks < 5, "\(notice) for \(person) is looked at again and again")
            let end = try Self.decide(notice, person, at: moment)
            if end == .onPage {
                #expect(person.wantsNone && notice.isPausable && notice.onDay == nil)
            } else if let day = notice.onDay {
                let first = Self.morning(Double(day.days(since: Self.today) - 7))
                let digest = person.isSupervisor ? 24.0 * 3600 : 0
                #expect(
                    moment <= max(Self.now, first).addingTimeInterval(digest), "\(notice) for \(person) at \(moment)")
            }
            if !notice.isPausable { #expect(moment == Self.now) }
        }
    }

    @Test("a digest comes at 07:00 by London's clocks on both nights of the clock change")
    func clockChange() throws {
        for (made, digest) in [("2026-10-24", "2026-10-25"), ("2027-03-27", "2027-03-28")] {
            let made = try #require(Day(iso: made))
            let digest = try #require(Day(iso: digest))
            let now = Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(made, 1200)) * 60)
            let expected = Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(digest, 420)) * 60)
            #expect(try Self.decide(.init(createdAt: now), at: now) == .later(expected))
        }
    }

    @Test("a message is tried again at growing pauses, then given up")
    func retries() {
        var (now, failed) = (Self.now, 0)
        while let next = RetryRhythm.retry(afterAttempts: failed + 1, at: now) {
            #expect(next.timeIntervalSince(now) > (failed == 0 ? 0 : RetryRhythm.pauses[failed - 1]))
            (now, failed) = (next, failed + 1)
        }
        #expect(failed == RetryRhythm.pauses.count)
        #expect(now.timeIntervalSince(Self.now) > 36 * 3600, "a mail server may be away for a night and a day")
    }
}

@Suite("What notifications say")
struct NotificationTextTests {
    @Test("the day and the time are put in as London reads them")
    func filled() throws {
        let day = try #require(Day(iso: "2026-08-05"))
        #expect(
            NotificationText.filled("Your duty on {day} has changed. Sign in.", day: day, answerBy: nil)
                == "Your duty on Wed 5 Aug 2026 has changed. Sign in.")
        let summer = Date(timeIntervalSince1970: 1_785_916_800)
        #expect(NotificationText.filled("by {answer_by}", day: nil, answerBy: summer) == "by 09:00 on Wed 5 Aug 2026")
        #expect(NotificationText.filled("{day} {answer_by}", day: nil, answerBy: nil) == "{day} {answer_by}")
    }

    @Test("times around both clock changes are those of the wall")
    func clockChanges() {
        // 25 October 2026: 00:30 UTC is 01:30 in summer time, 01:30 UTC is 01:30 in winter time.
        let autumn = Double((Day(iso: "2026-10-25") ?? Day(number: 0)).number) * 86_400
        #expect(NotificationText.words(Date(timeIntervalSince1970: autumn + 1800)) == "01:30 on Sun 25 Oct 2026")
        #expect(NotificationText.words(Date(timeIntervalSince1970: autumn + 5400)) == "01:30 on Sun 25 Oct 2026")
        let spring = Double((Day(iso: "2027-03-28") ?? Day(number: 0)).number) * 86_400
        #expect(NotificationText.words(Date(timeIntervalSince1970: spring + 3540)) == "00:59 on Sun 28 Mar 2027")
        #expect(NotificationText.words(Date(timeIntervalSince1970: spring + 3600)) == "02:00 on Sun 28 Mar 2027")
    }

    @Test("only the two placeholders are plain")
    func plain() {
        #expect(NotificationText.isPlain("Answer by {answer_by} for {day}."))
        for text in ["{name}", "{", "}", "{day", "{ day }", "{{day}}", "{site}"] {
            #expect(!NotificationText.isPlain(text), "\(text)")
        }
    }
}

@Suite("The rhythm of reminders")
struct NotificationRhythmTests {
    private let rhythm = ReminderRhythm(hours: 24)
    private let made = Date(timeIntervalSince1970: 1_785_916_800)

    /// Looks at random moments, as a leader does that comes and goes, and notes what was due.
    private func play(answerBy: Date, longestPause: Double) -> [(ReminderRhythm.Step, Date)] {
        var steps: [(ReminderRhythm.Step, Date)] = []
        var now = made
        var (last, overdueAt, isOver): (Int, Date?, Bool) = (0, nil, false)
        while now < answerBy.addingTimeInterval(10 * 86_400 + longestPause * 4) {
            now = now.addingTimeInterval(.random(in: 1...longestPause))
            let step = rhythm.step(
                createdAt: made, answerBy: answerBy, last: last, overdueAt: overdueAt, isOver: isOver, now: now)
            guard let step else { continue }
            steps.append((step, now))
            switch step {
            case .reminder(let number): last = number
            case .overdue: overdueAt = now
            case .nextRank: isOver = true
            }
        }
        return steps
    }

    @Test("daily until due, one overdue, a day later the next rank, then nothing; however seldom somebody looks")
    func property() {
        for _ in 0..<400 {
            let days = Double.random(in: 0.1...12)
            let answerBy = made.addingTimeInterval(days * 86_400)
            let pause = Double.random(in: 30...(4 * 86_400))
            let steps = play(answerBy: answerBy, longestPause: pause)
            let overdue = steps.filter { $0.0 == .overdue }
            #expect(overdue.count == 1 && overdue.allSatisfy { $0.1 >= answerBy })
            #expect(steps.last?.0 == .nextRank && steps.count { $0.0 == .nextRank } == 1)
            #expect(steps.dropLast().last?.0 == .overdue)
            if steps.count >= 2 {
                #expect(steps[steps.count - 1].1.timeIntervalSince(steps[steps.count - 2].1) >= 86_400)
            }
            let reminders = steps.dropLast(2)
            #expect(reminders.allSatisfy { $0.1 < answerBy })
            var numbers: Set<Int> = []
            for case (.reminder(let number), let at) in reminders {
                #expect(numbers.insert(number).inserted, "a reminder came twice")
                #expect(Int(at.timeIntervalSince(made) / 86_400) == number)
            }
            if pause < 3600 { #expect(reminders.count >= Int(days - 0.05)) }
        }
    }

    @Test("what happens next is said before it happens")
    func next() throws {
        let answerBy = made.addingTimeInterval(2.5 * 86_400)
        let first = try #require(rhythm.next(createdAt: made, answerBy: answerBy, after: made))
        #expect(first.step == .reminder(1) && first.at == made.addingTimeInterval(86_400))
        let third = try #require(
            rhythm.next(createdAt: made, answerBy: answerBy, after: made.addingTimeInterval(2 * 86_400)))
        #expect(third.step == .overdue && third.at == answerBy)
        let last = try #require(rhythm.next(createdAt: made, answerBy: answerBy, overdueAt: answerBy, after: answerBy))
        #expect(last.step == .nextRank && last.at == answerBy.addingTimeInterval(86_400))
        #expect(
            rhythm.next(createdAt: made, answerBy: answerBy, overdueAt: answerBy, isOver: true, after: answerBy) == nil)
    }
}
