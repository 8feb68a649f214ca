import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Restricted and recuperative duty")
struct LimitedDutyTests {
    /// A sergeant and an inspector who answer for team A, and one restriction that began ten days ago.
    private nonisolated(nonsending) func withLimits<R>(
        _ limits: String = "No firearm; No nights", reviewIn days: Int = 3,
        _ body: nonisolated(nonsending) (RosterFixture) async throws -> R
    ) async throws -> R {
        try await RosterFixture.withInspector { fixture in
            try await fixture.run(
                """
                INSERT INTO post VALUES ('P010', 'S001', 'Reception', 'static', true, false, '2020-01-01', NULL),
                    ('P011', 'S001', 'Armed desk', 'desk', true, false, '2020-01-01', NULL);
                INSERT INTO post_skill VALUES ('P011', 'AFO');
                INSERT INTO account (name, rank, team_id, officer_id) VALUES ('Hale', 'PS', 'A', 'W004'), ('Dele', 'INSP', 'A', 'W010'),
                    ('Tate', 'PC', 'A', 'W001');
                INSERT INTO account_role VALUES (4, 'supervisor'), (5, 'supervisor'), (6, 'supervisor');
                INSERT INTO restriction VALUES ('R1', 'W001', 'restricted', '\(limits)', police_day(now()) - 10, NULL,
                    police_day(now()) + \(days));
                """)
            return try await body(fixture)
        }
    }

    private func limits(_ fixture: RosterFixture) -> LimitedDuty { LimitedDuty(pool: fixture.database.pool) }

    /// Why W001 cannot stand there on the first Monday.
    private func held(_ fixture: RosterFixture, _ shift: String, _ post: String) async throws -> String? {
        try await fixture.database.pool.withConnection { connection in
            try await connection.query("SELECT held_back('W001', \(RosterFixture.monday), \(shift), \(post))")[0]
                .decode(0)
        }
    }

    @Test("limits named in a restriction bite down to the shift; other words do not")
    func bite() async throws {
        try await withLimits("No firearm; no nights; quiet posts") { fixture in
            #expect(try await held(fixture, "E", "P003") == nil)
            #expect(try await held(fixture, "E", "P010") == nil)
            #expect(try await held(fixture, "N", "P010") == "restricted: no_night")
            #expect(try await held(fixture, "E", "P011") == "restricted: no_firearm")
            #expect(try await held(fixture, "E", "P001") == "restricted")
            let suits = try await limits(fixture).postsThatSuit("W001", on: RosterFixture.monday)
            #expect(suits.map(\.post) == ["P003", "P010"] && suits.allSatisfy { !$0.shifts.contains("N") })
        }
    }

    @Test("a post of another kind suits once it is named for the limit")
    func named() async throws {
        try await withLimits("No public contact") { fixture in
            #expect(try await held(fixture, "E", "P010") == "restricted: no_public_contact")
            try await limits(fixture).setSuitable(post: "P010", limit: "no_public_contact", true)
            #expect(try await held(fixture, "E", "P010") == nil)
            try await limits(fixture).setSuitable(post: "P010", limit: "no_public_contact", false)
            #expect(try await held(fixture, "E", "P010") == "restricted: no_public_contact")
        }
    }

    @Test("neither a change nor a published version places an officer outside the limits")
    func noDoor() async throws {
        try await withLimits { fixture in
            let night = await rosterError { try await fixture.publish([("W001", 0, "N", "P010")]) }
            #expect(night?.rule == "held_back")
            let early = try await fixture.publish([("W001", 0, "E", "P010")])
            #expect(early.count == 1)
            await expectRefused(
                Attempt(
                    """
                    SELECT change_deployment(1, NULL, 'exigency', NULL, 'Needed there tonight.', true, 'W001',
                        '2027-06-09', 'N', 'P010', of_exigency => 'public_order')
                    """, .unlawful, "held_back"), on: fixture.database.pool)
        }
    }

    @Test("the review date moves by a review and by nothing else, and by no more than the figure allows")
    func review() async throws {
        try await withLimits { fixture in
            let pool = fixture.database.pool
            await expectRefused(
                Attempt("UPDATE restriction SET review_on = review_on + 1", .rewrite, "review_moves"), on: pool)
            await expectRefused(Attempt("DELETE FROM restriction", .rewrite, "restriction_kept"), on: pool)
            await expectRefused(
                Attempt(
                    "INSERT INTO restriction_limit VALUES ('R1', 'no_driving', '2026-01-01')", .insufficientPrivilege),
                on: pool)
            await expectRefused(
                Attempt("UPDATE restriction_review SET next_review = next_review + 1", .insufficientPrivilege), on: pool
            )
            let store = limits(fixture)
            let today: Day = try await pool.value("SELECT police_day(now())")
            func refused(_ review: RestrictionReview, by account: Int64) async -> String? {
                await rosterError { try await store.review("R1", review, by: account) }?.rule
            }
            #expect(await refused(RestrictionReview(nextReview: today.adding(7)), by: 6) == "own_review")
            #expect(await refused(RestrictionReview(nextReview: today.adding(7)), by: 1) == "supervisor_only")
            #expect(await refused(RestrictionReview(nextReview: today.adding(29)), by: 4) == "review_within")
            #expect(await refused(RestrictionReview(nextReview: today), by: 4) == "review_within")
            #expect(
                await refused(RestrictionReview(nextReview: today.adding(7), limits: ["asleep"]), by: 4)
                    == "limits_listed")
            _ = try await store.review(
                "R1", RestrictionReview(nextReview: today.adding(14), limits: ["no_driving"]), by: 4)
            let after = try await store.get("R1", asOf: Date())
            #expect(after.reviewOn == today.adding(14) && after.limits == ["no_driving"] && after.words == "No driving")
            #expect(try await held(fixture, "N", "P010") == nil)
            await expectRefused(
                Attempt("UPDATE restriction SET limits = 'No nights'", .rewrite, "limits_move"), on: pool)
            _ = try await store.review("R1", RestrictionReview(endedOn: today), by: 5)
            #expect(try await held(fixture, "E", "P001") == nil)
            await expectRefused(
                Attempt("UPDATE restriction SET to_day = NULL", .rewrite, "ended_by_review"), on: pool)
            #expect(await refused(RestrictionReview(nextReview: today.adding(7)), by: 4) == "restriction_over")
            #expect(try await store.reviews(of: "R1").count == 2)
            #expect(try await LedgerRecords(pool: fixture.database.admin).verify(keys: []).finding == nil)
        }
    }

    @Test(
        "a cause is refused wherever limits are written",
        arguments: ["Light duty after surgery", "No nights (pregnancy)", "Back injury", "Recovering; no firearm"])
    func cause(_ words: String) async throws {
        try await withLimits { fixture in
            await expectRefused(
                Attempt(
                    "INSERT INTO restriction VALUES ('R2', 'W002', 'restricted', '\(words)', '2026-01-01', NULL, '2026-02-01')",
                    .unknown, "limits_functional"), on: fixture.database.pool)
            await expectRefused(
                Attempt("UPDATE restriction SET limits = '\(words)'", .unknown, "limits_functional"),
                on: fixture.database.pool)
        }
    }

    @Test("overdue reviews are told to supervisors, then to those above, then asked of Gold; the officer is no subject")
    func overdue() async throws {
        try await withLimits(reviewIn: 10) { fixture in
            let work = DueWork(pool: fixture.database.pool)
            func due(_ days: Double) async throws -> Int {
                try await work.remindOfLimitedDuty(asOf: Date().addingTimeInterval(days * 86_400))
            }
            #expect(try await due(0) == 0)
            #expect(try await due(4) == 1)
            #expect(try await due(4) == 0)
            #expect(try await due(11.5) == 1)
            #expect(try await due(19) == 1)
            #expect(try await due(19) == 0)
            let told: [String] = try await fixture.database.admin.value(
                "SELECT array_agg(kind || ' ' || recipient ORDER BY notification_id) FROM notification")
            #expect(told == ["limited_duty_review_due account 4", "limited_duty_review_overdue account 5"])
            let flags = try await fixture.count(
                """
                SELECT count(*)::int FROM flag WHERE kind = 'limited_duty_review_missed' AND subject_kind = 'account'
                    AND subject_id = '4' AND position('W001' IN finding || evidence) = 0
                """.replacing("finding || evidence", with: "finding || evidence::text"))
            #expect(flags == 1)
            let listed = try await limits(fixture).list(
                team: "A", overdueOnly: true, asOf: Date().addingTimeInterval(12 * 86_400)
            ).items
            #expect(listed.map(\.id) == ["R1"] && listed.allSatisfy(\.isOverdue))
            #expect(try await limits(fixture).list(team: "A", overdueOnly: true, asOf: Date()).items.isEmpty)
        }
    }

    @Test("the sample's restrictions are imported with their limits, and again without a change")
    func sample() async throws {
        try await withDatabase { database in
            let sample = SampleCommand(seed: 1, from: RosterFixture.monday, size: .team)
            let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
            let first = try await MasterData.importing(files: files, into: database.pool, by: nil)
            #expect(!first.isRefused, "\(first.text)")
            let again = try await MasterData.importing(files: files, into: database.pool, by: nil)
            #expect(!again.isRefused && !again.hasChanged)
            let bare: Int = try await database.admin.value(
                """
                SELECT count(*)::int FROM restriction r
                WHERE NOT EXISTS (SELECT FROM restriction_limit l WHERE l.restriction_id = r.restriction_id)
                """)
            #expect(bare == 0)
        }
    }
}
