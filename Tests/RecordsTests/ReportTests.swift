import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Reports and logs for pages")
struct ReportTests {
    private static func today(_ cast: Cast) -> Day {
        LondonClock.day(atAbsoluteMinutes: Int(cast.now.timeIntervalSince1970 / 60))
    }

    @Test("a quarter's report counts decisions, flags and readings, and withholds what is small")
    func report() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: "My cousin lives there.")
            _ = try await cast.records.readSealed(record, layer: .annex, by: cast.id("Ashby"), purpose: "Gold triage")
            let today = ReportTests.today(cast)
            let report = try await QuarterlyReport.read(
                from: today.adding(-30), to: today.adding(1), of: cast.database.pool)
            #expect(
                report.decisions.rows.contains("Objection to the duty (Gold only)") && report.decisions.total == nil)
            #expect(report.flags.rows.contains("selective_scope") && report.flags.total == nil)
            #expect(report.reads.counts.contains([nil]) && report.reads.counts.contains([0]))
            #expect(report.reviewsHeld == 0 && report.reviewsMissed == 0)
            let before = try await QuarterlyReport.read(
                from: today.adding(-90), to: today.adding(-40), of: cast.database.pool)
            #expect(before.decisions.total == 0 && before.flags.rows.isEmpty && before.reads.total == 0)
        }
    }

    @Test("five readings are no small number")
    func fiveReadings() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: "My cousin lives there.")
            for turn in 1...5 {
                _ = try await cast.records.readSealed(
                    record, layer: .annex, by: cast.id("Ashby"), purpose: "Gold triage \(turn)")
            }
            let today = ReportTests.today(cast)
            let report = try await QuarterlyReport.read(from: today, to: today.adding(1), of: cast.database.pool)
            #expect(report.reads.rows == ["grounds", "annex", "concern"] && report.reads.total == 5)
            #expect(report.reads.counts == [[0], [5], [0]])
        }
    }

    @Test("the access log is filtered by officer, reader and days")
    func accessLog() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: "My cousin lives there.")
            _ = try await cast.records.readSealed(record, layer: .annex, by: cast.id("Ashby"), purpose: "Gold triage")
            let log = AccessLog(pool: cast.database.pool)
            let today = ReportTests.today(cast)
            func count(_ change: (inout AccessLog.Filter) -> Void) async throws -> Int {
                var filter = AccessLog.Filter()
                change(&filter)
                return try await log.list(filter).items.count
            }
            #expect(try await count { _ in } == 1)
            #expect(try await count { $0.officer = Cast.tate } == 1)
            #expect(try await count { $0.officer = Cast.rowe } == 0)
            #expect(try await count { $0.reader = "ASHB" } == 1)
            #expect(try await count { $0.reader = "%" } == 0)
            #expect(try await count { $0.from = today.adding(-1) } == 1)
            #expect(try await count { $0.from = today.adding(2) } == 0)
            #expect(try await count { $0.to = today.adding(1) } == 1)
            #expect(try await count { $0.to = today.adding(-2) } == 0)
        }
    }

    @Test("an officer sees who read their concern, and nobody sees it as theirs")
    func ownReads() async throws {
        try await Cast.with { cast in
            let concern = try await cast.concerns.raise(
                NewConcern(officer: Cast.tate, what: "I could be recognised there."), by: cast.id("Tate"))
            _ = try await cast.concerns.read(concern, by: cast.id("Hale"), purpose: "To see what would help")
            let own = try await cast.concerns.reads(aboutOfficerOf: cast.id("Tate"))
            #expect(own.map(\.number) == ["C-\(concern)"] && own.first?.read.purpose == "To see what would help")
            #expect(try await cast.concerns.reads(aboutOfficerOf: cast.id("Hale")).isEmpty)
            #expect(try await cast.concerns.reads(aboutOfficerOf: cast.id("Rowe")).isEmpty)
        }
    }

    @Test("looking at what waits marks nothing as seen")
    func waiting() async throws {
        try await Cast.with { cast in
            try await cast.registerTestKinds()
            let told = try await cast.tell(officer: Cast.tate, isUrgent: true)
            try await cast.tell(officer: Cast.tate, kind: "t_news", occurrence: "news")
            let waiting = try await cast.notifications.waiting(for: cast.id("Tate"))
            #expect(waiting.map(\.id) == [told] && waiting.first?.isUrgent == true)
            #expect(waiting.first?.title == "Duty changed")
            let seen: Int = try await cast.database.admin.value("SELECT count(*) FROM evenhand.notification_mark")
            #expect(seen == 0)
            try await cast.notifications.acknowledge(told, by: cast.id("Tate"))
            #expect(try await cast.notifications.waiting(for: cast.id("Tate")).isEmpty)
        }
    }
}
