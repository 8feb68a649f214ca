import Deployment
import Foundation
import Postgres
import Records
import Testing

/// A small command in a database, and people whose tokens the tests send.
struct World: Sendable {
    /// Somebody who may sign in.
    struct Person: Sendable {
        let account: Int64
        let token: String
    }

    let story: SampleStory
    let admin: Person
    let duties: Person
    let secondDuties: Person
    let sergeant: Person
    /// The constables of the sergeant's team, in service.
    let constables: [String]
    /// The Monday on which the sample command begins: the one after next.
    let start: Day

    /// Migrates the database that `owner` reaches, loads a command of about 40 officers and makes the people.
    static func load(owner: String, app: String) async throws -> World {
        let admin = Pool(PoolConfiguration(connectionString: owner + World.searchPath))
        _ = try await Migrations.apply(admin: admin)
        await admin.shutdown()
        let pool = Pool(PoolConfiguration(connectionString: app + World.searchPath))
        let today = Day(number: Int(Date().timeIntervalSince1970 / 86_400))
        let start = today.adding(14).monday
        let sample = SampleCommand(seed: 1, from: start, size: .team)
        let files = Dictionary(uniqueKeysWithValues: sample.files.map { ($0.name, Array($0.csv.utf8)) })
        let report = try await MasterData.importing(files: files, into: pool, by: nil)
        try #require(!report.isRefused, "\(report.text)")
        let story = sample.story
        let team = try await pool.withConnection { connection in
            try await connection.query("SELECT team_id FROM officer WHERE officer_id = \(story.sergeant)").first?
                .decode(
                    0, as: String.self)
        }
        let constables = try await pool.withConnection { connection in
            try await connection.query(
                "SELECT officer_id FROM officer WHERE rank = 'PC' AND team_id = \(team) ORDER BY officer_id"
            ).map { try $0.decode(0, as: String.self) }
        }
        let world = World(
            story: story, admin: try await person("Admin", .admin, pool),
            duties: try await person("One", .duties, pool),
            secondDuties: try await person("Two", .duties, pool),
            sergeant: try await person(
                "Sergeant", .supervisor, pool, rank: .sergeant, team: team, officer: story.sergeant),
            constables: constables, start: start)
        await pool.shutdown()
        return world
    }

    /// More supervisors, each a sergeant of the story's team without a part in it.
    static func supervisors(_ count: Int, app: String) async throws -> [Person] {
        let pool = Pool(PoolConfiguration(connectionString: app + World.searchPath))
        var all: [Person] = []
        for number in 0..<count {
            all.append(try await person("Supervisor \(number)", .supervisor, pool, rank: .inspector))
        }
        await pool.shutdown()
        return all
    }

    private static func person(
        _ name: String, _ role: Role, _ pool: Pool, rank: Rank? = nil, team: String? = nil, officer: String? = nil
    ) async throws -> Person {
        let accounts = Accounts(pool: pool)
        let made = try await accounts.create(name: name, rank: rank, team: team, officer: officer, roles: [role])
        // A week: a test that sets the clock on by a day still signs in.
        let token = try await accounts.issueToken(
            account: made.id, role: role, expiresAt: Date().addingTimeInterval(7 * 86_400), asOf: Date())
        return Person(account: made.id, token: token.text)
    }

    static let searchPath = " options='-c search_path=evenhand,public'"
}

/// A cluster with a command in it, and the settings by which instances of the service reach it.
struct House: Sendable {
    let directory: String
    let cluster: Cluster
    let world: World
    var settings: [String: String]

    /// Makes one in a directory of a test's own for the time of `body`.
    static func with(
        settings: [String: String] = [:], _ body: (House) async throws -> Void
    ) async throws {
        try await Files.withDirectory { directory in
            // The tests kill processes, never the machine, so what is written survives without fsync.
            let cluster = try await Cluster.create(
                directory, settings: ["fsync": "off", "max_connections": "200"].merging(settings) { $1 })
            try await cluster.run(["CREATE DATABASE evenhand TEMPLATE template0"], database: "postgres")
            let world = try await World.load(owner: cluster.connection(), app: cluster.connection(user: "evenhand_app"))
            let house = House(
                directory: directory, cluster: cluster, world: world,
                settings: [
                    "database.url": cluster.connection(user: "evenhand_app"),
                    "database.admin.url": cluster.connection(),
                    "data.directory": directory,
                ])
            do {
                try await body(house)
                try await cluster.stop(.immediate)
            } catch {
                try? await cluster.stop(.immediate)
                throw error
            }
        }
    }

    /// Starts an instance of the service.
    func serve(_ more: [String: String] = [:], environment: [String: String] = [:]) async throws -> Daemon {
        try await Daemon.start(settings.merging(more) { $1 }, in: directory, environment: environment)
    }

    /// Fails the test where `evenhand ledger verify` does not end with 0.
    func verifyLedger(_ when: String) async throws {
        let verdict = try await Daemon.command(["ledger", "verify"], settings, in: directory)
        #expect(verdict.code == 0, "ledger verify \(when): \(verdict.text)")
    }
}

/// How many times the usual rounds the tests run: EVENHAND_FAULT_ROUNDS, 1 unless set.
enum Rounds {
    static let factor = max(1, ProcessInfo.processInfo.environment["EVENHAND_FAULT_ROUNDS"].flatMap { Int($0) } ?? 1)

    /// The seed of this run: EVENHAND_FAULT_SEED, else the time; printed by who uses it.
    static let seed =
        ProcessInfo.processInfo.environment["EVENHAND_FAULT_SEED"].flatMap { UInt64($0) }
        ?? UInt64(Date().timeIntervalSince1970)
}

/// A small generator whose whole state is its seed (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
