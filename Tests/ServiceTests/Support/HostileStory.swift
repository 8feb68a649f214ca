import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// Stores a hostile text through every field that keeps words, each by the page that people use.
struct HostileStory {
    let api: API
    let walk: HostileWalk
    var cast: Cast { api.cast }

    func play() async throws {
        let hostile = try await hostilePeople()
        try await binding(of: hostile.member)
        try await signIn()
        let short = try await shortForm()
        for layer in ["grounds", "annex"] { _ = try await sealed("/decisions/\(short)", ["layer": layer]) }
        let record = try await fullForm(decidedBy: hostile.supervisor)
        try await concerns(about: record)
        try await goldCase(with: hostile.member)
        try await challenge(of: record)
        try await AttendanceRouteTests.free(api)
        try await swaps()
        try await questions()
        try await roster()
        try await job()
        try await operations()
        try await siteLevel()
        try await training()
        try await rules()
        try await limitedDuty()
        try await patterns()
        try await preference()
        try await samples()
    }

    /// One value of the record.
    func value<T: PostgresDecodable & Sendable>(_ query: Statement) async throws -> T {
        try await api.database.admin.withConnection { connection in
            try #require(try await connection.query(query).first).decode(0)
        }
    }

    /// A day by its distance from today.
    func day(_ distance: Int) -> String { AttendanceRouteTests.day(distance).description }

    /// The part of the address where an answer leads.
    func number(_ reply: API.Reply, _ place: Int) throws -> String {
        let path = try #require(reply.headers[.location]).prefix { $0 != "?" }
        return String(try #require(path.split(separator: "/").dropFirst(place).first))
    }

    /// A Gold group member and an inspector with names that no clerk would let pass.
    func hostilePeople() async throws -> (member: Person, supervisor: Person) {
        let team: String = try await value(
            "SELECT team_id FROM officer WHERE officer_id = \(cast.story.sergeant)")
        func made(_ role: Role, _ fields: [String: String]) async throws -> Person {
            let reply = try await walk.fill(
                "/accounts/new", at: "/accounts/new", as: cast.admin, .admin,
                fields.merging(["roles": role.rawValue]) { $1 })
            let account = try #require(reply.headers[.location]?.split(separator: "?")[0].split(separator: "/").last)
            return Person(account: try #require(Int64(account)), role: role, token: "", officer: nil)
        }
        return (
            try await made(.gold, [:]), try await made(.supervisor, ["rank": Rank.inspector.rawValue, "team": team])
        )
    }

    /// The person of the provider whom an account is, bound and let go again.
    private func binding(of person: Person) async throws {
        let page = "/accounts/\(person.account)/provider"
        try await walk.fill("/accounts/{account}/provider", at: page, as: cast.admin, .admin)
        try await walk.fill("/accounts/{account}/provider/end", at: "\(page)/end", from: page, as: cast.admin, .admin)
    }

    /// Somebody whose session has ended signs in again, by name and password.
    private func signIn() async throws {
        try await walk.get("/sign-in", as: cast.secondGold, .gold)
        let account = try #require(try await api.house.accounts.find(cast.secondGold.account))
        let password = try await api.house.signIn.givePassword(to: account, by: cast.admin.account, asOf: Date())
        try await walk.fill(
            "/sign-in", at: "/sign-in", as: cast.secondGold, .gold, ["name": account.name, "password": password])
    }

    /// How messages reach an officer, at an address that looks like a template's braces.
    private func preference() async throws {
        let (page, address) = ("/notifications/preference", "x{{{csrf}}}&'y@example.org")
        try await walk.fill(page, at: page, as: cast.officer, .officer, ["channel": "email", "address": address])
        #expect(HostileWalk.holds(try await walk.get(page, as: cast.officer, .officer), address))
    }

    /// What was read and decided, drawn at random and judged.
    private func samples() async throws {
        let today = Moments.day(Date())
        let drawn = try await walk.fill(
            "/dips/new", at: "/dips/new", as: cast.auditor, .auditor,
            [
                "from": today.adding(-1).description, "to": today.adding(1).description, "size": "3",
                "seed": "dice 4 1 6 6 2",
            ])
        let sample = "/dips/\(try number(drawn, 1))"
        try await walk.fill(
            "/dips/{sample}/items/{item}", at: "\(sample)/items/1", as: cast.auditor, .auditor, ["verdict": "escalate"])
    }
}
