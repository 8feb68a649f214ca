import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Attendance as worked")
struct AttendanceTests {
    private func entry(_ officer: String, _ status: AttendanceStatus, _ post: String? = nil) -> AttendanceEntry {
        AttendanceEntry(officer: officer, status: status, post: post)
    }

    @Test("a shift is recorded in one call, all of it or nothing, and corrected by new entries")
    func oneCall() async throws {
        try await Cast.with { cast in
            let (store, day, kerr) = (cast.attendance, cast.day(-3), cast.id("Kerr"))
            let shift = [entry(Cast.tate, .worked, "P027"), entry(Cast.rowe, .absent), entry(Cast.other, .reserve)]
            let ids = try await store.record(day: day, shift: "D", entries: shift, by: kerr)
            #expect(ids.count == 3)
            await expectConflict("attendance_once") {
                try await store.record(day: day, shift: "D", entries: [entry("W00450", .reserve), shift[0]], by: kerr)
            }
            let correction = try await store.correct(ids[1], status: .worked, post: "P028", by: cast.id("Finch"))
            let held = try await store.list(from: day, to: day).items
            #expect(held.map(\.officer) == [Cast.tate, Cast.rowe, Cast.other])
            #expect(held.map(\.id) == [ids[0], correction, ids[2]])
            #expect(held[1].corrects == ids[1] && held[1].recordedBy == cast.id("Finch"))
            await expectConflict("attendance_corrects_key") {
                try await store.correct(ids[1], status: .absent, post: nil, by: kerr)
            }
            for (id, post) in [(ids[0], nil), (999, "P027")] as [(Int64, String?)] {
                #expect(await rosterError { try await store.correct(id, status: .worked, post: post, by: kerr) } != nil)
            }
            let page = try await store.list(from: day, to: day, limit: 2)
            #expect(try await store.list(from: day, to: day, cursor: page.next).items.map(\.id) == [ids[2]])
        }
    }

    @Test("a shift that has not begun is not recorded, and nobody corrects what is recorded about themselves")
    func held() async throws {
        try await Cast.with { cast in
            await expectRefused(.unknown, "attendance_future") {
                try await cast.attendance.record(
                    day: cast.day(1), shift: "D", entries: [entry(Cast.tate, .absent)], by: cast.id("Kerr"))
            }
            let own = try await cast.attendance.record(
                day: cast.day(-1), shift: "D", entries: [entry("W00450", .absent)], by: cast.id("Hale"))
            await expectRefused(.twoPairsOfEyes, "own_attendance") {
                try await cast.attendance.correct(own[0], status: .worked, post: "P027", by: cast.id("Hale"))
            }
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO attendance (officer_id, day, shift_id, status, recorded_by, recorded_at)
                    VALUES ('\(Cast.rowe)', '\(cast.day(1))', 'N', 'absent', 1, now() + interval '9 days')
                    """, .unknown, "attendance_future"),
                on: cast.database.pool)
        }
    }

    @Test("a file is taken whole")
    func file() async throws {
        try await Cast.with { cast in
            let csv =
                "\u{FEFF}status,officer,post\r\nworked,\(Cast.tate),P027\r\n\"absent\",\(Cast.rowe),\r\nreserve,\(Cast.other),"
            let made = try await cast.attendance.record(
                day: cast.day(-3), shift: "D", csv: Array(csv.utf8), by: cast.id("Kerr"))
            #expect(!made.isRefused && made.entries.count == 3)
            let held = try await cast.attendance.list(from: cast.day(-3), to: cast.day(-3)).items
            #expect(held.map(\.status) == [.worked, .absent, .reserve] && held.map(\.post) == ["P027", nil, nil])
        }
    }

    /// A file, and the line, column and a word of each thing that is wrong with it.
    static let bad: [(String, [(Int, String?, String)])] = [
        ("", [(1, nil, "header")]),
        ("officer,status,post,religion\n", [(1, nil, "protected")]),
        ("officer,status,post,maritalStatus\nW00417,absent,,x\n", [(1, nil, "protected")]),
        ("officer,status\n", [(1, "post", "missing")]),
        ("officer,status,post,shoe\n", [(1, nil, "unknown")]),
        ("officer,status,post,post\n", [(1, "post", "once")]),
        ("officer,status,post\nW00417,ill,\n", [(2, "status", "one of")]),
        ("officer,status,post\nW00417,worked,\n,absent,\n", [(2, "post", "worked"), (3, "officer", "required")]),
        ("officer,status,post\nW00417,absent,P027\n", [(2, "post", "only")]),
        ("officer,status,post\nW99999,worked,P999\n", [(2, "officer", "record"), (2, "post", "record")]),
        ("officer,status,post\nW00417,absent,\nW00418,absent,\nW00417,reserve,\n", [(4, "officer", "line 2")]),
        ("officer,status,post\nW00417,absent\n", [(2, "status", "fields")]),
        ("officer,status,post\nW00419,absent,\n", [(2, "officer", "correct")]),
    ]

    @Test("one bad row and nothing is written; every fault names its row, field and rule", arguments: bad)
    func badFile(csv: String, faults: [(Int, String?, String)]) async throws {
        try await Cast.with { cast in
            _ = try await cast.attendance.record(
                day: cast.day(-3), shift: "D", entries: [entry(Cast.other, .reserve)], by: cast.id("Kerr"))
            let made = try await cast.attendance.record(
                day: cast.day(-3), shift: "D", csv: Array(csv.utf8), by: cast.id("Kerr"))
            #expect(made.entries.isEmpty)
            #expect(made.problems.map(\.line) == faults.map(\.0), "\(made.problems.map(\.text))")
            #expect(made.problems.map(\.column) == faults.map(\.1))
            for (problem, fault) in zip(made.problems, faults) {
                #expect(problem.rule.contains(fault.2), "\(problem.text)")
            }
            let rows: Int = try await cast.database.pool.value("SELECT count(*) FROM attendance")
            #expect(rows == 1)
        }
    }

    @Test("a relief within a shift is recorded beside the officer's own row, and neither is called another post")
    func relief() async throws {
        try await Cast.with { cast in
            let day = cast.day(-3)
            try await cast.publish([(Cast.tate, day.description, "D", "P027")], from: day.description, days: 1)
            // Rowe, on reserve, relieved Tate from 14:00 to 16:00; placed by hand, because the day is past
            try await cast.database.admin.run(
                """
                SET LOCAL ROLE evenhand_owner;
                WITH made AS (
                    INSERT INTO change (kind, relieves, ground, exigency, note, welfare_considered, recall, duty_day, made_by)
                    SELECT 'relief', deployment_id, 'exigency', 'unforeseen', 'A relief for the break.', true, true, day, \(cast.id("Kerr"))
                    FROM standing_deployment RETURNING change_id
                )
                INSERT INTO deployment (change_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
                SELECT change_id, '\(Cast.rowe)', '\(day)', 'D', 'P027', london('\(day)', '14:00'), london('\(day)', '16:00') FROM made
                """)
            let csv = "officer,status,post\n\(Cast.tate),worked,P027\n\(Cast.rowe),worked,P027\n\(Cast.rowe),reserve,\n"
            let made = try await cast.attendance.record(
                day: day, shift: "D", csv: Array(csv.utf8), by: cast.id("Kerr"))
            #expect(made.problems == [])
            let held = try await cast.attendance.list(from: day, to: day, officer: Cast.rowe).items
            #expect(held.map { $0.relief != nil } == [true, false])
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 0)
            // the relief not worked is a gap of its own
            let row = try #require(held.first)
            _ = try await cast.attendance.correct(row.id, status: .absent, post: nil, by: cast.id("Finch"))
            #expect(try await cast.due.askDueQuestions(asOf: cast.now) == 1)
            #expect(try await cast.questions.list(for: cast.id("Stone")).items.map(\.deployment) == [row.relief])
        }
    }
}
