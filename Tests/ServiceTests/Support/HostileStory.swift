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
    private var cast: Cast { api.cast }

    private func value<T: PostgresDecodable & Sendable>(_ query: Statement) async throws -> T {
        try await api.database.admin.withConnection { connection in
            try #require(try await connection.query(query).first).decode(0)
        }
    }

    func play() async throws {
        let hostile = try await hostilePeople()
        let short = try await shortForm()
        for layer in ["grounds", "annex"] { _ = try await sealed("/decisions/\(short)", ["layer": layer]) }
        try await concerns(about: try await fullForm(decidedBy: hostile.supervisor))
        try await goldCase(with: hostile.member)
        try await roster()
        try await samples()
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

    /// A Gold group member and an inspector with names that no clerk would let pass.
    private func hostilePeople() async throws -> (member: Person, supervisor: Person) {
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

    private static func terms(hours: Double, scope: [String: String] = ["scope": "all_armed"]) -> [String: String] {
        let now = Date()
        return TermsForm.fields(of: now, "from")
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 3600), "to")) { $1 }
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 1800), "review")) { $1 }
            .merging(["category": "other", "emergency": "yes", "raised": "me"]) { $1 }.merging(scope) { $1 }
    }

    private func shortForm() async throws -> String {
        let fields = HostileStory.terms(hours: 12, scope: ["scope": "named", "places": cast.story.site])
        let reply = try await walk.fill(
            "/decisions/short", at: "/decisions/short", as: cast.sergeant, .supervisor,
            fields.merging(["officer": cast.story.constables[1]]) { $1 })
        return try number(reply, 1)
    }

    /// The part of the address where an answer leads.
    private func number(_ reply: API.Reply, _ place: Int) throws -> String {
        let path = try #require(reply.headers[.location]).prefix { $0 != "?" }
        return String(try #require(path.split(separator: "/").dropFirst(place).first))
    }

    /// The number of the record.
    private func fullForm(decidedBy inspector: Person) async throws -> String {
        let sergeant = cast.sergeant
        let opened = try await walk.fill(
            "/decisions/new", at: "/decisions/new", as: sergeant, .supervisor,
            HostileStory.terms(hours: 72).merging(["officer": cast.story.constables[0]]) { $1 })
        let record = "/decisions/\(try number(opened, 1))"
        func fill(_ step: String, as person: Person, _ fields: [String: String] = [:]) async throws -> API.Reply {
            try await walk.fill("/decisions/{nd}/\(step)", at: "\(record)/\(step)", as: person, .supervisor, fields)
        }
        _ = try await fill("terms", as: sergeant, HostileStory.terms(hours: 71))
        _ = try await fill("grounds", as: sergeant)
        _ = try await fill("welfare", as: sergeant)
        _ = try await fill("impartiality", as: cast.otherInspector)
        let checked = try await fill("decide", as: inspector, ["outcome": "granted"])
        #expect(checked.text.contains("Record this decision"))
        let visitor = try await walk.visitor(inspector, .supervisor)
        try await walk.post(
            "\(record)/check", as: inspector, .supervisor,
            walk.last(2).merging(["outcome": "granted", "version": visitor.hidden("version") ?? ""]) { $1 })
        _ = try await fill("review", as: inspector)
        for layer in ["grounds", "annex"] { _ = try await sealed(record, ["layer": layer]) }
        _ = try await walk.fill(
            "/me/records/{nd}/annex", at: "/me\(record.replacing("decisions", with: "records"))/annex",
            as: cast.officer, .officer)
        _ = try await fill("end", as: inspector)
        let renewal = try await fill("renew", as: sergeant, HostileStory.terms(hours: 96))
        let next = "/decisions/\(try number(renewal, 1))"
        _ = try await sealed(next, ["layer": "grounds"])
        _ = try await walk.fill(
            "/decisions/{nd}/withdraw", at: "\(next)/withdraw", as: sergeant, .supervisor)
        return try number(opened, 1)
    }

    private func sealed(_ record: String, _ fields: [String: String]) async throws -> API.Reply {
        try await walk.fill("/decisions/{nd}/sealed", at: "\(record)/sealed", as: cast.gold, .gold, fields)
    }

    private func concerns(about record: String) async throws {
        func raise() async throws -> String {
            let raised = try await walk.fill("/concerns/new", at: "/concerns/new", as: cast.officer, .officer)
            return "/concerns/\(try number(raised, 1))"
        }
        let concern = try await raise()
        func fill(
            _ step: String, as person: Person, _ role: Role, of concern: String, _ fields: [String: String] = [:]
        ) async throws {
            try await walk.fill("/concerns/{concern}/\(step)", at: "\(concern)/\(step)", as: person, role, fields)
        }
        try await fill("acknowledgement", as: cast.sergeant, .supervisor, of: concern)
        try await fill("answer", as: cast.sergeant, .supervisor, of: concern)
        try await fill("link", as: cast.sergeant, .supervisor, of: concern, ["nonDeployment": record])
        try await fill("reading", as: cast.sergeant, .supervisor, of: concern)
        let second = try await raise()
        try await fill("withdrawal", as: cast.officer, .officer, of: second)
        try await fill("reading", as: cast.officer, .officer, of: second)
    }

    private func goldCase(with member: Person) async throws {
        let queue = try await api.get("cases", as: cast.gold)
        let number = try #require(queue.json["items"]?.elements?.first?["number"]?.string)
        let page = "/cases/\(number)"
        func write(_ kind: String, _ fields: [String: String] = [:]) async throws {
            try await walk.fill(
                "/cases/{case}/entries/\(kind)", at: "\(page)/entries/\(kind)", as: cast.gold, .gold, fields)
        }
        /// The number of the newest entry of a kind.
        func newest(_ kind: CaseEntryKind) async throws -> String {
            let id = try #require(Int64(number.dropFirst(2)))
            let detail = try await api.house.gold.detail(id, for: cast.gold.account)
            return String(try #require(detail.entries.last { $0.kind == kind }).id)
        }
        _ = try await walk.get(page, as: member, .gold)
        let visitor = try await walk.visitor(member, .gold)
        try await walk.post(
            "\(page)/entries/claim", as: member, .gold, ["revision": visitor.hidden("revision") ?? ""])
        try await walk.get("/queue", as: cast.gold, .gold)
        try await walk.get(page, as: member, .gold)
        try await walk.post(
            "\(page)/entries/release", as: member, .gold, ["revision": visitor.hidden("revision") ?? ""])
        let chair = String(member.account)
        try await write("terms_of_reference")
        try await write("member", ["person": chair, "part": "chair"])
        try await write("advice_request", ["person": String(cast.adviser.account)])
        try await walk.fill("/advice/{case}", at: "/advice/\(number)", as: cast.adviser, .adviser)
        try await write("advice_answer", ["entry": try await newest(.advice), "accepted": "yes"])
        try await write("no_advice")
        try await write("decision")
        try await write("action", ["person": chair, "due": Moments.day(Date()).description])
        try await write("action_done", ["entry": try await newest(.action)])
        try await write("position_statement", ["day": Moments.day(Date()).description, "time": "00:00"])
        try await write("learning")
        try await write("note")
        try await walk.fill("/cases/{case}/close", at: "\(page)/close", as: cast.gold, .gold, ["outcome": "upheld"])
    }

    /// A roster that a second person publishes, a duty that is changed, and repairs that are accepted and discarded.
    private func roster() async throws {
        let (api, cast) = (self.api, self.cast)
        let officer = cast.story.constables[1]
        try await api.database.admin.withConnection { connection in
            try await connection.script(
                """
                INSERT INTO post SELECT 'P900', min(site_id), 'Desk', 'desk', true, false, '2020-01-01', NULL FROM site;
                INSERT INTO pattern VALUES ('never', 'Always at rest', 1);
                INSERT INTO pattern_day VALUES ('never', 0, NULL);
                DELETE FROM officer_pattern WHERE officer_id = '\(officer)';
                DELETE FROM abstraction WHERE officer_id = '\(officer)';
                DELETE FROM restriction WHERE officer_id = '\(officer)';
                INSERT INTO officer_pattern VALUES ('\(officer)', 'never', '2020-01-01', '2020-01-01', NULL);
                """)
        }
        let monday: Day = try await value(
            "SELECT date_trunc('week', police_day(clock_timestamp()) + 35)::date")
        let shift: String = try await value("SELECT min(shift_id) FROM shift WHERE NOT night")
        let site: String = try await value("SELECT site_id FROM post WHERE post_id = 'P900'")
        let version = try await api.database.pool.transaction { connection in
            let rows = try await connection.query(
                """
                INSERT INTO roster_version (from_day, days, made_by, cost) VALUES (\(monday), 14, \(cast.duties.account), 0)
                RETURNING version_id
                """)
            return try rows[0].decode("version_id", as: Int64.self)
        }
        try await walk.fill(
            "/roster/versions/{version}/publish", at: "/roster/versions/\(version)/publish", as: cast.secondDuties,
            .duties, ["checked": "yes"])
        try await walk.get("/roster/generate", as: cast.duties, .duties)
        try await walk.get("/repairs/new?kind=guard_wanted", as: cast.duties, .duties)
        let change = "/changes/new?post=P900&day=\(monday)&shift=\(shift)"
        let wish = [
            "officer": officer, "ground": "agreement", "welfareConsidered": "yes",
        ]
        try await walk.fill("/changes/new", at: change, as: cast.duties, .duties, wish)
        try await walk.post(
            change, as: cast.duties, .duties,
            wish.merging(walk.last(2)) { $1 }.merging(["step": "make"]) { $1 })
        walk.further = ["/changes?from=\(monday)&to=\(monday)"]
        let days = ["from": monday.description, "to": monday.description]
        let sick = try await walk.fill(
            "/repairs/new", at: "/repairs/new?kind=officer_unavailable", as: cast.duties, .duties,
            days.merging(["officer": officer, "absence": "sickness"]) { $1 }, leavingOut: ["setBy", "source"])
        try await walk.fill(
            "/repairs/{repair}", at: "/repairs/\(try number(sick, 1))", as: cast.duties, .duties,
            ["welfareConsidered": "yes"])
        let raised = try await walk.fill(
            "/repairs/new", at: "/repairs/new?kind=level_raised", as: cast.duties, .duties,
            days.merging(["site": site, "level": ResponseLevel.allCases.last?.rawValue ?? ""]) { $1 })
        try await walk.fill(
            "/repairs/{repair}/discard", at: "/repairs/\(try number(raised, 1))/discard", as: cast.duties, .duties)
    }
}
