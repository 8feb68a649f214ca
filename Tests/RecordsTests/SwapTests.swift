import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Swaps by officers")
struct SwapTests {
    @Test("asked by one, agreed by the other, approved by a third: both duties change, and the relief is on record")
    func life() async throws {
        try await Cast.with { cast in
            let duties = try await cast.swappable()
            let swap = try await cast.swaps.ask(
                gives: duties.tate, takes: duties.rowe, reason: "A family day.", by: cast.id("Tate"))
            var record = try await cast.swaps.get(swap)
            #expect(record.state == .asked && record.reason == "A family day." && record.number == "SW-\(swap)")
            #expect(record.answerBy.map { abs($0.timeIntervalSince(cast.hours(72))) < 120 } == true)
            try await cast.swaps.take(.agreed, swap, by: cast.id("Rowe"))
            let made = try await cast.swaps.approve(swap, welfareConsidered: true, by: cast.id("Stone"))
            #expect(made.kind == .swap)
            #expect(Set(made.consequences.map(\.officer)) == [Cast.tate, Cast.rowe])
            record = try await cast.swaps.get(swap)
            #expect(record.state == .approved && record.answerBy == nil && record.by == cast.id("Stone"))

            let standing: [String] = try await cast.database.pool.value(
                "SELECT array_agg(officer_id || ' ' || post_id ORDER BY day) FROM standing_deployment")
            #expect(standing == ["\(Cast.rowe) P027", "\(Cast.tate) P028"])
            let reliefs = try await cast.swaps.reliefs(from: cast.day(0), to: cast.day(60)).items
            #expect(reliefs.map(\.officer) == [Cast.tate, Cast.rowe])
            #expect(reliefs.map(\.asked) == [true, false])
            #expect(reliefs.map(\.relievedSite) == ["S014", "S015"] && reliefs.map(\.takenSite) == ["S015", "S014"])
            #expect(reliefs.allSatisfy { $0.approvedBy == cast.id("Stone") })
            let noted: [Int64] = try await cast.database.pool.value(
                "SELECT array_agg(swap_id) FROM change WHERE ground = 'swap'")
            #expect(noted == [swap, swap])
        }
    }

    @Test("people are told: the other officer, then who asked and the supervisors, then whoever it is over for")
    func told() async throws {
        try await Cast.with { cast in
            let swap = try await cast.agreedSwap()
            try await cast.swaps.take(.refused, swap, note: "Both are needed where they are.", by: cast.id("Stone"))
            let told: [String] = try await cast.database.pool.value(
                """
                SELECT array_agg(kind || ' ' || coalesce(to_officer, (SELECT name FROM account WHERE account_id = to_account)) ORDER BY notification_id)
                FROM notification WHERE about_kind = 'swap'
                """)
            #expect(
                told.sorted() == [
                    "swap_agreed \(Cast.tate)", "swap_asked \(Cast.rowe)", "swap_over \(Cast.tate)",
                    "swap_over \(Cast.rowe)", "swap_to_decide Hale", "swap_to_decide Stone",
                ])
            let open: Int = try await cast.database.pool.value(
                "SELECT count(*) FROM notification_standing WHERE kind = 'swap_to_decide' AND standing <> 'done'")
            #expect(open == 0)
        }
    }

    @Test(
        "either officer can end it before a supervisor decides, and what is over stays over",
        arguments: [(SwapState.declined, "Rowe"), (.withdrawn, "Tate")])
    func ended(state: SwapState, name: String) async throws {
        try await Cast.with { cast in
            let swap = try await cast.agreedSwap()
            try await cast.swaps.take(state, swap, by: cast.id(name))
            #expect(try await cast.swaps.get(swap).state == state)
            await expectRefused(.arrow) {
                try await cast.swaps.approve(swap, welfareConsidered: true, by: cast.id("Stone"))
            }
            let changed: Int = try await cast.database.pool.value("SELECT count(*) FROM change")
            #expect(changed == 0)
        }
    }

    @Test("it lapses by itself when nobody answers in time, and each answer starts the clock anew")
    func lapses() async throws {
        try await Cast.with { cast in
            let duties = try await cast.swappable()
            let swap = try await cast.swaps.ask(gives: duties.tate, takes: duties.rowe, by: cast.id("Tate"))
            #expect(try await cast.due.lapseSwaps(asOf: cast.hours(71)) == 0)
            try await cast.swaps.take(.agreed, swap, by: cast.id("Rowe"))
            #expect(try await cast.due.lapseSwaps(asOf: cast.hours(73)) == 1)
            #expect(try await cast.due.lapseSwaps(asOf: cast.hours(73)) == 0)
            let record = try await cast.swaps.get(swap)
            #expect(record.state == .lapsed && record.by == nil)
        }
    }

    @Test("it lapses at the midnight before its first duty, and when a duty no longer stands")
    func lapsesWithItsDuties() async throws {
        try await Cast.with { cast in
            let soon = try await cast.agreedSwap(from: 2)
            let midnight = cast.moment(cast.day(2), hour: 0)
            let due = try await cast.swaps.get(soon).answerBy
            #expect(due.map { $0 <= midnight } == true)
            #expect(try await cast.due.lapseSwaps(asOf: midnight) == 1)

            let later = try await cast.agreedSwap(from: 20)
            try await cast.database.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A1', '\(Cast.tate)', 'court', '\(cast.day(20))', '\(cast.day(20))')
                """)
            let gone = try await cast.swaps.get(later).gives.deployment
            _ = try await Changes(pool: cast.database.pool).make(
                ChangeRequest(removes: gone, ground: .abstraction, reference: "A1", welfareConsidered: true),
                by: cast.id("Kerr"))
            await expectRefused(.unknown, "swap_stands") {
                try await cast.swaps.approve(later, welfareConsidered: true, by: cast.id("Stone"))
            }
            #expect(try await cast.due.lapseSwaps(asOf: cast.now) == 1)
            #expect(try await cast.swaps.get(later).state == .lapsed)
        }
    }

    @Test("the hard rules of every change hold, and a swap they refuse stays open and changes nothing")
    func hardRules() async throws {
        try await Cast.with { cast in
            let swap = try await cast.agreedSwap()
            try await cast.database.pool.run("INSERT INTO post_skill VALUES ('P028', 'DOG')")
            await expectRefused(.unlawful, "held_back") {
                try await cast.swaps.approve(swap, welfareConsidered: true, by: cast.id("Stone"))
            }
            #expect(try await cast.swaps.get(swap).state == .agreed)

            // Rowe's late night before Tate's early day: the swap would leave ten hours of rest
            let (eve, day) = (cast.day(60).description, cast.day(61).description)
            try await cast.publish(
                [
                    (Cast.rowe, eve, "D", "P027"), (Cast.tate, day, "E", "P027"),
                    (Cast.rowe, cast.day(63).description, "D", "P027"),
                ],
                from: eve, days: 4)
            let tight = try await cast.swaps.ask(
                gives: try await cast.standing(Cast.tate, day),
                takes: try await cast.standing(Cast.rowe, cast.day(63).description), by: cast.id("Tate"))
            try await cast.swaps.take(.agreed, tight, by: cast.id("Rowe"))
            await expectConflict("rest_between_tours") {
                try await cast.swaps.approve(tight, welfareConsidered: true, by: cast.id("Stone"))
            }
            #expect(try await cast.swaps.get(tight).state == .agreed)
        }
    }

    @Test("only one's own duty is given, a colleague's taken, both to come, and the same swap asked for once")
    func asking() async throws {
        try await Cast.with { cast in
            let duties = try await cast.swappable()
            await expectRefused(.twoPairsOfEyes, "swap_own") {
                try await cast.swaps.ask(gives: duties.rowe, takes: duties.tate, by: cast.id("Tate"))
            }
            await expectRefused(.unknown, "swap_of_two") {
                try await cast.swaps.ask(gives: duties.tate, takes: duties.tate, by: cast.id("Tate"))
            }
            await expectRefused(.unknown, "deployment_known") {
                try await cast.swaps.ask(gives: duties.tate, takes: 9999, by: cast.id("Tate"))
            }
            _ = try await cast.swaps.ask(gives: duties.tate, takes: duties.rowe, by: cast.id("Tate"))
            await expectRefused(.arrow, "swap_open") {
                try await cast.swaps.ask(gives: duties.rowe, takes: duties.tate, by: cast.id("Rowe"))
            }
            try await cast.publish(
                [(Cast.other, cast.day(-3).description, "D", "P028")], from: cast.day(-3).description, days: 1)
            let begun = try await cast.standing(Cast.other, cast.day(-3).description)
            await expectRefused(.unknown, "swap_future") {
                try await cast.swaps.ask(gives: duties.tate, takes: begun, by: cast.id("Tate"))
            }
            #expect(try await cast.swaps.duty(of: Cast.rowe, on: cast.day(41)) == duties.rowe)
            await #expect(throws: RecordError.self) { try await cast.swaps.duty(of: Cast.rowe, on: cast.day(42)) }
        }
    }

    @Test("who is in the swap, or swaps with one of the two, does not decide; an attempt on one's own is noted")
    func twoPairsOfEyes() async throws {
        try await Cast.with { cast in
            let days = (40...43).map { cast.day($0).description }
            try await cast.publish(
                [
                    ("W00450", days[0], "D", "P027"), (Cast.tate, days[1], "D", "P028"),
                    (Cast.rowe, days[3], "D", "P028"),
                ],
                from: days[0], days: 4)
            let (hale, tate) = (try await cast.standing("W00450", days[0]), try await cast.standing(Cast.tate, days[1]))
            let own = try await cast.swaps.ask(gives: hale, takes: tate, by: cast.id("Hale"))
            try await cast.swaps.take(.agreed, own, by: cast.id("Tate"))
            await expectRefused(.twoPairsOfEyes, "own_swap") {
                try await cast.swaps.approve(own, welfareConsidered: true, by: cast.id("Hale"))
            }
            #expect(try await cast.flagKinds() == ["refused_attempt"])
            _ = try await cast.swaps.approve(own, welfareConsidered: true, by: cast.id("Stone"))

            let next = try await cast.swaps.ask(
                gives: try await cast.standing(Cast.tate, days[0]), takes: try await cast.standing(Cast.rowe, days[3]),
                by: cast.id("Tate"))
            try await cast.swaps.take(.agreed, next, by: cast.id("Rowe"))
            await expectRefused(.twoPairsOfEyes, "swap_partner") {
                try await cast.swaps.approve(next, welfareConsidered: true, by: cast.id("Hale"))
            }
            await expectRefused(.twoPairsOfEyes, "swap_supervisor") {
                try await cast.swaps.approve(next, welfareConsidered: true, by: cast.id("Kerr"))
            }
            #expect(
                await rosterError { try await cast.swaps.approve(next, welfareConsidered: false, by: cast.id("Stone")) }
                    != nil)
            _ = try await cast.swaps.approve(next, welfareConsidered: true, by: cast.id("Stone"))
        }
    }

    @Test("with the application's password nobody gets round the steps of a swap")
    func operatorIsRefused() async throws {
        try await Cast.with { cast in
            let duties = try await cast.swappable()
            let swap = try await cast.swaps.ask(gives: duties.tate, takes: duties.rowe, by: cast.id("Tate"))
            let change =
                "SELECT change_deployment(\(cast.id("Kerr")), \(duties.tate), 'swap', '\(duties.rowe)', 'A swap as they wish.', true, NULL, NULL, NULL, NULL)"
            func step(_ name: String, _ state: String) -> String {
                "SELECT step_swap(\(cast.id(name)), \(swap), '\(state)', 'A note.', \(state == "approved" ? "true" : "NULL"))"
            }
            let attempts = [
                Attempt(change, .bareDecision, "swap_approved"),
                Attempt(step("Stone", "approved"), .arrow),
                Attempt(step("Stone", "agreed"), .twoPairsOfEyes, "swap_own"),
                Attempt(step("Tate", "agreed"), .twoPairsOfEyes, "swap_own"),
                Attempt(step("Tate", "approved"), .twoPairsOfEyes, "own_swap"),
                Attempt(step("Stone", "lapsed"), .arrow), Attempt(step("Stone", "asked"), .arrow),
                Attempt(
                    "INSERT INTO swap_step (swap_id, number, state, made_by) VALUES (\(swap), 2, 'agreed', \(cast.id("Rowe")))",
                    .insufficientPrivilege),
                Attempt(
                    "INSERT INTO swap (gives, takes, officer_id, other_officer_id, asked_by) VALUES (\(duties.tate), \(duties.rowe), 'W00417', 'W00418', 1)",
                    .insufficientPrivilege),
                Attempt("UPDATE swap_step SET state = 'approved'", .insufficientPrivilege),
                Attempt("DELETE FROM swap", .insufficientPrivilege),
            ]
            for attempt in attempts { await expectRefused(attempt, on: cast.database.pool) }
            try await cast.swaps.take(.agreed, swap, by: cast.id("Rowe"))
            await expectRefused(Attempt(change, .bareDecision, "swap_approved"), on: cast.database.pool)
            // an approval that changes nothing, and one that changes other duties
            await expectRefused(Attempt(step("Stone", "approved"), .bareDecision, "swap_made"), on: cast.database.pool)
            await expectRefused(
                Attempt(
                    "SELECT step_swap(\(cast.id("Stone")), \(swap), 'approved', NULL, false)", .checkViolation,
                    "swap_welfare"),
                on: cast.database.pool)
            await expectRefused(
                Attempt(
                    "SELECT step_swap(\(cast.id("Stone")), \(swap), 'refused')", .checkViolation,
                    "swap_refusal_says_why"),
                on: cast.database.pool)
            // even as the owner of the tables
            await expectRefused(
                Attempt(
                    "INSERT INTO swap_step (swap_id, number, state, made_by, welfare_considered) VALUES (\(swap), 9, 'approved', \(cast.id("Rowe")), true)",
                    .twoPairsOfEyes, "own_swap"),
                on: cast.database.admin, preparing: "SET LOCAL ROLE evenhand_owner")
            try await cast.database.pool.run("\(step("Stone", "approved")); \(change)")
            await expectRefused(Attempt(change, .uniqueViolation), on: cast.database.pool)
        }
    }

    @Test("lists are narrowed by officer, team and state, and come in pages")
    func lists() async throws {
        try await Cast.with { cast in
            let first = try await cast.agreedSwap(from: 20)
            let second = try await cast.agreedSwap(from: 30)
            try await cast.swaps.take(.withdrawn, first, by: cast.id("Tate"))
            var filter = Swaps.Filter()
            filter.states = [.agreed]
            #expect(try await cast.swaps.list(filter).items.map(\.id) == [second])
            filter = Swaps.Filter()
            filter.officer = Cast.other
            #expect(try await cast.swaps.list(filter).items.isEmpty)
            filter = Swaps.Filter()
            filter.team = "C"
            let page = try await cast.swaps.list(filter, limit: 1)
            #expect(page.items.map(\.id) == [second])
            #expect(try await cast.swaps.list(filter, cursor: page.next).items.map(\.id) == [first])
        }
    }
}
