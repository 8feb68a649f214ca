import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import TestDatabase
import Testing

@testable import Service

@Suite("News of open pages")
struct LiveStreamTests {
    /// A stream of the pages, opened over a connection of its own by somebody who is signed in.
    private struct Watcher {
        let line: Line
        let session: SessionRecord

        static func open(_ path: String, _ person: Person, _ role: Role, _ running: RunningService) async throws
            -> Watcher
        {
            let opened = try await running.service.house.sessions.open(
                account: person.account, role: role, asOf: Date())
            let line = try await Line.open(port: running.port)
            try await line.send(
                RunningService.request(
                    path, token: nil, close: false, headers: ["Cookie": "evenhand=\(opened.secret.text)"]))
            return Watcher(line: line, session: opened.record)
        }
    }

    /// A case about a short form for one site.
    private static func openCase(_ running: RunningService) async throws -> Int64 {
        let now = Date()
        let terms = Terms(
            category: .connection, scope: .sites([running.cast.story.site]), startsAt: now.addingTimeInterval(-60),
            endsAt: now.addingTimeInterval(7200), reviewAt: now.addingTimeInterval(3600), emergencyResponse: true)
        _ = try await running.service.house.nonDeployments.recordShortForm(
            ShortForm(
                draft: NewDraft(
                    officer: running.cast.story.constables[0], raisedBy: running.cast.sergeant.account, terms: terms),
                welfare: "He asked.", impartiality: "One site only.",
                reason: "A connection with this site was declared tonight."),
            by: running.cast.sergeant.account)
        return try #require(
            try await running.service.house.gold.list(for: running.cast.gold.account).items.first
        ).id
    }

    @Test("what one member writes in a case reaches the page that another has open, and the queue, but no word of it")
    func twoPeople() async throws {
        try await withDatabase { database in
            try await RunningService.with(database) { running in
                let (gold, cast) = (running.service.house.gold, running.cast)
                let number = try await Self.openCase(running)
                let queue = try await Watcher.open("/queue/stream", cast.secondGold, .gold, running)
                let page = try await Watcher.open("/cases/G-\(number)/stream", cast.secondGold, .gold, running)
                let first = try #require(await queue.line.until("event: resync"))
                #expect(first.contains("text/event-stream") && first.contains("no-store"))
                #expect(await page.line.until("event: case") != nil)
                let revision = try await gold.detail(number, for: cast.gold.account).summary.revision
                _ = try await gold.enter(
                    NewCaseEntry(.note, text: "Only for those who read the case."), in: number, by: cast.gold.account,
                    expectedRevision: revision)
                for watcher in [queue, page] {
                    let news = try #require(await watcher.line.until("event: case"))
                    #expect(news.contains("G-\(number)") && !news.contains("Only for those"))
                    await watcher.line.close()
                }
            }
        }
    }

    @Test("a stream ends with its session, and opening it is no use of the session")
    func endsWithSession() async throws {
        try await withDatabase { database in
            try await RunningService.with(database) { running in
                let (house, gold) = (running.service.house, running.cast.gold)
                let watcher = try await Watcher.open("/queue/stream", gold, .gold, running)
                #expect(await watcher.line.until("event: resync") != nil)
                try await house.sessions.end(watcher.session.id, of: gold.account, asOf: Date())
                house.events.hint(.queue)
                _ = try await watcher.line.rest()
                while house.metrics.openStreams > 0 { await Task.yield() }
                // Ten minutes ago is long enough for a use to be written down, and not long enough for the session to end.
                let before = Date().addingTimeInterval(-600)
                let opened = try await house.sessions.open(account: gold.account, role: .gold, asOf: before)
                let line = try await Line.open(port: running.port)
                try await line.send(
                    RunningService.request(
                        "/queue/stream", token: nil, close: false,
                        headers: ["Cookie": "evenhand=\(opened.secret.text)"]))
                #expect(await line.until("event: resync") != nil)
                let seen = try await house.sessions.list(of: gold.account, asOf: Date()).map(\.seenAt)
                #expect(seen == [opened.record.seenAt])
                await line.close()
            }
        }
    }

    @Test("a page that asks by itself keeps no session alive and changes no cookie; a person who asks does both")
    func bySelf() async throws {
        try await withAPI { api in
            let before = Date().addingTimeInterval(-1200)
            let visitor = try await Visitor.signed(api.cast.gold, .gold, api, asOf: before)
            func seen() async throws -> Date? {
                try await api.house.sessions.list(of: api.cast.gold.account, asOf: Date()).first?.seenAt
            }
            let made = try await seen()
            let quiet = try await visitor.get("/queue?\(WebResponder.bySelf)=yes")
            #expect(quiet.status == 200 && quiet.headers[.setCookie] == nil)
            #expect(try await seen() == made)
            let asked = try await visitor.get("/queue")
            #expect(asked.headers[.setCookie] != nil)
            #expect(try await seen() != made)
        }
    }

    @Test(
        "streams are for whom their pages are for, say nothing of a case that is none, and are refused when too many are open"
    )
    func refused() async throws {
        try await withAPI { api in
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            #expect(try await gold.get("/cases/G-999/stream").status == 404)
            #expect(try await gold.get("/roster/jobs/1/stream").status == 403)
            let duties = try await Visitor.signed(api.cast.duties, .duties, api)
            #expect(try await duties.get("/roster/jobs/999/stream").status == 404)
            for path in ["/queue/stream", "/cases/G-1/stream"] {
                #expect(try await duties.get(path).status == 403)
                #expect(try await Visitor(api).get(path).status == 303)
            }
            while api.house.metrics.openStream(limit: EventStream.mostOpen) {}
            let full = try await gold.get("/queue/stream")
            #expect(full.status == 503)
            for _ in 0..<EventStream.mostOpen { api.house.metrics.closeStream() }
        }
    }

    @Test("the pages say when they were made and where their news come from, and only they load the script for it")
    func pages() async throws {
        try await withAPI { api in
            let number = try await GoldPageTests.openCase(api)
            let gold = try await Visitor.signed(api.cast.gold, .gold, api)
            let queue = try await gold.get("/queue?state=all&priority=high&did=saved").text
            #expect(queue.contains("data-stream=\"/queue/stream\" data-page=\"/queue?state=all&amp;priority=high\""))
            #expect(queue.contains(">Load again</a>") && queue.contains("role=\"status\"") && queue.contains("live.js"))
            #expect(
                queue.contains(
                    "data-live=\"queue\" data-news=\"Cases in this list: 1. Claimed by nobody: 1. Overdue: 0.\""))
            let page = try await gold.get("/cases/\(number)").text
            for part in ["state", "evidence", "advice", "log", "tasks"] {
                #expect(page.contains("<div data-live=\"\(part)\""), "\(part)")
            }
            #expect(page.contains("data-stream=\"/cases/\(number)/stream\" data-page=\"/cases/\(number)\""))
            let entry = try await gold.get("/cases/\(number)/entries/note").text
            // What somebody types stands in no part that is swapped.
            let form = try #require(entry.firstRange(of: "<textarea"))
            let above = entry[..<form.lowerBound].ranges(of: "<div data-live=\"fresh\"")
            #expect(above.count == 1 && entry[above[0].upperBound..<form.lowerBound].contains("</div>"))
            #expect(entry[form.upperBound...].contains("<div data-live=\"latest\""))
            #expect(entry.contains("data-page=\"/cases/\(number)/entries/note?seen="))
            #expect(!(try await gold.get("/flags").text).contains("live.js"))
            #expect(!(try await gold.get("/flags").text).contains("http-equiv"))
        }
    }

    @Test(
        "somebody who writes sees above the form what others wrote since, at the address that the page asks by itself")
    func writing() async throws {
        try await withAPI { api in
            let number = try await GoldPageTests.openCase(api)
            let (one, two) = (
                try await Visitor.signed(api.cast.gold, .gold, api),
                try await Visitor.signed(api.cast.secondGold, .gold, api)
            )
            let page = try await one.get("/cases/\(number)/entries/note").text
            let start = try #require(page.firstRange(of: "data-page=\"")?.upperBound)
            let path = String(page[start...].prefix { $0 != "\"" })
            #expect(!page.contains("New since you looked"))
            try await two.get("/cases/\(number)")
            let claim = try await two.post(
                "/cases/\(number)/entries/claim", ["revision": try #require(two.hidden("revision"))])
            #expect(claim.status == 303)
            let fresh = try await one.get("\(path)&\(WebResponder.bySelf)=yes").text
            #expect(fresh.contains("New since you looked") && fresh.contains("Gold Two"))
            let queue = try await one.get("/queue").text
            #expect(queue.contains("Claimed by nobody: 0") && queue.contains("<bdi>Gold Two</bdi>"))
        }
    }
}
