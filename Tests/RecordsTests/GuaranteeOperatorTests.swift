import Deployment
import Postgres
import Records
import TestDatabase
import Testing

/// Somebody who has the application's password and psql.
@Suite("An operator with the application's password")
struct OperatorTests {
    static let refused: [Attempt] = [
        // around the triggers
        Attempt("SET session_replication_role = replica", .insufficientPrivilege),
        Attempt("ALTER TABLE decision DISABLE TRIGGER ALL", .insufficientPrivilege),
        Attempt("DROP TRIGGER hold ON decision", .insufficientPrivilege),
        Attempt(
            "CREATE TRIGGER mine BEFORE INSERT ON decision EXECUTE FUNCTION refuse_rewrite()", .insufficientPrivilege),
        Attempt("CREATE RULE mine AS ON INSERT TO decision DO INSTEAD NOTHING", .insufficientPrivilege),
        Attempt("ALTER FUNCTION hold_decision() RENAME TO gone", .insufficientPrivilege),
        Attempt(
            "CREATE OR REPLACE FUNCTION state_of(nd bigint) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
            .insufficientPrivilege),
        Attempt("ALTER TABLE decision DROP CONSTRAINT decided_before_recorded", .insufficientPrivilege),
        Attempt("LOCK TABLE decision IN ACCESS EXCLUSIVE MODE", .insufficientPrivilege),
        // another role
        Attempt("SET ROLE evenhand_owner", .insufficientPrivilege),
        Attempt("SET SESSION AUTHORIZATION evenhand_owner", .insufficientPrivilege),
        Attempt("GRANT evenhand_owner TO evenhand_app", .insufficientPrivilege),
        Attempt("ALTER ROLE evenhand_app SUPERUSER", .insufficientPrivilege),
        Attempt("ALTER ROLE evenhand_app BYPASSRLS", .insufficientPrivilege),
        Attempt("ALTER ROLE evenhand_app SET session_replication_role = replica", .insufficientPrivilege),
        // the schema
        Attempt("DROP TABLE decision CASCADE", .insufficientPrivilege),
        Attempt("DROP SCHEMA evenhand CASCADE", .insufficientPrivilege),
        Attempt("CREATE TABLE evenhand.mine (id integer)", .insufficientPrivilege),
        Attempt("CREATE TABLE public.mine (id integer)", .insufficientPrivilege),
        Attempt("CREATE VIEW evenhand.mine AS SELECT 1", .insufficientPrivilege),
        Attempt("DROP EXTENSION btree_gist CASCADE", .insufficientPrivilege),
        Attempt("DROP VIEW exclusion", .insufficientPrivilege),
        // what only triggers and functions write
        Attempt(
            "INSERT INTO standing_deployment VALUES (1, 'W00417', '2027-06-07', 'D', 'P027', '[,)', '[,)')",
            .insufficientPrivilege),
        Attempt("DELETE FROM standing_deployment", .insufficientPrivilege),
        Attempt(
            "INSERT INTO deployment (version_id, officer_id, day, shift_id, post_id, starts_at, ends_at) VALUES (1, 'W00417', '2027-06-07', 'D', 'P027', now(), now())",
            .insufficientPrivilege),
        Attempt(
            "INSERT INTO change (ground, note, welfare_considered, made_by) VALUES ('exigency', 'because of this', true, 1)",
            .insufficientPrivilege),
        Attempt(
            "INSERT INTO publication (version_id, published_by, statement, period) VALUES (1, 1, 'accepted by nobody', '[2027-06-07,)')",
            .insufficientPrivilege),
        Attempt(
            "INSERT INTO gold_case (subject_kind, subject_id, priority, due_at) VALUES ('site', 'S014', 'low', now())",
            .insufficientPrivilege),
        Attempt("UPDATE gold_case SET state = 'closed'", .insufficientPrivilege),
        Attempt("DELETE FROM gold_case", .insufficientPrivilege),
        Attempt(
            "INSERT INTO flag (kind, subject_kind, subject_id, finding, occurrence) VALUES ('undocumented', 'site', 'S014', 'nothing at all', 'x')",
            .insufficientPrivilege),
        Attempt("DELETE FROM flag", .insufficientPrivilege),
        Attempt(
            "INSERT INTO non_deployment_state (nd_id, step, state) VALUES (1, 9, 'granted')", .insufficientPrivilege),
        Attempt("INSERT INTO ledger_leaf VALUES (99, 'x', 'x', 'x', 'x', 'x', 'x')", .insufficientPrivilege),
        Attempt(
            "INSERT INTO sensitive_read (account_id, nd_id, layer, purpose) VALUES (1, 1, 'annex', 'curiosity')",
            .insufficientPrivilege),
        Attempt("INSERT INTO prose (layer, body) VALUES ('decision', 'unowned')", .insufficientPrivilege),
        Attempt("UPDATE decision_authority SET max_hours = 9999", .insufficientPrivilege),
        Attempt(
            "INSERT INTO rule_figure VALUES ('short_form_limit', '2026-01-01', 9999, 'hours', 'an operator')",
            .insufficientPrivilege),
        Attempt("INSERT INTO state_arrow VALUES ('gold_case', 'raised', 'closed')", .insufficientPrivilege),
        Attempt("DELETE FROM ledgered_table", .insufficientPrivilege),
        Attempt("UPDATE account SET created_at = now()", .insufficientPrivilege),
        Attempt("UPDATE token SET token_hash = sha256('mine')", .insufficientPrivilege),
        // functions that are not for the application
        Attempt("SELECT enter_state(1, 'ended')", .insufficientPrivilege),
        Attempt(
            "SELECT raise_flag('undocumented', 'site', 'S014', NULL, 'nothing at all', '{}', 'x')",
            .insufficientPrivilege),
        Attempt("SELECT place_by_change(1, 'W00417', '2027-06-07', 'D', 'P027')", .insufficientPrivilege),
        Attempt("SELECT hold_append_only('decision')", .insufficientPrivilege),
        // out of the database
        Attempt("COPY decision TO '/tmp/decision'", .insufficientPrivilege),
        Attempt("COPY decision FROM PROGRAM 'true'", .insufficientPrivilege),
        Attempt("SELECT pg_read_file('postgresql.conf')", .insufficientPrivilege),
        Attempt("SELECT lo_import('/etc/hostname')", .insufficientPrivilege),
        // salts, with which guesses at an erased text could be tested
        Attempt("SELECT * FROM ledger_salt", .insufficientPrivilege),
    ]

    @Test("cannot do any of this")
    func operatorIsRefused() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            for attempt in OperatorTests.refused { await expectRefused(attempt, on: cast.database.pool) }
        }
    }

    @Test("cannot empty the queue from inside a trigger of their own")
    func triggerOfTheirOwn() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            let trick = """
                CREATE TEMP TABLE bait (id integer);
                CREATE FUNCTION pg_temp.spring() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %@; RETURN NULL; END $$;
                CREATE TRIGGER spring AFTER INSERT ON bait FOR EACH ROW EXECUTE FUNCTION pg_temp.spring();
                INSERT INTO bait VALUES (1);
                """
            let attempts = [
                Attempt("UPDATE evenhand.gold_case SET state = 'closed'", .insufficientPrivilege),
                Attempt("DELETE FROM evenhand.standing_deployment", .insufficientPrivilege),
                // every flag is in its case already, so another entry for one is a duplicate
                Attempt(
                    "INSERT INTO evenhand.case_entry (case_id, number, kind, flag_id) SELECT 1, 0, 'flag', min(flag_id) FROM evenhand.flag",
                    .uniqueViolation),
            ]
            for attempt in attempts {
                let sql = trick.split(separator: "%@", maxSplits: 1).map(String.init).joined(separator: attempt.sql)
                await expectRefused(Attempt(sql, attempt.state), on: cast.database.pool)
            }
            await expectRefused(
                Attempt("INSERT INTO case_entry (case_id, number, kind, flag_id) VALUES (1, 0, 'flag', 1)", .rewrite),
                on: cast.database.pool)
        }
    }

    @Test("cannot hide a function of theirs in front of ours")
    func searchPath() async throws {
        try await Cast.with { cast in
            let record = try await cast.drafted(halves: [])
            // a temporary state_of, or a temporary table named assessment, must not be what the triggers see
            await expectRefused(
                Attempt(
                    """
                    INSERT INTO evenhand.decision (nd_id, terms_id, form, outcome, reason_id, decided_by, decided_as, decided_at)
                    SELECT \(record), terms_id, 'full', 'granted', evenhand.write_prose('decision', 'because of a reason'), \(cast.id("Marsh")),
                        'INSP', now() FROM evenhand.non_deployment_terms WHERE nd_id = \(record)
                    """, .bareDecision, "bare_decision"),
                on: cast.database.pool,
                preparing: """
                    CREATE TEMP TABLE assessment AS SELECT \(record)::bigint AS nd_id, k AS kind, 'full' AS form, 1::bigint AS assessed_by
                        FROM unnest(ARRAY['welfare', 'impartiality']) k;
                    SET LOCAL search_path = pg_temp, evenhand, public
                    """)
        }
    }

    static let readRefused: [Attempt] =
        [
            "SELECT * FROM prose", "SELECT * FROM decision", "SELECT * FROM assessment",
            "SELECT * FROM non_deployment_terms",
            "SELECT * FROM account", "SELECT * FROM token", "SELECT * FROM sensitive_read", "SELECT * FROM ledger_salt",
            "SELECT * FROM case_entry", "SELECT * FROM abstraction", "SELECT * FROM restriction",
            "SELECT * FROM master_history",
            "SELECT read_sealed(1)", "SELECT note_read(1, 1, 'annex', 'curiosity')", "SELECT prose_body(1)",
            "SELECT write_prose('decision', 'x')", "SELECT publish_version(1, 1, 'because I can')",
            "SELECT end_what_is_over(now())", "INSERT INTO team VALUES ('X', 'X')", "UPDATE officer SET name = 'x'",
            "DELETE FROM flag", "TRUNCATE flag CASCADE", "SET ROLE evenhand_app",
            "CREATE TABLE evenhand.mine (id integer)",
            "INSERT INTO ledger_checkpoint (size, root, note) VALUES (0, '', '')",
        ].map { Attempt($0, .insufficientPrivilege) }

    @Test("with the read-only password, sees no text and writes nothing")
    func readerIsRefused() async throws {
        try await Cast.with { cast in
            try await cast.playEverything()
            for attempt in OperatorTests.readRefused { await expectRefused(attempt, on: cast.database.readOnly) }
        }
    }

    @Test("with the read-only password, sees the command and the shape of decisions")
    func readerSees() async throws {
        try await Cast.with { cast in
            _ = try await cast.granted()
            let counts: [Int] = try await cast.database.readOnly.value(
                """
                SELECT ARRAY[(SELECT count(*) FROM officer), (SELECT count(*) FROM exclusion), (SELECT count(*) FROM flag),
                    (SELECT count(*) FROM gold_case)]
                """)
            #expect(counts == [4, 1, 1, 1])
        }
    }

    @Test("a function made later is not everybody's to run")
    func laterFunctions() async throws {
        try await withDatabase { database in
            try await database.admin.run(
                "SET LOCAL ROLE evenhand_owner; CREATE FUNCTION later() RETURNS integer LANGUAGE sql AS 'SELECT 1'")
            await expectRefused(Attempt("SELECT later()", .insufficientPrivilege), on: database.pool)
        }
    }
}
