import Deployment
import FoundationEssentials
import HTTPTypes
import Postgres
import Records
import TestDatabase
import Testing

@testable import Service

/// A case of the Gold group, from its terms of reference to its outcome.
extension HostileStory {
    func goldCase(with member: Person) async throws {
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
}
