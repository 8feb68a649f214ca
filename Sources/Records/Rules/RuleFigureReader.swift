import Deployment
import Postgres

/// Reads the dated figures of law and policy.
package struct RuleFigureReader: Sendable {
    package let pool: Pool

    /// A reader over this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Every figure on record, those of the past and of the future too: about sixty rows.
    package func read() async throws -> RuleFigures {
        try await recording {
            try await pool.withConnection { connection in try await RuleFigureReader.read(connection) }
        }
    }

    /// The same, within a transaction.
    package static func read(_ connection: Connection) async throws -> RuleFigures {
        let rows = try await connection.query("SELECT rule, from_day, figure, unit, source FROM rule_figure")
        return RuleFigures(
            try rows.map {
                RuleFigure(
                    rule: try $0.decode("rule"), from: try $0.decode("from_day"), figure: try $0.decode("figure"),
                    unit: try $0.decode("unit"), source: try $0.decode("source"))
            })
    }
}
