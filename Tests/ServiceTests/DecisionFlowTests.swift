import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Non-deployments over HTTP")
struct DecisionFlowTests {
    static let secret = "The planted sentence that no planner may ever read."

    static func terms(hours: Double = 12, scope: JSON = ["kind": "all_armed"]) -> JSON {
        let now = Date()
        return [
            "category": "acute_welfare", "scope": scope, "startsAt": .moment(now.addingTimeInterval(-60)),
            "endsAt": .moment(now.addingTimeInterval(hours * 3600)),
            "reviewAt": .moment(now.addingTimeInterval(hours * 1800)), "emergencyResponse": true,
        ]
    }

    static func shortForm(_ api: API, scope: JSON = ["kind": "all_armed"]) async throws -> String {
        let reply = try await api.post(
            "non-deployments/short-forms", as: api.cast.sergeant,
            [
                "draft": [
                    "officer": .string(api.cast.story.constables[0]), "terms": terms(scope: scope),
                    "grounds": .string(secret), "annex": .string(secret),
                ], "welfare": .string(secret), "impartiality": .string(secret), "reason": .string(secret),
            ])
        try #require(reply.status == 201, "\(reply.text)")
        #expect(!reply.text.contains(secret))
        return try #require(reply.json["number"]?.string)
    }

    @Test("a short form takes effect at once: planners see number, officer, scope and window, and nothing else")
    func shortForm() async throws {
        try await withAPI { api in
            let number = try await DecisionFlowTests.shortForm(api)
            let (from, to) = (Date().addingTimeInterval(-3600), Date().addingTimeInterval(3600))
            let window = "from=\(Moment(from))&to=\(Moment(to))"
            let seen = try await api.get("exclusions?\(window)", as: api.cast.duties)
            let first = try #require(seen.json.elements?.first)
            #expect(first["number"]?.string == number && first["officer"]?.string == api.cast.story.constables[0])
            #expect(Set(first.members?.map(\.key) ?? []) == ["number", "officer", "scope", "startsAt", "endsAt"])
        }
    }

    @Test(
        "a scope whose kind and ids do not fit together is refused with its pointer",
        arguments: [["kind": "site", "ids": []], ["kind": "post"], ["kind": "all_armed", "ids": ["S001"]]] as [JSON])
    func scopeThatDoesNotFit(scope: JSON) async throws {
        try await withAPI { api in
            let reply = try await api.post(
                "non-deployments", as: api.cast.sergeant,
                [
                    "officer": .string(api.cast.story.constables[0]),
                    "terms": DecisionFlowTests.terms(scope: scope), "grounds": "Nothing of note.",
                ])
            #expect(reply.status == 400, "\(reply.text)")
            #expect(reply.text.contains("/terms/scope"), "\(reply.text)")
        }
    }

    @Test("nothing that the duties role can read holds a word of any reason")
    func plannersNeedNotKnow() async throws {
        try await withAPI { api in
            _ = try await DecisionFlowTests.shortForm(
                api, scope: ["kind": "site", "ids": [.string(api.cast.story.site)]])
            let queries = [
                "/api/v1/roster": "?from=2026-07-01&to=2027-01-01", "/api/v1/changes": "?from=2026-07-01&to=2027-01-01",
                "/api/v1/attendance": "?from=2026-07-01&to=2027-01-01",
                "/api/v1/exclusions": "?from=2020-01-01T00:00:00Z&to=2030-01-01T00:00:00Z",
            ]
            var looked = 0
            for route in Routes.all where route.method == .get && route.success != .events {
                if case .roles(let roles) = route.access, !roles.contains(.duties) { continue }
                for table in route.variables.isEmpty ? [""] : MasterData.tables.map(\.name) + ["1"] {
                    var path = route.path
                    for name in route.variables { path = path.replacing("{\(name)}", with: table) }
                    let reply = try await api.get(path + (queries[route.path] ?? ""), as: api.cast.duties)
                    #expect(!reply.text.contains("planted"), "\(path)")
                    if reply.status == 200 { looked += 1 }
                }
            }
            #expect(looked > 20)
        }
    }

    @Test("the full form needs both halves, another decider and its grounds; the refusals say which")
    func fullForm() async throws {
        try await withAPI { api in
            let number = try await DecisionFlowTests.shortForm(api)
            let base = "non-deployments/\(number)"
            let decision: JSON = ["form": "full", "outcome": "granted", "reason": "A plain and long enough reason."]
            let bare = try await api.post("\(base)/decisions", as: api.cast.inspector, decision)
            #expect(bare.status == 422 && bare.kind == "bare-decision")
            let empty = try await api.post(
                "non-deployments/short-forms", as: api.cast.sergeant,
                [
                    "draft": ["officer": .string(api.cast.story.constables[1]), "terms": DecisionFlowTests.terms()],
                    "welfare": "He is unwell.", "impartiality": "", "reason": "One half is missing here.",
                ])
            #expect(empty.status == 422)
            for kind in ["welfare", "impartiality"] {
                let made = try await api.post(
                    "\(base)/assessments", as: api.cast.sergeant,
                    ["kind": .string(kind), "text": .string("A full \(kind) assessment.")])
                #expect(made.status == 201, "\(made.text)")
            }
            let own = try await api.post("\(base)/decisions", as: api.cast.sergeant, decision)
            #expect(own.status == 403)
            let granted = try await api.post("\(base)/decisions", as: api.cast.inspector, decision)
            #expect(granted.status == 201, "\(granted.text)")
            let detail = try await api.get(base, as: api.cast.inspector)
            #expect(detail.json["summary"]?["state"] == "granted")
            #expect(detail.json["flags"] == nil, "flags are for Gold")
            let duties = try await api.get("\(base)/affected-duties", as: api.cast.inspector)
            #expect(duties.status == 200)
        }
    }

    @Test("sealed text is for the decider and Gold, states a purpose, and the officer sees who read it")
    func sealed() async throws {
        try await withAPI { api in
            let number = try await DecisionFlowTests.shortForm(api)
            let path = "non-deployments/\(number)/reads"
            let ask: JSON = ["layer": "annex", "purpose": "review of the case"]
            #expect(try await api.post(path, as: api.cast.otherInspector, ask).status == 403)
            #expect(try await api.post(path, as: api.cast.gold, ["layer": "annex", "purpose": "x"]).status == 400)
            for reader in [api.cast.sergeant, api.cast.gold, api.cast.officer] {
                let read = try await api.post(path, as: reader, ask)
                #expect(read.status == 201 && read.text.contains("planted"), "\(reader.role): \(read.text)")
            }
            let grounds = try await api.post(
                path, as: api.cast.officer, ["layer": "grounds", "purpose": "my own record"])
            #expect(grounds.status == 403)
            let log = try await api.get("reads", as: api.cast.auditor)
            #expect(log.json["items"]?.elements?.count == 3)
            let own = try await api.get("reads", as: api.cast.officer)
            #expect(own.json["items"]?.elements?.count == 3)
        }
    }

    @Test("an officer sees their own records only, a sergeant the team's, and nobody learns of others")
    func needToKnow() async throws {
        try await withAPI { api in
            let own = try await DecisionFlowTests.shortForm(api)
            let list = try await api.get("non-deployments", as: api.cast.officer)
            #expect(list.json["items"]?.elements?.compactMap { $0["number"]?.string } == [own])
            #expect(try await api.get("non-deployments/\(own)", as: api.cast.officer).status == 200)
            #expect(
                try await api.get("non-deployments?officer=\(api.cast.story.constables[1])", as: api.cast.officer)
                    .status
                    == 403)
            let draft = try await api.post(
                "non-deployments", as: api.cast.inspector,
                ["officer": .string(api.cast.story.inspectors[1]), "terms": DecisionFlowTests.terms(hours: 24)])
            let other = try #require(draft.json["number"]?.string)
            #expect(try await api.get("non-deployments/\(other)", as: api.cast.officer).status == 404)
            #expect(try await api.get("non-deployments/\(other)", as: api.cast.sergeant).status == 404)
            #expect(try await api.get("non-deployments/\(other)", as: api.cast.gold).status == 200)
            let self1 = try await api.post(
                "non-deployments", as: api.cast.sergeant,
                ["officer": .string(api.cast.story.sergeant), "terms": DecisionFlowTests.terms()])
            #expect(self1.status == 403 && self1.kind == "self-draft")
            let flags = try await api.get("flags?kind=refused_attempt", as: api.cast.auditor)
            #expect(flags.json["items"]?.elements?.count == 1)
        }
    }
}
