import Deployment
import FoundationEssentials
import Postgres

/// What an outsider may learn of some months: counts only, small ones withheld.
package struct QuarterlyReport: Sendable, Equatable {
    /// The first and the last day, in London.
    package let from: Day
    package let to: Day
    /// Decisions by category, and by outcome and who decided. One table, so that no second one tells what it withholds.
    package let decisions: PublishedTable
    /// Flags by kind and what became of them.
    package let flags: PublishedTable
    /// Readings of sealed texts by what was read.
    package let reads: PublishedTable
    /// Reviews that were held; nil where withheld.
    package let reviewsHeld: Int?

    /// Reviews that were missed by flags: what the table of flags shows of them and no more; nil where withheld.
    package var reviewsMissed: Int? {
        flags.rows.firstIndex(of: "review_missed").map { flags.rowTotals[$0] } ?? 0
    }

    /// A report with these parts.
    package init(
        from: Day, to: Day, decisions: PublishedTable, flags: PublishedTable, reads: PublishedTable, reviewsHeld: Int?
    ) {
        self.from = from
        self.to = to
        self.decisions = decisions
        self.flags = flags
        self.reads = reads
        self.reviewsHeld = reviewsHeld
    }

    /// Who decided and what, in the order of the columns; ranks together where they are few.
    private static let columns = [
        "granted by a sergeant", "granted by an inspector", "granted by a higher rank", "granted by Gold",
        "refused by a rank", "refused by Gold",
    ]
    private static let outcomes = ["explained", "upheld", "changed", "ended", "rule_wrong", "open"]
    private static let layers = ["grounds", "annex", "concern"]

    /// Reads the figures of some days, the last one included.
    package static func read(from: Day, to: Day, of pool: Pool) async throws -> QuarterlyReport {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let span: Statement = """
                    (SELECT (\(from)::date)::timestamp AT TIME ZONE 'Europe/London' AS begins,
                        (\(to)::date + 1)::timestamp AT TIME ZONE 'Europe/London' AS ends) AS span
                    """
                let rows = try await connection.pipeline([
                    "SELECT category AS row, title AS told FROM decision_category ORDER BY category = 'other', category",
                    """
                    SELECT t.category AS row, d.outcome || ' by ' || CASE
                            WHEN d.decided_as = 'GOLD' THEN 'Gold' WHEN d.outcome = 'refused' THEN 'a rank'
                            WHEN d.decided_as = 'PS' THEN 'a sergeant' WHEN d.decided_as = 'INSP' THEN 'an inspector'
                            ELSE 'a higher rank' END AS "column", count(*) AS counted
                    FROM decision d JOIN non_deployment_terms t USING (terms_id), \(span)
                    WHERE d.decided_at >= span.begins AND d.decided_at < span.ends GROUP BY 1, 2
                    """,
                    """
                    SELECT f.kind AS row, coalesce(o.outcome, 'open') AS "column", count(*) AS counted
                    FROM \(span), flag f LEFT JOIN case_entry e USING (flag_id)
                    LEFT JOIN LATERAL (SELECT x.outcome FROM case_entry x
                        WHERE x.case_id = e.case_id AND x.kind = 'outcome' AND x.number > e.number ORDER BY x.number LIMIT 1) o ON true
                    WHERE f.raised_at >= span.begins AND f.raised_at < span.ends GROUP BY 1, 2 ORDER BY 1
                    """,
                    """
                    SELECT CASE WHEN r.nd_id IS NULL THEN 'concern' ELSE r.layer END AS row, 'read' AS "column", count(*) AS counted
                    FROM sensitive_read r, \(span) WHERE r.read_at >= span.begins AND r.read_at < span.ends GROUP BY 1
                    """,
                    """
                    SELECT count(*) AS counted FROM review r, \(span)
                    WHERE r.reviewed_at >= span.begins AND r.reviewed_at < span.ends
                    """,
                ])
                let titles = try rows[0].map {
                    (try $0.decode("row", as: String.self), try $0.decode("told", as: String.self))
                }
                let held: Int = try rows[4][0].decode("counted")
                return QuarterlyReport(
                    from: from, to: to,
                    decisions: try table(rows[1], rows: titles.map(\.0), columns: columns, called: titles.map(\.1)),
                    flags: try table(rows[2], rows: kinds(rows[2]), columns: outcomes),
                    reads: try table(rows[3], rows: layers, columns: ["read"]),
                    reviewsHeld: SmallNumbers.published(held))
            }
        }
    }

    private static func kinds(_ counted: Rows) throws -> [String] {
        var kinds: [String] = []
        for row in counted {
            let kind: String = try row.decode("row")
            if kinds.last != kind { kinds.append(kind) }
        }
        return kinds
    }

    private static func table(
        _ counted: Rows, rows: [String], columns: [String], called names: [String]? = nil
    ) throws -> PublishedTable {
        var counts = rows.map { _ in columns.map { _ in 0 } }
        for row in counted {
            guard let place = rows.firstIndex(of: try row.decode("row")),
                let column = columns.firstIndex(of: try row.decode("column"))
            else { continue }
            counts[place][column] = try row.decode("counted")
        }
        return SmallNumbers.published(CountTable(rows: names ?? rows, columns: columns, counts: counts))
    }
}
