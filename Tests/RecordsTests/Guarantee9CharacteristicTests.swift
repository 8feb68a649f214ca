import Deployment
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Guarantee 9: no protected characteristics; and what Swift and SQL must both say")
struct SameOnBothSidesTests {
    @Test("no column is named after a protected characteristic, and no evidence key of a flag is")
    func noColumn() async throws {
        try await Cast.with { cast in
            let found: [String] = try await cast.database.admin.value(
                """
                SELECT coalesce(array_agg(c.table_name || '.' || c.column_name), '{}')
                FROM information_schema.columns c, regexp_split_to_table(lower(c.column_name), '[^a-z]+') part
                JOIN evenhand.protected_characteristic p ON p.word = part WHERE c.table_schema = 'evenhand'
                """)
            #expect(found == [])
            try await cast.playEverything()
            let keys: [String] = try await cast.database.admin.value(
                """
                SELECT coalesce(array_agg(k), '{}') FROM evenhand.flag f, jsonb_object_keys(f.evidence) k
                JOIN evenhand.protected_characteristic p ON p.word = lower(k)
                """)
            #expect(keys == [])
        }
    }

    @Test("the arrows drawn in Swift are the arrows in state_arrow")
    func arrows() async throws {
        try await withDatabase { database in
            let rows = try await database.pool.withConnection { connection in
                try await connection.query("SELECT machine, from_state, to_state FROM state_arrow").map { row in
                    try (0..<3).map { try row.decode($0, as: String.self) }
                }
            }
            func held(_ machine: String) -> [[String]] {
                rows.filter { $0[0] == machine }.map { Array($0[1...]) }.sorted { $0.lexicographicallyPrecedes($1) }
            }
            #expect(held(JobState.machine) == JobState.arrows)
            #expect(held(NonDeploymentState.machine) == NonDeploymentState.arrows)
            #expect(held(CaseState.machine) == CaseState.arrows)
            #expect(held(OperationState.machine) == OperationState.arrows)
            #expect(held(SwapState.machine) == SwapState.arrows)
            #expect(held(RepairState.machine) == RepairState.arrows)
            #expect(held(PatternConsultationState.machine) == PatternConsultationState.arrows)
            let drawn: Set = [
                JobState.machine, NonDeploymentState.machine, CaseState.machine,
                OperationState.machine, PatternConsultationState.machine, SwapState.machine,
                RepairState.machine,
            ]
            #expect(Set(rows.map { $0[0] }) == drawn)
        }
    }

    @Test("ranks, categories, rules of attempts and kinds of entries are the same on both sides")
    func closedSets() async throws {
        try await Cast.with { cast in
            let pool = cast.database.pool
            #expect(
                try await pool.value("SELECT array_agg(rank ORDER BY seniority) FROM rank")
                    == Rank.allCases.map(\.rawValue))
            #expect(
                try await pool.value("SELECT array_agg(category ORDER BY category) FROM decision_category")
                    == DecisionCategory.allCases.map(\.rawValue).sorted())
            #expect(
                try await pool.value("SELECT array_agg(category) FROM decision_category WHERE gold_only")
                    == DecisionCategory.allCases.filter(\.isGoldOnly).map(\.rawValue))
            let checks: String = try await cast.database.admin.value(
                """
                SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint WHERE contype = 'c'
                    AND conrelid IN ('case_entry'::regclass, 'refused_attempt'::regclass, 'account_role'::regclass, 'attendance'::regclass)
                """)
            let words =
                CaseEntryKind.allCases.map(\.rawValue) + NotedAttempt.allCases.map(\.rawValue)
                + Role.allCases.map(\.rawValue)
                + CaseOutcome.allCases.map(\.rawValue) + AttendanceStatus.allCases.map(\.rawValue)
            for word in words { #expect(checks.contains("'\(word)'"), "\(word)") }
        }
    }

    @Test("no argument of a function in SQL is named like a column of a table that the function reads")
    func argumentNames() async throws {
        try await withDatabase { database in
            let found: [String] = try await database.admin.value(
                #"""
                SELECT coalesce(array_agg(DISTINCT p.proname || '.' || a.name), '{}')
                FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang, unnest(p.proargnames) WITH ORDINALITY a (name, n)
                WHERE p.pronamespace = 'evenhand'::regnamespace AND l.lanname = 'sql' AND coalesce(p.proargmodes[a.n], 'i') = 'i'
                    AND EXISTS (SELECT FROM information_schema.columns c WHERE c.table_schema = 'evenhand'
                        AND c.column_name = a.name AND p.prosrc ~ ('\m' || c.table_name || '\M'))
                """#)
            #expect(found == [])
        }
    }

    @Test("normalised says the same in Swift and in SQL on ten thousand random texts")
    func normalised() async throws {
        try await withDatabase { database in
            var generator = SplitMix(state: 20_061_129)
            let alphabet = Array(
                "abcXYZ  \t\n\r.,;!?-'’“0129éÉßİıK\u{00a0}\u{2003}\u{0085}\u{200b}日🙂\u{0301}".unicodeScalars)
            let texts = (0..<10_000).map { _ in
                var text = ""
                for _ in 0..<Int.random(in: 0...30, using: &generator) {
                    text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
                }
                return text
            }
            let rows = try await database.pool.withConnection { connection in
                try await connection.query(
                    "SELECT t, normalised(t) AS n FROM unnest(\(texts)::text[]) WITH ORDINALITY u (t, i) ORDER BY i")
            }
            #expect(rows.count == texts.count)
            var wrong: [String] = []
            for row in rows {
                let text = try row.decode("t", as: String.self)
                if try row.decode("n", as: String.self) != Reason.normalised(text) {
                    wrong.append(text.debugDescription)
                }
            }
            #expect(wrong.prefix(5) == [])
        }
    }
}

/// A small deterministic generator, so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
