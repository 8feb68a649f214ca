import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

@Suite("Rule sets over HTTP")
struct RuleSetRouteTests {
    private let monday = API.start

    /// Stores a version in which the officer of the cast works nine days in a row; returns its number and the officer.
    private func version(_ api: API) async throws -> (id: Int64, officer: String) {
        let officer = try #require(api.cast.officer.officer)
        let deployments = (0..<9).map {
            VersionDeployment(officer: officer, day: monday.adding($0), shift: "E", post: "P001")
        }
        let summary = VersionSummary(
            officers: 1, duties: 0, deployments: 9, dutiesBelowMin: 0, belowMin: 0, dutiesBelowTarget: 0,
            belowTarget: 0, workedRestDays: 0, changedShifts: 0, costs: [:], seconds: 1, asOf: .distantPast)
        let draft = VersionDraft(
            from: monday, days: 28, job: nil, madeBy: api.cast.duties.account, cost: 0, lowerBound: nil,
            summary: summary, deployments: deployments, duties: [])
        return (try await api.house.versions.store(draft), officer)
    }

    @Test("the rules and their figures are read by whoever is ruled by them")
    func rules() async throws {
        try await withAPI { api in
            let answer = try await api.get("rule-sets", as: api.cast.officer)
            #expect(answer.status == 200)
            #expect(answer.json["rules"]?.elements?.count == Rule.allCases.count)
            #expect(answer.json["figures"]?.elements?.contains { $0["rule"] == "rest_day_spacing" } == true)
        }
    }

    @Test(
        "a version's breaches are listed, an exception is recorded by a supervisor, and each officer sees their own only"
    )
    func breaches() async throws {
        try await withAPI { api in
            let (id, officer) = try await version(api)
            let path = "roster-versions/\(id)/breaches"
            func open() async throws -> [JSON] {
                let items = try await api.get("\(path)?limit=200", as: api.cast.duties).json["items"]?.elements ?? []
                return items.filter { $0["kind"] == "needs_exception" && $0["isExcepted"] == false }
            }
            let found = try #require(try await open().first { $0["rule"] == "rest_day_spacing" })
            #expect(found["officer"]?.string == officer && found["measured"] == 9)
            let refused = try await api.post(
                "roster-versions/\(id)/publish", as: api.cast.secondDuties, ["statement": "Accepted as it is."])
            #expect(refused.status == 422 && refused.kind == "breach-without-exception")
            #expect(refused.text.contains("9 days of duty in a row"))

            var wish: [JSON.Member] = [
                .init("officer", .string(officer)), .init("rule", "rest_day_spacing"),
                .init("from", .string(monday.description)), .init("to", .string(monday.adding(8).description)),
                .init("basis", "agreement"),
            ]
            let bare = try await api.post("rule-exceptions", as: api.cast.inspector, .object(wish))
            #expect(bare.status == 422 && bare.pointers == ["/reference"])
            wish.append(.init("reference", "JBB 14/27"))
            #expect(try await api.post("rule-exceptions", as: api.cast.inspector, .object(wish)).status == 201)
            #expect(try await open().contains { $0["rule"] == "rest_day_spacing" } == false)

            let days = "from=\(monday)&to=\(monday.adding(27))"
            let kept = try await api.get("rule-exceptions?\(days)", as: api.cast.officer)
            #expect(kept.json["items"]?.elements?.count == 1)
            #expect(try await api.get("rule-exceptions?\(days)&officer=W99999", as: api.cast.officer).status == 403)
            #expect(try await api.get("rule-breaches?\(days)&officer=W99999", as: api.cast.officer).status == 403)
            #expect(try await api.get("rule-breaches?\(days)", as: api.cast.officer).status == 200)
        }
    }

    @Test("an opt-out is recorded and withdrawn")
    func optOuts() async throws {
        try await withAPI { api in
            let officer = JSON.string(try #require(api.cast.officer.officer))
            let made = try await api.post(
                "working-time-opt-outs", as: api.cast.inspector,
                ["officer": officer, "from": "2027-01-04", "reference": "Form 12, file A"])
            #expect(made.status == 201)
            let number = made.json["optOut"] ?? .null
            let back = try await api.post(
                "working-time-opt-outs", as: api.cast.inspector,
                ["officer": officer, "from": "2027-02-01", "reference": "Letter", "withdraws": number])
            #expect(back.status == 201)
            let list = try await api.get("working-time-opt-outs", as: api.cast.officer).json["items"]?.elements
            #expect(list?.map { $0["to"] } == ["2027-01-31"])
            #expect(list?.map { $0["reference"] } == ["Form 12, file A"])
        }
    }
}
