import Deployment
import FoundationEssentials
import Postgres

/// What the database knows that an operator watches.
enum RecordMeasures {
    /// Writes jobs by state, open cases by priority, the oldest due case and the ledger's size; on an outage nothing but
    /// `evenhand_database_up 0`.
    static func write(to text: inout PrometheusText, from pool: Pool, now: Date) async {
        do {
            let results = try await pool.withConnection { connection in
                try await connection.pipeline(
                    [
                        "SELECT state, count(*)::float8 AS amount FROM job GROUP BY state ORDER BY state",
                        """
                        SELECT priority, count(*)::float8 AS amount FROM gold_case WHERE state <> 'closed'
                        GROUP BY priority ORDER BY priority
                        """,
                        """
                        SELECT extract(epoch FROM \(now) - min(due_at))::float8 AS amount FROM gold_case WHERE state <> 'closed'
                        """,
                        "SELECT coalesce(max(index) + 1, 0)::float8 AS amount FROM ledger_leaf",
                        """
                        SELECT state, count(*)::float8 AS amount FROM outgoing
                        WHERE state IN ('given_up', 'no_channel') OR (state = 'waiting' AND look_at <= \(now))
                        GROUP BY state ORDER BY state
                        """,
                    ], deadline: .seconds(2))
            }
            text.single("evenhand_database_up", "gauge", "1 when the database answered this request.", 1)
            try amounts(
                results[0], "evenhand_jobs", "state", "Jobs by state.", JobState.allCases.map(\.rawValue), &text)
            try amounts(
                results[1], "evenhand_open_cases", "priority", "Open Gold cases by priority.",
                Priority.allCases.map(\.rawValue), &text)
            let late = try results[2].first?.decode("amount", as: Double?.self) ?? nil
            text.single(
                "evenhand_case_most_overdue_seconds", "gauge", "How long the oldest open case is past its time.",
                max(0, late ?? 0))
            let size = try results[3].first?.decode("amount", as: Double.self) ?? 0
            text.single("evenhand_ledger_leaves", "counter", "Leaves in the ledger.", size)
            try amounts(
                results[4], "evenhand_notifications", "state",
                "Notifications that are due and not sent, given up, or to somebody who cannot be reached.",
                ["waiting", "given_up", "no_channel"], &text)
        } catch {
            text.single("evenhand_database_up", "gauge", "1 when the database answered this request.", 0)
        }
    }

    private static func amounts(
        _ rows: Rows, _ name: String, _ label: String, _ help: String, _ values: [String], _ text: inout PrometheusText
    ) throws {
        var found: [String: Double] = [:]
        for row in rows { found[try row.decode(label)] = try row.decode("amount", as: Double.self) }
        text.family(name, "gauge", help)
        for value in values { text.sample(name, [(label, value)], found[value] ?? 0) }
    }
}
