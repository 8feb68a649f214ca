import Deployment
import FoundationEssentials
import Postgres

/// What an officer would stand on after a swap, and what is in the way of it as the record stands now.
package struct SwapSide: Sendable, Equatable {
    /// Something that forbids an officer a duty.
    package enum Obstacle: Sendable, Equatable {
        /// The officer is not in service on the day.
        case notInService
        /// An absence of the day: its kind is not told.
        case absent
        /// Restricted or recuperative duty that the post does not suit.
        case restricted
        /// A skill that the post needs and that is not in currency on the day.
        case lacksSkill(String)
        /// A non-deployment, such as `ND-41`.
        case excluded(String)
        /// Another duty at the same time.
        case elsewhere
        /// Another duty of another day with too little rest between (Police Regulations 2003 reg. 22, Annex E).
        case tooLittleRest
    }

    /// Who would take the duty.
    package let officer: String
    /// The duty, which stands to its present officer's name.
    package let duty: SwapDuty
    /// When it ends.
    package let endsAt: Date
    /// In the order in which a change would be refused.
    package let obstacles: [Obstacle]
    /// The notice that the officer would have if the swap were made now.
    package let notice: ChangeNotice
}

extension Swaps {
    /// The two sides of a swap that may not be asked for yet: the first is that of whoever gives `gives` away.
    ///
    /// What is in the way of one officer is for that officer and for supervisors, never for the other.
    /// - Throws: `RecordError.notFound` unless both deployments stand.
    package func sides(gives: Int64, takes: Int64, asOf now: Date) async throws -> [SwapSide] {
        try await recording {
            try await pool.transaction(isolation: .repeatableRead, readOnly: true) { connection in
                let figures = try await RuleFigureReader.read(connection)
                let rows = try await connection.query(
                    """
                    SELECT mine.officer_id AS taker, d.deployment_id, d.officer_id, d.day, d.shift_id, d.post_id, p.site_id, p.covert,
                        lower(d.during) AS starts_at, upper(d.during) AS ends_at,
                        held_back_within(mine.officer_id, d.day, d.post_id, lower(d.during), upper(d.during)) AS held_back,
                        EXISTS (SELECT FROM standing_deployment o WHERE o.officer_id = mine.officer_id
                            AND o.deployment_id <> mine.deployment_id AND o.during && d.during) AS is_elsewhere,
                        EXISTS (SELECT FROM standing_deployment o WHERE o.officer_id = mine.officer_id AND o.day <> d.day
                            AND o.deployment_id <> mine.deployment_id AND NOT o.during && d.during AND o.with_rest && d.with_rest) AS lacks_rest
                    FROM (VALUES (\(gives)::bigint, \(takes)::bigint, 1), (\(takes)::bigint, \(gives)::bigint, 2)) side (own, other, place)
                    JOIN standing_deployment mine ON mine.deployment_id = side.own
                    JOIN standing_deployment d ON d.deployment_id = side.other JOIN post p ON p.post_id = d.post_id
                    ORDER BY side.place
                    """)
                guard rows.count == 2 else { throw RecordError.notFound("such pair of duties") }
                return try rows.map { try SwapSide($0, figures: figures, asOf: now) }
            }
        }
    }
}

extension SwapSide {
    fileprivate init(_ row: Row, figures: RuleFigures, asOf now: Date) throws {
        officer = try row.decode("taker")
        duty = SwapDuty(
            deployment: try row.decode("deployment_id"), officer: try row.decode("officer_id"),
            day: try row.decode("day"), shift: try row.decode("shift_id"), post: try row.decode("post_id"),
            site: try row.decode("site_id"), isCovert: try row.decode("covert"), startsAt: try row.decode("starts_at"))
        endsAt = try row.decode("ends_at")
        var found: [Obstacle] = []
        if let words = try row.decode("held_back", as: String?.self) { found.append(Obstacle(heldBack: words)) }
        if try row.decode("is_elsewhere") { found.append(.elsewhere) }
        if try row.decode("lacks_rest") { found.append(.tooLittleRest) }
        obstacles = found
        notice = try ChangeNotice(
            noticedAt: Int((now.timeIntervalSince1970 / 60).rounded(.down)), dutyDay: duty.day, figures: figures)
    }
}

extension SwapSide.Obstacle {
    /// Reads what `held_back_within` says (sql/0012).
    fileprivate init(heldBack words: String) {
        switch words {
        case "abstracted": self = .absent
        case _ where words.hasPrefix("restricted"): self = .restricted
        case _ where words.hasPrefix("lacks "): self = .lacksSkill(String(words.dropFirst(6)))
        case _ where words.hasPrefix("excluded by "): self = .excluded(String(words.dropFirst(12)))
        default: self = .notInService
        }
    }
}
