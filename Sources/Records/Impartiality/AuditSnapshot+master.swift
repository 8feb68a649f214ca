import Deployment
import Postgres

extension AuditSnapshot {
    /// The command as it stands on the record, with the rostered patterns in force on a day.
    package func master(first: Day, through day: Day) async throws -> AuditMaster {
        let results = try await connection.pipeline([
            "SELECT figure('audit_false_flags', \(day)) AS figure", Self.shifts,
            "SELECT mission_id FROM mission ORDER BY mission_id",
            "SELECT site_id, mission_id FROM site ORDER BY site_id", Self.posts, teams(first: first, through: day),
            """
            SELECT officer_id, rank, team_id, contract_id <> 'flexible' AS has_nights, joined_on, left_on FROM officer
            ORDER BY officer_id
            """, Self.supervisors,
        ])
        // The figure is kept in hundredths, because figures are whole numbers.
        let hundredths: Int = try results[0].first?.decode("figure") ?? 100
        return AuditMaster(
            first: first, falseFlagsAYear: Double(hundredths) / 100,
            shifts: try Dictionary(
                results[1].map { (try $0.decode("shift_id"), UInt8(try $0.decode("slot", as: Int.self))) },
                uniquingKeysWith: { first, _ in first }),
            missions: try results[2].map { try $0.decode("mission_id") },
            sites: try results[3].map {
                AuditMaster.Site(id: try $0.decode("site_id"), mission: try $0.decode("mission_id"))
            },
            posts: try results[4].map { try AuditMaster.Post($0) },
            teams: try results[5].map { try AuditMaster.Team($0) },
            officers: try results[6].map { try AuditMaster.Officer($0) },
            supervisors: try results[7].map { try AuditMaster.Supervisor($0) })
    }

    private static let shifts: Statement = """
        SELECT shift_id, CASE WHEN night THEN 2 WHEN starts < time '12:00' THEN 0 ELSE 1 END AS slot FROM shift
        """

    private static let posts: Statement = """
        WITH wanted AS (
            SELECT d.post_id, CASE WHEN s.night THEN 2 WHEN s.starts < time '12:00' THEN 0 ELSE 1 END AS slot, d.target_officers
            FROM post_demand d JOIN shift s USING (shift_id) WHERE d.level = 'Normal' AND d.day_kind = 'weekday'
        )
        SELECT p.post_id, p.site_id, ARRAY(SELECT k.skill_id FROM post_skill k WHERE k.post_id = p.post_id ORDER BY 1) AS skills,
            ARRAY(SELECT coalesce((SELECT sum(w.target_officers)::int FROM wanted w WHERE w.post_id = p.post_id AND w.slot = i), 0)
                FROM generate_series(0, 2) i ORDER BY i) AS targets
        FROM post p ORDER BY p.post_id
        """

    /// Officers of one pattern stand at the same place of its cycle when it began on the same phase of the first day.
    private func teams(first: Day, through day: Day) -> Statement {
        """
        WITH held AS (
            SELECT o.team_id, p.pattern_id, p.cycle_days, count(*) AS officers,
                mod(mod(\(first)::date - h.anchor_day, p.cycle_days) + p.cycle_days, p.cycle_days) AS phase
            FROM officer o JOIN officer_pattern h USING (officer_id) JOIN pattern p USING (pattern_id)
            WHERE daterange(h.from_day, h.to_day, '[]') @> \(day)::date AND coalesce(o.left_on, 'infinity') >= \(day)::date
            GROUP BY 1, 2, 3, 5
        ), widest AS (
            SELECT DISTINCT ON (team_id) *, sum(officers) OVER (PARTITION BY team_id) AS all_officers
            FROM held ORDER BY team_id, officers DESC, pattern_id, phase
        )
        SELECT t.team_id, \(first)::date - w.phase AS anchor,
            ARRAY(SELECT CASE WHEN s.shift_id IS NULL THEN -1 WHEN s.night THEN 2 WHEN s.starts < time '12:00' THEN 0 ELSE 1 END
                FROM generate_series(0, w.cycle_days - 1) i
                LEFT JOIN pattern_day d ON d.pattern_id = w.pattern_id AND d.day_index = i LEFT JOIN shift s USING (shift_id)
                ORDER BY i) AS cycle
        FROM team t LEFT JOIN widest w ON w.team_id = t.team_id AND w.officers * 2 >= w.all_officers ORDER BY t.team_id
        """
    }

    private static let supervisors: Statement = """
        SELECT a.account_id, a.officer_id, a.rank, a.team_id, r.role IS NOT NULL AS supervises
        FROM account a LEFT JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
        WHERE r.role IS NOT NULL OR a.account_id IN (SELECT d.decided_by FROM decision d UNION SELECT s.made_by FROM swap_step s WHERE s.state = 'approved')
        ORDER BY a.account_id
        """
}

extension AuditMaster.Post {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("post_id"), site: try row.decode("site_id"), requires: try row.decode("skills"),
            targets: try row.decode("targets"))
    }
}

extension AuditMaster.Team {
    fileprivate init(_ row: Row) throws {
        let anchor: Day? = try row.decode("anchor")
        self.init(id: try row.decode("team_id"), cycle: anchor == nil ? [] : try row.decode("cycle"), anchor: anchor)
    }
}

extension AuditMaster.Officer {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("officer_id"), rank: try row.decode("rank"), team: try row.decode("team_id"),
            isFull: try row.decode("has_nights"), joined: try row.decode("joined_on"), left: try row.decode("left_on"))
    }
}

extension AuditMaster.Supervisor {
    fileprivate init(_ row: Row) throws {
        self.init(
            account: try row.decode("account_id"), officer: try row.decode("officer_id"), rank: try row.decode("rank"),
            team: try row.decode("team_id"), isSupervisor: try row.decode("supervises"))
    }
}
