import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 8: need to know, in three layers")
struct SealedTests {
    private static let secret = "My cousin lives in the quarter behind the wall."

    @Test("with the application's password, no way of asking shows a sealed text")
    func sealedFromSQL() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted(annex: SealedTests.secret)
            let ways = [
                "SELECT body FROM prose WHERE layer IN ('grounds', 'annex')",
                "SELECT p.body FROM prose p JOIN non_deployment n ON n.annex_id = p.prose_id",
                "SELECT p.body FROM non_deployment_terms t JOIN prose p ON p.prose_id = t.grounds_id",
                "SELECT canonical(p) FROM prose p WHERE layer = 'annex'",
                "SELECT to_jsonb(p)::text FROM prose p WHERE layer NOT IN ('decision', 'gold')",
                "SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'prose' AND attname = 'body'",
            ]
            for way in ways {
                let rows = try await cast.database.pool.withConnection { try await $0.query(Statement(unsafe: way)) }
                #expect(rows.isEmpty, "\(way)")
            }
            // a view of one's own, and a function that would tell what the policy hides
            try await cast.database.pool.transaction { connection in
                try await connection.script(
                    """
                    CREATE TEMP VIEW mine AS SELECT * FROM evenhand.prose;
                    CREATE TEMP TABLE told (body text);
                    CREATE FUNCTION pg_temp.tell(body text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
                        $$ BEGIN INSERT INTO told VALUES (body); RETURN true; END $$;
                    SELECT count(*) FROM evenhand.prose WHERE pg_temp.tell(body);
                    """)
                let leaked = try await connection.query(
                    """
                    SELECT (SELECT count(*) FROM mine WHERE layer IN ('grounds', 'annex')),
                        (SELECT count(*) FROM told WHERE body IN (\(SealedTests.secret), \(Words.grounds))), (SELECT count(*) FROM told)
                    """)
                #expect(try leaked[0].decode(0, as: Int.self) == 0)
                #expect(try leaked[0].decode(1, as: Int.self) == 0)
                #expect(try leaked[0].decode(2, as: Int.self) > 0)
            }
            for attempt in [
                Attempt("SET LOCAL row_security = off; SELECT body FROM prose", .insufficientPrivilege),
                Attempt("ALTER TABLE prose DISABLE ROW LEVEL SECURITY", .insufficientPrivilege),
                Attempt("DROP POLICY read_open_layers ON prose", .insufficientPrivilege),
                Attempt("CREATE POLICY mine ON prose USING (true)", .insufficientPrivilege),
                Attempt("SELECT prose_body(1)", .insufficientPrivilege),
            ] { await expectRefused(attempt, on: cast.database.pool) }
        }
    }

    @Test("a read is on record before the text is seen: who rolls back has seen nothing")
    func noReadWithoutRecord() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: SealedTests.secret)
            await expectRefused(
                Attempt(
                    "SELECT read_sealed(note_read(\(cast.id("Ashby")), \(record), 'annex', 'curiosity'))", .needToKnow,
                    "read_on_record"),
                on: cast.database.pool)
            await expectRefused(
                Attempt(
                    """
                    SAVEPOINT one; SELECT note_read(\(cast.id("Ashby")), \(record), 'annex', 'curiosity'); RELEASE SAVEPOINT one;
                    SELECT read_sealed((SELECT max(read_id) FROM sensitive_read))
                    """, .needToKnow, "read_on_record"),
                on: cast.database.pool)
            let reads: Int = try await cast.database.pool.value("SELECT count(*) FROM sensitive_read")
            #expect(reads == 0)
        }
    }

    @Test("an old read opens nothing again")
    func readIsUsedAtOnce() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: SealedTests.secret)
            // the superuser alone can make a read look old
            try await cast.database.admin.run(
                """
                INSERT INTO sensitive_read (account_id, nd_id, layer, purpose, read_at)
                VALUES (\(cast.id("Ashby")), \(record), 'annex', 'long ago', now() - interval '2 minutes')
                """)
            await expectRefused(
                Attempt("SELECT read_sealed((SELECT max(read_id) FROM sensitive_read))", .needToKnow, "read_on_record"),
                on: cast.database.pool)
        }
    }

    @Test("decider and Gold read the grounds, the officer also the annex, nobody else either; every read is seen")
    func readers() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted(annex: SealedTests.secret)
            let records = cast.records
            func read(_ layer: SealedLayer, _ name: String) async throws -> [String] {
                try await records.readSealed(record, layer: layer, by: cast.id(name), purpose: "Preparing the review")
            }
            #expect(try await read(.grounds, "Marsh") == [Words.grounds])
            #expect(try await read(.grounds, "Osei") == [Words.grounds])
            #expect(try await read(.annex, "Tate") == [SealedTests.secret])
            for (layer, name) in [
                (SealedLayer.grounds, "Tate"), (.grounds, "Hale"), (.annex, "Hale"), (.annex, "Rowe"), (.annex, "Kerr"),
                (.grounds, "Nandy"),
            ] {
                await #expect(
                    throws: RecordError.refused(
                        .needToKnow, rule: "need_to_know", message: "this text is for the decider and Gold")
                ) {
                    try await read(layer, name)
                }
            }
            let seen = try await records.reads(ofOfficer: Cast.tate)
            #expect(seen.map(\.reader.name) == ["Tate", "Osei", "Marsh"])
            #expect(seen.allSatisfy { $0.purpose == "Preparing the review" && $0.number == "ND-\(record)" })
            #expect(try await records.reads(ofOfficer: Cast.rowe).isEmpty)
            let page = try await records.reads(limit: 2)
            #expect(page.items == Array(seen[..<2]))
            #expect(try await records.reads(after: page.next, limit: 2).items == Array(seen[2...]))
        }
    }

    @Test("a read without a purpose is refused")
    func purpose() async throws {
        try await Cast.with { cast in
            let record = try await cast.granted()
            await #expect(throws: RecordError.self) {
                try await cast.records.readSealed(record, layer: .grounds, by: cast.id("Ashby"), purpose: "")
            }
            await expectRefused(
                Attempt("SELECT note_read(\(cast.id("Ashby")), \(record), 'grounds', 'why')", .checkViolation),
                on: cast.database.pool)
        }
    }

    @Test("a text belongs to the layer it was written in")
    func layers() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted()
            for (layer, sql) in [
                ("decision", "INSERT INTO review (nd_id, note_id, reviewed_by) VALUES (\(record), %, 1)"),
                (
                    "decision",
                    "INSERT INTO assessment (nd_id, kind, form, prose_id, assessed_by) VALUES (\(record), 'welfare', 'full', %, \(cast.id("Stone")))"
                ),
            ] {
                let text = layer == "decision" ? "gold" : "decision"
                await expectRefused(
                    Attempt(sql.replacing("%", with: "write_prose('\(text)', 'a text of another layer')"), .needToKnow),
                    on: cast.database.pool)
            }
        }
    }

    @Test("grounds of one record cannot be drawn into another, whose decider could read them")
    func groundsStay() async throws {
        try await Cast.with { cast in
            let first = try await cast.granted()
            let second = try await cast.drafted(officer: Cast.rowe)
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO non_deployment_terms (nd_id, version, category, scope_kind, starts_at, ends_at, review_at, emergency_response, grounds_id, written_by)
                    SELECT \(second), 2, category, 'all_armed', starts_at, ends_at, review_at, true, grounds_id, \(cast.id("Hale"))
                    FROM non_deployment_terms WHERE nd_id = \(first)
                    """, .needToKnow, "grounds_of_another"),
                on: cast.database.pool)
        }
    }

    @Test("planners get number, officer, scope and window, and nothing of a draft")
    func planners() async throws {
        try await Cast.with { cast in
            _ = try await cast.drafted()
            let record = try await cast.granted(officer: Cast.rowe)
            let exclusions = try await cast.records.exclusions(from: cast.now, to: cast.hours(200))
            #expect(exclusions.map(\.number) == ["ND-\(record)"])
            let exclusion = try #require(exclusions.first)
            #expect(exclusion.officer == Cast.rowe)
            #expect(exclusion.scope == .sites(["S014"]))
            #expect(exclusion.startsAt == cast.hours(1))
            #expect(exclusion.endsAt == cast.hours(100))
            #expect(Mirror(reflecting: exclusion).children.count == 5)
            #expect(try await cast.records.exclusions(from: cast.hours(100), to: cast.hours(200)).isEmpty)
        }
    }
}
