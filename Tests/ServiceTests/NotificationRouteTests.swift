import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("Notifications over the API")
struct NotificationRouteTests {
    /// Tells the officer of the cast that their roster is published.
    @discardableResult
    private func tell(
        _ api: API, officer: String? = nil, account: Int64? = nil, kind: String = "roster_published",
        about: (String, String) = ("roster_version", "1")
    ) async throws -> Int64 {
        try await api.house.notifications.tell(
            account: account, officer: officer, kind: kind, about: about, day: API.start, occurrence: nil)
    }

    @Test("everybody reads and acknowledges their own, and nobody another's")
    func own() async throws {
        try await withAPI { api in
            let officer = try #require(api.cast.officer.officer)
            let id = try await tell(api, officer: officer)
            try await tell(api, account: api.cast.gold.account)
            let mine = try await api.get("notifications", as: api.cast.officer).json["items"]?.elements ?? []
            #expect(mine.map { $0["id"]?.integer } == [Int(id)])
            #expect(mine.first?["body"] == "Your duties from Mon 6 Jul 2026 are published. Sign in.")
            #expect(mine.first?["standing"] == "not_seen")
            let again = try await api.get("notifications?open=true", as: api.cast.officer).json["items"]?.elements ?? []
            #expect(again.first?["standing"] == "seen")
            for person in [api.cast.duties, api.cast.admin, api.cast.sergeant, api.cast.gold] {
                let reply = try await api.send(.post, "notifications/\(id)/acknowledge", as: person)
                #expect(reply.status == 404, "\(person.role)")
            }
            #expect(try await api.send(.post, "notifications/\(id)/acknowledge", as: api.cast.officer).status == 204)
            #expect(try await api.send(.post, "notifications/\(id)/acknowledge", as: api.cast.officer).status == 204)
            let open = try await api.get("notifications?open=true", as: api.cast.officer)
            #expect(open.json["items"]?.elements?.isEmpty == true)
        }
    }

    @Test("long lists come in pages, each message once")
    func pages() async throws {
        try await withAPI { api in
            for _ in 0..<5 { try await tell(api, account: api.cast.auditor.account) }
            var (path, seen): (String?, [Int]) = ("notifications?limit=2", [])
            while let next = path {
                let page = try await api.get(next, as: api.cast.auditor).json
                seen += page["items"]?.elements?.compactMap { $0["id"]?.integer } ?? []
                path = page["next"]?.string
            }
            #expect(seen.count == 5 && seen == seen.sorted(by: >) && Set(seen).count == 5)
        }
    }

    @Test("a preference is the caller's own; an address that is none is refused by name")
    func preferences() async throws {
        try await withAPI { api in
            let officer = api.cast.officer
            #expect(try await api.get("notifications/preference", as: officer).json["channel"] == "command")
            let wish: JSON = [
                "channel": "email", "address": "tate@duties.example",
                "pausedUntil": .moment(Date().addingTimeInterval(86_400)),
            ]
            #expect(try await api.send(.put, "notifications/preference", as: officer, wish).status == 200)
            let kept = try await api.get("notifications/preference", as: officer).json
            #expect(kept["channel"] == "email" && kept["address"] == "tate@duties.example")
            #expect(try await api.get("notifications/preference", as: api.cast.duties).json["channel"] == "command")
            for address in ["tate", "a@b>\r\nRCPT TO:<x@y", "a b@c.example", "ä@b.example"] {
                let reply = try await api.send(
                    .put, "notifications/preference", as: officer, ["channel": "email", "address": .string(address)])
                #expect(reply.status == 400 && reply.pointers == ["/address"], "\(address)")
            }
            let missing = try await api.send(.put, "notifications/preference", as: officer, ["channel": "email"])
            #expect(missing.status == 400 && missing.pointers == ["/address"])
            let long = try await api.send(
                .put, "notifications/preference", as: officer,
                ["channel": "none", "pausedUntil": .moment(Date().addingTimeInterval(86_400 * 300))])
            #expect(long.status == 422 && long.kind == "pause-limit")
            #expect(try await api.get("notifications/preference", as: officer).json == kept)
        }
    }

    @Test("the duties office sees who was told of matters of the roster, and of nothing else")
    func acknowledgements() async throws {
        try await withAPI { api in
            let officer = try #require(api.cast.officer.officer)
            let id = try await tell(api, officer: officer, about: ("change", "12"))
            try await tell(api, officer: officer, kind: "decision_about_you", about: ("non_deployment", "ND-1"))
            func list() async throws -> [JSON] {
                let page = try await api.get("notifications/acknowledgements?kind=change&id=12", as: api.cast.duties)
                return page.json["items"]?.elements ?? []
            }
            #expect(try await list().map { $0["standing"]?.string } == ["not_seen"])
            #expect(try await list().first?["officer"]?.string == officer)
            _ = try await api.get("notifications", as: api.cast.officer)
            #expect(try await list().map { $0["standing"]?.string } == ["seen"])
            _ = try await api.send(.post, "notifications/\(id)/acknowledge", as: api.cast.officer)
            #expect(try await list().map { $0["standing"]?.string } == ["acknowledged"])
            for kind in ["non_deployment", "concern", "challenge", "question", "notification", "restriction"] {
                let reply = try await api.get(
                    "notifications/acknowledgements?kind=\(kind)&id=ND-1", as: api.cast.duties)
                #expect(reply.status == 400, "\(kind)")
            }
            #expect(
                try await api.get("notifications/acknowledgements?kind=change&id=12", as: api.cast.officer).status
                    == 403)
        }
    }

    @Test("what did not get out is listed and counted, without what it was about")
    func undelivered() async throws {
        try await withAPI { api in
            let officer = try #require(api.cast.officer.officer)
            let id = try await tell(
                api, officer: officer, kind: "decision_about_you", about: ("non_deployment", "ND-1"))
            let outgoing = OutgoingNotices(pool: api.database.pool)
            _ = try await outgoing.claim(owner: "x", asOf: Date().addingTimeInterval(60), lease: .seconds(60))
            let number = try #require(try await outgoing.bundle([id], owner: "x", lease: .seconds(60)) ?? nil)
            try await outgoing.settle(number, .givenUp("smtp_550"), by: .email, owner: "x")
            for person in [api.cast.admin, api.cast.duties] {
                let reply = try await api.get("notifications/undelivered", as: person)
                let item = reply.json["items"]?.elements?.first
                #expect(item?["officer"]?.string == officer && item?["error"] == "smtp_550")
                #expect(!reply.text.contains("ND-1") && !reply.text.contains("decision"))
            }
            #expect(try await api.get("/metrics").text.contains("evenhand_notifications{state=\"given_up\"} 1"))
        }
    }
}
