import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// Decisions: drafted, assessed, decided, ended, renewed, challenged; and concerns.
extension HostileStory {
    private static func terms(hours: Double, scope: [String: String] = ["scope": "all_armed"]) -> [String: String] {
        let now = Date()
        return TermsForm.fields(of: now, "from")
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 3600), "to")) { $1 }
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 1800), "review")) { $1 }
            .merging(["category": "other", "emergency": "yes", "raised": "me"]) { $1 }.merging(scope) { $1 }
    }

    func shortForm() async throws -> String {
        let fields = HostileStory.terms(hours: 12, scope: ["scope": "named", "places": cast.story.site])
        let reply = try await walk.fill(
            "/decisions/short", at: "/decisions/short", as: cast.sergeant, .supervisor,
            fields.merging(["officer": cast.story.constables[1]]) { $1 })
        return try number(reply, 1)
    }

    /// A record on the full form, from its draft to a renewal that is withdrawn; its number.
    func fullForm(decidedBy inspector: Person) async throws -> String {
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

    func sealed(_ record: String, _ fields: [String: String]) async throws -> API.Reply {
        try await walk.fill("/decisions/{nd}/sealed", at: "\(record)/sealed", as: cast.gold, .gold, fields)
    }

    func concerns(about record: String) async throws {
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
        try await walk.fill(
            "/concerns/new", at: "/concerns/new", as: cast.sergeant, .supervisor,
            ["officer": cast.story.constables[0], "what": "Said on the telephone."], leavingOut: ["help", "ownWords"])
    }

    /// An officer challenges a decision about them; Gold answers, and shows it to those with a part in it.
    func challenge(of record: String) async throws {
        let raised = try await walk.fill(
            "/decisions/{nd}/challenge", at: "/decisions/\(record)/challenge", as: cast.officer, .officer)
        let page = "/challenges/\(try number(raised, 1))"
        try await walk.fill("/challenges/{challenge}/answer", at: "\(page)/answer", as: cast.gold, .gold)
        try await walk.fill(
            "/challenges/{challenge}/release", at: "\(page)/release", as: cast.gold, .gold, ["withName": "yes"])
        try await walk.get("/decisions/\(record)", as: cast.sergeant, .supervisor)
    }
}
