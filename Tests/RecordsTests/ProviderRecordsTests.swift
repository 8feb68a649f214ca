import Deployment
import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("Who is who at the sign-in provider")
struct ProviderRecordsTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    private static func after(minutes: Double) -> Date { now.addingTimeInterval(minutes * 60) }
    private static let issuer = "https://id.example"

    private struct Scene {
        let database: TestDatabase
        let identities: ProviderIdentities
        let admin: Account
        let mina: Account
        let theo: Account
    }

    private static func scene(_ body: (Scene) async throws -> Void) async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            try await body(
                Scene(
                    database: database, identities: ProviderIdentities(pool: database.pool),
                    admin: try await accounts.create(name: "Administrator", roles: [.admin]),
                    mina: try await accounts.create(name: "Mina Hale", roles: [.supervisor, .officer]),
                    theo: try await accounts.create(name: "Theo Marsh", roles: [.gold])))
        }
    }

    @Test("a person of the provider has one account, an account one person, and both only at that provider")
    func once() async throws {
        try await Self.scene { scene in
            let (identities, issuer) = (scene.identities, Self.issuer)
            try await identities.bind(
                issuer: issuer, subject: "s1", to: scene.mina.id, by: scene.admin.id, asOf: Self.now)
            let holder = try await identities.holder(issuer: issuer, subject: "s1")
            #expect(holder?.account == scene.mina.id && holder.map { Set($0.roles) } == [.supervisor, .officer])
            #expect(try await identities.holder(issuer: "https://other.example", subject: "s1") == nil)
            #expect(try await identities.holder(issuer: issuer, subject: "S1") == nil)
            for (subject, account) in [("s1", scene.theo.id), ("s2", scene.mina.id)] {
                await #expect(throws: RecordError.self) {
                    try await identities.bind(
                        issuer: issuer, subject: subject, to: account, by: scene.admin.id, asOf: Self.now)
                }
            }
            #expect(try await identities.find(issuer: issuer, account: scene.mina.id)?.boundBy == scene.admin.id)
        }
    }

    @Test("nobody binds a person of the provider to their own account, whatever the program asks for")
    func own() async throws {
        try await Self.scene { scene in
            await #expect(throws: RecordError.self) {
                try await scene.identities.bind(
                    issuer: Self.issuer, subject: "s1", to: scene.admin.id, by: scene.admin.id, asOf: Self.now)
            }
            let holder = try await scene.identities.holder(issuer: Self.issuer, subject: "s1")
            #expect(holder == nil)
        }
    }

    @Test("a first sign-in binds by the account's exact name, never twice, and never again what an administrator ended")
    func first() async throws {
        try await Self.scene { scene in
            let (identities, issuer) = (scene.identities, Self.issuer)
            func first(_ subject: String, _ name: String) async throws -> Int64? {
                try await identities.bindFirst(issuer: issuer, subject: subject, named: name, asOf: Self.now)?.account
            }
            #expect(try await first("s1", "mina hale") == nil)
            #expect(try await first("s1", "Mina Hale\0") == nil)
            #expect(try await first("s1", "Mina Hale") == scene.mina.id)
            #expect(try await first("s2", "Mina Hale") == nil)
            #expect(try await first("s1", "Theo Marsh") == nil)
            let sessions = Sessions(pool: scene.database.pool)
            let opened = try await sessions.open(
                account: scene.mina.id, role: .officer, providerRoles: [.officer], asOf: Self.now)
            try await identities.end(issuer: issuer, account: scene.mina.id, by: scene.admin.id, asOf: Self.now)
            #expect(try await sessions.find(opened.secret, asOf: Self.after(minutes: 1)) == nil)
            #expect(try await identities.holder(issuer: issuer, subject: "s1") == nil)
            #expect(try await first("s1", "Mina Hale") == nil)
            #expect(try await first("s3", "Mina Hale") == nil)
            await #expect(throws: RecordError.notFound("binding")) {
                try await identities.end(issuer: issuer, account: scene.mina.id, by: scene.admin.id, asOf: Self.now)
            }
            try await identities.bind(
                issuer: issuer, subject: "s1", to: scene.mina.id, by: scene.admin.id, asOf: Self.after(minutes: 1))
            #expect(try await identities.holder(issuer: issuer, subject: "s1")?.account == scene.mina.id)
        }
    }

    @Test("what was bound is on record for good: the application can neither rewrite nor delete it")
    func kept() async throws {
        try await Self.scene { scene in
            try await scene.identities.bind(
                issuer: Self.issuer, subject: "s1", to: scene.mina.id, by: scene.admin.id, asOf: Self.now)
            for statement in ["DELETE FROM provider_identity", "UPDATE provider_identity SET account_id = 1"] {
                await #expect(throws: PostgresError.self) {
                    try await scene.database.pool.withConnection {
                        _ = try await $0.execute(Statement(unsafe: statement))
                    }
                }
            }
        }
    }

    @Test("a begun sign-in is taken once, in its time, and leads where it was to lead")
    func begun() async throws {
        try await withDatabase { database in
            let requests = ProviderRequests(pool: database.pool)
            for state in ["a", "b"] { try await requests.begin(state: state, returnTo: "/board", asOf: Self.now) }
            #expect(try await requests.take(state: "c", asOf: Self.now) == nil)
            #expect(try await requests.take(state: "a", asOf: Self.after(minutes: 9.9))?.returnTo == "/board")
            #expect(try await requests.take(state: "a", asOf: Self.after(minutes: 9.9)) == nil)
            #expect(try await requests.take(state: "b", asOf: Self.after(minutes: 10)) == nil)
            try await requests.begin(state: "d", returnTo: nil, asOf: Self.now)
            #expect(try await requests.take(state: "d", asOf: Self.now) == ProviderRequests.Begun(returnTo: nil))
        }
    }

    @Test("begun sign-ins neither pile up nor outlive their time")
    func bounded() async throws {
        try await withDatabase { database in
            let requests = ProviderRequests(pool: database.pool)
            try await database.pool.withConnection {
                _ = try await $0.execute(
                    """
                    INSERT INTO provider_request
                    SELECT sha256(i::text::bytea), NULL, \(Self.now)::timestamptz + i * interval '1 microsecond',
                        \(Self.after(minutes: 10))
                    FROM generate_series(1, \(ProviderRequests.most + 50)) i
                    """)
            }
            try await requests.begin(state: "new", returnTo: nil, asOf: Self.after(minutes: 1))
            func count() async throws -> Int { try await database.pool.value("SELECT count(*) FROM provider_request") }
            #expect(try await count() == ProviderRequests.most)
            #expect(try await requests.take(state: "new", asOf: Self.after(minutes: 1)) != nil)
            try await requests.begin(state: "later", returnTo: nil, asOf: Self.after(minutes: 30))
            #expect(try await count() == 1)
        }
    }

    @Test(
        "a session of the provider acts in the roles that were vouched for, in no other, and needs no change of password"
    )
    func roles() async throws {
        try await Self.scene { scene in
            let sessions = Sessions(pool: scene.database.pool)
            await #expect(throws: RecordError.self) {
                _ = try await sessions.open(
                    account: scene.mina.id, role: .supervisor, providerRoles: [.officer], asOf: Self.now)
            }
            await #expect(throws: RecordError.self) {
                _ = try await sessions.open(
                    account: scene.mina.id, role: .gold, providerRoles: [.gold], asOf: Self.now)
            }
            try await Passwords(pool: scene.database.pool).setByAdmin(
                DerivedPassword(
                    salt: [UInt8](repeating: 1, count: 16), derived: [UInt8](repeating: 2, count: 32), rounds: 16,
                    block: 8, lanes: 1), of: scene.mina.id, by: scene.admin.id, asOf: Self.now)
            let opened = try await sessions.open(
                account: scene.mina.id, role: .officer, providerRoles: [.officer], asOf: Self.now)
            let found = try #require(try await sessions.find(opened.secret, asOf: Self.now))
            #expect(found.record.providerRoles == [.officer] && !found.mustChangePassword)
            await #expect(throws: RecordError.self) {
                _ = try await sessions.switchRole(found.record.id, to: .supervisor, asOf: Self.now)
            }
            #expect(try await sessions.find(opened.secret, asOf: Self.now)?.principal.role == .officer)
            let other = try await sessions.open(account: scene.mina.id, role: .officer, asOf: Self.now)
            #expect(try await sessions.find(other.secret, asOf: Self.now)?.mustChangePassword == true)
            #expect(other.record.providerRoles == nil)
        }
    }
}
