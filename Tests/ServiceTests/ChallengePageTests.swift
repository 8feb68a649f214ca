import Deployment
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Challenges on pages")
struct ChallengePageTests {
    @Test("an officer challenges a decision; its decider knows of it only once Gold has released it; Gold answers")
    func journey() async throws {
        try await withAPI { api in
            let record = try await DecisionFlowTests.shortForm(api)
            let officer = try await Visitor.signed(api.cast.officer, .officer, api)
            let decider = try await Visitor.signed(api.cast.sergeant, .supervisor, api)
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(
                try await officer.get("/me/records/\(record)").text.contains("/decisions/\(record)/challenge"))
            try await officer.get("/decisions/\(record)/challenge")
            let bare = try await officer.post("/decisions/\(record)/challenge")
            #expect(bare.status == 422 && bare.text.contains("Enter what you challenge"))
            let sent = try await officer.post(
                "/decisions/\(record)/challenge", ["text": "Nobody <asked> me before."])
            #expect(sent.status == 303)
            let path = try #require(sent.headers[.location]?.split(separator: "?").first.map(String.init))
            let number = String(path.dropFirst("/challenges/".count))
            #expect(try await officer.get(path).text.contains("&lt;asked&gt;"))
            #expect(try await officer.get("/challenges").text.contains(number))

            let page = try await decider.get("/decisions/\(record)")
            #expect(page.status == 200 && !page.text.contains(number) && !page.text.contains("&lt;asked&gt;"))
            #expect(!page.text.contains("/decisions/\(record)/challenge"))
            #expect(try await decider.get(path).status == 404)
            try await decider.get("/decisions/\(record)/challenge")
            let own = try await decider.post("/decisions/\(record)/challenge", ["text": "I challenge myself."])
            #expect(own.text.contains("Nobody challenges their own decision"))

            #expect(try await gold.get("/challenges?open=true").text.contains(number))
            #expect(try await gold.get("/decisions/\(record)").text.contains("&lt;asked&gt;"))
            try await gold.get("\(path)/release")
            let unsaid = try await gold.post("\(path)/release")
            #expect(unsaid.status == 422 && unsaid.text.contains("Choose who challenged"))
            #expect(try await gold.post("\(path)/release", ["withName": "no"]).status == 303)
            let told = try await decider.get("/decisions/\(record)").text
            #expect(told.contains("&lt;asked&gt;") && !told.contains("by <bdi>Constable"))
            try await gold.get("\(path)/answer")
            let again = try await gold.post("\(path)/release", ["withName": "yes"])
            #expect(again.status == 422)
            try await gold.get("\(path)/answer")
            #expect(try await gold.post("\(path)/answer", ["text": "You will be asked first."]).status == 303)
            #expect(try await officer.get(path).text.contains("You will be asked first."))
            #expect(!(try await gold.get("/challenges?open=true")).text.contains(number))
            #expect(try await officer.get("\(path)/answer").status == 403)
        }
    }

    @Test("another officer finds neither the decision nor its challenges")
    func others() async throws {
        try await withAPI { api in
            let record = try await DecisionFlowTests.shortForm(api)
            let number = try await api.house.challenges.raise(
                on: try #require(Int64(record.dropFirst(3))), text: "This is about me.", by: api.cast.officer.account)
            let made = try await api.house.accounts.create(
                name: "Third", rank: .constable, team: nil, officer: api.cast.story.constables[2], roles: [.officer])
            let third = try await Visitor.signed(
                Person(account: made.id, role: .officer, token: "", officer: api.cast.story.constables[2]), .officer,
                api)
            for path in ["/decisions/\(record)/challenge", "/challenges/CH-\(number)"] {
                let reply = try await third.get(path)
                #expect(reply.status == 404 && !reply.text.contains("about me"), "\(path)")
            }
            #expect(try await third.get("/challenges").text.contains("You have raised no challenge."))
            try await third.get("/challenges")
            #expect(try await third.post("/decisions/\(record)/challenge", ["text": "Tell me."]).status == 404)
            let planner = try await Visitor.signed(api.cast.duties, .duties, api)
            #expect(try await planner.get("/challenges").status == 403)
        }
    }
}
