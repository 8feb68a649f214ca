import Deployment
import FoundationEssentials
import HTTPTypes
import Testing

@testable import Service

@Suite("The Gold queue over HTTP")
struct GoldFlowTests {
    /// A case about a non-deployment that is limited to one site.
    private static func openCase(_ api: API) async throws -> String {
        _ = try await DecisionFlowTests.shortForm(
            api, scope: ["kind": "site", "ids": [.string(api.cast.story.site)]])
        let queue = try await api.get("cases", as: api.cast.gold)
        return try #require(queue.json["items"]?.elements?.first?["number"]?.string)
    }

    private static func enter(
        _ api: API, _ number: String, _ entry: JSON, as person: Person? = nil, tag: String? = nil
    ) async throws -> API.Reply {
        let found = try await api.get("cases/\(number)", as: api.cast.gold).headers[.eTag]
        var headers: HTTPFields = [:]
        headers[.ifMatch] = tag ?? found
        return try await api.post("cases/\(number)/entries", as: person ?? api.cast.gold, entry, headers: headers)
    }

    @Test("of twenty entries that saw one revision, one is written and the others are told to look again")
    func race() async throws {
        try await withAPI { api in
            let number = try await GoldFlowTests.openCase(api)
            let tag = try await api.get("cases/\(number)", as: api.cast.gold).headers[.eTag]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        try await GoldFlowTests.enter(
                            api, number, ["kind": "note", "text": .string("Note \(index)")], tag: tag
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 1)
            #expect(statuses.count { $0 == 412 } == 19)
            let detail = try await api.get("cases/\(number)", as: api.cast.gold)
            #expect(detail.json["entries"]?.elements?.count { $0["kind"] == "note" } == 1)
        }
    }

    @Test("an entry without the revision seen is refused, and so is a tag of something else")
    func precondition() async throws {
        try await withAPI { api in
            let number = try await GoldFlowTests.openCase(api)
            let entry: JSON = ["kind": "claim"]
            #expect(try await api.post("cases/\(number)/entries", as: api.cast.gold, entry).status == 428)
            #expect(try await GoldFlowTests.enter(api, number, entry, tag: "\"abc\"").status == 412)
            let made = try await GoldFlowTests.enter(api, number, entry)
            #expect(made.status == 201)
            let seen = try await api.get("cases/\(number)", as: api.cast.gold).headers[.eTag]
            #expect(made.headers[.eTag] == seen)
        }
    }

    @Test("a case goes from flag to outcome, its adviser meets no name and no officer, and it does not close early")
    func wholeCase() async throws {
        try await withAPI { api in
            let number = try await GoldFlowTests.openCase(api)
            func write(_ entry: JSON) async throws -> JSON {
                let reply = try await GoldFlowTests.enter(api, number, entry)
                #expect(reply.status == 201, "\(entry.text()): \(reply.text)")
                return reply.json
            }
            _ = try await write(["kind": "claim"])
            _ = try await write(["kind": "terms_of_reference", "text": "Why this site and not armed duty as a whole?"])
            let early = try await GoldFlowTests.enter(
                api, number, ["kind": "outcome", "outcome": "explained", "text": "All is well."])
            #expect(early.status == 409 && early.kind == "closure")
            #expect(try await api.get("adviser/cases/\(number)", as: api.cast.adviser).status == 404)
            let asked = try await write(
                [
                    "kind": "advice_request", "text": "How would it look?",
                    "person": .integer(Int(api.cast.adviser.account)),
                ])
            let view = try await api.get("adviser/cases/\(number)", as: api.cast.adviser)
            #expect(view.status == 200)
            for hidden in [api.cast.story.constables[0], "Gold One", "Sergeant", "Constable"] {
                #expect(!view.text.contains(hidden), "\(hidden)")
            }
            let advice = try await api.post(
                "adviser/cases/\(number)/advice", as: api.cast.adviser,
                ["request": asked["id"] ?? .null, "text": "Say why in public terms."])
            #expect(advice.status == 201)
            _ = try await write(
                ["kind": "advice_answer", "refersTo": advice.json["id"] ?? .null, "accepted": true, "text": "Agreed."])
            _ = try await write(["kind": "decision", "text": "The limit to one site is explained."])
            _ = try await write(["kind": "learning", "text": "Ask for the connection at once."])
            let missing = try await api.get("cases/\(number)/missing", as: api.cast.gold)
            #expect(missing.json["missing"] == [])
            _ = try await write(["kind": "outcome", "outcome": "explained", "text": "Explained by the connection."])
            #expect(try await api.get("cases", as: api.cast.gold).json["items"] == [])
            let closed = try await api.get("cases?state=closed", as: api.cast.gold)
            #expect(closed.json["items"]?.elements?.count == 1)
            let leaves = try await api.get("ledger/leaves?limit=200", as: api.cast.auditor)
            #expect(leaves.json["items"]?.elements?.contains { $0["kind"] == "case_entry" } == true)
        }
    }

    @Test("parts that an entry lacks are named")
    func parts() async throws {
        try await withAPI { api in
            let number = try await GoldFlowTests.openCase(api)
            let reply = try await GoldFlowTests.enter(api, number, ["kind": "action", "text": "Do it."])
            #expect(reply.status == 422 && reply.pointers.sorted() == ["/dueOn", "/person"])
            let people = try await api.get("people?role=adviser", as: api.cast.gold)
            #expect(people.json.elements?.compactMap { $0["name"]?.string } == ["Adviser"])
        }
    }
}
