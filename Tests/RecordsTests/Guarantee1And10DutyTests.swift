import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 1: no silent absence")
struct SilentAbsenceTests {
    /// A change as the application asks for it.
    private static func change(
        _ cast: Cast, _ deployment: Int64, _ ground: String, _ reference: String,
        to place: String = "NULL, NULL, NULL, NULL"
    ) -> String {
        """
        SELECT change_deployment(\(cast.id("Kerr")), \(deployment), '\(ground)', \(reference), 'A note long enough.', true, \(place),
            of_exigency => \(ground == "exigency" ? "'public_order'" : "NULL"))
        """
    }

    private static let ground = """
        INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day) VALUES
            ('A1', 'W00417', 'court', '2027-06-07', '2027-06-07'), ('A2', 'W00417', 'leave', '2027-06-08', '2027-06-08'),
            ('A3', 'W00418', 'leave', '2027-06-07', '2027-06-07');
        INSERT INTO restriction (restriction_id, officer_id, kind, limits, from_day, to_day, review_on) VALUES
            ('R1', 'W00417', 'restricted', 'no standing', '2027-06-09', NULL, '2027-06-20');
        """

    @Test("a removal must name a row that takes this officer off this duty on this day")
    func wrongRows() async throws {
        try await Cast.with { cast in
            try await cast.publish(
                [(Cast.tate, "2027-06-07", "D", "P027"), (Cast.rowe, "2027-06-07", "D", "P028")], from: "2027-06-07")
            try await cast.database.pool.run(SilentAbsenceTests.ground)
            let deployment = try await cast.standing(Cast.tate, "2027-06-07")
            let draft = try await cast.drafted(halves: [.welfare])
            let wrong: [(String, String)] = [
                ("abstraction", "'A2'"), ("abstraction", "'A3'"), ("restriction", "'R1'"), ("lapsed_currency", "'AFO'"),
                ("lapsed_currency", "'DOG'"), ("non_deployment", "'ND-\(draft)'"), ("swap", "'\(deployment)'"),
                ("exigency", "NULL"),
            ]
            for (ground, reference) in wrong {
                await expectRefused(
                    Attempt(
                        SilentAbsenceTests.change(cast, deployment, ground, reference), .bareDecision, "silent_absence"),
                    on: cast.database.pool)
            }
            await expectRefused(
                Attempt(SilentAbsenceTests.change(cast, deployment, "preference", "NULL"), .checkViolation),
                on: cast.database.pool)
            let stands: Int = try await cast.database.pool.value("SELECT count(*) FROM standing_deployment")
            #expect(stands == 2)
        }
    }

    @Test("with the row that says why, the deployment stands no more, and its history stays")
    func rightRow() async throws {
        try await Cast.with { cast in
            try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            try await cast.database.pool.run(SilentAbsenceTests.ground)
            let deployment = try await cast.standing(Cast.tate, "2027-06-07")
            try await cast.database.pool.run(SilentAbsenceTests.change(cast, deployment, "abstraction", "'A1'"))
            let counts: [Int] = try await cast.database.pool.value(
                "SELECT ARRAY[(SELECT count(*) FROM standing_deployment), (SELECT count(*) FROM deployment), (SELECT count(*) FROM change)]"
            )
            #expect(counts == [0, 1, 1])
            await expectRefused(
                Attempt(SilentAbsenceTests.change(cast, deployment, "abstraction", "'A1'"), .uniqueViolation),
                on: cast.database.pool)
        }
    }

    @Test("a granted non-deployment takes the officer off a duty it covers, and off no other")
    func nonDeployment() async throws {
        try await Cast.with { cast in
            let day = LondonClock.day(atAbsoluteMinutes: Int(cast.now.timeIntervalSince1970 / 60)).adding(2)
            try await cast.publish(
                [(Cast.tate, day.description, "D", "P027"), (Cast.tate, day.adding(1).description, "D", "P028")],
                from: day.description)
            let record = try await cast.granted(cast.terms(.sites(["S014"]), from: 1, to: 120))
            let affected = try await cast.records.affectedDuties(record)
            #expect(affected.map(\.day) == [day])
            #expect(affected.map(\.post) == ["P027"])
            let other = try await cast.standing(Cast.tate, day.adding(1).description)
            await expectRefused(
                Attempt(
                    SilentAbsenceTests.change(cast, other, "non_deployment", "'ND-\(record)'"), .bareDecision,
                    "silent_absence"),
                on: cast.database.pool)
            let duty = try #require(affected.first)
            try await cast.database.pool.run(
                SilentAbsenceTests.change(cast, duty.deployment, "non_deployment", "'ND-\(record)'"))
            #expect(try await cast.records.affectedDuties(record).isEmpty)
        }
    }

    @Test("nobody is put on a duty that the record forbids")
    func heldBack() async throws {
        try await Cast.with { cast in
            try await cast.publish([(Cast.tate, "2027-06-12", "D", "P027")], from: "2027-06-07")
            try await cast.database.pool.run(SilentAbsenceTests.ground)
            let exigency = { (officer: String, day: String, post: String) in
                """
                SELECT change_deployment(\(cast.id("Kerr")), NULL, 'exigency', NULL, 'Called in at once.', true, '\(officer)', '\(day)', 'D', '\(post)',
                    of_exigency => 'officer_missing', said_recall => true)
                """
            }
            for (day, post) in [("2027-06-08", "P027"), ("2027-06-10", "P027")] {
                await expectRefused(
                    Attempt(exigency(Cast.tate, day, post), .unlawful, "held_back"), on: cast.database.pool)
            }
            try await cast.database.pool.run("INSERT INTO post_skill VALUES ('P028', 'DOG')")
            await expectRefused(
                Attempt(exigency(Cast.rowe, "2027-06-09", "P028"), .unlawful, "held_back"), on: cast.database.pool)
            try await cast.database.pool.run(exigency(Cast.rowe, "2027-06-09", "P027"))
        }
    }

    @Test("a version that the record has overtaken is not published, and nobody publishes their own")
    func publication() async throws {
        try await Cast.with { cast in
            try await cast.database.pool.run(SilentAbsenceTests.ground)
            await #expect {
                try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            } throws: {
                ($0 as? PostgresError)?.constraintName == "version_stale"
            }
            let version: Int64 = try await cast.database.pool.value(
                "INSERT INTO roster_version (from_day, days, made_by, cost) VALUES ('2027-06-07', 28, \(cast.id("Kerr")), 0) RETURNING version_id"
            )
            await expectRefused(
                Attempt(
                    "SELECT publish_version(\(version), \(cast.id("Kerr")), 'I accept my own work.')", .twoPairsOfEyes,
                    "second_person"),
                on: cast.database.pool)
        }
    }

    @Test("a standing deployment is moved by changes only, even by the owner of the tables")
    func projectionIsHeld() async throws {
        try await Cast.with { cast in
            try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            for write in [
                "DELETE FROM standing_deployment", "UPDATE standing_deployment SET post_id = 'P028'",
                "TRUNCATE standing_deployment",
            ] {
                await expectRefused(
                    Attempt(write, .rewrite), on: cast.database.admin, preparing: "SET LOCAL ROLE evenhand_owner")
            }
        }
    }
}

@Suite("Guarantee 10: an officer is in one place at a time")
struct OnePlaceTests {
    /// Puts a second duty beside Tate's first.
    private static func second(_ cast: Cast, _ day: String, _ shift: String, post: String = "P028") -> String {
        """
        SELECT change_deployment(\(cast.id("Kerr")), NULL, 'exigency', NULL, 'Called in at once.', true, 'W00417', '\(day)', '\(shift)', '\(post)',
            of_exigency => 'officer_missing', said_recall => true)
        """
    }

    @Test("two duties at the same time are refused")
    func onePlace() async throws {
        try await Cast.with { cast in
            try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            await expectRefused(
                Attempt(OnePlaceTests.second(cast, "2027-06-07", "M"), .exclusionViolation, "one_place_at_a_time"),
                on: cast.database.pool)
        }
    }

    @Test("eleven hours between tours, no less")
    func rest() async throws {
        try await Cast.with { cast in
            // 10:00 to 20:00; 06:30 next day is ten and a half hours later, 07:30 eleven and a half
            try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            await expectRefused(
                Attempt(OnePlaceTests.second(cast, "2027-06-08", "E"), .exclusionViolation, "rest_between_tours"),
                on: cast.database.pool)
            try await cast.database.pool.run(OnePlaceTests.second(cast, "2027-06-08", "M"))
        }
    }

    @Test("the night in which clocks go forward is an hour short of rest")
    func spring() async throws {
        try await Cast.with { cast in
            // Sunday 28 March 2027: 20:00 GMT to 07:30 BST looks like 11.5 hours and is 10.5
            try await cast.publish([(Cast.tate, "2027-03-27", "D", "P027")], from: "2027-03-22")
            await expectRefused(
                Attempt(OnePlaceTests.second(cast, "2027-03-28", "M"), .exclusionViolation, "rest_between_tours"),
                on: cast.database.pool)
        }
    }

    @Test("the night in which clocks go back has an hour more of rest")
    func autumn() async throws {
        try await Cast.with { cast in
            // Sunday 31 October 2027: 20:00 BST to 06:30 GMT looks like 10.5 hours and is 11.5
            try await cast.publish([(Cast.tate, "2027-10-30", "D", "P027")], from: "2027-10-25")
            try await cast.database.pool.run(OnePlaceTests.second(cast, "2027-10-31", "E"))
        }
    }

    @Test("London's clock in Swift is PostgreSQL's, every hour of nine years, and every day's midnight and shifts")
    func londonClock() async throws {
        try await withDatabase { database in
            let rows = try await database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT d::date AS day, (extract(epoch FROM london(d::date, time '00:00', m)) / 60)::bigint AS absolute, m
                    FROM generate_series(date '2020-01-01', date '2028-12-31', interval '1 day') d, generate_series(0, 1440, 60) m
                    """)
            }
            #expect(rows.count == 3288 * 25)
            var wrong: [String] = []
            for row in rows {
                let (day, minutes) = (try row.decode("day", as: Day.self), try row.decode("m", as: Int.self))
                let absolute = try row.decode("absolute", as: Int.self)
                if LondonClock.absoluteMinutes(day, minutes) != absolute { wrong.append("\(day) \(minutes)") }
            }
            #expect(wrong == [])
            let hours = try await database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT (extract(epoch FROM t) / 60)::bigint AS absolute, (t AT TIME ZONE 'Europe/London')::date AS day
                    FROM generate_series(timestamptz '2020-01-01 00:30+00', timestamptz '2028-12-31 23:30+00', interval '1 hour') t
                    """)
            }
            for row in hours {
                let absolute = try row.decode("absolute", as: Int.self)
                if LondonClock.day(atAbsoluteMinutes: absolute) != (try row.decode("day", as: Day.self)) {
                    wrong.append("\(absolute)")
                }
            }
            #expect(wrong == [])
        }
    }
}
