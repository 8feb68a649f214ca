import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase

extension Cast {
    var swaps: Swaps { Swaps(pool: database.pool) }
    var questions: Questions { Questions(pool: database.pool) }
    var attendance: AttendanceRecords { AttendanceRecords(pool: database.pool) }

    /// A day by its distance from today.
    func day(_ distance: Int) -> Day {
        LondonClock.day(atAbsoluteMinutes: Int(now.timeIntervalSince1970 / 60)).adding(distance)
    }

    /// A moment of a day by London's wall clock.
    func moment(_ day: Day, hour: Int) -> Date {
        Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, hour * 60)) * 60)
    }

    /// Publishes two duties to come, Tate's at P027 and Rowe's at P028 a day later; their deployments.
    func swappable(from distance: Int = 40) async throws -> (tate: Int64, rowe: Int64) {
        let (first, second) = (day(distance).description, day(distance + 1).description)
        try await publish([(Cast.tate, first, "D", "P027"), (Cast.rowe, second, "D", "P028")], from: first, days: 2)
        return (try await standing(Cast.tate, first), try await standing(Cast.rowe, second))
    }

    /// Asked by Tate, agreed by Rowe, open for a supervisor.
    func agreedSwap(from distance: Int = 40) async throws -> Int64 {
        let duties = try await swappable(from: distance)
        let swap = try await swaps.ask(gives: duties.tate, takes: duties.rowe, by: id("Tate"))
        try await swaps.take(.agreed, swap, by: id("Rowe"))
        return swap
    }

    /// Publishes duties of one past day and records a shift of it.
    func worked(
        _ distance: Int = -3, published: [(String, String)], _ entries: [AttendanceEntry], by name: String = "Kerr"
    ) async throws {
        let day = day(distance)
        try await publish(published.map { ($0.0, day.description, "D", $0.1) }, from: day.description, days: 1)
        _ = try await attendance.record(day: day, shift: "D", entries: entries, by: id(name))
    }

    /// One question about Tate, absent from P027 three days ago with no row; Rowe worked. Its key.
    func askedAboutTate() async throws -> Int64 {
        try await worked(
            published: [(Cast.tate, "P027"), (Cast.rowe, "P028")],
            [
                AttendanceEntry(officer: Cast.tate, status: .absent),
                AttendanceEntry(officer: Cast.rowe, status: .worked, post: "P028"),
            ])
        _ = try await due.askDueQuestions(asOf: now)
        return try await database.pool.value("SELECT max(question_id) FROM question")
    }

    /// Leaves a row in every ledgered table of swaps and questions, each by the way it is meant to come.
    func playSwapsAndQuestions() async throws {
        let swap = try await agreedSwap()
        _ = try await swaps.approve(swap, welfareConsidered: true, by: id("Stone"))
        let question = try await askedAboutTate()
        _ = try await questions.answer(
            question, Questions.Answer(words: "He was sent to another building by word of mouth."), by: id("Stone"))
    }
}
