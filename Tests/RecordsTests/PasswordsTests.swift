import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Passwords on record")
struct PasswordsTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)

    private static func derived(_ byte: UInt8) -> DerivedPassword {
        DerivedPassword(
            salt: [UInt8](repeating: byte, count: 16), derived: [UInt8](repeating: byte, count: 32), rounds: 16,
            block: 8,
            lanes: 1)
    }

    @Test("a password is kept with its costs, and changed as a whole")
    func set() async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(name: "Ana Kerr", roles: [.duties])
            let (passwords, sessions) = (Passwords(pool: database.pool), Sessions(pool: database.pool))
            #expect(try await passwords.holder(named: "Ana Kerr") == nil)
            #expect(try await passwords.holder(named: "Ana\0Kerr") == nil)
            try await passwords.setByAdmin(PasswordsTests.derived(1), of: account.id, by: nil, asOf: PasswordsTests.now)
            let given = try #require(try await passwords.holder(named: "Ana Kerr"))
            #expect(given.password == PasswordsTests.derived(1))
            #expect(given.mustChange)
            #expect(given.roles == [.duties])
            let kept = try await sessions.open(account: account.id, role: .duties, asOf: PasswordsTests.now)
            let other = try await sessions.open(account: account.id, role: .duties, asOf: PasswordsTests.now)
            #expect(try await sessions.find(kept.secret, asOf: PasswordsTests.now)?.mustChangePassword == true)
            let next = try await passwords.set(
                PasswordsTests.derived(2), of: account.id, keeping: kept.record.id, asOf: PasswordsTests.now)
            #expect(try await passwords.holder(account: account.id)?.password == PasswordsTests.derived(2))
            #expect(try await sessions.find(next.secret, asOf: PasswordsTests.now)?.mustChangePassword == false)
            #expect(try await sessions.find(kept.secret, asOf: PasswordsTests.now) == nil)
            #expect(try await sessions.find(other.secret, asOf: PasswordsTests.now) == nil)
        }
    }

    @Test("a password from an administrator signs the account out everywhere")
    func setByAdmin() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let account = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            let admin = try await accounts.create(name: "Administrator", roles: [.admin])
            let (passwords, sessions) = (Passwords(pool: database.pool), Sessions(pool: database.pool))
            let open = try await sessions.open(account: account.id, role: .duties, asOf: PasswordsTests.now)
            try await passwords.setByAdmin(
                PasswordsTests.derived(1), of: account.id, by: admin.id, asOf: PasswordsTests.now)
            #expect(try await sessions.find(open.secret, asOf: PasswordsTests.now) == nil)
            let by: Int64 = try await database.admin.value("SELECT set_by FROM account_password")
            #expect(by == admin.id)
            await #expect(throws: RecordError.self) {
                try await passwords.setByAdmin(PasswordsTests.derived(1), of: -1, by: nil, asOf: PasswordsTests.now)
            }
        }
    }

    @Test("a change that comes too late for its session changes nothing")
    func tooLate() async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(name: "Ana Kerr", roles: [.duties])
            let (passwords, sessions) = (Passwords(pool: database.pool), Sessions(pool: database.pool))
            try await passwords.setByAdmin(PasswordsTests.derived(1), of: account.id, by: nil, asOf: PasswordsTests.now)
            let open = try await sessions.open(account: account.id, role: .duties, asOf: PasswordsTests.now)
            await #expect(throws: RecordError.notFound("session")) {
                _ = try await passwords.set(
                    PasswordsTests.derived(2), of: account.id, keeping: open.record.id,
                    asOf: PasswordsTests.now.addingTimeInterval(3600))
            }
            #expect(try await passwords.holder(account: account.id)?.password == PasswordsTests.derived(1))
        }
    }

    @Test("the same password under other costs does not undo a change made meanwhile")
    func rederive() async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(name: "Ana Kerr", roles: [.duties])
            let passwords = Passwords(pool: database.pool)
            try await passwords.setByAdmin(PasswordsTests.derived(1), of: account.id, by: nil, asOf: PasswordsTests.now)
            try await passwords.rederive(PasswordsTests.derived(3), as: PasswordsTests.derived(2), of: account.id)
            #expect(try await passwords.holder(account: account.id)?.password == PasswordsTests.derived(1))
            try await passwords.rederive(PasswordsTests.derived(1), as: PasswordsTests.derived(2), of: account.id)
            #expect(try await passwords.holder(account: account.id)?.password == PasswordsTests.derived(2))
        }
    }

    @Test("the role of the last session comes first")
    func lastRole() async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(
                name: "Mina Hale", roles: [.supervisor, .officer, .gold])
            let (passwords, sessions) = (Passwords(pool: database.pool), Sessions(pool: database.pool))
            try await passwords.setByAdmin(PasswordsTests.derived(1), of: account.id, by: nil, asOf: PasswordsTests.now)
            for (role, seconds) in [(Role.gold, 1.0), (.supervisor, 2)] {
                _ = try await sessions.open(
                    account: account.id, role: role, asOf: PasswordsTests.now.addingTimeInterval(seconds))
                #expect(try await passwords.holder(account: account.id)?.roles.first == role)
            }
        }
    }
}
