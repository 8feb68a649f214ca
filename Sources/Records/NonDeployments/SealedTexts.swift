import FoundationEssentials
import Postgres

/// A layer whose every read is on record.
package enum SealedLayer: String, CaseIterable, Sendable, Codable, PostgresEncodable, PostgresDecodable {
    /// What about the duty creates the need: for the decider and Gold.
    case grounds
    /// The officer's own words: for the decider, Gold and the officer.
    case annex
}

/// One read of a sealed text, as the officer and auditors see it.
package struct SensitiveRead: Sendable, Hashable, Codable {
    /// The read's key, in order of time.
    package let id: Int64
    /// The record, such as `ND-41`, or the concern, such as `C-88`.
    package let number: String
    /// Which layer.
    package let layer: SealedLayer
    /// Who read.
    package let reader: PersonReference
    /// What for, in the reader's words.
    package let purpose: String
    /// When.
    package let readAt: Date
}

extension NonDeployments {
    /// Reads the texts of a sealed layer, first version first; the read is recorded before the text is seen.
    ///
    /// - Parameter purpose: 5 to 200 characters, shown to the officer.
    /// - Throws: `RecordError.refused(.needToKnow, …)` for whoever has no part in it, `.notFound`, `.invalid`.
    package func readSealed(
        _ record: Int64, layer: SealedLayer, by reader: Int64, purpose: String
    ) async throws -> [String] {
        guard (5...200).contains(purpose.unicodeScalars.count) else {
            throw RecordError.invalid([FieldProblem("/purpose", "has 5 to 200 characters")])
        }
        let noted: Int64 = try await writing(Attempt(account: reader, record: record)) { connection in
            try await NonDeployments.requireRecord(record, connection)
            let rows = try await connection.query("SELECT note_read(\(reader), \(record), \(layer), \(purpose))")
            return try rows[0].decode(0, as: Int64.self)
        }
        // The database gives the text only when the note is committed.
        return try await recording {
            try await pool.withConnection { connection in
                try await connection.query("SELECT read_sealed(\(noted))").map { try $0.decode(0, as: String.self) }
            }
        }
    }

    /// Who read the sealed texts of decisions about an officer, newest first; those of a concern are shown with the concern.
    package func reads(ofOfficer officer: String) async throws -> [SensitiveRead] {
        try await reads(Statement("n.officer_id = \(officer)"), limit: Page<SensitiveRead>.largestLimit)
    }

    /// Every read, newest first, those after `cursor`: the access log.
    package func reads(
        after cursor: String? = nil, limit: Int = Page<SensitiveRead>.usualLimit
    ) async throws -> Page<SensitiveRead> {
        let limit = Page<SensitiveRead>.bounded(limit)
        let start = try Cursor.key(cursor) ?? .max
        return Page(try await reads(Statement("r.read_id < \(start)"), limit: limit + 1), limit: limit) {
            String($0.id)
        }
    }

    private func reads(_ condition: Statement, limit: Int) async throws -> [SensitiveRead] {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT r.read_id, coalesce('ND-' || r.nd_id, 'C-' || r.concern_id) AS number, r.layer, r.purpose, r.read_at, a.account_id, a.name
                FROM sensitive_read r JOIN account a USING (account_id) LEFT JOIN non_deployment n USING (nd_id)
                WHERE \(condition) ORDER BY r.read_id DESC LIMIT \(limit)
                """)
            return try rows.map {
                SensitiveRead(
                    id: try $0.decode("read_id"), number: try $0.decode("number"),
                    layer: try $0.decode("layer"), reader: try PersonReference(row: $0),
                    purpose: try $0.decode("purpose"), readAt: try $0.decode("read_at"))
            }
        }
    }
}
