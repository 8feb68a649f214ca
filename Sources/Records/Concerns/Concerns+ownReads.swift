import Deployment
import FoundationEssentials
import Postgres

/// One read of the texts of an officer's concern.
package struct OwnConcernRead: Sendable, Hashable {
    /// The concern, such as `C-88`.
    package let number: String
    /// Who read, what for and when.
    package let read: ConcernRead

    /// A read of a concern.
    package init(number: String, read: ConcernRead) {
        self.number = number
        self.read = read
    }
}

extension Concerns {
    /// Who read the texts of the concerns about an account's own officer, newest first; nothing for an account that is no
    /// officer's.
    package func reads(aboutOfficerOf account: Int64) async throws -> [OwnConcernRead] {
        try await pool.reading(for: account) { connection in
            let rows = try await connection.query(
                """
                SELECT r.concern_id, r.purpose, r.read_at, a.account_id, a.name
                FROM account own JOIN concern c ON c.officer_id = own.officer_id JOIN sensitive_read r USING (concern_id)
                JOIN account a ON a.account_id = r.account_id
                WHERE own.account_id = \(account) ORDER BY r.read_id DESC LIMIT \(Page<ConcernRead>.largestLimit)
                """)
            return try rows.map {
                OwnConcernRead(
                    number: "C-\(try $0.decode("concern_id", as: Int64.self))",
                    read: ConcernRead(
                        reader: try PersonReference(row: $0), purpose: try $0.decode("purpose"),
                        readAt: try $0.decode("read_at")))
            }
        }
    }
}
