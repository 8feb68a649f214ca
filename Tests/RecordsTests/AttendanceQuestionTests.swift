import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 1: what was published and what was worked")
struct AttendanceQuestionTests {
    private func entry(_ officer: String, _ status: AttendanceStatus, _ post: String? = nil) -> AttendanceEntry {
        AttendanceEntry(officer: officer, status: status, post: post)
    }

    /// Enters court attendance of Tate three days ago, now.
    private func enterCourt(_ cast: Cast, _ id: String = "A31") async throws {
        try await cast.database.pool.run(
            """
            INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day, recorded_at)
            VALUES ('\(id)', '\(Cast.tate)', 'court', '\(cast.day(-3))', '\(cast.day(-3))', '2020-01-01')
            """)
    }

    @Test("nothing is asked within the grace time; then one neutral question to the supervisors of the team, once")
    func asked() async throws {
        try await Cast.with { cast in
            try await cast.worked(
                published: [(Cast.tate, "P027"), (Cast.rowe, "P028"), (Cast.other, "P028")],
                [entry(Cast.tate, .absent), entry(Cast.rowe, .worked, "P028"), entry(Cast.other, .worked, "P028")])
            let ends = cast.moment(cast.day(-3), hour: 20)
            #expect(try await cast.due.askDueQuestions(asOf: ends.addingTimeInterval(11 * 3600)) == 0)
            #expect(try await cast.due.askDueQuestions(asOf: ends.addingTimeInterval(13 * 3600)) == 1)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            let question = try #require(try await cast.questions.list(for: cast.id("Stone")).items.first)
            #expect(question.kind == .notWorked && question.officer == Cast.tate && question.status == "absent")
            #expect(question.wording == "This duty was not recorded as published. What happened?")
            #expect(question.answerBy.timeIntervalSince(question.askedAt) == 24 * 3600)
            #expect(question.isMine && question.number == "QU-\(question.id)")
            #expect(try await cast.questions.list(for: cast.id("Hale")).items.map(\.isMine) == [true])
            #expect(try await cast.questions.list(for: cast.id("Marsh")).items.map(\.isMine) == [false])
            #expect(try await cast.questions.list(for: cast.id("Marsh"), scope: .team("D")).items.isEmpty)
            let told: [String] = try await cast.database.pool.value(
                "SELECT array_agg(kind || ' ' || a.name ORDER BY a.name) FROM notification JOIN account a ON account_id = to_account"
            )
            #expect(told == ["question_asked Hale", "question_asked Stone"])
            #expect(try await cast.flagKinds() == [])
        }
    }

    @Test("no answer when the clock runs out is a flag with its case, in the same round and once")
    func silence() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(23)) == 0)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(25)) == 1)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(26)) == 0)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            let flag = try #require(try await cast.queue.flags().items.first)
            #expect(flag.kind == "undocumented")
            #expect(flag.subjectID == String(try await cast.standing(Cast.tate, cast.day(-3).description)))
            #expect(!flag.finding.contains(Cast.tate) && flag.evidence.contains("QU-\(question)"))
            #expect(try await cast.queue.list().items.count == 1)
            let ended = try await cast.questions.get(question, for: cast.id("Stone"))
            #expect(ended.ended == .flagged && ended.flag == flag.number && ended.answer == nil)
            await expectRefused(.arrow, "question_ended") {
                try await cast.questions.answer(question, .init(words: "He was at court."), by: cast.id("Stone"))
            }
        }
    }

    @Test("an answer in words alone is a flag at once, with the words for Gold to read")
    func words() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            let words = "He was sent to another building by word of mouth."
            #expect(try await cast.questions.answer(question, .init(words: words), by: cast.id("Stone")) == .flagged)
            #expect(try await cast.flagKinds() == ["undocumented"])
            #expect(try await cast.questions.get(question, for: cast.id("Ashby")).answer == words)
        }
    }

    @Test("an answer that names the row that covers the duty settles it; the row entered late is seen at low priority")
    func row() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            await expectRefused(.bareDecision, "answer_row") {
                try await cast.questions.answer(
                    question, .init(words: "He was at court.", row: .abstraction, rowKey: "A31"), by: cast.id("Stone"))
            }
            try await enterCourt(cast)
            let answer = Questions.Answer(words: "He was at court.", row: .abstraction, rowKey: "A31")
            #expect(try await cast.questions.answer(question, answer, by: cast.id("Stone")) == .row)
            let ended = try await cast.questions.get(question, for: cast.id("Stone"))
            #expect(ended.row == .abstraction && ended.rowKey == "A31" && ended.flag == nil)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(100)) == 0)
            let flags = try await cast.queue.flags().items
            #expect(flags.map(\.kind) == ["late_row"] && flags.map(\.priority) == [.low])
        }
    }

    @Test("a row that comes while the question is open settles it without an answer; before it, none is asked")
    func rowBefore() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            try await enterCourt(cast)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.now) == 1, "the late row alone")
            #expect(try await cast.questions.get(question, for: 1).ended == .row)
            #expect(try await cast.flagKinds() == ["late_row"])
        }
        try await Cast.with { cast in
            try await cast.worked(published: [(Cast.tate, "P027")], [entry(Cast.tate, .absent)])
            try await enterCourt(cast)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            #expect(try await cast.flagKinds() == ["late_row"])
        }
    }

    @Test("an abstraction explains an absence, not work at another post; a non-deployment explains both")
    func otherPost() async throws {
        try await Cast.with { cast in
            try await cast.worked(published: [(Cast.tate, "P027")], [entry(Cast.tate, .worked, "P028")])
            try await enterCourt(cast)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            let question = try #require(try await cast.questions.list(for: cast.id("Stone")).items.first)
            #expect(question.kind == .otherPost && question.status == "worked")
            await expectRefused(.bareDecision, "answer_row") {
                try await cast.questions.answer(
                    question.id, .init(words: "He was at court.", row: .abstraction, rowKey: "A31"),
                    by: cast.id("Stone"))
            }
            let record = try await cast.granted(cast.terms(.sites(["S014"]), from: -24 * 5, to: 40))
            let answer = Questions.Answer(words: "The decision covers it.", row: .nonDeployment, rowKey: "ND-\(record)")
            #expect(try await cast.questions.answer(question.id, answer, by: cast.id("Stone")) == .row)
        }
    }

    @Test("a correction by somebody else ends the question; one that is taken back is asked about again")
    func corrected() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            let absent = try #require(
                try await cast.attendance.list(from: cast.day(-3), to: cast.day(-3), officer: Cast.tate).items.first)
            let worked = try await cast.attendance.correct(
                absent.id, status: .worked, post: "P027", by: cast.id("Finch"))
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(30)) == 0)
            #expect(try await cast.questions.get(question, for: 1).ended == .gone)
            _ = try await cast.attendance.correct(worked, status: .absent, post: nil, by: cast.id("Finch"))
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(30)) == 1)
            #expect(try await cast.flagKinds() == ["undocumented"])
        }
    }

    @Test("a row that is moved away after it settled a question is asked about again; moved here late, it is late")
    func movedRow() async throws {
        try await Cast.with { cast in
            try await cast.database.pool.run(
                """
                INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day)
                VALUES ('A31', '\(Cast.tate)', 'leave', '\(cast.day(-3))', '\(cast.day(-3))')
                """)
            try await cast.worked(published: [], [entry(Cast.rowe, .reserve)])
            try await cast.publish(
                [(Cast.other, cast.day(-2).description, "D", "P028")], from: cast.day(-2).description, days: 1)
            _ = try await cast.attendance.record(
                day: cast.day(-2), shift: "D", entries: [entry(Cast.other, .absent)], by: cast.id("Kerr"))
            // the leave of another officer is not Ferris's, until somebody gives it to Ferris
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            try await cast.database.pool.run(
                "INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES ('A32', '\(Cast.other)', 'leave', '\(cast.day(-2))', '\(cast.day(-2))')"
            )
            #expect(try await cast.due.raiseDueFlags(asOf: cast.now) == 1, "the late row")
            try await cast.database.pool.run(
                "UPDATE abstraction SET from_day = '\(cast.day(9))', to_day = '\(cast.day(9))' WHERE abstraction_id = 'A32'"
            )
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(30)) == 1)
            #expect(try await cast.flagKinds() == ["late_row", "undocumented"])
        }
    }

    @Test("work at a post without a published duty is asked about, and flagged like a gap")
    func unpublished() async throws {
        try await Cast.with { cast in
            try await cast.worked(
                published: [(Cast.rowe, "P028")],
                [entry(Cast.tate, .worked, "P027"), entry(Cast.rowe, .worked, "P028"), entry(Cast.other, .reserve)])
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            let question = try #require(try await cast.questions.list(for: cast.id("Stone")).items.first)
            #expect(question.kind == .unpublished && question.officer == Cast.tate && question.deployment == nil)
            #expect(
                try await cast.questions.answer(
                    question.id, .init(words: "Called in by telephone."), by: cast.id("Hale"))
                    == .flagged)
            let flag = try #require(try await cast.queue.flags().items.first)
            #expect(flag.kind == "undocumented" && flag.subjectKind == "attendance")
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
        }
    }

    @Test("a shift for which nothing came is itself asked about; silence flags it, a return brings its gaps")
    func noReturn() async throws {
        try await Cast.with { cast in
            let day = cast.day(-3)
            try await cast.publish(
                [(Cast.tate, day.description, "D", "P027"), (Cast.rowe, day.description, "D", "P028")],
                from: day.description, days: 1)
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            let question = try #require(try await cast.questions.list(for: cast.id("Kerr")).items.first)
            #expect(question.kind == .noReturn && question.officer == nil && question.isMine)
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(25)) == 1)
            let flag = try #require(try await cast.queue.flags().items.first)
            #expect(flag.kind == "no_return" && flag.subjectKind == "shift" && flag.subjectID == "\(day)/D")
            _ = try await cast.attendance.record(
                day: day, shift: "D", entries: [entry(Cast.rowe, .worked, "P028")], by: cast.id("Kerr"))
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            let gap = try #require(try await cast.questions.list(for: cast.id("Stone")).items.first)
            #expect(gap.officer == Cast.tate && gap.status == "no row")
        }
        try await Cast.with { cast in
            let day = cast.day(-3)
            try await cast.publish([(Cast.rowe, day.description, "D", "P028")], from: day.description, days: 1)
            _ = try await cast.due.askDueQuestions(asOf: cast.now)
            _ = try await cast.attendance.record(
                day: day, shift: "D", entries: [entry(Cast.rowe, .worked, "P028")], by: cast.id("Kerr"))
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(25)) == 0)
            #expect(try await cast.questions.list(for: cast.id("Kerr"), ended: true).items.map(\.ended) == [.gone])
        }
    }

    @Test("nobody answers for themselves, nobody from elsewhere, and nothing is answered with nothing")
    func whoAnswers() async throws {
        try await Cast.with { cast in
            try await cast.worked(
                published: [("W00450", "P027"), (Cast.rowe, "P028")],
                [entry("W00450", .absent), entry(Cast.rowe, .worked, "P028")], by: "Hale")
            _ = try await cast.due.askDueQuestions(asOf: cast.now)
            let question = try #require(try await cast.questions.list(for: cast.id("Stone")).items.first)
            #expect(try await cast.questions.list(for: cast.id("Hale")).items.map(\.isMine) == [false])
            let words = Questions.Answer(words: "I was at court that day.")
            await expectRefused(.twoPairsOfEyes, "own_answer") {
                try await cast.questions.answer(question.id, words, by: cast.id("Hale"))
            }
            for name in ["Kerr", "Brook", "Ashby", "Tate"] {
                // Brook is an inspector: one step up from Stone in the command, for the team has none
                if name == "Brook" { continue }
                await expectRefused(.twoPairsOfEyes, "not_asked") {
                    try await cast.questions.answer(question.id, words, by: cast.id(name))
                }
            }
            await expectRefused(.bareDecision, "answer_empty") {
                try await cast.questions.answer(question.id, .init(words: " - ? "), by: cast.id("Stone"))
            }
            #expect(try await cast.flagKinds() == ["refused_attempt"])
            #expect(try await cast.questions.answer(question.id, words, by: cast.id("Brook")) == .flagged)
        }
    }

    @Test("with the application's password nobody gets round a question")
    func operatorIsRefused() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            let attempts = [
                Attempt("DELETE FROM question", .insufficientPrivilege),
                Attempt("UPDATE question SET answer_by = 'infinity'", .insufficientPrivilege),
                Attempt(
                    "INSERT INTO question_ending (question_id, ended_as) VALUES (\(question), 'gone')",
                    .insufficientPrivilege),
                Attempt(
                    "INSERT INTO question_answer (question_id, words_id, answered_by) VALUES (\(question), write_prose('decision', 'nothing'), 1)",
                    .insufficientPrivilege),
                Attempt("SELECT settle_question(\(question), now())", .insufficientPrivilege),
                Attempt("UPDATE attendance SET status = 'worked'", .insufficientPrivilege),
                Attempt("UPDATE rule_figure SET figure = 9999 WHERE rule = 'question_answer'", .insufficientPrivilege),
                Attempt(
                    "SELECT answer_question(\(cast.id("Tate")), \(question), 'It is all in order.')", .twoPairsOfEyes,
                    "own_answer"),
                Attempt(
                    "SELECT answer_question(\(cast.id("Stone")), \(question), '...')", .bareDecision, "answer_empty"),
                Attempt("SELECT answer_question(\(cast.id("Stone")), \(question), '')", .checkViolation),
                Attempt(
                    "SELECT answer_question(\(cast.id("Stone")), \(question), 'At court.', 'abstraction', 'A404')",
                    .bareDecision,
                    "answer_row"),
            ]
            for attempt in attempts { await expectRefused(attempt, on: cast.database.pool) }
            // asking from the future gives nobody a longer clock, and asks of nothing that has not happened
            try await cast.publish(
                [(Cast.tate, cast.day(5).description, "D", "P027")], from: cast.day(5).description, days: 1)
            #expect(try await cast.due.askDueQuestions(asOf: cast.hours(24 * 300)) == 0)
            let latest: Date = try await cast.database.pool.value("SELECT max(answer_by) FROM question")
            #expect(latest < cast.hours(25))
        }
    }

    @Test("a change written down long after the duty closes the gap and is seen")
    func lateChange() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            try await enterCourt(cast)
            let gone = try await cast.standing(Cast.tate, cast.day(-3).description)
            _ = try await Changes(pool: cast.database.pool).make(
                ChangeRequest(removes: gone, ground: .abstraction, reference: "A31", welfareConsidered: true),
                by: cast.id("Kerr"))
            #expect(try await cast.flagKinds() == ["late_row"])
            #expect(try await cast.due.raiseDueFlags(asOf: cast.hours(25)) == 0)
            #expect(try await cast.questions.get(question, for: 1).ended == .gone)
        }
    }

    @Test("a case about a duty is not moved by the officer, the officer's team or who answered")
    func outsideLine() async throws {
        try await Cast.with { cast in
            let question = try await cast.askedAboutTate()
            try await cast.database.pool.run(
                "INSERT INTO account_role SELECT account_id, 'gold' FROM account WHERE name IN ('Tate', 'Stone', 'Rowe')"
            )
            _ = try await cast.questions.answer(question, .init(words: "By word of mouth."), by: cast.id("Stone"))
            let item = try #require(try await cast.queue.list().items.first)
            for name in ["Tate", "Stone", "Rowe"] {
                await expectRefused(.twoPairsOfEyes, "outside_line") {
                    try await cast.queue.enter(NewCaseEntry(.claim), in: item.id, by: cast.id(name))
                }
            }
            _ = try await cast.queue.enter(NewCaseEntry(.claim), in: item.id, by: cast.id("Ashby"))
        }
    }
}
