import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Reminders in the database")
struct NotificationReminderTests {
    @Test("PostgreSQL takes the steps of the pure rhythm, however seldom it is asked")
    func rhythm() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let rhythm = ReminderRhythm(hours: 24)
            for _ in 0..<12 {
                let answerBy = cast.hours(.random(in: 2...200))
                let id = try await cast.tell(officer: Cast.tate, in: 40, answerBy: answerBy)
                let createdAt: Date = try await cast.database.admin.value(
                    "SELECT created_at FROM notification WHERE notification_id = \(id)")
                var (now, expected): (Date, [String]) = (cast.now, [])
                var (last, overdueAt, isOver): (Int, Date?, Bool) = (0, nil, false)
                let longest = Double.random(in: 2...70)
                // Steps of half an hour could take 460 to come to the end, which must come.
                for step in 0..<500 where step < 60 || !isOver {
                    now = now.addingTimeInterval((.random(in: 0.5...longest) * 3600).rounded())
                    let step = rhythm.step(
                        createdAt: createdAt, answerBy: answerBy, last: last, overdueAt: overdueAt, isOver: isOver,
                        now: now)
                    switch step {
                    case .reminder(let number): (last, expected) = (number, expected + ["reminder"])
                    case .overdue: (overdueAt, expected) = (now, expected + ["overdue"])
                    case .nextRank: (isOver, expected) = (true, expected + ["not_answered", "not_answered"])
                    case nil: break
                    }
                    _ = try await cast.due.remindDue(asOf: now)
                }
                let made: [String] = try await cast.database.admin.value(
                    "SELECT coalesce(array_agg(kind ORDER BY notification_id), '{}') FROM notification WHERE reminds = \(id)"
                )
                #expect(made == expected, "answer by \(answerBy), asked every \(longest) hours at most")
                #expect(isOver)
            }
        }
    }

    @Test("an officer's silence goes to their supervisors, an account's to its superiors, and there it ends")
    func nextRank() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            try await cast.tell(officer: Cast.tate, in: 30)
            try await cast.tell(account: cast.id("Marsh"), in: 30)
            try await cast.tell(account: cast.id("Nandy"), in: 30)
            for hours in stride(from: 12.0, through: 400, by: 12) {
                _ = try await cast.due.remindDue(asOf: cast.hours(hours))
            }
            let above = try await cast.told("kind = 'not_answered'").sorted()
            let expected = ["Hale", "Stone", "Vale"].map { "account \(cast.id($0)) not_answered" }
            #expect(Set(above).isSuperset(of: expected))
            #expect(try await cast.told("kind = 'overdue'").count == 3)
            let urgent: Int = try await cast.database.admin.value(
                "SELECT count(*) FROM notification WHERE kind IN ('overdue', 'not_answered') AND NOT urgent")
            #expect(urgent == 0)
            #expect(try await cast.due.remindDue(asOf: cast.hours(5000)) == 0)
        }
    }

    @Test("two instances that remind at the same moment remind once")
    func together() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            for number in 0..<40 { try await cast.tell(officer: Cast.tate, about: "\(number)", in: 30) }
            let at = cast.hours(25)
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 { group.addTask { try await cast.due.remindDue(asOf: at) } }
                return try await group.reduce(0, +)
            }
            #expect(made == 40)
            #expect(try await cast.told("kind = 'reminder'").count == 40)
        }
    }
}
