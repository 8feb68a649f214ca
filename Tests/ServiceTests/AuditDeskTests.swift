import Deployment
import FoundationEssentials
import Impartiality
import Postgres
import Records
import Synchronization
import TestDatabase
import Testing

@testable import Service

/// Asks about one officer after another, with numbers that depend on everything the history holds on that day.
private struct CountingEngine: DayCloser {
    private var closed: Int32 = 0

    mutating func close(_ day: Int32, of history: History) -> [AuditFlag] {
        precondition(day == closed, "days are closed one after another")
        closed += 1
        guard day % 5 == 4 else { return [] }
        let sum = history.worked.officer.reduce(0) { $0 + Int($1) } + history.worked.post.reduce(0) { $0 + Int($1) }
        let rows = [
            history.published.count, history.worked.count, sum, history.swaps.count, history.decisions.count,
            history.abstractions.count, history.currencies.count, history.levels.count, history.seasons.count,
        ]
        let open = history.abstractions.map { min($0.to, day) } + history.officers.map { min($0.left, day) }
        let finding = Finding(
            observed: Double(history.worked.rows(day).count), expected: Double(open.reduce(0, +)), opportunities: 1,
            course: rows.map { Finding.Course(day: day, logRatio: Double($0)) }, events: [day],
            comparison: [Finding.Peer(subject: .site(0), observed: 1, expected: .infinity)])
        func flag(_ pattern: Pattern, _ subjects: [Subject], _ finding: Finding? = nil) -> AuditFlag {
            AuditFlag(
                raisedOn: day, pattern: pattern, subjects: subjects, evidence: .eValue(100), firstEvent: 0,
                lastEvent: day, detail: "share", finding: finding)
        }
        return [
            flag(.selectiveScope, [.officer(0)]), flag(.officerAvoidance, [.officer(day / 5), .mission(1)], finding),
            flag(.pairConcentration, [.officer(day / 5), .supervisor(day / 5 % 4)], finding),
        ]
    }
}

@Suite("The audit in the service")
struct AuditDeskTests {
    private static let days = AuditWorld.days

    private static func desk(_ database: TestDatabase) -> AuditDesk<CountingEngine> {
        AuditDesk(pool: database.pool) { _, _ in CountingEngine() }
    }

    /// Shortly after noon of the day after.
    private static func noon(after distance: Int) -> Date {
        AuditWorld.moment(AuditWorld.day(distance + 1), hour: 12, minute: 15)
    }

    /// When the last day with duties can be closed; the one without a return has waited long enough then.
    private static let end = noon(after: AuditWorld.days - 1)

    /// What was raised, in order, without the moment.
    private static func raised(_ database: TestDatabase) async throws -> [String] {
        try await database.pool.withConnection { connection in
            try await connection.query(
                "SELECT concat_ws(' ', kind, subject_kind, subject_id, occurrence, evidence) FROM flag ORDER BY flag_id"
            ).map { try $0.decode(0, as: String.self) }
        }
    }

    private static func closed(_ database: TestDatabase) async throws -> Int {
        try await database.pool.withConnection { connection in
            try await connection.query("SELECT count(*) FROM audit_day").first?.decode(0) ?? -1
        }
    }

    @Test("day after day, with a restart every night, or all at once: the same flags, each once")
    func sameFlags() async throws {
        let atOnce = try await withDatabase { database in
            try await AuditWorld.write(into: database)
            #expect(try await Self.desk(database).closeDue(asOf: Self.end) == 16)
            #expect(try await Self.desk(database).closeDue(asOf: Self.end) == 0)
            #expect(try await Self.closed(database) == Self.days)
            return try await Self.raised(database)
        }
        #expect(atOnce.count == 16 && atOnce.allSatisfy { !$0.contains("selective_scope") })
        for restarts in [false, true] {
            let daily = try await withDatabase { database in
                try await AuditWorld.write(into: database)
                var desk = Self.desk(database)
                for distance in 0..<Self.days {
                    if restarts { desk = Self.desk(database) }
                    _ = try await desk.closeDue(asOf: Self.noon(after: distance))
                }
                #expect(try await Self.closed(database) == Self.days)
                return try await Self.raised(database)
            }
            #expect(daily == atOnce, "restarts \(restarts)")
        }
    }

    @Test("the engine is made once while nothing it takes as given changes, and again when something does")
    func replays() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let count = CountBox()
            let desk = AuditDesk(pool: database.pool) { _, _ in
                count.add()
                return CountingEngine()
            }
            _ = try await desk.closeDue(asOf: Self.noon(after: 0))
            _ = try await desk.closeDue(asOf: Self.noon(after: 3))
            #expect(count.value == 1)
            for (distance, sql) in [
                (4, "INSERT INTO mission VALUES ('M003', 'Eastmark')"),
                (5, "UPDATE officer SET team_id = 'B' WHERE officer_id = 'W003'"),
                (6, "INSERT INTO currency VALUES ('W002', 'MP5', '2024-03-01', NULL, '')"),
                (12, "UPDATE abstraction SET kind = 'court' WHERE abstraction_id = 'A2'"),
            ] {
                let before = count.value
                try await database.admin.withConnection { try await $0.script(sql) }
                _ = try await desk.closeDue(asOf: Self.noon(after: distance))
                #expect(count.value == before + 1, "\(sql)")
            }
            #expect(try await Self.closed(database) == 13)
        }
    }

    @Test("a stop between the engine and the record loses no flag and raises none twice")
    func stopBetween() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let desk = Self.desk(database)
            _ = try await desk.closeDue(asOf: Self.noon(after: 3))
            try await database.admin.withConnection { connection in
                try await connection.script(
                    """
                    CREATE FUNCTION pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the plug was pulled'; END $$;
                    CREATE TRIGGER plug AFTER INSERT ON flag FOR EACH ROW WHEN (NEW.kind = 'pair_concentration') EXECUTE FUNCTION pull_the_plug();
                    ALTER TABLE flag ENABLE ALWAYS TRIGGER plug
                    """)
            }
            // The second flag of the day fails: neither the first nor the day stays.
            await #expect(throws: (any Error).self) { try await desk.closeDue(asOf: Self.noon(after: 4)) }
            #expect(try await Self.closed(database) == 4)
            #expect(try await Self.raised(database).isEmpty)
            try await database.admin.withConnection { try await $0.script("DROP TRIGGER plug ON flag") }
            #expect(try await desk.closeDue(asOf: Self.noon(after: 4)) == 2)
            #expect(try await Self.closed(database) == 5)
            #expect(try await Self.raised(database).count == 2)
        }
    }

    @Test("of two instances that both believe to lead, each flag comes once, and the slower goes on behind the faster")
    func twoLeaders() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let (one, other) = (Self.desk(database), Self.desk(database))
            async let first = one.closeDue(asOf: Self.end)
            async let second = other.closeDue(asOf: Self.end)
            let raised = try await first + second
            #expect(raised == 16)
            #expect(try await Self.raised(database).count == 16)
            #expect(try await Self.closed(database) == Self.days)
        }
    }

    @Test("a cancelled desk stops between two days, and another goes on from there")
    func cancelled() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let task = Task { try await Self.desk(database).closeDue(asOf: Self.end) }
            while try await Self.closed(database) < 3 { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            _ = try? await task.value
            let closed = try await Self.closed(database)
            #expect(closed < Self.days)
            _ = try await Self.desk(database).closeDue(asOf: Self.end)
            #expect(try await Self.raised(database).count == 16)
        }
    }

    @Test("nothing is closed while nothing was published, and the audit of this program runs over a whole history")
    func real() async throws {
        try await withDatabase { database in
            let desk = AuditDesk<Audit>(pool: database.pool)
            #expect(try await desk.closeDue(asOf: Self.end) == 0)
            try await AuditWorld.write(into: database)
            _ = try await desk.closeDue(asOf: Self.end)
            #expect(try await Self.closed(database) == Self.days)
        }
    }

    @Test("the history has places for names, the highest level of a mission's sites, and reliefs with their days")
    func ground() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let ground = try await AuditReader(pool: database.pool).reading { snapshot in
                let (first, last) = (AuditWorld.first, AuditWorld.day(Self.days - 1))
                var ground = AuditGround(try await snapshot.master(first: first, through: last))
                let facts = try await snapshot.facts(after: nil, through: last, first: first, restsOn: Date())
                for day in facts.byDay(after: first.adding(-1)) { ground.take(day) }
                return ground
            }
            let history = ground.history
            #expect(history.lastDay == Int32(Self.days) - 1 && history.published.days == Self.days)
            #expect(history.skills == ["AFO", "MP5"] && history.posts[2].requires == 0b11)
            let levels = history.levels.filter { $0.mission == 0 }
            #expect(levels.map(\.from) == [0, 6, 9, 11])
            #expect(levels.map(\.level) == [.normal, .exceptional, .heightened, .normal])
            #expect(history.levels.filter { $0.mission == 1 }.count == 1)
            #expect(history.teams[0].rostered(0) == 0 || history.teams[0].rostered(0) == -1)
            #expect(history.officers[11].left == 16 && history.officers[0].left == History.never)
            #expect(history.officers[11].isFull == false)
            #expect(history.decisions.map(\.extends) == [-1, 0, 1, -1])
            #expect(history.decisions[2].scope == .posts([0]), "a post that is gone is left out")
            #expect(history.decisions[2].deciderRank == .commander)
            #expect(history.abstractions.map(\.kind) == [.leave, .sickness, .court, .recuperative])
            #expect(history.abstractions.map(\.to) == [51, 6, History.never, History.never])
            #expect(history.swaps.map(\.approver) == [0, -1] && history.swaps.map(\.knownOn) == [10, 12])
            #expect(history.published.rows(0).count == 12)
            let shifts = history.published.rows(0).map { history.published.shift[$0] }
            #expect(shifts == Array(repeating: 0, count: 11) + [2])
            #expect(ground.name(.supervisor(0)) == ("account", "3"))
            #expect(ground.name(.decision(3)) == ("non_deployment", "3"))
        }
    }

    @Test(
        "Gold and the auditor see a pattern with its evidence over HTTP; duties and officers do not, the adviser no person"
    )
    func overHTTP() async throws {
        try await withAPI { api in
            let officer = api.cast.story.constables[0]
            let day = Day(iso: "2024-01-02") ?? Day(number: 0)
            let finding: JSON = [
                "pattern": "officer_avoidance", "raised_on": .string(day.description),
                "subjects": [["kind": "officer", "id": .string(officer)], ["kind": "mission", "id": "M001"]],
                "basis": "e-value", "value": .number(4000.5), "observed": 0, "expected": .number(7.25),
                "opportunities": 31, "first_event": "2023-10-02", "last_event": "2024-01-01", "detail": "published",
                "course": [["day": "2024-01-01", "log_ratio": .number(0.1)]], "events": [], "comparison": [],
                "compared_over": "whole_record",
                "explanation": ["finding": "Of 31 duties none was at the mission.", "not_known": ["Why."]],
            ]
            _ = try await AuditDays(pool: api.database.pool).close(day, restsOn: Date(), findings: [finding])
            for person in [api.cast.gold, api.cast.auditor] {
                let flags = try await api.get("flags?kind=officer_avoidance", as: person)
                let flag = flags.json["items"]?.elements?.first
                #expect(flag?["subjectID"]?.string == officer && flag?["evidence"]?["value"]?.number == 4000.5)
                #expect(flag?["evidence"]?["subjects"]?.elements?.count == 2)
                #expect(flag?["evidence"]?["explanation"]?["finding"] == "Of 31 duties none was at the mission.")
                #expect(flag?["evidence"]?["compared_over"] == "whole_record")
            }
            let item = try await api.get("cases", as: api.cast.gold).json["items"]?.elements?.first
            let number = try #require(item?["number"]?.string)
            #expect(item?["subjectKind"] == "officer")
            #expect(try await api.get("cases/\(number)", as: api.cast.gold).json["flags"]?.elements?.count == 1)
            for person in [api.cast.duties, api.cast.officer, api.cast.inspector] {
                for path in ["flags", "flags/F-1", "cases", "cases/\(number)"] {
                    #expect(try await api.get(path, as: person).status == 403)
                }
            }
        }
    }
}

/// Counts across tasks.
private final class CountBox: Sendable {
    private let held = Mutex(0)
    var value: Int { held.withLock { $0 } }
    func add() { held.withLock { $0 += 1 } }
}
