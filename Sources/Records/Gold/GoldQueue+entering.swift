import Deployment
import FoundationEssentials
import Postgres

extension GoldQueue {
    /// Writes one entry, which moves the case as its kind says.
    ///
    /// - Parameter expectedRevision: the revision the writer has seen; nil to write whatever came between.
    /// - Throws: `RecordError.conflict` (rule `revision`) when something came between; `.refused` such as
    ///   `already_claimed`, `outside_line`, `terms_first`, `closure`, `case_closed`; `.invalid`; `.notFound`.
    package func enter(
        _ entry: NewCaseEntry, in id: Int64, by account: Int64, expectedRevision: Int? = nil
    ) async throws -> EnteredEntry {
        let problems = entry.problems
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        return try await recording {
            try await pool.transaction { connection in
                try await connection.act(for: account)
                guard try await !connection.query("SELECT FROM gold_case WHERE case_id = \(id)").isEmpty else {
                    throw RecordError.notFound("case G-\(id)")
                }
                let keys = try await Prose.write([(.gold, entry.text)], connection)
                let written = try await connection.query(
                    GoldQueue.insertion(entry, in: id, by: account, prose: keys[0]))
                // Only now: the insertion holds the case, so the revision can be nobody else's.
                let revised = try await connection.query("SELECT revision FROM gold_case WHERE case_id = \(id)")
                let revision = try revised[0].decode("revision", as: Int.self)
                if let expectedRevision, revision != expectedRevision + 1 {
                    throw RecordError.conflict(
                        rule: "revision",
                        message: "case G-\(id) is at revision \(revision - 1), not \(expectedRevision): read it again")
                }
                return EnteredEntry(
                    id: try written[0].decode("entry_id"), number: try written[0].decode("number"), revision: revision)
            }
        }
    }

    private static func insertion(
        _ entry: NewCaseEntry, in id: Int64, by account: Int64, prose: Int64?
    ) -> Statement {
        """
        INSERT INTO case_entry (case_id, number, kind, prose_id, refers_to, person, chairs, due_on, accepted, outcome, as_of,
            decided_at, written_by)
        VALUES (\(id), 0, \(entry.kind), \(prose), \(entry.refersTo), \(entry.person),
            \(entry.chairs == true ? true : nil), \(entry.dueOn), \(entry.accepted), \(entry.outcome), \(entry.asOf), \(entry.decidedAt), \(account))
        RETURNING entry_id, number
        """
    }
}
