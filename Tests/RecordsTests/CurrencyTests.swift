import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Authority and currencies")
struct CurrencyTests {
    /// Tate's medical ends so many days from today.
    private static func medical(_ cast: Cast, of officer: String = Cast.tate, endsIn days: Int) async throws -> Day {
        let last = try await cast.today().adding(days)
        _ = try await cast.database.pool.transaction { connection in
            try await connection.execute(
                "UPDATE currency SET expires_on = \(last) WHERE officer_id = \(officer) AND skill_id = 'MED'")
        }
        return last
    }

    @Test("an authority is computed from its components and says which lapses first, and when")
    func authority() async throws {
        try await Cast.with { cast in
            let last = try await CurrencyTests.medical(cast, endsIn: 20)
            let record = try await cast.currencies.authority(of: Cast.tate, asOf: cast.now)
            #expect(record.authority.isInForce(on: record.day))
            #expect(record.authority.lapsesFirst?.skill == "MED" && record.authority.lastDay == .on(last))
            #expect(
                record.authority.sentence(on: record.day, namesStatus: true)
                    == "valid until \(last): Medical lapses first")
            let later = try await cast.currencies.authority(of: Cast.tate, asOf: cast.hours(24 * 30))
            #expect(
                later.authority.sentence(on: later.day, namesStatus: true)
                    == "not in currency since \(last.adding(1)) (Medical)")
            await #expect(throws: RecordError.notFound("officer W99999")) {
                _ = try await cast.currencies.authority(of: "W99999", asOf: cast.now)
            }
        }
    }

    @Test("Swift and SQL compute the same authority from the same random rows")
    func sameOnBothSides() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                """
                INSERT INTO skill VALUES ('REF', 'Refresher', 'component', 6), ('ROOM', 'Classroom', 'advisory', 6);
                INSERT INTO officer SELECT 'X' || 1000 + g, 'Officer', 'PC', 'D', 'full', '2020-01-01', NULL FROM generate_series(1, 150) g;
                SELECT setseed(0.42);
                INSERT INTO currency SELECT o.officer_id, s.skill_id, date '2026-01-01' + k, CASE WHEN random() < 0.8
                    THEN date '2026-01-01' + k + (random() * 500)::integer END
                    FROM officer o, skill s, generate_series(0, 2) k WHERE o.officer_id LIKE 'X%' AND random() < 0.6;
                INSERT INTO authority_status (officer_id, status, from_day, recorded_by)
                    SELECT DISTINCT ON (c.officer_id) c.officer_id, CASE WHEN random() < 0.5 THEN 'suspended' ELSE 'returned' END,
                        date '2026-01-01' + (random() * 500)::integer, a.account_id
                    FROM currency c, account a WHERE c.skill_id = 'AFO' AND c.officer_id LIKE 'X%' AND random() < 0.3 AND a.name = 'Marsh';
                """)
            let rows = try await cast.database.pool.withConnection { connection in
                try await connection.query(
                    """
                    SELECT officer_id, nullif(nullif(until_day, 'infinity'), '-infinity') AS until_day, until_day = '-infinity' AS never
                    FROM skill_until WHERE skill_id = 'AFO' AND officer_id LIKE 'X%'
                    """)
            }
            #expect(rows.count > 50)
            var kinds: Set<String> = []
            for row in rows {
                let record = try await cast.currencies.authority(of: try row.decode("officer_id"), asOf: cast.now)
                let last = try row.decode("until_day", as: Day?.self)
                let expected: LastDay =
                    try row.decode("never", as: Bool.self) ? .never : last.map { .on($0) } ?? .endless
                #expect(record.authority.lastDay == expected, "\(record)")
                kinds.insert(record.authority.lapsesFirst?.kind.rawValue ?? "endless")
            }
            #expect(kinds.isSuperset(of: ["component", "authority", "returned", "suspended"]), "\(kinds)")
        }
    }

    @Test("a question about one officer reads that officer's rows only")
    func oneOfficer() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                """
                INSERT INTO officer SELECT 'X' || 10000 + g, 'Officer', 'PC', 'D', 'full', '2020-01-01', NULL FROM generate_series(1, 2000) g;
                INSERT INTO currency SELECT o.officer_id, s.skill_id, '2026-01-01' FROM officer o, skill s WHERE o.officer_id LIKE 'X%';
                ANALYZE
                """)
            for view in ["skill_until", "authority_part"] {
                let plan = try await cast.database.admin.transaction { connection in
                    // the statuses of a test are too few for an index to pay
                    try await connection.execute("SET LOCAL enable_seqscan = off")
                    return try await connection.query(
                        Statement(unsafe: "EXPLAIN SELECT * FROM evenhand.\(view) WHERE officer_id = 'X10500'")
                    ).map { try $0.decode(0, as: String.self) }
                }
                let text = plan.joined(separator: "\n")
                #expect(
                    !text.contains("Seq Scan on currency") && !text.contains("Seq Scan on authority_status"), "\(text)")
            }
        }
    }

    @Test("a classroom day that lapses warns and ends nothing")
    func advisory() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                """
                INSERT INTO skill VALUES ('ROOM', 'Classroom day', 'advisory', 6);
                INSERT INTO currency VALUES ('W00417', 'ROOM', current_date - 100, current_date - 10)
                """)
            let record = try await cast.currencies.authority(of: Cast.tate, asOf: cast.now)
            #expect(record.authority.isInForce(on: record.day) && record.authority.parts.count == 2)
            #expect(record.currencies.map(\.skill) == ["ROOM"])
            let watched = try await cast.currencies.watch(asOf: cast.now, within: 90)
            #expect(watched.items.map(\.kind) == ["advisory"])
        }
    }

    @Test("an officer hands the authority back, a senior supervisor restores it; neither is a decision or a flag")
    func returned() async throws {
        try await Cast.with { cast in
            let today = try await cast.today()
            try await cast.currencies.record(.returned, of: Cast.tate, by: cast.id("Tate"))
            let record = try await cast.currencies.authority(of: Cast.tate, asOf: cast.now)
            #expect(record.authority.lastDay == .on(today.adding(-1)))
            #expect(record.authority.lapsesFirst?.kind == .returned)
            let held: String? = try await cast.database.admin.value(
                "SELECT evenhand.held_back(\(Cast.tate), \(today), 'D', 'P027')")
            #expect(held == "lacks AFO")
            #expect(
                try await cast.database.pool.value(
                    "SELECT evenhand.held_back(\(Cast.tate), \(today), 'D', 'P029')", as: String?.self) == nil)
            for name in ["Tate", "Hale", "Kerr"] {
                await expectRefused(.twoPairsOfEyes, "authority_recorder") {
                    try await cast.currencies.record(.restored, of: Cast.tate, by: cast.id(name))
                }
            }
            await expectRefused(.arrow, "authority_step") {
                try await cast.currencies.record(.suspended, of: Cast.tate, by: cast.id("Marsh"))
            }
            try await cast.currencies.record(.restored, of: Cast.tate, by: cast.id("Marsh"))
            #expect(try await cast.currencies.authority(of: Cast.tate, asOf: cast.now).authority.lastDay == .endless)
            #expect(try await cast.flagCount() == 0)
            #expect(try await cast.database.pool.value("SELECT count(*) FROM non_deployment", as: Int.self) == 0)
        }
    }

    @Test("nobody rewrites an authority's status, and nobody suspends one who may not")
    func statusFromSQL() async throws {
        try await Cast.with { cast in
            try await cast.currencies.record(.returned, of: Cast.tate, by: cast.id("Tate"))
            let insert = "INSERT INTO authority_status (officer_id, status, from_day, recorded_by) VALUES "
            for attempt in [
                Attempt("UPDATE authority_status SET status = 'restored'", .insufficientPrivilege),
                Attempt("DELETE FROM authority_status", .insufficientPrivilege),
                Attempt(insert + "('W00418', 'suspended', '2026-01-01', \(cast.id("Kerr")))", .twoPairsOfEyes),
                Attempt(insert + "('W00418', 'suspended', '2026-01-01', \(cast.id("Rowe")))", .twoPairsOfEyes),
                Attempt(insert + "('W00418', 'returned', '2026-01-01', \(cast.id("Tate")))", .twoPairsOfEyes),
                Attempt(insert + "('W00418', 'restored', '2026-01-01', \(cast.id("Marsh")))", .arrow, "authority_step"),
            ] { await expectRefused(attempt, on: cast.database.pool) }
            // a restoration does not reach back: what was not held yesterday was not held
            try await cast.database.pool.run(insert + "('W00417', 'restored', '2020-01-01', \(cast.id("Marsh")))")
            let from: Day = try await cast.database.pool.value(
                "SELECT from_day FROM authority_status WHERE status = 'restored'")
            #expect(from.days(since: try await cast.today()) >= 0)
        }
    }

    @Test("a cluster of returns in a week is a capacity alarm to duties and Gold, once, and no flag on anybody")
    func cluster() async throws {
        try await Cast.with { cast in
            try await cast.database.admin.run(
                """
                INSERT INTO officer SELECT 'X' || 1000 + g, 'Officer', 'PC', 'D', 'full', '2020-01-01', NULL FROM generate_series(1, 7) g;
                INSERT INTO currency SELECT officer_id, 'AFO', '2026-01-01' FROM officer WHERE officer_id LIKE 'X%';
                """)
            for number in 1...7 {
                try await cast.currencies.record(.returned, of: "X\(1000 + number)", by: cast.id("Marsh"))
                #expect(try await cast.told("authority_returns") == (number < 5 ? 0 : 4), "\(number)")
            }
            try await cast.allDueWork(cast.hours(1000))
            #expect(try await cast.flagCount() == 0)
            let about: [String] = try await cast.database.admin.value(
                "SELECT array_agg(DISTINCT about_kind) FROM evenhand.notification WHERE kind = 'authority_returns'")
            #expect(about == ["command"])
        }
    }

    @Test("deployments past a lapse are re-opened, told once each, and changed on the ground of the lapse")
    func reopened() async throws {
        try await Cast.with { cast in
            let first = try await cast.today().adding(10)
            try await cast.publish(
                [
                    (Cast.tate, "\(first)", "D", "P027"), (Cast.tate, "\(first.adding(5))", "D", "P028"),
                    (Cast.tate, "\(first.adding(6))", "D", "P029"), (Cast.rowe, "\(first.adding(5))", "D", "P027"),
                ], from: "\(first)")
            #expect(try await cast.currencies.reopened(asOf: cast.now).items.isEmpty)
            let last = try await CurrencyTests.medical(cast, endsIn: 12)
            let listed = try await cast.currencies.reopened(asOf: cast.now)
            #expect(listed.items.map(\.day) == [first.adding(5)] && listed.items[0].lacks == "AFO")
            #expect(listed.items[0].lastDay == last && listed.items[0].site == "S015")
            #expect(try await cast.due.reopenPastLapse(asOf: cast.now) == 1)
            #expect(try await cast.due.reopenPastLapse(asOf: cast.now) == 0)
            #expect(try await cast.told("duty_reopened") == 2)

            try await cast.currencies.record(.returned, of: Cast.rowe, by: cast.id("Rowe"))
            #expect(try await cast.currencies.reopened(asOf: cast.now).items.count == 2)
            #expect(try await cast.currencies.reopened(asOf: cast.now, limit: 1).next != nil)
            #expect(try await cast.due.reopenPastLapse(asOf: cast.now) == 1)
            #expect(try await cast.currencies.reopened(asOf: cast.now, team: "D").items.isEmpty)
            // the ground holds: the row that takes the officer off this duty is the lapse
            let removed = listed.items[0].deployment
            try await cast.database.pool.run(
                """
                SELECT change_deployment(\(cast.id("Kerr")), \(removed), 'lapsed_currency', 'AFO', 'Not in currency.', true,
                    NULL, NULL, NULL, NULL)
                """)
            #expect(try await cast.currencies.reopened(asOf: cast.now).items.map(\.officer) == [Cast.rowe])
            #expect(try await cast.flagCount() == 0)
        }
    }

    @Test("a lapse is warned of once in each band, to the officer and the duties office, and not when it is booked")
    func bands() async throws {
        try await Cast.with { cast in
            _ = try await CurrencyTests.medical(cast, endsIn: 200)
            func warned(_ day: Double) async throws -> Int {
                try await cast.due.warnCurrencies(asOf: cast.hours(24 * day))
            }
            var told: [Int] = []
            for day in [100.0, 115, 116, 141, 150, 171, 187, 188, 205] { told.append(try await warned(day)) }
            #expect(told == [0, 1, 0, 1, 0, 1, 1, 0, 0])
            #expect(try await cast.told("currency_lapsing") == 4)
            #expect(try await cast.told("currency_watch") == 8)
            let officers: [String] = try await cast.database.admin.value(
                "SELECT array_agg(DISTINCT to_officer) FROM evenhand.notification WHERE kind = 'currency_lapsing'")
            #expect(officers == [Cast.tate])

            let other = try await CurrencyTests.medical(cast, of: Cast.rowe, endsIn: 50)
            let session = try await cast.currencies.setUp(
                NewTrainingSession(skill: "MED", day: other, starts: "09:00", instructor: "Dr Sample", seats: 5),
                by: cast.id("Kerr"))
            let booking = try await cast.currencies.book(Cast.rowe, on: session, by: cast.id("Kerr")).booking
            #expect(try await warned(0) == 0)
            try await cast.currencies.cancel(
                booking: booking, by: .dutiesOffice, reason: "Needed on duty", account: cast.id("Kerr"))
            #expect(try await warned(0) == 1)
            #expect(try await warned(0) == 0)
        }
    }

    @Test("nobody is pressed to renew what they handed back")
    func noPressure() async throws {
        try await Cast.with { cast in
            _ = try await CurrencyTests.medical(cast, endsIn: 10)
            try await cast.currencies.record(.returned, of: Cast.tate, by: cast.id("Tate"))
            #expect(try await cast.due.warnCurrencies(asOf: cast.now) == 0)
            #expect(try await cast.currencies.watch(asOf: cast.now, within: 90).items.isEmpty)
        }
    }

    @Test("the watch list has the unbooked first, the last chance before the lapse, and the published duties it costs")
    func watchList() async throws {
        try await Cast.with { cast in
            let today = try await cast.today()
            try await cast.publish(
                [(Cast.rowe, "\(today.adding(45))", "D", "P027"), (Cast.rowe, "\(today.adding(46))", "D", "P029")],
                from: "\(today.adding(40))")
            let tate = try await CurrencyTests.medical(cast, endsIn: 20)
            let rowe = try await CurrencyTests.medical(cast, of: Cast.rowe, endsIn: 40)
            var sessions: [Int64] = []
            for (day, seats) in [(5, 4), (15, 4), (30, 1), (39, 1), (50, 4)] {
                sessions.append(
                    try await cast.currencies.setUp(
                        NewTrainingSession(
                            skill: "MED", day: today.adding(day), starts: "09:00", instructor: "Dr Sample", seats: seats
                        ),
                        by: cast.id("Kerr")))
            }
            _ = try await cast.currencies.book(Cast.tate, on: sessions[1], by: cast.id("Kerr"))
            _ = try await cast.currencies.book(Cast.other, on: sessions[3], by: cast.id("Kerr"))
            let list = try await cast.currencies.watch(asOf: cast.now, within: 90)
            #expect(list.items.map(\.officer) == [Cast.rowe, Cast.tate])
            let unbooked = try #require(list.items.first)
            #expect(unbooked.lastDay == rowe && unbooked.band == 60 && unbooked.booked == nil)
            // that of day 39 is full, that of day 50 too late
            #expect(unbooked.lastChance == sessions[2] && unbooked.lastChanceOn == today.adding(30))
            #expect(unbooked.duties == [try await cast.standing(Cast.rowe, "\(today.adding(45))")])
            let booked = list.items[1]
            #expect(booked.lastDay == tate && booked.isBookedInTime && booked.booked == today.adding(15))
            #expect(try await cast.currencies.watch(asOf: cast.now, within: 30).items.map(\.officer) == [Cast.tate])
            #expect(try await cast.currencies.watch(asOf: cast.now, within: 90, team: "D").items.isEmpty)

            let first = try await cast.currencies.watch(asOf: cast.now, within: 90, limit: 1)
            let second = try await cast.currencies.watch(asOf: cast.now, within: 90, cursor: first.next, limit: 1)
            #expect((first.items + second.items).map(\.officer) == [Cast.rowe, Cast.tate] && second.next == nil)

            // a booking after the lapse is none in time; a lapsed component stays on the list however old it is
            _ = try await cast.currencies.book(Cast.rowe, on: sessions[4], by: cast.id("Kerr"))
            #expect(try await !cast.currencies.watch(asOf: cast.now, within: 90).items[0].isBookedInTime)
            let old = try await cast.currencies.watch(asOf: cast.hours(24 * 400), within: 30)
            #expect(old.items.map(\.officer) == [Cast.tate, Cast.rowe] && old.items.allSatisfy { $0.band == nil })
        }
    }
}
