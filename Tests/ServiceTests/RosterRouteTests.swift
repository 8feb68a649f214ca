import Deployment
import HTTPTypes
import Testing

@testable import Service

@Suite("Rosters and master data over HTTP")
struct RosterRouteTests {
    @Test("a job is made once for the same days, listed, and cancelled")
    func jobs() async throws {
        try await withAPI { api in
            let wish: JSON = ["from": "2026-07-06", "days": 28, "seconds": 1]
            let made = try await api.post("roster-jobs", as: api.cast.duties, wish)
            #expect(made.status == 202)
            let again = try await api.post("roster-jobs", as: api.cast.secondDuties, wish)
            #expect(again.status == 200 && again.json["id"] == made.json["id"])
            let tuesday = try await api.post("roster-jobs", as: api.cast.duties, ["from": "2026-07-07", "days": 28])
            #expect(tuesday.status == 422 && tuesday.pointers == ["/from"])
            let path = "roster-jobs/\(made.json["id"]?.integer ?? 0)"
            #expect(
                try await api.get("roster-jobs?state=queued", as: api.cast.duties).json["items"]?.elements?.count == 1)
            #expect(try await api.send(.post, "\(path)/cancel", as: api.cast.duties).json["state"] == "cancelled")
            #expect(try await api.send(.post, "\(path)/cancel", as: api.cast.duties).status == 409)
        }
    }

    @Test("an export imported again changes nothing, and a bad file is refused whole with every place")
    func importing() async throws {
        try await withAPI { api in
            let exported = try await api.get("export", as: api.cast.duties)
            let files = try #require(exported.json["files"])
            let again = try await api.post("import", as: api.cast.duties, ["files": files])
            #expect(again.status == 200)
            let counts = again.json["files"]?.elements ?? []
            #expect(counts.count == files.members?.count)
            #expect(counts.allSatisfy { $0["new"] == 0 && $0["changed"] == 0 })
            let bad: JSON = ["files": ["team.csv": "team_id,name,religion\nZ,Team Z,x\n"]]
            let refused = try await api.post("import", as: api.cast.duties, bad)
            #expect(refused.status == 422 && refused.kind == "import-refused" && !refused.pointers.isEmpty)
            let trial = try await api.post(
                "import?dryRun=true", as: api.cast.duties, ["files": ["team.csv": "team_id,name\nZZ,Team Z\n"]])
            #expect(trial.status == 200 && trial.json["isDryRun"] == true)
            let teams = try await api.get("master/team?limit=200", as: api.cast.duties)
            #expect(!teams.text.contains("\"ZZ\""))
        }
    }

    @Test("master tables of the duties office stay there")
    func masterTables() async throws {
        try await withAPI { api in
            let open = try await api.get("master/officer", as: api.cast.inspector)
            #expect(open.status == 200)
            #expect(try await api.get("master/abstraction", as: api.cast.inspector).status == 403)
            #expect(try await api.get("master/abstraction", as: api.cast.duties).status == 200)
            #expect(try await api.get("master/account", as: api.cast.admin).status == 404)
            #expect(try await api.get("master/prose", as: api.cast.admin).status == 404)
        }
    }

    @Test("a level cuts the spell that covers its first day and lets it go on behind its last")
    func levels() async throws {
        try await withAPI { api in
            let site: JSON = "S001"
            func set(_ level: JSON, _ from: JSON, _ to: JSON?) async throws -> API.Reply {
                var body: [JSON.Member] = [
                    .init("site", site), .init("level", level), .init("from", from), .init("setBy", "Ops"),
                ]
                if let to { body.append(.init("to", to)) }
                return try await api.post("levels", as: api.cast.duties, .object(body))
            }
            #expect(try await set("Heightened", "2090-01-01", nil).status == 201)
            #expect(try await set("Exceptional", "2090-02-01", "2090-02-10").status == 201)
            let rows = try await api.get("master/site_level?limit=200", as: api.cast.duties)
            let spells = (rows.json["items"]?.elements ?? []).filter {
                $0["site_id"] == site && ($0["from_day"]?.string ?? "") >= "2090"
            }
            #expect(spells.map { $0["from_day"] } == ["2090-01-01", "2090-02-01", "2090-02-11"])
            #expect(spells.map { $0["to_day"] } == ["2090-01-31", "2090-02-10", .null])
            #expect(spells.map { $0["level"] } == ["Heightened", "Exceptional", "Heightened"])
            #expect(try await set("Normal", "2089-12-01", nil).status == 409)
            #expect(try await set("Normal", "2000-01-01", nil).status == 422)
        }
    }

    @Test("an officer sees no other officer's duties")
    func ownDuties() async throws {
        try await withAPI { api in
            let window = "from=2026-07-06&to=2026-07-20"
            let own = try await api.get("roster?\(window)", as: api.cast.officer)
            #expect(own.status == 200)
            let other = api.cast.story.constables[1]
            #expect(try await api.get("roster?\(window)&officer=\(other)", as: api.cast.officer).status == 403)
        }
    }
}
