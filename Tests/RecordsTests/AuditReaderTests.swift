import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("What the audit reads of the record")
struct AuditReaderTests {
    private static let first = AuditWorld.first
    private static let last = AuditWorld.day(AuditWorld.days - 1)

    private func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }

    /// Everything up to a day, as read when all of it was over.
    private func facts(_ database: TestDatabase, after: Day? = nil, through: Day = last) async throws -> AuditFacts {
        try await AuditReader(pool: database.pool).reading { snapshot in
            try await snapshot.facts(after: after, through: through, first: Self.first, restsOn: Date())
        }
    }

    private func standing(_ database: TestDatabase, at now: Date) async throws -> AuditSnapshot.Standing? {
        try await AuditReader(pool: database.pool).reading { try await $0.standing(asOf: now) }
    }

    @Test("the command reads back as it was written, with lines, targets and the pattern of a team")
    func master() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let master = try await AuditReader(pool: database.pool).reading { snapshot in
                try await snapshot.master(first: Self.first, through: Self.last)
            }
            #expect(master.falseFlagsAYear == 1)
            #expect(master.shifts == ["E": 0, "L": 1, "N": 2])
            #expect(master.sites.map(\.mission) == ["M001", "M001", "M002"])
            #expect(master.posts.map(\.targets) == [[2, 0, 0], [0, 0, 1], [0, 0, 0]])
            #expect(master.posts.map(\.requires) == [["AFO"], ["AFO"], ["AFO", "MP5"]])
            #expect(master.officers.count == 12 && master.officers[11].left == day("2024-03-20"))
            #expect(master.officers.map(\.isFull) == Array(repeating: true, count: 11) + [false])
            #expect(master.teams.map(\.id) == ["A", "B", "HQ"])
            #expect(master.teams.map(\.cycle) == [[0, 0, -1, -1], [], []])
            let anchor = try #require(master.teams[0].anchor)
            #expect(anchor <= Self.first && anchor.days(since: day("2020-01-03")) % 4 == 0)
            #expect(master.supervisors.map(\.account) == [3, 4, 5, 6])
            #expect(master.lines["W001"] == 3 && master.lines["W007"] == 4)
        }
    }

    @Test("facts read back with the London day on which each was recorded")
    func knownDays() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let facts = try await facts(database)
            // W012 leaves; W004 is post-incident on the last three days, W011 without authority on the last two. What was
            // recorded about W010 came too late to be known.
            let expected = 40 * 12 - 23 - 5
            #expect(facts.published.count == expected)
            func last(_ officer: String) -> Day? { facts.published.last { $0.officer == officer }?.day }
            #expect(last("W004") == day("2024-04-09") && last("W011") == day("2024-04-10"))
            #expect(last("W010") == Self.last)
            #expect(
                facts.decisions.map(\.recorded) == ["2024-03-07", "2024-03-08", "2024-03-12", "2024-03-31"].map(day))
            #expect(
                facts.decisions.map(\.requested) == ["2024-03-07", "2024-03-07", "2024-03-12", "2024-03-30"].map(day))
            #expect(facts.decisions.map(\.extends) == [nil, 1, 2, nil])
            #expect(facts.decisions.map(\.rank) == [.sergeant, .inspector, nil, .inspector])
            #expect(facts.decisions.map(\.isGranted) == [true, true, true, false])
            #expect(facts.decisions.map(\.to) == ["2024-03-08", "2024-03-12", "2024-03-19", "2024-04-02"].map(day))
            #expect(facts.decisions.map(\.hasWelfare) == [true, true, false, true])
            #expect(facts.decisions.map(\.hasImpartiality) == [true, true, false, false])
            // 23:30 UTC is still the 30th in winter; 23:30 in summer time is the 31st in London and in UTC.
            #expect(facts.absences.map(\.id) == ["A2", "A1", "A3", "R1"])
            #expect(
                facts.absences.map(\.recorded) == ["2024-02-01", "2024-03-09", "2024-03-30", "2024-03-31"].map(day))
            #expect(facts.moves.map(\.id) == ["SW-1", "change 1"])
            #expect(facts.moves.map(\.isAsked) == [true, false])
            #expect(facts.moves.map(\.officer) == ["W002", "W003"] && facts.moves.map(\.other) == ["W008", nil])
            #expect(facts.moves.map(\.from) == ["P001", "P001"] && facts.moves.map(\.to) == ["P003", "P003"])
            #expect(facts.moves.map(\.approver) == [3, 1])
            #expect(facts.moves.map(\.recorded) == ["2024-03-06", "2024-03-15"].map(day))
            let carbine = try #require(facts.currencies.last)
            #expect(carbine.officer == "W001" && carbine.skill == "MP5")
            #expect(carbine.from == day("2024-03-10") && carbine.to == day("2024-09-10"))
            #expect(facts.levels.map(\.site) == ["S002", "S001"] && facts.seasons.map(\.label) == ["Spring"])
        }
    }

    @Test("a row for being absent takes the duty away, a shift without any return counts as it stood")
    func worked() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let facts = try await facts(database)
            func officers(_ text: String) -> Int { facts.worked.count { $0.day == day(text) } }
            #expect(officers("2024-03-08") == 12)
            #expect(
                officers("2024-03-09") == 11
                    && !facts.worked.contains { $0.day == day("2024-03-09") && $0.officer == "W002" })
            #expect(officers("2024-03-11") == 12, "nothing was recorded of this day: nobody was absent")
            #expect(officers("2024-03-21") == 11, "W012 has left")
        }
    }

    @Test("read day by day, the facts are those of one reading of all days")
    func increments() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let whole = try await facts(database).byDay(after: Self.first.adding(-1))
            #expect(whole.count == AuditWorld.days)
            var after: Day?
            for expected in whole {
                var part = try await facts(database, after: after, through: expected.through)
                if after == nil { part = part.byDay(after: Self.first.adding(-1))[0] }
                part.levels = part.levels.filter { $0.to.map { $0 >= expected.through } ?? true }
                part.ends = expected.ends
                #expect(part == expected, "\(expected.through)")
                after = expected.through
            }
        }
    }

    @Test("a duty that was published after its day is not known on it")
    func publishedLate() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            try await database.admin.run(
                """
                ALTER TABLE publication DISABLE TRIGGER no_rewrite;
                UPDATE publication SET published_at = '2024-03-06 23:30+00';
                ALTER TABLE publication ENABLE ALWAYS TRIGGER no_rewrite
                """)
            #expect(try await facts(database).published.first?.day == day("2024-03-06"))
        }
    }

    @Test("a day is due at noon of the next when its attendance is whole, or after the patience of three days")
    func due() async throws {
        try await withDatabase { database in
            #expect(try await standing(database, at: Date()) == nil, "nothing was ever published")
            try await AuditWorld.write(into: database)
            let second = AuditWorld.day(1)
            let early = try #require(try await standing(database, at: AuditWorld.moment(second, hour: 12, minute: 10)))
            #expect(early.first == Self.first && early.closed == nil && early.next == Self.first && !early.isDue)
            let noon = try #require(try await standing(database, at: AuditWorld.moment(second, hour: 12, minute: 15)))
            #expect(noon.isDue)
            // The eighth day, of which nothing is recorded.
            let days = AuditDays(pool: database.pool)
            for distance in 0..<7 {
                _ = try await days.close(
                    AuditWorld.day(distance), restsOn: AuditWorld.moment(AuditWorld.day(distance + 1), hour: 12),
                    findings: [])
            }
            let waits = try #require(try await standing(database, at: AuditWorld.moment(AuditWorld.day(8), hour: 20)))
            #expect(waits.next == AuditWorld.day(7) && !waits.isDue)
            #expect(try await standing(database, at: AuditWorld.moment(AuditWorld.day(11), hour: 12))?.isDue == true)
        }
    }

    @Test("attendance that comes after its day was closed is not part of the history, however often it is read")
    func late() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            let days = AuditDays(pool: database.pool)
            for distance in 0..<8 {
                _ = try await days.close(
                    AuditWorld.day(distance), restsOn: AuditWorld.moment(AuditWorld.day(distance + 1), hour: 12),
                    findings: [])
            }
            let before = try await facts(database, through: AuditWorld.day(7))
            _ = try await AttendanceRecords(pool: database.pool).record(
                day: AuditWorld.day(7), shift: "E",
                entries: [AttendanceEntry(officer: "W001", status: .absent)], by: 1)
            let absent: Int64 = try await database.pool.value(
                "SELECT attendance_id FROM attendance WHERE officer_id = 'W002' AND status = 'absent'")
            _ = try await AttendanceRecords(pool: database.pool).correct(absent, status: .worked, post: "P001", by: 1)
            #expect(try await facts(database, through: AuditWorld.day(7)) == before)
        }
    }

    @Test("the digest tells that a fact of closed days was changed, and only then")
    func digest() async throws {
        try await withDatabase { database in
            try await AuditWorld.write(into: database)
            func digest() async throws -> String {
                try await AuditReader(pool: database.pool).reading { try await $0.digest(through: AuditWorld.day(20)) }
            }
            var last = try await digest()
            for (sql, changes) in [
                ("INSERT INTO currency VALUES ('W002', 'MP5', '2024-04-01', NULL, '')", false),
                ("INSERT INTO currency VALUES ('W002', 'DOG', '2024-03-01', NULL, '')", false),
                ("UPDATE abstraction SET to_day = '2024-03-12' WHERE abstraction_id = 'A1'", false),
                ("INSERT INTO currency VALUES ('W002', 'MP5', '2024-03-01', NULL, '')", true),
                ("UPDATE site_level SET to_day = '2024-03-11' WHERE site_id = 'S002'", true),
                ("UPDATE abstraction SET from_day = '2024-04-19' WHERE abstraction_id = 'A2'", true),
                ("DELETE FROM abstraction WHERE abstraction_id = 'A1'", true),
            ] {
                try await database.admin.run(sql)
                let now = try await digest()
                #expect((now != last) == changes, "\(sql)")
                last = now
            }
        }
    }
}
