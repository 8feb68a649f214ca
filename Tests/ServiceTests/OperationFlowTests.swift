import Deployment
import Foundation
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Operations and limited duty over HTTP")
struct OperationFlowTests {
    private static func guardBody(_ api: API, _ name: JSON) -> JSON {
        [
            "kind": "hospital_guard", "name": name, "newSite": "St Wilfrid's",
            "owner": .string(api.cast.story.inspectors[0]),
            "startsAt": "2026-07-06T20:00:00Z", "lines": [["shift": .string(shift), "min": 1, "target": 2]],
        ]
    }

    /// A shift of the sample command.
    private static let shift = "N"

    @Test("a guard is opened, listed, not closed without its debrief, and gone from the unfilled duties when closed")
    func story() async throws {
        try await withAPI { api in
            let made = try await api.post("operations", as: api.cast.duties, Self.guardBody(api, "Guard one"))
            #expect(made.status == 201, "\(made.text)")
            let number = made.json["number"]?.string ?? ""
            #expect(made.json["isAboveExpected"] == false && made.json["warning"] == nil)
            let post = made.json["posts"]?.elements?.first ?? .null
            func unfilled() async throws -> [JSON] {
                let page = try await api.get(
                    "unfilled-duties?from=2027-07-07&to=2027-07-07&limit=200", as: api.cast.inspector)
                return (page.json["items"]?.elements ?? []).filter { $0["operation"]?.string == number }
            }
            #expect(try await unfilled().map { $0["post"] } == [post])
            let below = try await api.get(
                "operations-below-minimum?from=2027-07-07&to=2027-07-07", as: api.cast.duties)
            #expect(below.json["items"]?.elements?.contains { $0["post"] == post } == true)
            let early = try await api.send(.post, "operations/\(number)/close", as: api.cast.duties)
            #expect(early.status == 409 && early.kind == "debrief-needed")
            let written = try await api.post(
                "operations/\(number)/debriefs", as: api.cast.inspector, ["note": "The ward thanks both officers."])
            #expect(written.status == 201)
            let closed = try await api.send(.post, "operations/\(number)/close", as: api.cast.duties)
            #expect(closed.status == 201 && closed.json["aboveDemand"]?.elements?.isEmpty == true)
            #expect(try await unfilled().isEmpty)
            let shown = try await api.get("operations/\(number)", as: api.cast.inspector)
            #expect(shown.json["operation"]?["state"] == "closed")
            #expect(shown.json["entries"]?.elements?.compactMap { $0["kind"]?.string } == ["debrief", "closing"])
            #expect(try await api.get("operations/OP-999", as: api.cast.duties).status == 404)
        }
    }

    @Test("the fifth guard is opened with a warning")
    func fifth() async throws {
        try await withAPI { api in
            for number in 1...5 {
                let made = try await api.post(
                    "operations", as: api.cast.duties, Self.guardBody(api, .string("Guard \(number)")))
                #expect(made.status == 201)
                #expect(made.json["isAboveExpected"] == .bool(number == 5))
                #expect((made.json["warning"] != nil) == (number == 5))
            }
            let list = try await api.get("operations?state=open", as: api.cast.inspector)
            #expect(list.json["items"]?.elements?.count == 5)
        }
    }

    @Test("a supervisor reviews limited duty of the own team only, an officer sees their own, and no cause is taken")
    func limitedDuty() async throws {
        try await withAPI { api in
            let (mine, team) = try await restriction(api, of: api.cast.officer.officer)
            let own = try await api.get("limited-duty?limit=200", as: api.cast.officer)
            #expect(own.json["items"]?.elements?.compactMap { $0["id"]?.string } == [mine])
            let seen = try await api.get("limited-duty?limit=200", as: api.cast.inspector)
            let teams = Set((seen.json["items"]?.elements ?? []).compactMap { $0["team"]?.string })
            #expect(teams.isSubset(of: [team]) && !teams.isEmpty)
            let today = Day(number: Int(Date().timeIntervalSince1970) / 86_400)
            let review: JSON = ["nextReview": .string(today.adding(10).description), "limits": ["no_night"]]
            #expect(try await api.post("limited-duty/\(mine)/reviews", as: api.cast.duties, review).status == 403)
            let held = try await api.post("limited-duty/\(mine)/reviews", as: api.cast.inspector, review)
            #expect(held.status == 201, "\(held.text)")
            let after = try await api.get("limited-duty/\(mine)", as: api.cast.inspector)
            #expect(after.json["restriction"]?["reviewOn"] == .string(today.adding(10).description))
            #expect(after.json["restriction"]?["limits"] == ["no_night"])
            #expect(after.json["reviews"]?.elements?.count == 1)
            let officer = api.cast.officer.officer ?? ""
            let posts = try await api.get("officers/\(officer)/posts-that-suit?day=\(today)", as: api.cast.officer)
            #expect(posts.status == 200)
            let other = try await api.get("officers/W99999/posts-that-suit?day=\(today)", as: api.cast.officer)
            #expect(other.status == 403 && other.kind == "not-own")
            let cause =
                "restriction_id,officer_id,kind,limits,from_day,to_day,review_on\nR8888,\(officer),restricted,Asthma,2026-01-01,,2026-02-01\n"
            let refused = try await api.post(
                "import", as: api.cast.duties, ["files": ["restriction.csv": .string(cause)]])
            #expect(refused.status == 422 && refused.kind == "import-refused")
        }
    }

    /// A restriction of an officer, and the officer's team.
    private func restriction(_ api: API, of officer: String?) async throws -> (String, String) {
        let officer = try #require(officer)
        let csv = """
            restriction_id,officer_id,kind,limits,from_day,to_day,review_on
            R7777,\(officer),restricted,No firearm,2026-07-01,,2026-08-01

            """
        let made = try await api.post("import", as: api.cast.duties, ["files": ["restriction.csv": .string(csv)]])
        #expect(made.status == 200, "\(made.text)")
        let officers = try await api.get("me", as: api.cast.officer)
        return ("R7777", officers.json["team"]?.string ?? "")
    }

    @Test("an individual pattern is approved by a supervisor, and its change answered by the officer")
    func patterns() async throws {
        try await withAPI { api in
            let officer = try #require(api.cast.officer.officer)
            let today = Day(number: Int(Date().timeIntervalSince1970) / 86_400)
            func day(_ ahead: Int) -> JSON { .string(today.adding(ahead).description) }
            let approved = try await api.post(
                "individual-patterns/\(officer)/approvals", as: api.cast.inspector,
                ["reference": "FLEX/7", "reviewOn": day(90)])
            #expect(approved.status == 201)
            let listed = try await api.get("individual-patterns?officer=\(officer)", as: api.cast.inspector)
            #expect(listed.json["items"]?.elements?.first?["isOverdue"] == false)
            let pattern = try await api.get("master/pattern", as: api.cast.duties)
            let id = pattern.json["items"]?.elements?.first?["pattern_id"] ?? .null
            func propose(_ ahead: Int) async throws -> API.Reply {
                try await api.post(
                    "pattern-consultations", as: api.cast.inspector,
                    [
                        "officer": .string(officer), "pattern": id, "anchor": day(ahead), "from": day(ahead),
                        "reference": "C/1",
                    ])
            }
            #expect(try await propose(20).status == 422)
            let made = try await propose(45)
            #expect(made.status == 201, "\(made.text)")
            let path = "pattern-consultations/\(made.json["consultation"]?.integer ?? 0)"
            let foreign = try await api.post("\(path)/answers", as: api.cast.inspector, ["answer": "agreed"])
            #expect(foreign.status == 403 && foreign.kind == "officers-answer")
            let agreed = try await api.post("\(path)/answers", as: api.cast.officer, ["answer": "agreed"])
            #expect(agreed.status == 201, "\(agreed.text)")
            #expect(try await api.get(path, as: api.cast.officer).json["state"] == "agreed")
            #expect(try await api.post("\(path)/answers", as: api.cast.officer, ["answer": "declined"]).status == 409)
        }
    }
}
