import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

/// Guarantee 1 as a property: whatever was published, worked, entered, answered or left unanswered, every difference ends
/// in a row that covers it or in a flag, and nothing else is flagged.
@Suite("Guarantee 1: every gap ends in a row or in a flag")
struct AttendancePropertyTests {
    /// One officer on one day.
    struct Slot: Hashable {
        let officer: String
        let day: Day
    }

    /// A world drawn at random, and what must become of it, worked out without SQL.
    struct World {
        static let officers = [Cast.tate, Cast.rowe, Cast.other, "W00450"]
        static let posts = ["P027", "P028"]
        var published: [Slot: String] = [:]
        var worked: [Slot: (status: AttendanceStatus, post: String?)] = [:]
        var abstracted: Set<Slot> = []

        init(_ cast: Cast, _ random: inout SplitMix) {
            for day in (-9 ... -3).map({ cast.day($0) }) {
                let isReturned = Int.random(in: 0..<4, using: &random) > 0
                for officer in World.officers {
                    let slot = Slot(officer: officer, day: day)
                    if Int.random(in: 0..<3, using: &random) > 0 {
                        published[slot] = World.posts.randomElement(using: &random)
                    }
                    if Int.random(in: 0..<4, using: &random) == 0 { abstracted.insert(slot) }
                    guard isReturned, Int.random(in: 0..<5, using: &random) > 0 else { continue }
                    switch Int.random(in: 0..<8, using: &random) {
                    case 0: worked[slot] = (.absent, nil)
                    case 1: worked[slot] = (.reserve, nil)
                    case 2: worked[slot] = (.worked, World.posts.randomElement(using: &random))
                    default: worked[slot] = published[slot].map { (.worked, $0) } ?? (.absent, nil)
                    }
                }
            }
            // a roster version cannot hold a duty that the record forbids, so abstractions are entered afterwards
        }

        func isReturned(_ day: Day) -> Bool { worked.keys.contains { $0.day == day } }

        /// Published duties that were not worked as published and that no abstraction explains.
        var gaps: Set<Slot> {
            Set(
                published.filter { slot, post in
                    guard isReturned(slot.day) else { return false }
                    guard let done = worked[slot] else { return !abstracted.contains(slot) }
                    if done.post == post { return false }
                    return !(done.status == .absent && abstracted.contains(slot))
                }.keys)
        }

        /// Work without a published duty.
        var extra: Set<Slot> { Set(worked.filter { $0.value.status == .worked && published[$0.key] == nil }.keys) }

        /// Days with duties and no return.
        var silent: Set<Day> { Set(published.keys.map(\.day)).filter { !isReturned($0) } }
    }

    @Test("for random rosters, returns, rows and answers", arguments: 1...12)
    func everyGap(seed: Int) async throws {
        try await Cast.with { cast in
            var random = SplitMix(state: UInt64(seed) &* 0x9E37_79B9)
            let world = World(cast, &random)
            try await load(world, cast)
            #expect(
                try await cast.due.askDueQuestions(asOf: cast.now)
                    == world.gaps.count + world.extra.count + world.silent.count)
            let open = try await cast.questions.list(for: cast.id("Stone"), limit: 200).items
            var settled: Set<Slot> = []
            for question in open {
                let slot = Slot(officer: question.officer ?? "", day: question.day)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    _ = try await cast.questions.answer(
                        question.id, .init(words: "By word of mouth."),
                        by: question.kind == .noReturn ? cast.id("Kerr") : answerer(question, cast))
                case 1 where question.kind == .notWorked && question.status != "reserve":
                    try await enter(slot, cast)
                    settled.insert(slot)
                default: break
                }
            }
            _ = try await cast.due.raiseDueFlags(asOf: cast.hours(25))
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            #expect(try await cast.questions.list(for: cast.id("Stone"), limit: 200).items.isEmpty)

            let flagged: [String] = try await cast.database.pool.value(
                """
                SELECT coalesce(array_agg(coalesce(d.officer_id, a.officer_id, '') || ' ' || (f.evidence ->> 'day') ORDER BY 1), '{}')
                FROM flag f LEFT JOIN deployment d ON f.subject_kind = 'deployment' AND d.deployment_id::text = f.subject_id
                LEFT JOIN attendance a ON f.subject_kind = 'attendance' AND a.attendance_id::text = f.subject_id
                WHERE f.kind IN ('undocumented', 'no_return')
                """)
            let expected =
                world.gaps.subtracting(settled).map { "\($0.officer) \($0.day)" }
                + world.extra.map { "\($0.officer) \($0.day)" } + world.silent.map { " \($0)" }
            #expect(Set(flagged) == Set(expected) && flagged.count == expected.count)
            let uncased: Int = try await cast.database.pool.value(
                "SELECT count(*) FROM flag WHERE NOT EXISTS (SELECT FROM case_entry e WHERE e.flag_id = flag.flag_id)")
            #expect(uncased == 0)
        }
    }

    private func answerer(_ question: Question, _ cast: Cast) -> Int64 {
        cast.id(question.officer == Cast.other ? "Marsh" : "Stone")
    }

    private func enter(_ slot: Slot, _ cast: Cast) async throws {
        try await cast.database.pool.run(
            """
            INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
            SELECT 'A' || count(*) + 1, '\(slot.officer)', 'court', '\(slot.day)', '\(slot.day)' FROM abstraction
            """)
    }

    private func load(_ world: World, _ cast: Cast) async throws {
        let duties = world.published.map { ($0.key.officer, $0.key.day.description, "D", $0.value) }
        try await cast.publish(duties, from: cast.day(-9).description, days: 7)
        for day in Set(world.worked.keys.map(\.day)) {
            let entries = world.worked.filter { $0.key.day == day }.map {
                AttendanceEntry(officer: $0.key.officer, status: $0.value.status, post: $0.value.post)
            }
            _ = try await cast.attendance.record(day: day, shift: "D", entries: entries, by: cast.id("Kerr"))
        }
        for slot in world.abstracted { try await enter(slot, cast) }
    }
}
