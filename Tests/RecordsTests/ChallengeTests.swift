import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Challenge this decision")
struct ChallengeTests {
    private static let words = "A fair observer would ask whether he chose this duty."

    /// A decision by Marsh about Tate, drafted and assessed by Hale, and a challenge of it by Rowe.
    private static func challenged(_ cast: Cast, _ scope: Scope = .allArmed) async throws -> (
        nd: Int64, challenge: Int64
    ) {
        let decision = try await cast.granted(cast.terms(scope))
        return (decision, try await cast.challenges.raise(on: decision, text: words, by: cast.id("Rowe")))
    }

    @Test("whoever had a part in the decision sees no challenge until Gold releases it")
    func hidden() async throws {
        try await Cast.with { cast in
            let (decision, challenge) = try await ChallengeTests.challenged(cast)
            func seen(_ name: String) async throws -> [Challenge] {
                try await cast.challenges.list(of: decision, for: cast.id(name))
            }
            for name in ["Marsh", "Hale", "Tate", "Stone", "Kerr"] { #expect(try await seen(name).isEmpty, "\(name)") }
            #expect(try await seen("Rowe").map(\.challengedBy?.name) == ["Rowe"])
            #expect(try await seen("Ashby").map(\.text) == [ChallengeTests.words])
            for name in ["Marsh", "Hale", "Tate", "Rowe"] {
                do {
                    try await cast.challenges.release(challenge, withName: true, by: cast.id(name))
                    Issue.record("\(name) released it")
                } catch RecordError.notFound { #expect(name != "Rowe") } catch RecordError.refused(
                    .twoPairsOfEyes, _, _)
                {
                    #expect(name == "Rowe")
                }
            }
            try await cast.challenges.release(challenge, withName: false, by: cast.id("Osei"))
            #expect(try await seen("Marsh").map(\.text) == [ChallengeTests.words])
            let shown = try await seen("Marsh")
            #expect(shown[0].challengedBy == nil && shown[0].isReleased)
            #expect(try await seen("Ashby")[0].challengedBy?.name == "Rowe")
            #expect(try await cast.told("challenge_released") == 1)
            await expectConflict("challenge_release_pkey") {
                try await cast.challenges.release(challenge, withName: true, by: cast.id("Osei"))
            }
            let second = try await cast.challenges.raise(on: decision, text: ChallengeTests.words, by: cast.id("Stone"))
            try await cast.challenges.release(second, withName: true, by: cast.id("Osei"))
            #expect(try await seen("Marsh").map(\.challengedBy?.name) == [nil, "Stone"])
        }
    }

    @Test("with the application's password, acting for the decider, no table gives it")
    func hiddenFromSQL() async throws {
        try await Cast.with { cast in
            let (decision, challenge) = try await ChallengeTests.challenged(cast)
            try await cast.challenges.answer(challenge, text: "He did not.", by: cast.id("Ashby"))
            let ways = [
                "SELECT challenge_id::text FROM challenge",
                "SELECT nd_id::text FROM challenge WHERE nd_id = \(decision)",
                "SELECT challenge_id::text FROM challenge_release", "SELECT challenge_id::text FROM challenge_answer",
                "SELECT body FROM prose WHERE layer = 'gold'", "SELECT canonical(p) FROM prose p WHERE layer = 'gold'",
                "SELECT kind FROM case_entry", "SELECT entry_id::text FROM case_entry WHERE challenge_id IS NOT NULL",
                "SELECT case_id::text FROM gold_case", "SELECT flag_id::text FROM flag",
                "SELECT challenger_of(\(challenge))::text WHERE challenger_of(\(challenge)) IS NOT NULL",
                "SELECT 'seen' WHERE may_see_challenge(\(cast.id("Marsh")), \(challenge))",
            ]
            for account in [nil, String(cast.id("Marsh")), String(cast.id("Hale")), String(cast.id("Tate"))]
                as [String?]
            {
                for way in ways {
                    let rows = try await cast.database.pool.transaction { connection in
                        if let account {
                            _ = try await connection.query("SELECT set_config('evenhand.account', \(account), true)")
                        }
                        return try await connection.query(Statement(unsafe: way)).count
                    }
                    #expect(rows == 0, "\(way) for \(account ?? "nobody")")
                }
            }
            for attempt in [
                Attempt("SELECT challenged_by FROM challenge", .insufficientPrivilege),
                Attempt("SELECT * FROM challenge", .insufficientPrivilege),
                Attempt(
                    "INSERT INTO challenge (nd_id, text_id, challenged_by, answer_by) VALUES (1, 1, 1, now())",
                    .insufficientPrivilege),
                Attempt(
                    "INSERT INTO challenge_release VALUES (\(challenge), true, \(cast.id("Ashby")))",
                    .insufficientPrivilege),
                Attempt("DELETE FROM challenge", .insufficientPrivilege),
                Attempt("ALTER TABLE challenge DISABLE ROW LEVEL SECURITY", .insufficientPrivilege),
                Attempt("SET LOCAL row_security = off; SELECT challenge_id FROM challenge", .insufficientPrivilege),
                Attempt("SELECT has_part(1, 1)", .insufficientPrivilege),
                Attempt(
                    "SELECT release_challenge(\(challenge), \(cast.id("Marsh")), true)", .unknown, "challenge_known"),
                Attempt(
                    "INSERT INTO case_entry (case_id, number, kind, prose_id, challenge_id) SELECT 1, 0, 'challenge', write_prose('gold', 'planted'), \(challenge)",
                    .rewrite, "challenge_joins"),
            ] { await expectRefused(attempt, on: cast.database.pool) }
            await expectRefused(Attempt("SELECT * FROM challenge", .insufficientPrivilege), on: cast.database.readOnly)
            let cases: Int = try await cast.database.readOnly.value("SELECT count(*) FROM gold_case")
            #expect(cases == 0)
        }
    }

    @Test("without a case it opens one, without a flag, that those with a part in the decision do not see")
    func opensCase() async throws {
        try await Cast.with { cast in
            let draft = try await cast.drafted(cast.terms(.allArmed))
            try await cast.records.decide(draft, cast.full(asGold: true), by: cast.id("Ashby"))
            #expect(try await cast.flagCount() == 0)
            let challenge = try await cast.challenges.raise(on: draft, text: ChallengeTests.words, by: cast.id("Rowe"))
            // Ashby is Gold and decided
            #expect(try await cast.queue.list(for: cast.id("Ashby")).items.isEmpty)
            #expect(try await cast.queue.list().items.isEmpty)
            #expect(try await cast.challenges.list(for: cast.id("Ashby")).items.isEmpty)
            let seen = try #require(try await cast.queue.list(for: cast.id("Osei")).items.first)
            #expect(seen.flags == 0 && seen.priority == .low && seen.finding == "A decision was challenged.")
            let told: [Int64] = try await cast.database.admin.value(
                "SELECT array_agg(to_account) FROM evenhand.notification WHERE kind = 'challenge_received'")
            #expect(told == [cast.id("Osei")])
            await #expect(throws: RecordError.notFound("case G-\(seen.id)")) {
                _ = try await cast.queue.enter(
                    NewCaseEntry(.note, text: "What is this?"), in: seen.id, by: cast.id("Ashby"))
            }
            let detail = try await cast.queue.detail(seen.id, for: cast.id("Osei"))
            #expect(detail.entries.map(\.kind) == [.challenge] && detail.entries[0].challenge == "CH-\(challenge)")
            #expect(detail.entries[0].text == ChallengeTests.words && detail.entries[0].writtenBy == nil)
            let note = try await cast.queue.enter(
                NewCaseEntry(.note, text: "To be looked at."), in: seen.id, by: cast.id("Osei"))
            #expect(note.number == 1)
            // who stands in the line writes nothing but notes, flag or none
            try await cast.database.admin.run(
                "INSERT INTO evenhand.account_role (account_id, role) VALUES (\(cast.id("Hale")), 'gold')")
            await expectRefused(
                Attempt(
                    "INSERT INTO case_entry (case_id, number, kind, written_by) VALUES (\(seen.id), 0, 'claim', \(cast.id("Hale")))",
                    .twoPairsOfEyes, "outside_line"), on: cast.database.pool)
        }
    }

    @Test("it joins a case without a number, a revision or a priority, and a flag later shows the case to all of Gold")
    func joinsCase() async throws {
        try await Cast.with { cast in
            let decision = try await cast.granted(cast.terms(.sites(["S014"])))
            let before = try #require(try await cast.queue.list().items.first)
            _ = try await cast.challenges.raise(on: decision, text: ChallengeTests.words, by: cast.id("Rowe"))
            let after = try #require(try await cast.queue.list(for: cast.id("Ashby")).items.first)
            #expect(before == after)
            let entered = try await cast.queue.enter(
                NewCaseEntry(.claim), in: before.id, by: cast.id("Ashby"), expectedRevision: before.revision)
            #expect(entered.number == 2)
            #expect(try await cast.queue.detail(before.id, for: cast.id("Ashby")).entries.map(\.number) == [1, -1, 2])
            #expect(try await cast.queue.detail(before.id).entries.map(\.number) == [1, 2])
            #expect(try await cast.flagCount() == 1)
        }
        try await Cast.with { cast in
            let (_, _) = try await ChallengeTests.challenged(cast, .allArmed)
            #expect(try await cast.queue.list().items.isEmpty)
            // a review that is missed raises its flag in the same case, which sets the priority
            _ = try await cast.due.raiseDueFlags(asOf: cast.hours(1000))
            let shown = try await cast.queue.list().items
            #expect(shown.map(\.priority) == [.medium] && shown.map(\.flags) == [1])
        }
    }

    @Test("a challenge counts towards no flag")
    func noFlag() async throws {
        try await Cast.with { cast in
            let decision = try await cast.granted(cast.terms(.allArmed))
            for name in ["Rowe", "Stone", "Brook", "Vale", "Osei", "Rowe", "Rowe", "Rowe"] {
                _ = try await cast.challenges.raise(on: decision, text: ChallengeTests.words, by: cast.id(name))
            }
            _ = try await cast.due.remindChallenges(asOf: cast.hours(500))
            #expect(try await cast.flagCount() == 0)
        }
    }

    @Test("Gold outside the line answers, the challenger is told, and the case does not close before that")
    func answered() async throws {
        try await Cast.with { cast in
            let (_, challenge) = try await ChallengeTests.challenged(cast, .sites(["S014"]))
            let id = try #require(try await cast.queue.list().items.first).id
            for entry in [
                NewCaseEntry(.termsOfReference, text: "Whether it was even-handed."),
                NewCaseEntry(.noAdvice, text: "Plain facts."), NewCaseEntry(.decision, text: "It stands."),
                NewCaseEntry(.learning, text: "Nothing new."),
            ] { _ = try await cast.queue.enter(entry, in: id, by: cast.id("Ashby")) }
            await expectRefused(.closure, "closure") {
                try await cast.queue.enter(
                    NewCaseEntry(.outcome, text: "It stands.", outcome: .upheld), in: id, by: cast.id("Ashby"))
            }
            await expectRefused(.bareDecision, "challenge_words") {
                try await cast.challenges.answer(challenge, text: "--", by: cast.id("Ashby"))
            }
            try await cast.challenges.answer(challenge, text: "The same was given to others.", by: cast.id("Ashby"))
            await expectConflict("challenge_answer_pkey") {
                try await cast.challenges.answer(challenge, text: "Once more.", by: cast.id("Ashby"))
            }
            _ = try await cast.queue.enter(
                NewCaseEntry(.outcome, text: "It stands.", outcome: .upheld), in: id, by: cast.id("Ashby"))
            let own = try await cast.challenges.list(for: cast.id("Rowe"), onlyOwn: true).items
            #expect(own.map(\.answer?.text) == ["The same was given to others."])
            #expect(try await cast.told("challenge_answered") == 1)
            #expect(try await cast.challenges.list(for: cast.id("Ashby"), onlyOpen: true).items.isEmpty)
            // a challenge of a closed case does not open it again; it has its own clock
            _ = try await cast.challenges.raise(on: 1, text: "And now?", by: cast.id("Stone"))
            #expect(try await cast.queue.detail(id).summary.state == .closed)
            #expect(try await cast.challenges.list(for: cast.id("Ashby"), onlyOpen: true).items.count == 1)
        }
    }

    @Test("what is not answered in time is brought to Gold again, once")
    func clock() async throws {
        try await Cast.with { cast in
            let (decision, first) = try await ChallengeTests.challenged(cast)
            try await cast.challenges.answer(first, text: "Answered at once.", by: cast.id("Osei"))
            _ = try await cast.challenges.raise(on: decision, text: ChallengeTests.words, by: cast.id("Rowe"))
            #expect(try await cast.due.remindChallenges(asOf: cast.hours(71)) == 0)
            #expect(try await cast.due.remindChallenges(asOf: cast.hours(73)) == 1)
            #expect(try await cast.due.remindChallenges(asOf: cast.hours(200)) == 0)
            #expect(try await cast.told("challenge_overdue") == 2)
        }
    }

    @Test("there is something to challenge, and nobody challenges their own decision")
    func refusals() async throws {
        try await Cast.with { cast in
            let draft = try await cast.drafted(cast.terms(.allArmed))
            await expectRefused(.unknown, "decision_known") {
                try await cast.challenges.raise(on: draft, text: ChallengeTests.words, by: cast.id("Rowe"))
            }
            try await cast.records.decide(draft, cast.full(), by: cast.id("Marsh"))
            await expectRefused(.twoPairsOfEyes, "own_challenge") {
                try await cast.challenges.raise(on: draft, text: ChallengeTests.words, by: cast.id("Marsh"))
            }
            await expectRefused(.bareDecision, "challenge_words") {
                try await cast.challenges.raise(on: draft, text: "?!", by: cast.id("Rowe"))
            }
            // who drafted may challenge what became of it, and sees that challenge only
            let own = try await cast.challenges.raise(on: draft, text: ChallengeTests.words, by: cast.id("Hale"))
            _ = try await cast.challenges.raise(on: draft, text: ChallengeTests.words, by: cast.id("Rowe"))
            #expect(try await cast.challenges.list(of: draft, for: cast.id("Hale")).map(\.id) == [own])
        }
    }
}
