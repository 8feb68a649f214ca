import Deployment
import FoundationEssentials
import Postgres

/// A change on record.
package struct ChangeRecord: Sendable, Codable, Equatable {
    package var id: Int64
    /// Nil for changes made before kinds were recorded.
    package var kind: ChangeKind?
    package var ground: ChangeGround
    package var exigency: ExigencyKind?
    /// What the ground names, in the form of `ChangeRequest.reference`.
    package var reference: String?
    package var note: String
    /// Clear days between notice and the first day touched; nil where an old change removed nothing.
    package var noticeDays: Int?
    package var recall: Bool
    package var madeBy: Int64
    package var madeAt: Date
    /// The deployment that no longer stands.
    package var removed: VersionDeployment?
    /// The deployment that it put in place.
    package var placed: VersionDeployment?
    /// The window of what it put in place.
    package var window: ChangeWindow?
    /// The deployment that it relieves.
    package var relieves: Int64?
    /// The change that it counters.
    package var counters: Int64?
    /// The change that countered it.
    package var counteredBy: Int64?
    package var consequences: [Consequence] = []
}

extension ChangeRecord {
    init(_ row: Row) throws {
        id = try row.decode("change_id")
        kind = try row.decode("kind")
        ground = try row.decode("ground")
        exigency = try row.decode("exigency")
        reference = try row.decode("reference")
        note = try row.decode("note")
        noticeDays = try row.decode("notice_days")
        recall = try row.decode("recall", as: Bool?.self) ?? false
        madeBy = try row.decode("made_by")
        madeAt = try row.decode("made_at")
        removed = try row.decode("officer_id", as: String?.self) == nil ? nil : VersionDeployment(row)
        if let officer = try row.decode("placed_officer", as: String?.self) {
            placed = VersionDeployment(
                officer: officer, day: try row.decode("placed_day"), shift: try row.decode("placed_shift"),
                post: try row.decode("placed_post"))
            window = ChangeWindow(startsAt: try row.decode("placed_from"), endsAt: try row.decode("placed_to"))
        }
        relieves = try row.decode("relieves")
        counters = try row.decode("counters")
        counteredBy = try row.decode("countered_by")
    }

    static let selection: Statement = """
        SELECT c.change_id, c.kind, c.ground, c.exigency, c.note, c.notice_days, c.recall, c.made_by, c.made_at, c.relieves, c.counters,
            k.change_id AS countered_by,
            coalesce(c.abstraction_id, c.restriction_id, c.lapsed_skill, c.swapped_with::text, 'ND-' || c.nd_id, c.agreement) AS reference,
            r.officer_id, r.day, r.shift_id, r.post_id, p.officer_id AS placed_officer, p.day AS placed_day,
            p.shift_id AS placed_shift, p.post_id AS placed_post, p.starts_at AS placed_from, p.ends_at AS placed_to
        FROM change c LEFT JOIN deployment r ON r.deployment_id = c.removes LEFT JOIN deployment p ON p.change_id = c.change_id
            LEFT JOIN change k ON k.counters = c.change_id
        """
}

extension Consequence {
    init(_ row: Row) throws {
        self.init(
            officer: try row.decode("officer_id"), day: try row.decode("day"), kind: try row.decode("kind"),
            notifyBy: try row.decode("notify_by"), minutes: try row.decode("minutes"),
            minutesAnHour: try row.decode("minutes_an_hour"), words: try row.decode("words"),
            source: try row.decode("source"))
    }
}
