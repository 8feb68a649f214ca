import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("What somebody was told and has not answered")
struct DuePageTests {
    @Test("several messages are read at once, but for those to acknowledge and those of others")
    func readAtOnce() async throws {
        try await withAPI { api in
            let notifications = api.house.notifications
            let (planner, sergeant) = (api.cast.duties, api.cast.sergeant)
            for skill in ["AFO", "MP5"] {
                _ = try await notifications.tell(
                    account: planner.account, kind: "training_load", about: ("skill", skill))
            }
            let urgent = try await notifications.tell(
                account: planner.account, kind: "duty_changed", about: ("change", "7"), day: Moments.day(Date()))
            let foreign = try await notifications.tell(
                account: sergeant.account, kind: "training_load", about: ("skill", "AFO"))
            let visitor = try await Visitor.signed(planner, .duties, api)
            let page = try await visitor.get("/due")
            #expect(page.text.contains("I have read these 2"))
            #expect(page.text.contains("href=\"/training\"") && page.text.contains("See the training load"))
            let shown = try #require(visitor.hidden("shown"))

            #expect(try await visitor.post("/due/read", ["shown": "\(shown) \(foreign)"]).status == 404)
            #expect(try await notifications.read(account: planner.account, isOpen: true).items.count == 3)

            #expect(try await visitor.post("/due/read", ["shown": "\(shown) \(urgent) x"]).status == 303)
            let left = try await notifications.read(account: planner.account, isOpen: true).items
            #expect(left.map(\.id) == [urgent])
            #expect(try await notifications.read(account: sergeant.account, isOpen: true).items.map(\.id) == [foreign])
            #expect(!(try await visitor.get("/due").text.contains("I have read these")))
        }
    }

    @Test("a message leads to the matter where its reader may see it", arguments: Role.allCases)
    func links(role: Role) throws {
        for (kind, key) in [
            ("change", "7"), ("deployment", "12"), ("roster_version", "3"), ("currency_watch", "2026-11-23"),
            ("skill", "MP5"), ("restriction", "R3"), ("pattern_consultation", "4"), ("pattern_approval", "5"),
            ("concern", "6"), ("non_deployment", "ND-41"), ("swap", "8"), ("challenge", "9"), ("question", "QU-10"),
            ("operation", "11"), ("rest_day_owed", "13"), ("command", "2026-W48"), ("training_booking", "14"),
        ] {
            var notification = try NotificationRecord.sample()
            (notification.aboutKind, notification.aboutID) = (kind, key)
            guard let link = MatterLink.of(notification, for: role) else { continue }
            let pattern = try #require(HostileWalk.pattern(link.path, .get), "\(link.path) is no page")
            let route = try #require(WebPages.all.first { $0.path == pattern && $0.method == .get })
            #expect(route.access.lets(role), "\(role) may not open \(link.path)")
        }
    }

    @Test("a supervisor goes from a question's message to the question")
    func question() throws {
        var notification = try NotificationRecord.sample()
        (notification.aboutKind, notification.aboutID) = ("question", "QU-10")
        #expect(MatterLink.of(notification, for: .supervisor)?.path == "/questions/QU-10")
        #expect(MatterLink.of(notification, for: .adviser) == nil)
        (notification.aboutKind, notification.aboutID) = ("question", "none")
        #expect(MatterLink.of(notification, for: .supervisor) == nil)
    }
}

extension NotificationRecord {
    /// A message about nothing in particular.
    fileprivate static func sample() throws -> NotificationRecord {
        let text = """
            {"id": 1, "kind": "sample", "title": "T", "body": "B", "aboutKind": "", "aboutID": "", "isUrgent": false,
             "needsAcknowledgement": false, "createdAt": 0, "standing": "seen"}
            """
        return try JSONDecoder().decode(NotificationRecord.self, from: Data(text.utf8))
    }
}
