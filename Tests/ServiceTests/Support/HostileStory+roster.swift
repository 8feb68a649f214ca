import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// Rosters: generated, published, changed and repaired.
extension HostileStory {
    /// A roster that a second person publishes, a duty that is changed, and repairs that are accepted and discarded.
    func roster() async throws {
        let (api, cast) = (self.api, self.cast)
        let officer = cast.story.constables[1]
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                """
                INSERT INTO post SELECT 'P900', min(site_id), 'Desk', 'desk', true, false, '2020-01-01', NULL FROM site;
                INSERT INTO pattern VALUES ('never', 'Always at rest', 1);
                INSERT INTO pattern_day VALUES ('never', 0, NULL);
                DELETE FROM officer_pattern WHERE officer_id = '\(officer)';
                DELETE FROM abstraction WHERE officer_id = '\(officer)';
                DELETE FROM restriction WHERE officer_id = '\(officer)';
                INSERT INTO officer_pattern VALUES ('\(officer)', 'never', '2020-01-01', '2020-01-01', NULL);
                """)
        }
        let monday = try await firstRostered()
        let shift: String = try await value("SELECT min(shift_id) FROM shift WHERE NOT night")
        let site: String = try await value("SELECT site_id FROM post WHERE post_id = 'P900'")
        let version = try await api.database.pool.transaction { connection in
            let rows = try await connection.query(
                """
                INSERT INTO roster_version (from_day, days, made_by, cost) VALUES (\(monday), 14, \(cast.duties.account), 0)
                RETURNING version_id
                """)
            return try rows[0].decode("version_id", as: Int64.self)
        }
        try await walk.fill(
            "/roster/versions/{version}/publish", at: "/roster/versions/\(version)/publish", as: cast.secondDuties,
            .duties, ["checked": "yes"])
        let change = "/changes/new?post=P900&day=\(monday)&shift=\(shift)"
        let wish = [
            "officer": officer, "ground": "agreement", "welfareConsidered": "yes",
        ]
        try await walk.fill("/changes/new", at: change, as: cast.duties, .duties, wish)
        try await walk.post(
            change, as: cast.duties, .duties,
            wish.merging(walk.last(2)) { $1 }.merging(["step": "make"]) { $1 })
        walk.further = ["/changes?from=\(monday)&to=\(monday)"]
        let days = ["from": monday.description, "to": monday.description]
        let sick = try await walk.fill(
            "/repairs/new", at: "/repairs/new?kind=officer_unavailable", as: cast.duties, .duties,
            days.merging(["officer": officer, "absence": "sickness"]) { $1 }, leavingOut: ["setBy", "source"])
        try await walk.fill(
            "/repairs/{repair}", at: "/repairs/\(try number(sick, 1))", as: cast.duties, .duties,
            ["welfareConsidered": "yes"])
        let raised = try await walk.fill(
            "/repairs/new", at: "/repairs/new?kind=level_raised", as: cast.duties, .duties,
            days.merging(["site": site, "level": ResponseLevel.allCases.last?.rawValue ?? ""]) { $1 })
        try await walk.fill(
            "/repairs/{repair}/discard", at: "/repairs/\(try number(raised, 1))/discard", as: cast.duties, .duties)
    }

    /// The first day of the roster that is published.
    func firstRostered() async throws -> Day {
        try await value("SELECT date_trunc('week', police_day(clock_timestamp()) + 35)::date")
    }

    /// A job that is under way, is told to end early, and then to throw its roster away.
    func job() async throws {
        let monday = AttendanceRouteTests.day(120).monday.description
        let asked = try await walk.fill(
            "/roster/generate", at: "/roster/generate", as: cast.duties, .duties,
            ["from": monday, "days": "14", "seconds": "30"])
        let claim = try #require(try await api.house.jobs.claim(owner: "nobody"))
        let progress = JobProgress(
            elapsed: 1, iterations: 5, cost: 9, belowMin: 0, belowTarget: 0, workedRestDays: 0, changedShifts: 0,
            lowerBound: nil)
        _ = try await api.house.jobs.heartbeat(claim, progress: progress)
        let page = "/roster/jobs/\(try number(asked, 2))"
        for stop in ["finish", "cancel"] {
            try await walk.fill(
                "/roster/jobs/{job}/\(stop)", at: "\(page)/\(stop)", from: page, as: cast.duties, .duties)
        }
    }
}
