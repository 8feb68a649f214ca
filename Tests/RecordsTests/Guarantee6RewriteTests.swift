import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 6: nothing is rewritten")
struct RewriteTests {
    /// The tables that are neither append-only nor derived: master data with history, and the service's own affairs.
    static let mayChange: Set<String> = [
        "team", "account", "skill", "shift", "contract", "pattern", "pattern_day", "officer",
        "officer_pattern", "currency", "mission", "site", "post", "post_skill", "site_level", "post_demand",
        "abstraction", "restriction", "roster_request", "job", "token", "idempotency_answer", "ledgered_table",
        "schema_migration", "post_suitability", "notification_preference", "outgoing", "awaiting_answer", "repair",
        "account_password", "web_session", "sign_in_guard", "calendar_feed", "provider_identity", "provider_request",
    ]

    /// Derived tables that only triggers write.
    static let projections: Set<String> = [
        "gold_case", "standing_deployment", "operation_state", "restriction_limit", "shift_look",
    ]

    @Test("every ledgered table refuses UPDATE, DELETE and TRUNCATE, even to its owner, and has a leaf for every row")
    func ledgeredTablesHold() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            let (admin, app) = (cast.database.admin, cast.database.pool)
            let tables = try await admin.withConnection { connection in
                // a column that may be updated: an identity column refuses by itself
                try await connection.query(
                    """
                    SELECT table_name, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = table_name::regclass
                        AND a.attnum > 0 AND a.attidentity = '' ORDER BY a.attnum LIMIT 1)
                    FROM ledgered_table ORDER BY table_name
                    """
                ).map { (name: try $0.decode(0, as: String.self), column: try $0.decode(1, as: String.self)) }
            }
            #expect(tables.count >= 16)
            for (name, column) in tables {
                let counts = try await admin.withConnection { connection in
                    try await connection.query(
                        Statement(
                            unsafe:
                                "SELECT count(*), (SELECT count(*) FROM ledger_leaf WHERE kind = '\(name)') FROM \(name)"
                        ))
                }
                let rows = try counts[0].decode(0, as: Int.self)
                #expect(rows > 0, "\(name) has no row, so this test would prove nothing about it")
                #expect(try counts[0].decode(1, as: Int.self) == rows, "\(name)")
                let writes = [
                    "UPDATE \(name) SET \(column) = \(column)", "DELETE FROM \(name)", "TRUNCATE \(name) CASCADE",
                ]
                for write in writes {
                    await expectRefused(Attempt(write, .insufficientPrivilege), on: app)
                    await expectRefused(Attempt(write, .rewrite), on: admin, preparing: "SET LOCAL ROLE evenhand_owner")
                    await expectRefused(
                        Attempt(write, .rewrite), on: admin, preparing: "SET LOCAL session_replication_role = replica")
                }
            }
        }
    }

    @Test("every table is known: ledgered, append-only, derived, or one that may change")
    func everyTableIsKnown() async throws {
        try await withDatabase { database in
            let rows = try await database.admin.withConnection { connection in
                try await connection.query(
                    """
                    SELECT c.relname, EXISTS (SELECT FROM ledgered_table l WHERE l.table_name = c.relname) AS ledgered,
                        ARRAY(SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgenabled = 'A' ORDER BY 1) AS always
                    FROM pg_class c WHERE c.relnamespace = 'evenhand'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
                    """)
            }
            #expect(rows.count > 40)
            for row in rows {
                let name = try row.decode("relname", as: String.self)
                let always = Set(try row.decode("always", as: [String].self))
                if try row.decode("ledgered", as: Bool.self) {
                    #expect(always.isSuperset(of: ["no_rewrite", "no_truncate", "leaf"]), "\(name)")
                } else if RewriteTests.projections.contains(name) {
                    #expect(always.contains("no_truncate"), "\(name)")
                    #expect(!always.isDisjoint(with: ["hold", "projection"]), "\(name)")
                } else if !RewriteTests.mayChange.contains(name) {
                    #expect(always.isSuperset(of: ["no_rewrite", "no_truncate"]), "\(name) is held by nothing")
                }
            }
        }
    }

    @Test("every trigger of ours fires always, replication role or not")
    func triggersFireAlways() async throws {
        try await withDatabase { database in
            let weak: [String] = try await database.admin.value(
                """
                SELECT coalesce(array_agg(c.relname || '.' || t.tgname), '{}') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE c.relnamespace = 'evenhand'::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'A'
                """)
            #expect(weak == [])
        }
    }

    @Test("master data keeps what a change replaced, and the history itself stays")
    func masterHistory() async throws {
        try await Cast.with { cast in
            try await cast.database.pool.run("UPDATE officer SET team_id = 'D' WHERE officer_id = 'W00417'")
            try await cast.database.pool.run("DELETE FROM currency WHERE officer_id = 'W00419' AND skill_id = 'MED'")
            let old: [String] = try await cast.database.pool.value(
                "SELECT array_agg(table_name || ' ' || coalesce(old_row ->> 'team_id', '') ORDER BY history_id) FROM master_history"
            )
            #expect(old == ["officer C", "currency "])
            await expectRefused(
                Attempt("DELETE FROM master_history", .rewrite), on: cast.database.admin,
                preparing: "SET LOCAL ROLE evenhand_owner")
            await expectRefused(
                Attempt("TRUNCATE officer CASCADE", .rewrite), on: cast.database.admin,
                preparing: "SET LOCAL ROLE evenhand_owner")
        }
    }

    @Test("a roster version takes no part after the transaction that made it")
    func versionIsWhole() async throws {
        try await Cast.with { cast in
            let version = try await cast.publish([(Cast.tate, "2027-06-07", "D", "P027")], from: "2027-06-07")
            await expectRefused(
                Attempt(
                    "INSERT INTO version_deployment VALUES (\(version), 'W00418', '2027-06-08', 'D', 'P027')", .rewrite),
                on: cast.database.pool)
            await expectRefused(
                Attempt(
                    "INSERT INTO version_duty VALUES (\(version), 'P027', '2027-06-08', 'D', 'Normal', 1, 1, 1)",
                    .rewrite),
                on: cast.database.pool)
        }
    }
}
