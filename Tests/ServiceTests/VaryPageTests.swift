import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Varying a decision, and the short form in full")
struct VaryPageTests {
    @Test("the short form takes grounds and the officer's own words, sealed; Gold records none")
    func sealed() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            let page = try await visitor.get("/decisions/short")
            #expect(page.text.contains("name=\"grounds\"") && page.text.contains("name=\"annex\""))
            var form = ShortFormPage.given(asOf: Date()).compactMapValues(\.first)
            form.merge([
                "number": api.cast.story.constables[0], "category": "acute_welfare", "emergency": "yes",
                "raised": "me", "reason": "Shaken after a collision on the way to work.",
                "welfare": "A sergeant stays in touch.", "impartiality": "The same for anybody with these facts.",
                "grounds": "Planted grounds.", "annex": "Planted words.",
            ]) { $1 }
            let made = try await visitor.post("/decisions/short", form)
            #expect(made.status == 303, "\(made.text)")
            let path = try #require(made.headers[.location]?.split(separator: "?").first.map(String.init))
            let record = try await visitor.get(path)
            #expect(record.text.contains("On record, sealed") && !record.text.contains("Planted"))
            let number = try #require(Int64(path.dropFirst("/decisions/ND-".count)))
            let detail = try await api.house.nonDeployments.detail(number)
            #expect(detail.hasAnnex && detail.terms.last?.hasGrounds == true)
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await gold.get("/decisions/short").status == 403)
            let vary = try await gold.get("\(path)/vary")
            #expect(vary.status == 200 && !vary.text.contains("/decisions/short"))
        }
    }

    @Test("a short form in force leads to new terms or another short form; a draft and an officer's own are not varied")
    func shortForm() async throws {
        try await withAPI { api in
            let number = try await DecisionFlowTests.shortForm(api)
            let sergeant = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            #expect(try await sergeant.get("/decisions/\(number)").text.contains("/decisions/\(number)/vary"))
            let page = try await sergeant.get("/decisions/\(number)/vary")
            #expect(page.text.contains("/decisions/\(number)/terms") && page.text.contains("/decisions/short?officer="))
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            #expect(try await officer.get("/decisions/\(number)/vary").status == 403)
            let draft = try await api.post(
                "non-deployments", as: api.cast.sergeant,
                [
                    "officer": .string(api.cast.story.constables[1]), "terms": DecisionFlowTests.terms(),
                    "grounds": "None.",
                ])
            let other = try #require(draft.json["number"]?.string)
            #expect(try await sergeant.get("/decisions/\(other)/vary").status == 403)
        }
    }

    @Test("what was granted is not rewritten: the page leads to a new record with the same terms from now on")
    func granted() async throws {
        let terms = Terms(
            category: .acuteWelfare, scope: .posts(["P027"]), startsAt: Date(timeIntervalSince1970: 1_795_000_000),
            endsAt: Date(timeIntervalSince1970: 1_795_400_000), reviewAt: Date(timeIntervalSince1970: 1_795_300_000),
            emergencyResponse: true)
        let now = Date(timeIntervalSince1970: 1_795_100_000)
        let given = StepPages.varied(terms, asOf: now)
        let start = TermsForm.fields(of: now, "from")
        #expect(given["fromDay"] == [start["fromDay"] ?? ""] && given["fromTime"] == [start["fromTime"] ?? ""])
        #expect(given["places"] == ["P027"])
        #expect(given["toDay"] == TermsForm.given(terms)["toDay"])
    }
}
