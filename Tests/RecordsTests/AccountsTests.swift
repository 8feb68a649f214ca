import Deployment
import FoundationEssentials
import Postgres
import Records
import TestDatabase
import Testing

@Suite("Accounts and tokens")
struct AccountsTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    private static let later = now.addingTimeInterval(3600)

    @Test("an account is made with its roles, found and listed")
    func create() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let hale = try await accounts.create(name: "Mina Hale", rank: .sergeant, roles: [.supervisor, .officer])
            #expect(hale.roles == [.officer, .supervisor])
            let kerr = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            #expect(try await accounts.find(hale.id) == hale)
            #expect(try await accounts.find(name: "Ana Kerr") == kerr)
            #expect(try await accounts.find(-1) == nil)
            let first = try await accounts.list(limit: 1)
            #expect(first.items == [hale])
            let second = try await accounts.list(after: first.next, limit: 1)
            #expect(second.items == [kerr])
            #expect(second.next == nil)
        }
    }

    @Test("a name is taken once, and a team must exist")
    func refused() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            _ = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            await expectConflict("account_name_key") { try await accounts.create(name: "Ana Kerr", roles: [.duties]) }
            for make in [("", nil), (String(repeating: "x", count: 81), nil), ("Lee", "NOWHERE")] as [(String, String?)]
            {
                await #expect {
                    _ = try await accounts.create(name: make.0, team: make.1, roles: [])
                } throws: { error in
                    guard case RecordError.invalid(let problems) = error else { return false }
                    return problems.count == 1
                }
            }
        }
    }

    @Test("a token lets its account in, for its one role, until it ends")
    func authenticate() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let hale = try await accounts.create(name: "Mina Hale", rank: .sergeant, roles: [.supervisor, .officer])
            let token = try await accounts.issueToken(
                account: hale.id, role: .supervisor, expiresAt: AccountsTests.later, asOf: AccountsTests.now)
            #expect(token.text.hasPrefix("evh_") && token.text.utf8.count == 47)
            let principal = try #require(try await accounts.authenticate(token.text, asOf: AccountsTests.now))
            #expect(principal.accountID == hale.id)
            #expect(principal.role == .supervisor)
            #expect(principal.rank == .sergeant)
            #expect(principal.credential == .token(token.id))
            #expect(try await accounts.authenticate(token.text, asOf: AccountsTests.later) == nil)
            #expect(try await accounts.authenticate(token.text + "x", asOf: AccountsTests.now) == nil)
            #expect(
                try await accounts.authenticate(String(token.text.dropLast()) + "!", asOf: AccountsTests.now) == nil)
            #expect(try await accounts.authenticate("", asOf: AccountsTests.now) == nil)
        }
    }

    @Test("a revoked token lets nobody in, and stays revoked at its first moment")
    func revoke() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let kerr = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            let token = try await accounts.issueToken(
                account: kerr.id, role: .duties, expiresAt: AccountsTests.later, asOf: AccountsTests.now)
            let moment = AccountsTests.now.addingTimeInterval(60)
            try await accounts.revoke(token: token.id, asOf: moment)
            try await accounts.revoke(token: token.id, asOf: AccountsTests.later)
            #expect(try await accounts.authenticate(token.text, asOf: moment) == nil)
            #expect(try await accounts.tokens(of: kerr.id).map(\.revokedAt) == [moment])
            await #expect(throws: RecordError.notFound("token")) {
                try await accounts.revoke(token: -1, asOf: moment)
            }
        }
    }

    @Test("a token is for a role that the account holds, and ends in the future")
    func issue() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let kerr = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            await #expect(throws: RecordError.invalid([FieldProblem("/role", "is a role that the account holds")])) {
                _ = try await accounts.issueToken(
                    account: kerr.id, role: .gold, expiresAt: AccountsTests.later, asOf: AccountsTests.now)
            }
            await #expect(throws: RecordError.invalid([FieldProblem("/expiresAt", "lies in the future")])) {
                _ = try await accounts.issueToken(
                    account: kerr.id, role: .duties, expiresAt: AccountsTests.now, asOf: AccountsTests.now)
            }
        }
    }

    @Test("the text of a token is nowhere in the database")
    func notStored() async throws {
        try await withDatabase { database in
            let accounts = Accounts(pool: database.pool)
            let kerr = try await accounts.create(name: "Ana Kerr", roles: [.duties])
            let token = try await accounts.issueToken(
                account: kerr.id, role: .duties, expiresAt: AccountsTests.later, asOf: AccountsTests.now)
            let stored: String = try await database.admin.value("SELECT to_jsonb(t)::text FROM token t")
            #expect(!stored.contains(token.text.dropFirst(4)))
            let matches: Bool = try await database.admin.value(
                "SELECT token_hash = sha256(convert_to(\(token.text), 'UTF8')) FROM token")
            #expect(matches)
        }
    }
}
