import Deployment
import Foundation
import Postgres
import Records

/// A command on a server of its own, with two posts that every constable may take, ready to be decided on and changed.
struct DutyGround: Sendable {
    let server: PrivateServer
    let pool: Pool
    let constables: [String]
    private let admin: Pool
    private let sergeant: Int64
    private let planner: Int64
    private let posts: [String]
    private static let shift = "E"

    /// A free officer on a day.
    struct Duty: Sendable {
        var officer: String
        var day: Day
    }

    /// A duty that a change made.
    struct Placed: Sendable {
        var duty: Duty
        var deployment: Int64
    }

    /// Migrates a database, loads the sample command and makes the accounts.
    static func lay(on server: PrivateServer, connections: Int) async throws -> DutyGround {
        let maintenance = Pool(PoolConfiguration(connectionString: server.connectionString()))
        try await maintenance.withConnection { try await $0.script("CREATE DATABASE evenhand TEMPLATE template0") }
        await maintenance.shutdown()
        let path = " options='-c search_path=evenhand,public'"
        let admin = Pool(PoolConfiguration(connectionString: server.connectionString(database: "evenhand") + path))
        _ = try await Migrations.apply(admin: admin)
        var settings = PoolConfiguration(
            connectionString: server.connectionString(database: "evenhand", user: "evenhand_app") + path)
        settings.maximumConnections = connections
        // Two hundred clients wait in one line here; how long they wait is what is measured.
        settings.acquireTimeout = .seconds(120)
        let pool = Pool(settings)

        let sample = SampleCommand(seed: 1, from: DemoClock.day(Date()).monday)
        let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
        let report = try await MasterData.importing(files: files, into: pool, by: nil, dryRun: false)
        guard !report.isRefused else { throw BadInput(reasons: [report.text]) }
        let accounts = Accounts(pool: pool)
        let sergeant = try await accounts.create(
            name: "Sergeant", rank: .sergeant, officer: sample.story.sergeant, roles: [.supervisor])
        let planner = try await accounts.create(name: "Planner", roles: [.duties])
        try await admin.withConnection {
            try await $0.script(
                """
                CREATE TABLE public.bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
                INSERT INTO post SELECT p, min(site_id), 'Gate', 'static', false, false, '2020-01-01', NULL
                    FROM site, (VALUES ('P990001'), ('P990002')) v (p) GROUP BY p;
                ANALYZE
                """)
        }
        let constables = try await admin.withConnection { connection in
            try await connection.query("SELECT officer_id FROM officer WHERE rank = 'PC' ORDER BY officer_id").map {
                try $0.decode(0, as: String.self)
            }
        }
        return DutyGround(
            server: server, pool: pool, constables: constables, admin: admin, sergeant: sergeant.id,
            planner: planner.id, posts: ["P990001", "P990002"])
    }

    /// Ends both pools.
    func end() async {
        await pool.shutdown()
        await admin.shutdown()
    }

    /// So many officer-days on which a constable may be called in, every third day from three weeks on.
    func freeDuties(_ count: Int) async throws -> [Duty] {
        let first = DemoClock.day(Date()).adding(21)
        return try await admin.withConnection { connection in
            try await connection.query(
                """
                SELECT officer_id, d.day::date AS day
                FROM generate_series(\(first)::date, \(first.adding(60))::date, interval '3 days') AS d (day)
                CROSS JOIN officer o
                WHERE o.rank = 'PC' AND held_back(o.officer_id, d.day::date, \(Self.shift), \(posts[0])) IS NULL
                ORDER BY d.day, officer_id LIMIT \(count)
                """, deadline: .seconds(120)
            ).map { Duty(officer: try $0.decode("officer_id"), day: try $0.decode("day")) }
        }
    }

    /// Records a short form: draft, terms, both assessments and the decision.
    func decide(on officer: String) async throws {
        _ = try await NonDeployments(pool: pool).recordShortForm(
            DecisionBenchmark.shortForm((officer, sergeant)), by: sergeant)
    }

    /// Calls an officer in: a duty that was not there.
    func callIn(_ duty: Duty) async throws -> Placed {
        let made = try await Changes(pool: pool).make(request(nil, duty, posts[0]), by: planner)
        guard let deployment = made.placed else { throw BadInput(reasons: ["a call placed nobody"]) }
        return Placed(duty: duty, deployment: deployment)
    }

    /// Moves an officer from one post to the other.
    func move(_ placed: Placed) async throws {
        _ = try await Changes(pool: pool).make(request(placed.deployment, placed.duty, posts[1]), by: planner)
    }

    private func request(_ removes: Int64?, _ duty: Duty, _ post: String) -> ChangeRequest {
        ChangeRequest(
            removes: removes, ground: .exigency, exigency: .event, note: "An event became known.",
            welfareConsidered: true,
            place: VersionDeployment(officer: duty.officer, day: duty.day, shift: Self.shift, post: post))
    }

    /// Bytes of the rows that say what was decided, ledger and flags apart.
    func bytesOfDecision() async throws -> Int {
        try await bytes(
            """
            SELECT (SELECT avg(pg_column_size(n.*)) FROM non_deployment n)
                + (SELECT avg(pg_column_size(t.*)) FROM non_deployment_terms t)
                + 2 * (SELECT avg(pg_column_size(a.*)) FROM assessment a)
                + (SELECT avg(pg_column_size(d.*)) FROM decision d) + 3 * (SELECT avg(pg_column_size(p.*)) FROM prose p)
            """)
    }

    /// Bytes of the rows that say what was changed, ledger and messages apart.
    func bytesOfChange() async throws -> Int {
        try await bytes(
            """
            SELECT (SELECT avg(pg_column_size(c.*)) FROM change c) + (SELECT avg(pg_column_size(d.*)) FROM deployment d)
                + (SELECT avg(pg_column_size(q.*)) FROM change_consequence q)
            """)
    }

    private func bytes(_ query: Statement) async throws -> Int {
        try await admin.withConnection { connection in
            Int(try await connection.query(query).first?.decode(0, as: Double?.self) ?? 200)
        }
    }
}
