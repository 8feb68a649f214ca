import Deployment
import FoundationEssentials
import Postgres
import TestDatabase
import Testing

@testable import Records

@Suite("Sessions of the pages")
struct SessionsTests {
    private static let now = Date(timeIntervalSinceReferenceDate: 815_000_000)
    private static func after(minutes: Double) -> Date { now.addingTimeInterval(minutes * 60) }

    /// One account of two roles with a session as supervisor.
    private struct Scene {
        let database: TestDatabase
        let sessions: Sessions
        let account: Account
        let opened: OpenedSession

        func found(_ minutes: Double, isUse: Bool = true, _ secret: SessionSecret? = nil) async throws -> OpenSession? {
            try await sessions.find(secret ?? opened.secret, isUse: isUse, asOf: after(minutes: minutes))
        }
    }

    private static func scene(_ body: (Scene) async throws -> Void) async throws {
        try await withDatabase { database in
            let account = try await Accounts(pool: database.pool).create(
                name: "Mina Hale", rank: .sergeant, roles: [.supervisor, .officer])
            let sessions = Sessions(pool: database.pool)
            let opened = try await sessions.open(account: account.id, role: .supervisor, asOf: now)
            try await body(Scene(database: database, sessions: sessions, account: account, opened: opened))
        }
    }

    @Test("a session lets its account in, for its one role, as a token does")
    func open() async throws {
        try await SessionsTests.scene { scene in
            let found = try #require(try await scene.found(1))
            #expect(found.principal.accountID == scene.account.id)
            #expect(found.principal.name == "Mina Hale")
            #expect(found.principal.role == .supervisor)
            #expect(found.principal.rank == .sergeant)
            #expect(found.principal.credential == .session(scene.opened.record.id))
            #expect(!found.mustChangePassword)
            #expect(!found.isDueToTurn)
            #expect(try await scene.found(1, .make()) == nil)
            await #expect(throws: RecordError.invalid([FieldProblem("/role", "is a role that the account holds")])) {
                _ = try await scene.sessions.open(account: scene.account.id, role: .gold, asOf: SessionsTests.now)
            }
        }
    }

    @Test("a session left alone for half an hour is over, and use puts that off")
    func idle() async throws {
        try await SessionsTests.scene { scene in
            let early = try await scene.found(29.9)
            #expect(early != nil)
            #expect(try await scene.found(59.8) != nil)
            #expect(try await scene.found(90) == nil)
        }
    }

    @Test("what runs by itself keeps no session alive")
    func noUse() async throws {
        try await SessionsTests.scene { scene in
            let found = try await scene.found(29, isUse: false)
            #expect(found != nil)
            #expect(
                try await scene.sessions.isOpen(
                    scene.opened.record.id, role: .supervisor, asOf: SessionsTests.after(minutes: 29)))
            #expect(try await scene.found(31, isUse: false) == nil)
            #expect(
                try await !scene.sessions.isOpen(
                    scene.opened.record.id, role: .supervisor, asOf: SessionsTests.after(minutes: 31)))
        }
    }

    @Test("use is written down once a minute at most")
    func touch() async throws {
        try await SessionsTests.scene { scene in
            let seen: () async throws -> Date = {
                try await scene.database.admin.value("SELECT seen_at FROM web_session")
            }
            _ = try await scene.found(0.9)
            #expect(try await seen() == SessionsTests.now)
            _ = try await scene.found(1)
            #expect(try await seen() == SessionsTests.after(minutes: 1))
        }
    }

    @Test("a session is over after twelve hours however much it is used")
    func absolute() async throws {
        try await SessionsTests.scene { scene in
            for minutes in stride(from: 20.0, to: 720, by: 20) {
                #expect(try await scene.found(minutes) != nil, "\(minutes)")
            }
            let last = try await scene.found(719.9)
            #expect(last != nil)
            #expect(try await scene.found(720) == nil)
            await expectRefused(
                Attempt("UPDATE web_session SET ends_at = ends_at + interval '1 day'", .insufficientPrivilege),
                on: scene.database.pool)
        }
    }

    @Test("a session changes its secret every quarter of an hour, and the former one is good for half a minute")
    func turn() async throws {
        try await SessionsTests.scene { scene in
            #expect(try await scene.found(14.9)?.isDueToTurn == false)
            #expect(try await scene.found(15)?.isDueToTurn == true)
            let moment = SessionsTests.after(minutes: 15)
            let next = try #require(try await scene.sessions.turn(scene.opened.secret, asOf: moment))
            #expect(next.secret.text != scene.opened.secret.text)
            #expect(next.secret.formKey == scene.opened.secret.formKey)
            #expect(next.record.id == scene.opened.record.id)
            // Another tab, at the same time: it does not turn again.
            #expect(try await scene.sessions.turn(scene.opened.secret, asOf: moment) == nil)
            #expect(try await scene.found(15.4)?.isDueToTurn == false)
            #expect(try await scene.found(15.4, next.secret)?.isDueToTurn == false)
            #expect(try await scene.found(15.5) == nil)
            #expect(try await scene.found(15.5, next.secret) != nil)
            #expect(try await scene.found(30, next.secret)?.isDueToTurn == true)
        }
    }

    @Test("in another role the session has another secret at once, and ends no later")
    func switchRole() async throws {
        try await SessionsTests.scene { scene in
            let moment = SessionsTests.after(minutes: 5)
            let id = scene.opened.record.id
            let other = try await scene.sessions.switchRole(id, to: .officer, asOf: moment)
            #expect(other.record.role == .officer)
            #expect(other.record.endsAt == scene.opened.record.endsAt)
            #expect(other.secret.formKey != scene.opened.secret.formKey)
            #expect(try await scene.found(5) == nil)
            #expect(try await scene.found(5, other.secret)?.principal.role == .officer)
            #expect(try await !scene.sessions.isOpen(id, role: .supervisor, asOf: moment))
            await #expect(throws: RecordError.invalid([FieldProblem("/role", "is a role that the account holds")])) {
                _ = try await scene.sessions.switchRole(id, to: .gold, asOf: moment)
            }
            await #expect(throws: RecordError.notFound("session")) {
                _ = try await scene.sessions.switchRole(id, to: .officer, asOf: SessionsTests.after(minutes: 60))
            }
        }
    }

    @Test("signing out everywhere ends every session, but one where that is wanted, and no other account's")
    func everywhere() async throws {
        try await SessionsTests.scene { scene in
            let sessions = scene.sessions
            let kerr = try await Accounts(pool: scene.database.pool).create(name: "Ana Kerr", roles: [.duties])
            let hers = try await sessions.open(account: kerr.id, role: .duties, asOf: SessionsTests.now)
            let second = try await sessions.open(account: scene.account.id, role: .officer, asOf: SessionsTests.now)
            let third = try await sessions.open(account: scene.account.id, role: .officer, asOf: SessionsTests.now)
            let moment = SessionsTests.after(minutes: 1)
            #expect(try await sessions.list(of: scene.account.id, asOf: moment).count == 3)
            #expect(try await sessions.endAll(of: scene.account.id, except: second.record.id, asOf: moment) == 2)
            #expect(try await sessions.list(of: scene.account.id, asOf: moment) == [second.record])
            #expect(try await sessions.find(third.secret, asOf: moment) == nil)
            #expect(try await sessions.endAll(of: scene.account.id, asOf: moment) == 1)
            #expect(try await sessions.list(of: scene.account.id, asOf: moment) == [])
            #expect(try await sessions.find(hers.secret, asOf: moment) != nil)
        }
    }

    @Test("one session is ended by its account and by nobody else")
    func end() async throws {
        try await SessionsTests.scene { scene in
            let moment = SessionsTests.after(minutes: 1)
            let id = scene.opened.record.id
            await #expect(throws: RecordError.notFound("session")) {
                try await scene.sessions.end(id, of: scene.account.id + 1, asOf: moment)
            }
            #expect(try await scene.found(1) != nil)
            try await scene.sessions.end(id, of: scene.account.id, asOf: moment)
            try await scene.sessions.end(scene.opened.secret, asOf: SessionsTests.after(minutes: 2))
            #expect(try await scene.found(1) == nil)
            let ended: Date = try await scene.database.admin.value("SELECT ended_at FROM web_session")
            #expect(ended == moment)
        }
    }

    @Test("whose a session was is remembered for twelve hours, and then deleted")
    func lapsed() async throws {
        try await SessionsTests.scene { scene in
            let (sessions, secret) = (scene.sessions, scene.opened.secret)
            #expect(try await sessions.lapsed(secret, asOf: SessionsTests.after(minutes: 29)) == nil)
            let lapsed = try await sessions.lapsed(secret, asOf: SessionsTests.after(minutes: 31))
            #expect(lapsed == LapsedSession(account: scene.account.id, name: "Mina Hale", role: .supervisor))
            #expect(try await sessions.lapsed(secret, asOf: SessionsTests.after(minutes: 751)) == nil)
            #expect(try await sessions.forgetOld(asOf: SessionsTests.after(minutes: 749)) == 0)
            #expect(try await sessions.forgetOld(asOf: SessionsTests.after(minutes: 751)) == 1)
        }
    }

    @Test("no part of a secret is in the database, printed or dumped")
    func notStored() async throws {
        try await SessionsTests.scene { scene in
            let secret = scene.opened.secret
            _ = try await scene.sessions.turn(secret, asOf: SessionsTests.now)
            let stored: String = try await scene.database.admin.value("SELECT to_jsonb(s)::text FROM web_session s")
            #expect(!stored.contains(secret.text.prefix(43)) && !stored.contains(secret.text.suffix(43)))
            let matches: Bool = try await scene.database.admin.value(
                "SELECT former_hash = sha256(convert_to(\(secret.text), 'UTF8')) FROM web_session")
            #expect(matches)
            var dumped = "\(secret) \(String(reflecting: secret)) \(scene.opened)"
            dump(scene.opened, to: &dumped)
            #expect(!dumped.contains(secret.text.prefix(43)) && !dumped.contains(secret.text.suffix(43)))
        }
    }

    @Test("a secret is read from its one spelling only")
    func spelling() {
        let secret = SessionSecret.make()
        #expect(SessionSecret(secret.text) == secret)
        #expect(secret.text.utf8.count == 86)
        // The last letter of a half stands for four bits: the letter after it would for the same.
        let last = secret.text.prefix(85) + String(UnicodeScalar((secret.text.utf8.last ?? 0) + 1))
        for other in [
            "", secret.text + "A", String(secret.text.dropLast()), String(last), secret.text.uppercased() + "=",
        ] {
            #expect(SessionSecret(other) == nil, "\(other.utf8.count)")
        }
    }

    @Test(
        "whoever may only read sees no password, session, guard, feed or person of a provider",
        arguments: [
            "account_password", "web_session", "sign_in_guard", "calendar_feed", "provider_identity",
            "provider_request",
        ])
    func readOnly(table: String) async throws {
        try await withDatabase { database in
            await expectRefused(Attempt("SELECT * FROM \(table)", .insufficientPrivilege), on: database.readOnly)
        }
    }
}
