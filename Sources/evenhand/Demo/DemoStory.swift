import Deployment
import Foundation
import Ledger
import Postgres
import Records
import Service

/// The main job told once, step by step, through the stores that the API uses as well.
struct DemoStory: Sendable {
    /// As the application connects.
    let pool: Pool
    /// For the ledger's verification, which reads every row.
    let admin: Pool
    /// Seed of the sample command; the same on every run, so that a second run goes on from the first.
    let seed: UInt64
    /// The size of the sample command.
    let size: SampleSize
    /// Seconds of the search.
    let seconds: Double
    /// Signs the ledger's checkpoints.
    let signer: NoteSigner
    /// The ledger's name in its checkpoints.
    let origin: String

    /// Tells the story; returns who may sign in, with a token for each role.
    func tell() async throws -> DemoSignIns {
        let period = try await nextPeriod()
        let sample = try await load(period)
        let cast = try await DemoCast.assemble(Accounts(pool: pool), story: sample.story)
        let version = try await roster(period, cast)
        try await explainUnfilled(version)
        try await worked(period, cast)
        let siteRecord = try await decide(sample.story, cast)
        if let siteRecord { try await repair(siteRecord, cast) }
        try await dutyDay(period, cast)
        try await showQueue()
        if let siteRecord { try await walk(siteRecord, cast) }
        try await verify()
        let names = (cast.byRole + cast.others).map { ($0.role, $0.account.name) }
        return DemoSignIns(names: names, tokens: try await tokens(cast), password: try await password(cast))
    }

    /// Runs one step under its heading and says how long it took.
    func step<R>(_ title: String, _ work: () async throws -> R) async throws -> R {
        Terminal.heading(title)
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await work()
        Terminal.say("  (\(Terminal.seconds(clock.now - start)))")
        return result
    }

    /// Tells about a refusal that is meant to happen; throws when the rule let it pass.
    func refused(_ what: String, _ attempt: () async throws -> Void) async throws {
        do {
            try await attempt()
        } catch RecordError.refused(_, let rule, let message) {
            Terminal.say("  refused: \(what)\n           \(message)\(rule.isEmpty ? "" : " [\(rule)]")")
            return
        }
        throw DemoFault("\(what) was not refused")
    }

    /// A token for each role that works for twelve hours.
    private func tokens(_ cast: DemoCast) async throws -> [(role: Role, name: String, token: String)] {
        let accounts = Accounts(pool: pool)
        let now = Date()
        var issued: [(role: Role, name: String, token: String)] = []
        for (role, account) in cast.byRole {
            let token = try await accounts.issueToken(
                account: account.id, role: role, expiresAt: now.addingTimeInterval(12 * 3600), asOf: now)
            issued.append((role, account.name, token.text))
        }
        return issued
    }

    /// Gives everybody of the cast the same new password, good until the next run.
    private func password(_ cast: DemoCast) async throws -> String {
        let words = [
            "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "junco", "kestrel",
        ]
        let password = (0..<4).map { _ in words.randomElement() ?? "" }.joined(separator: " ")
        let desk = SignInDesk(pool: pool)
        for person in cast.byRole + cast.others {
            try await desk.setPassword(password, of: person.account, asOf: Date())
        }
        return password
    }
}

/// How to get into the demonstration.
struct DemoSignIns: Sendable {
    /// Who may sign in, and as what.
    var names: [(role: Role, name: String)]
    var tokens: [(role: Role, name: String, token: String)]
    /// The same for everybody.
    var password: String
}

/// A step of the demonstration that did not do what it must.
struct DemoFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
