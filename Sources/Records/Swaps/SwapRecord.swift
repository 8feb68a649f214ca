import Deployment
import FoundationEssentials
import Postgres

/// One of the two duties of a swap.
package struct SwapDuty: Sendable, Codable, Equatable {
    package var deployment: Int64
    /// Who stands on it before the swap.
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String
    package var site: String
    /// A covert post is left out of general views (001 ¶32): site code only.
    package var isCovert: Bool
    package var startsAt: Date
}

/// A swap as it stands.
package struct SwapRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var state: SwapState
    /// The duty that the officer who asks gives away.
    package var gives: SwapDuty
    /// The duty that the officer who asks takes.
    package var takes: SwapDuty
    package var askedAt: Date
    /// When it lapses by itself; nil once it is over.
    package var answerBy: Date?
    /// When it came into its state.
    package var since: Date
    /// The account that brought it there; nil for time.
    package var by: Int64?
    /// Why it was asked for, in the officer's words: never for planners.
    package var reason: String?
    /// Why it was refused, or what was said with another step: never for planners.
    package var note: String?

    /// As records show it.
    package var number: String { "SW-\(id)" }
}

extension SwapRecord {
    init(_ row: Row) throws {
        id = try row.decode("swap_id")
        state = try row.decode("state")
        gives = SwapDuty(
            deployment: try row.decode("gives"), officer: try row.decode("officer_id"),
            day: try row.decode("gives_day"),
            shift: try row.decode("gives_shift"), post: try row.decode("gives_post"),
            site: try row.decode("gives_site"),
            isCovert: try row.decode("gives_covert"), startsAt: try row.decode("gives_starts_at"))
        takes = SwapDuty(
            deployment: try row.decode("takes"), officer: try row.decode("other_officer_id"),
            day: try row.decode("takes_day"), shift: try row.decode("takes_shift"), post: try row.decode("takes_post"),
            site: try row.decode("takes_site"), isCovert: try row.decode("takes_covert"),
            startsAt: try row.decode("takes_starts_at"))
        askedAt = try row.decode("asked_at")
        answerBy = try row.decode("answer_by")
        since = try row.decode("made_at")
        by = try row.decode("made_by")
        reason = try row.decode("reason")
        note = try row.decode("note")
    }

    static let selection: Statement = """
        SELECT n.*, g.site_id AS gives_site, g.covert AS gives_covert, t.site_id AS takes_site, t.covert AS takes_covert,
            r.body AS reason, m.body AS note
        FROM swap_now n JOIN post g ON g.post_id = n.gives_post JOIN post t ON t.post_id = n.takes_post
        LEFT JOIN prose r ON r.prose_id = n.reason_id LEFT JOIN prose m ON m.prose_id = n.note_id
        """
}

/// One side of a swap that was carried out: who was relieved from where, and what they took instead. What the audit sees.
package struct SwapRelief: Sendable, Codable, Equatable {
    package var swap: Int64
    package var officer: String
    package var otherOfficer: String
    /// Whether this officer asked for the swap.
    package var asked: Bool
    package var relieved: VersionDeployment
    package var relievedSite: String
    package var taken: VersionDeployment
    package var takenSite: String
    package var askedAt: Date
    package var approvedBy: Int64
    package var approvedAt: Date

    init(_ row: Row) throws {
        swap = try row.decode("swap_id")
        officer = try row.decode("officer_id")
        otherOfficer = try row.decode("other_officer_id")
        asked = try row.decode("asked")
        relieved = VersionDeployment(
            officer: officer, day: try row.decode("relieved_day"), shift: try row.decode("relieved_shift"),
            post: try row.decode("relieved_post"))
        relievedSite = try row.decode("relieved_site")
        taken = VersionDeployment(
            officer: officer, day: try row.decode("taken_day"), shift: try row.decode("taken_shift"),
            post: try row.decode("taken_post"))
        takenSite = try row.decode("taken_site")
        askedAt = try row.decode("asked_at")
        approvedBy = try row.decode("approved_by")
        approvedAt = try row.decode("approved_at")
    }
}
