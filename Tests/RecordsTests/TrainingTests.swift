import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Training sessions and bookings")
struct TrainingTests {
    private static func session(
        _ cast: Cast, in days: Int = 30, seats: Int = 2, withinDuty: Bool = false
    ) async throws -> (Int64, Day) {
        let day = try await cast.today().adding(days)
        let session = NewTrainingSession(
            skill: "MED", day: day, starts: "09:30", instructor: "Sgt Sample", seats: seats, withinDuty: withinDuty)
        return (try await cast.currencies.setUp(session, by: cast.id("Kerr")), day)
    }

    @Test("however many book at once, a session never has more officers than seats")
    func capacity() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                "INSERT INTO officer SELECT 'X' || 1000 + g, 'Officer', 'PC', 'D', 'full', '2020-01-01', NULL FROM generate_series(1, 16) g"
            )
            let (session, day) = try await TrainingTests.session(cast, seats: 3)
            let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 1...16 {
                    group.addTask {
                        do {
                            _ = try await cast.currencies.book("X\(1000 + number)", on: session, by: cast.id("Kerr"))
                            return "booked"
                        } catch RecordError.refused(.unlawful, let rule, _) {
                            return rule
                        }
                    }
                }
                return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["booked": 3, "session_full": 13])
            let away: Int = try await cast.database.pool.value(
                "SELECT count(*) FROM abstraction WHERE kind = 'training' AND from_day = \(day) AND to_day = \(day)")
            #expect(away == 3)
        }
    }

    @Test("a booked course is an abstraction that nobody takes away but by cancelling the booking")
    func protected() async throws {
        try await Cast.with { cast in
            let (session, day) = try await TrainingTests.session(cast)
            try await cast.publish([(Cast.tate, "\(day)", "D", "P027")], from: "\(day)")
            let made = try await cast.currencies.book(Cast.tate, on: session, by: cast.id("Kerr"))
            let row = try #require(made.abstraction)
            #expect(made.duties == [try await cast.standing(Cast.tate, "\(day)")])
            #expect(
                try await cast.database.pool.value(
                    "SELECT held_back(\(Cast.tate), \(day), 'D', 'P029')", as: String?.self)
                    == "abstracted")
            for attempt in [
                "DELETE FROM abstraction WHERE abstraction_id = '\(row)'",
                "UPDATE abstraction SET from_day = from_day - 1 WHERE abstraction_id = '\(row)'",
                "UPDATE abstraction SET officer_id = 'W00418' WHERE abstraction_id = '\(row)'",
                "UPDATE abstraction SET kind = 'leave' WHERE abstraction_id = '\(row)'",
            ] {
                let refused = Attempt(attempt, .bareDecision, "booked_course")
                await expectRefused(refused, on: cast.database.pool)
                await expectRefused(
                    refused, on: cast.database.admin, preparing: "SET LOCAL session_replication_role = replica")
            }
            try await cast.currencies.cancel(
                booking: made.booking, by: .dutiesOffice, reason: "Needed on duty", account: cast.id("Kerr"))
            #expect(try await cast.database.pool.value("SELECT count(*) FROM abstraction", as: Int.self) == 0)
            await expectConflict("booking_cancellation_pkey") {
                try await cast.currencies.cancel(
                    booking: made.booking, by: .officer, reason: "Cannot come", account: cast.id("Tate"))
            }
            #expect(try await cast.told("training_booked") == 1)
            #expect(try await cast.told("training_cancelled") == 1)
            let outlook = try await cast.currencies.outlook(asOf: cast.hours(24), months: 3)
            #expect(outlook.withdrawals.map(\.side) == ["duties_office"] && outlook.withdrawals[0].count == 1)
        }
    }

    @Test("the row stays where a change of a published duty rests on it")
    func groundStays() async throws {
        try await Cast.with { cast in
            let (session, day) = try await TrainingTests.session(cast)
            try await cast.publish([(Cast.tate, "\(day)", "D", "P027")], from: "\(day)")
            let made = try await cast.currencies.book(Cast.tate, on: session, by: cast.id("Kerr"))
            try await cast.database.pool.run(
                """
                SELECT change_deployment(\(cast.id("Kerr")), \(made.duties[0]), 'abstraction', '\(made.abstraction ?? "")', 'A course.',
                    true, NULL, NULL, NULL, NULL)
                """)
            try await cast.currencies.cancel(
                booking: made.booking, by: .trainingUnit, reason: "Range closed", account: cast.id("Kerr"))
            #expect(try await cast.database.pool.value("SELECT count(*) FROM abstraction", as: Int.self) == 1)
        }
    }

    @Test("a slot inside the duty takes no day")
    func withinDuty() async throws {
        try await Cast.with { cast in
            let (session, day) = try await TrainingTests.session(cast, withinDuty: true)
            try await cast.publish([(Cast.tate, "\(day)", "D", "P027")], from: "\(day)")
            let made = try await cast.currencies.book(Cast.tate, on: session, by: cast.id("Hale"))
            #expect(made.abstraction == nil && made.duties.isEmpty)
            #expect(
                try await cast.currencies.authority(of: Cast.tate, asOf: cast.now).bookings.map(\.session) == [session])
        }
    }

    @Test("what cannot be booked or cancelled is refused")
    func refusals() async throws {
        try await Cast.with { cast in
            let (session, day) = try await TrainingTests.session(cast, seats: 5)
            let (sameTime, _) = try await TrainingTests.session(cast, seats: 5)
            let booked = try await cast.currencies.book(Cast.tate, on: session, by: cast.id("Tate"))
            for (officer, name, rule) in [
                (Cast.tate, "Kerr", "booked_already"), (Cast.rowe, "Tate", "training_office"),
            ] {
                do {
                    _ = try await cast.currencies.book(officer, on: sameTime, by: cast.id(name))
                    Issue.record("\(rule) went through")
                } catch RecordError.refused(_, let found, _) { #expect(found == rule) }
            }
            try await cast.database.pool.run(
                "INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES ('A1', 'W00418', 'leave', '\(day)', '\(day)')"
            )
            await expectRefused(.unlawful, "officer_away") {
                try await cast.currencies.book(Cast.rowe, on: session, by: cast.id("Kerr"))
            }
            await expectRefused(.unknown, "session_known") {
                try await cast.currencies.book(Cast.rowe, on: 99, by: cast.id("Kerr"))
            }
            await expectRefused(.unknown, "session_over") { try await TrainingTests.session(cast, in: -2) }
            // nobody withdraws an officer in another's name
            for (side, name) in [(WithdrawalSide.dutiesOffice, "Hale"), (.officer, "Rowe"), (.trainingUnit, "Tate")] {
                await expectRefused(.twoPairsOfEyes, "training_office") {
                    try await cast.currencies.cancel(
                        booking: booked.booking, by: side, reason: "Because of it", account: cast.id(name))
                }
            }
            await expectRefused(
                Attempt(
                    "INSERT INTO booking_cancellation (booking_id, by_side, reason, cancelled_by) VALUES (\(booked.booking), 'session', 'Because of it', \(cast.id("Kerr")))",
                    .rewrite, "session_cancels"), on: cast.database.pool)

            try await cast.currencies.cancel(session: session, reason: "Range closed", account: cast.id("Kerr"))
            #expect(try await cast.database.pool.value("SELECT count(*) FROM standing_booking", as: Int.self) == 0)
            await expectRefused(.unlawful, "session_cancelled") {
                try await cast.currencies.book(Cast.other, on: session, by: cast.id("Kerr"))
            }
            let sessions = try await cast.currencies.sessions(from: day, to: day)
            #expect(sessions.items.map(\.id) == [sameTime] && sessions.items[0].starts == "09:30")
            for table in [
                "training_session", "training_booking", "booking_cancellation", "session_cancellation",
                "currency_notice",
            ] {
                await expectRefused(Attempt("DELETE FROM \(table)", .insufficientPrivilege), on: cast.database.pool)
            }
            for table in ["training_session", "training_booking", "booking_cancellation", "session_cancellation"] {
                await expectRefused(
                    Attempt("DELETE FROM \(table)", .rewrite), on: cast.database.admin,
                    preparing: "SET LOCAL session_replication_role = replica")
            }
        }
    }

    @Test("too few seats for the lapses of ninety days are told to the duties office once a month")
    func load() async throws {
        try await Cast.with { cast in
            let today = try await cast.today()
            _ = try await cast.database.pool.transaction { connection in
                try await connection.execute(
                    "UPDATE currency SET expires_on = \(today.adding(40)) WHERE skill_id = 'MED' AND officer_id <> 'W00450'"
                )
            }
            _ = try await TrainingTests.session(cast, in: 20, seats: 2)
            #expect(try await cast.due.warnTrainingLoad(asOf: cast.now) == 1)
            #expect(try await cast.due.warnTrainingLoad(asOf: cast.now) == 0)
            #expect(try await cast.told("training_load") == 2)
            let outlook = try await cast.currencies.outlook(asOf: cast.now, months: 3)
            #expect(outlook.lines.reduce(0) { $0 + $1.due } == 3 && outlook.lines.reduce(0) { $0 + $1.seats } == 2)
        }
        try await Cast.with { cast in
            let today = try await cast.today()
            _ = try await cast.database.pool.transaction { connection in
                try await connection.execute(
                    "UPDATE currency SET expires_on = \(today.adding(40)) WHERE skill_id = 'MED' AND officer_id <> 'W00450'"
                )
            }
            _ = try await TrainingTests.session(cast, in: 20, seats: 3)
            #expect(try await cast.due.warnTrainingLoad(asOf: cast.now) == 0)
        }
    }
}
