import Deployment
import Foundation
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Signing in")
struct SignInDeskTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    private static let password = "four candles, fork handles"
    private static func after(minutes: Double) -> Date { now.addingTimeInterval(minutes * 60) }

    private struct Scene {
        let database: TestDatabase
        let desk: SignInDesk
        let sessions: Sessions
        let account: Account

        func signIn(
            _ name: String = "Ana Kerr", _ password: String = SignInDeskTests.password, at minutes: Double = 0
        ) async throws -> SignInOutcome {
            try await desk.signIn(
                name: name, password: password, address: "10.1.2.3", asOf: after(minutes: minutes))
        }

        /// Signs in, where that must succeed.
        func opened(
            _ password: String = SignInDeskTests.password, at minutes: Double = 0
        ) async throws -> (secret: SessionSecret, session: OpenSession) {
            guard case .opened(let secret, _, _) = try await signIn("Ana Kerr", password, at: minutes) else {
                throw RecordError.notFound("session")
            }
            return (secret, try #require(try await sessions.find(secret, asOf: after(minutes: minutes))))
        }
    }

    private static func scene(_ body: (Scene) async throws -> Void) async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(name: "Ana Kerr", roles: [.duties])
            let desk = SignInDesk(
                pool: database.pool, hash: PasswordHash(cost: PasswordHash.Cost(rounds: 16, block: 8, lanes: 1)))
            try await desk.setPassword(password, of: account, asOf: now)
            try await body(
                Scene(database: database, desk: desk, sessions: Sessions(pool: database.pool), account: account))
        }
    }

    private static func until(_ outcome: SignInOutcome) -> Date? {
        guard case .refused(let until) = outcome else {
            Issue.record("signed in")
            return nil
        }
        return until
    }

    @Test("the right password opens a session, until it is signed out")
    func right() async throws {
        try await SignInDeskTests.scene { scene in
            guard case .opened(let secret, let record, let mustChange) = try await scene.signIn() else {
                Issue.record("refused")
                return
            }
            #expect(record.account == scene.account.id && record.role == .duties && !mustChange)
            #expect(try await scene.sessions.find(secret, asOf: SignInDeskTests.now)?.principal.name == "Ana Kerr")
            try await scene.desk.signOut(secret, asOf: SignInDeskTests.now)
            #expect(try await scene.sessions.find(secret, asOf: SignInDeskTests.now) == nil)
        }
    }

    @Test("a name of nobody gets the answer of a wrong password, lock and all")
    func unknown() async throws {
        try await SignInDeskTests.scene { scene in
            for minutes in [0, 0, 0, 0, 0, 1, 14.9, 15, 15.0] {
                let wrong = try await scene.signIn("Ana Kerr", "wrong wrong wrong", at: minutes)
                let nobody = try await scene.signIn("Nobody At All", "wrong wrong wrong", at: minutes)
                #expect(SignInDeskTests.until(wrong) == SignInDeskTests.until(nobody), "\(minutes)")
            }
        }
    }

    @Test("during a lock the right password is refused too, and after it taken")
    func locked() async throws {
        try await SignInDeskTests.scene { scene in
            for _ in 0..<4 {
                #expect(SignInDeskTests.until(try await scene.signIn("Ana Kerr", "wrong")) == nil)
            }
            let until = SignInDeskTests.after(minutes: 15)
            #expect(SignInDeskTests.until(try await scene.signIn("Ana Kerr", "wrong")) == until)
            #expect(SignInDeskTests.until(try await scene.signIn(at: 14.9)) == until)
            _ = try await scene.opened(at: 15)
        }
    }

    @Test(
        "odd names and passwords are refused like others",
        arguments: ["", "\0", "Ana Kerr\0", String(repeating: "x", count: 10_000), "' OR true --", "ana kerr"])
    func odd(text: String) async throws {
        try await SignInDeskTests.scene { scene in
            let outcomes = [try await scene.signIn(text), try await scene.signIn("Ana Kerr", text)]
            #expect(outcomes.map(SignInDeskTests.until) == [nil, nil])
        }
    }

    @Test("an account without a password or without a role is refused like a name of nobody")
    func bare() async throws {
        try await SignInDeskTests.scene { scene in
            let accounts = Accounts(pool: scene.database.pool)
            _ = try await accounts.create(name: "No Password", roles: [.gold])
            let bare = try await accounts.create(name: "No Role", roles: [])
            try await scene.desk.setPassword(SignInDeskTests.password, of: bare, asOf: SignInDeskTests.now)
            for name in ["No Password", "No Role"] {
                #expect(SignInDeskTests.until(try await scene.signIn(name)) == nil)
            }
        }
    }

    @Test("costs that have grown are taken over when somebody signs in")
    func grown() async throws {
        try await SignInDeskTests.scene { scene in
            let dearer = SignInDesk(
                pool: scene.database.pool, hash: PasswordHash(cost: PasswordHash.Cost(rounds: 64, block: 8, lanes: 1)))
            for desk in [dearer, scene.desk] {
                let outcome = try await desk.signIn(
                    name: "Ana Kerr", password: SignInDeskTests.password, address: nil, asOf: SignInDeskTests.now)
                guard case .opened = outcome else {
                    Issue.record("refused")
                    return
                }
                let holder = try await Passwords(pool: scene.database.pool).holder(account: scene.account.id)
                #expect(holder?.password.rounds == desk.hash.cost.rounds)
            }
        }
    }

    @Test("a password is changed by whoever shows the present one, and every other session ends")
    func change() async throws {
        try await SignInDeskTests.scene { scene in
            let other = try await scene.opened()
            let mine = try await scene.opened()
            let new = "another long enough one"
            let outcome = try await scene.desk.changePassword(
                of: mine.session, from: SignInDeskTests.password, to: new, address: nil, asOf: SignInDeskTests.now)
            guard case .changed(let secret, let record) = outcome else {
                Issue.record("refused")
                return
            }
            #expect(record.id == mine.session.record.id)
            #expect(try await scene.sessions.find(secret, asOf: SignInDeskTests.now) != nil)
            for old in [other.secret, mine.secret] {
                #expect(try await scene.sessions.find(old, asOf: SignInDeskTests.now) == nil)
            }
            #expect(SignInDeskTests.until(try await scene.signIn()) == nil)
            _ = try await scene.opened(new)
        }
    }

    @Test("a wrong present password changes nothing, and counts like a failure of signing in")
    func wrongPresent() async throws {
        try await SignInDeskTests.scene { scene in
            let mine = try await scene.opened()
            for attempt in 1...6 {
                let outcome = try await scene.desk.changePassword(
                    of: mine.session, from: "wrong", to: "another long enough one", address: nil,
                    asOf: SignInDeskTests.now)
                guard case .refused(let until) = outcome else {
                    Issue.record("changed")
                    return
                }
                #expect((until != nil) == (attempt >= 5))
            }
            #expect(try await scene.sessions.find(mine.secret, asOf: SignInDeskTests.now) != nil)
            _ = try await scene.opened(at: 15)
        }
    }

    @Test(
        "a new password is long, is not the name, and is new",
        arguments: [
            ("elevenchars", "has at least 12 characters"), ("xx ana-KERR xx 99", "does not hold your name"),
            (String(repeating: "x", count: 1001), "has at most 1000 characters"),
            (SignInDeskTests.password, "is another than the one before"),
        ])
    func rule(new: String, said: String) async throws {
        try await SignInDeskTests.scene { scene in
            let mine = try await scene.opened()
            await #expect(throws: RecordError.invalid([FieldProblem("/new", said)])) {
                _ = try await scene.desk.changePassword(
                    of: mine.session, from: SignInDeskTests.password, to: new, address: nil, asOf: SignInDeskTests.now)
            }
        }
    }

    @Test("a password from an administrator unlocks, is shown once, and is to be changed first of all")
    func given() async throws {
        try await SignInDeskTests.scene { scene in
            let before = try await scene.opened()
            for _ in 0..<5 { _ = try await scene.signIn("Ana Kerr", "wrong") }
            let text = try await scene.desk.givePassword(to: scene.account, by: nil, asOf: SignInDeskTests.now)
            #expect(text.utf8.count == 19)
            #expect(try await scene.sessions.find(before.secret, asOf: SignInDeskTests.now) == nil)
            guard case .opened(let secret, _, let mustChange) = try await scene.signIn("Ana Kerr", text) else {
                Issue.record("refused")
                return
            }
            #expect(mustChange)
            let session = try #require(try await scene.sessions.find(secret, asOf: SignInDeskTests.now))
            #expect(session.mustChangePassword)
            let changed = try await scene.desk.changePassword(
                of: session, from: text, to: "another long enough one", address: nil, asOf: SignInDeskTests.now)
            guard case .changed(let next, _) = changed else {
                Issue.record("refused")
                return
            }
            #expect(
                try await scene.sessions.find(next, asOf: SignInDeskTests.now)?.mustChangePassword == false)
        }
    }
}
