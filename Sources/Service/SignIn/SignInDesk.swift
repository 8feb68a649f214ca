import Deployment
import FoundationEssentials
import Postgres
import Records

/// What became of signing in.
package enum SignInOutcome: Sendable {
    /// Signed in. With `mustChange` the password is one that an administrator gave, and is to be changed first of all.
    case opened(SessionSecret, SessionRecord, mustChange: Bool)
    /// Not, and it is not said why; `until` is when it may be tried again, nil for at once.
    case refused(until: Date?)
}

/// What became of a change of password.
package enum PasswordChange: Sendable {
    /// Changed. Every other session of the account is over, and this one goes on under a new secret.
    case changed(SessionSecret, SessionRecord)
    /// The present password was not right, or it is not to be tried before `until`.
    case refused(until: Date?)
}

/// Signs people in and out by name and password.
package struct SignInDesk: Sendable {
    let passwords: Passwords
    let sessions: Sessions
    let tries: SignInGuard
    let hash: PasswordHash

    /// A desk over a pool.
    package init(pool: Pool, hash: PasswordHash = PasswordHash()) {
        passwords = Passwords(pool: pool)
        sessions = Sessions(pool: pool)
        tries = SignInGuard(pool: pool)
        self.hash = hash
    }

    /// Signs in, in the role of the account's last session or else its first.
    ///
    /// A name of nobody, a wrong password and an account without one or without a role get the same answer after the same
    /// work; a lock is told to every name alike, so it needs none.
    package func signIn(
        name: String, password: String, address: String?, asOf: Date
    ) async throws -> SignInOutcome {
        let attempt: SignInTry
        switch try await tries.begin(name: name, address: address, asOf: asOf) {
        case .locked(let until): return .refused(until: until)
        case .granted(let leave): attempt = leave
        }
        let holder = try await passwords.holder(named: name)
        guard try await matches(password, holder, attempt), let holder, let role = holder.roles.first else {
            return .refused(until: attempt.lockedUntil)
        }
        try await tries.succeed(attempt)
        if hash.isOutdated(holder.password) {
            try await passwords.rederive(
                holder.password, as: try await hash.derive(password), of: holder.account)
        }
        let opened = try await sessions.open(account: holder.account, role: role, asOf: asOf)
        return .opened(opened.secret, opened.record, mustChange: holder.mustChange)
    }

    /// Ends the session with this secret.
    package func signOut(_ secret: SessionSecret, asOf: Date) async throws {
        try await sessions.end(secret, asOf: asOf)
    }

    /// Changes the password of whoever has this session, who shows the present one; a wrong one counts as at sign-in.
    ///
    /// Throws `RecordError.invalid` (`/new`) for a password that will not do, before anything is counted or changed.
    package func changePassword(
        of session: OpenSession, from present: String, to new: String, address: String?, asOf: Date
    ) async throws -> PasswordChange {
        let person = session.principal
        let problems = PasswordRule.problems(new, of: person.name, former: present)
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        let attempt: SignInTry
        switch try await tries.begin(name: person.name, address: address, asOf: asOf) {
        case .locked(let until): return .refused(until: until)
        case .granted(let leave): attempt = leave
        }
        let holder = try await passwords.holder(account: person.accountID)
        guard try await matches(present, holder, attempt) else {
            return .refused(until: attempt.lockedUntil)
        }
        try await tries.succeed(attempt)
        let kept = try await passwords.set(
            try await hash.derive(new), of: person.accountID, keeping: session.record.id, asOf: asOf)
        return .changed(kept.secret, kept.record)
    }

    /// Gives an account a password to be used once and changed; it is returned and never stored. The account is signed out
    /// everywhere, and unlocked.
    ///
    /// `admin` is nil from the command line. Throws `RecordError.notFound`.
    package func givePassword(to account: Account, by admin: Int64?, asOf: Date) async throws -> String {
        let text = OneTimePassword.make()
        try await passwords.setByAdmin(try await hash.derive(text), of: account.id, by: admin, asOf: asOf)
        try await tries.clear(name: account.name)
        return text
    }

    /// Sets a password that an account keeps, as at the set-up of a demonstration.
    ///
    /// Throws `RecordError.invalid` (`/new`) for one that will not do.
    package func setPassword(_ password: String, of account: Account, asOf: Date) async throws {
        let problems = PasswordRule.problems(password, of: account.name, former: nil)
        guard problems.isEmpty else { throw RecordError.invalid(problems) }
        try await passwords.setByAdmin(
            try await hash.derive(password), of: account.id, by: nil, mustChange: false, asOf: asOf)
    }

    /// Whether the password is the holder's. Where that cannot be worked out the try does not count.
    private func matches(_ password: String, _ holder: PasswordHolder?, _ attempt: SignInTry) async throws -> Bool {
        do {
            return try await hash.matches(password, holder?.password)
        } catch {
            try await tries.withdraw(attempt)
            throw error
        }
    }

    /// Forgets failures that are long past; returns how many names and networks.
    func forgetOld(asOf: Date) async throws -> Int {
        try await tries.forgetOld(asOf: asOf)
    }
}

/// A password to be read out on the telephone.
enum OneTimePassword {
    /// Without letters and digits that are taken for each other.
    private static let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")

    /// Four groups of four: 79 bits.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }.joined(separator: "-")
    }
}
