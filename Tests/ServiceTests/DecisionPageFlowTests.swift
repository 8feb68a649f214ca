import Deployment
import FoundationEssentials
import HTTPTypes
import Logging
import Records
import Testing

@testable import Service

/// Somebody at the pages, without a browser: routes are called as the frame calls them.
struct PageVisitor: Sendable {
    let api: API
    let principal: Principal

    init(_ api: API, _ person: Person) async throws {
        self.api = api
        principal = try #require(
            try await api.house.accounts.authenticate(person.token, asOf: Date()), "nobody has this token")
    }

    /// What the route of a path answers: a page when nothing is sent, else what the form does.
    func visit(
        _ pattern: String, _ parts: [String: String] = [:], query: [String: String] = [:],
        send form: [String: String]? = nil
    ) async throws -> WebAnswer {
        let route = try #require(
            WebPages.all.first { $0.path == pattern && $0.method == (form == nil ? .get : .post) })
        guard route.access.lets(principal.role) else { throw APIProblem.roleRefused }
        let call = Call(
            house: api.house, identity: principal, parts: parts, query: query, body: .null, headers: [:],
            requestID: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: Date())
        return try await route.handler(
            WebCall(direct: call, form: FormInput((form ?? [:]).mapValues { [$0] }), csrf: "csrf"))
    }

    /// The HTML of a page that is shown.
    func html(
        _ pattern: String, _ parts: [String: String] = [:], query: [String: String] = [:],
        send form: [String: String]? = nil
    ) async throws -> String {
        guard case .view(let view) = try await visit(pattern, parts, query: query, send: form) else {
            Issue.record("\(pattern) shows no page")
            return ""
        }
        return try Layout(templates: Templates()).html(
            view, for: principal, csrf: "csrf", notice: nil, path: pattern, now: Date())
    }

    /// Where a form leads once it was accepted.
    func sent(_ pattern: String, _ parts: [String: String] = [:], _ form: [String: String]) async throws -> String {
        switch try await visit(pattern, parts, send: form) {
        case .redirect(let path, _): return path
        case .view(let view):
            Issue.record("\(pattern): \(view.faults.map(\.text))")
            return ""
        default: return ""
        }
    }
}

@Suite("Non-deployments on pages, from the first tap to the end")
struct DecisionPageFlowTests {
    private static func window(hours: Double) -> [String: String] {
        let now = Date()
        return TermsForm.fields(of: now, "from")
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 3600), "to")) { $1 }
            .merging(TermsForm.fields(of: now.addingTimeInterval(hours * 1800), "review")) { $1 }
    }

    private static func who(_ officer: String, hours: Double) -> [String: String] {
        window(hours: hours).merging([
            "officer": officer, "scope": "all_armed", "category": "acute_welfare", "emergency": "yes",
            "raised": "me",
        ]) { $1 }
    }

    private static let words = [
        "reason": "Shaken after a collision on the way to work.", "welfare": "Sergeant <stays> in touch.",
        "impartiality": "The same for anybody with these facts.",
    ]

    @Test("a short form is recorded in one screen, and its record says what is owed")
    func shortForm() async throws {
        try await withAPI { api in
            let sergeant = try await PageVisitor(api, api.cast.sergeant)
            let officer = api.cast.story.constables[0]
            let empty = try await sergeant.html("/decisions/short", query: ["officer": officer])
            #expect(empty.contains("value=\"\(officer)\" selected"))
            #expect(!empty.contains("value=\"\(api.cast.story.sergeant)\""))
            var form = DecisionPageFlowTests.who(officer, hours: 12)
            form.merge(DecisionPageFlowTests.words) { $1 }
            let path = try await sergeant.sent("/decisions/short", [:], form)
            let number = String(path.dropFirst("/decisions/".count))
            let html = try await sergeant.html("/decisions/{nd}", ["nd": number])
            #expect(html.contains("Short form, owed in full"))
            #expect(html.contains("Sergeant &lt;stays&gt; in touch."))
            #expect(html.contains("Missing in full"))
            #expect(html.contains("/decisions/\(number)/end"))
            let list = try await sergeant.html("/decisions", query: ["state": "short_form", "officer": officer])
            #expect(list.contains(number))
            let team = try await sergeant.html("/team")
            #expect(team.contains(number))
        }
    }

    @Test("bad input shows the form again with everything that was typed, and says what to do")
    func nothingIsLost() async throws {
        try await withAPI { api in
            let sergeant = try await PageVisitor(api, api.cast.sergeant)
            var form = DecisionPageFlowTests.who(api.cast.story.constables[0], hours: 30)
            form.merge(DecisionPageFlowTests.words) { $1 }
            form["title"] = "A \"title\" <kept>"
            let long = try await sergeant.html("/decisions/short", send: form)
            #expect(long.contains("ends within 24 hours of its decision. Bring the end forward"))
            #expect(long.contains("href=\"#toTime\""))
            for text in DecisionPageFlowTests.words.values { #expect(long.contains(HTML.escaped(text))) }
            #expect(long.contains("A &quot;title&quot; &lt;kept&gt;"))
            form["toTime"] = "half past"
            form["scope"] = "named"
            form["places"] = "P1 and S2"
            let faulty = try await sergeant.html("/decisions/short", send: form)
            #expect(faulty.contains("half past"))
            #expect(faulty.contains("P1 and S2"))
            form = form.merging(DecisionPageFlowTests.window(hours: 12)) { $1 }
            form["places"] = "S999999"
            let unknown = try await sergeant.html("/decisions/short", send: form)
            #expect(unknown.contains("One of the numbers is no mission, site or post."))
        }
    }

    @Test("the full form goes from task to task, by two people, to a decision, a review and an end")
    func fullForm() async throws {
        try await withAPI { api in
            let sergeant = try await PageVisitor(api, api.cast.sergeant)
            let inspector = try await PageVisitor(api, api.cast.inspector)
            let officer = api.cast.story.constables[0]
            let tasks = try await sergeant.sent("/decisions/new", [:], DecisionPageFlowTests.who(officer, hours: 72))
            let nd = ["nd": String(tasks.split(separator: "/")[1])]
            let number = nd["nd"] ?? ""
            var html = try await sergeant.html("/decisions/{nd}/tasks", nd)
            #expect(html.contains("Cannot start yet"))
            _ = try await sergeant.sent("/decisions/{nd}/grounds", nd, ["grounds": "The planted grounds."])
            _ = try await sergeant.sent("/decisions/{nd}/welfare", nd, ["text": "Support was offered at once."])
            html = try await sergeant.html("/decisions/{nd}/impartiality", nd)
            #expect(html.contains("Better another person writes this one"))
            _ = try await sergeant.sent("/decisions/{nd}/impartiality", nd, ["text": "Anybody would get the same."])
            html = try await sergeant.html("/decisions/{nd}/check", nd)
            #expect(html.contains("You drafted this record"))
            #expect(html.contains("wrote both assessments"))
            #expect(!html.contains("The planted grounds."))

            let decision = [
                "outcome": "granted", "alternatives": "A desk inside was considered.",
                "reason": "Too thin",
            ]
            html = try await inspector.html("/decisions/{nd}/decide", nd, send: decision)
            #expect(html.contains("Record this decision"))
            #expect(html.contains("The reason is shorter than"))
            html = try await inspector.html(
                "/decisions/{nd}/decide", nd, send: decision.merging(["back": "1"]) { $1 })
            #expect(html.contains("Too thin"))
            // Whoever drafted is refused in words, and keeps what was typed.
            html = try await sergeant.html("/decisions/{nd}/check", nd, send: decision)
            #expect(html.contains("another person decides it"))
            #expect(html.contains("value=\"Too thin\""))
            #expect(
                try await inspector.sent(
                    "/decisions/{nd}/check", nd, decision.merging(["version": "2"]) { $1 }) == "/decisions/\(number)")
            html = try await inspector.html("/decisions/{nd}", nd)
            #expect(html.contains("A desk inside was considered."))
            #expect(html.contains("tag good\">Granted"))
            // A decided form no longer opens, and one that was open keeps its words.
            await #expect(throws: APIProblem.self) { try await sergeant.html("/decisions/{nd}/welfare", nd) }
            html = try await sergeant.html("/decisions/{nd}/welfare", nd, send: ["text": "Typed for nothing?"])
            #expect(html.contains("Typed for nothing?"))

            _ = try await inspector.sent("/decisions/{nd}/review", nd, ["note": "Spoken with the officer."])
            html = try await inspector.html("/decisions/{nd}/renew", nd)
            #expect(html.contains("chief inspector or above"))
            _ = try await inspector.sent("/decisions/{nd}/end", nd, ["note": "The need has passed."])
            html = try await inspector.html("/decisions/{nd}", nd)
            #expect(html.contains("The need has passed."))
            let again = try await sergeant.sent(
                "/decisions/{nd}/renew", nd,
                DecisionPageFlowTests.who(officer, hours: 96).merging(["grounds": "It goes on."]) { $1 })
            #expect(again.hasSuffix("/tasks"))
            let renewal = ["nd": String(again.split(separator: "/")[1])]
            _ = try await sergeant.sent("/decisions/{nd}/withdraw", renewal, ["note": "Not needed after all."])
            html = try await sergeant.html("/decisions/{nd}", renewal)
            #expect(html.contains("Not needed after all."))
        }
    }

    @Test("sealed text is shown only in the answer to a purpose, to those who may, and is on record")
    func sealed() async throws {
        try await withAPI { api in
            let sergeant = try await PageVisitor(api, api.cast.sergeant)
            let form = DecisionPageFlowTests.who(api.cast.story.constables[0], hours: 72).merging([
                "grounds": "The planted grounds.", "annex": "The planted words.",
            ]) { $1 }
            let tasks = try await sergeant.sent("/decisions/new", [:], form)
            let nd = ["nd": String(tasks.split(separator: "/")[1])]
            let gold = try await PageVisitor(api, api.cast.gold)
            let officer = try await PageVisitor(api, api.cast.officer)
            for visitor in [sergeant, gold, officer] {
                for page in ["/decisions/{nd}", "/decisions/{nd}/sealed"] {
                    #expect(try await !visitor.html(page, nd).contains("planted"))
                }
            }
            let asked = ["layer": "annex", "purpose": "Preparing the review"]
            #expect(try await gold.html("/decisions/{nd}/sealed", nd, send: asked).contains("The planted words."))
            #expect(try await officer.html("/decisions/{nd}/sealed", nd, send: asked).contains("The planted words."))
            let grounds = ["layer": "grounds", "purpose": "Preparing the review"]
            #expect(try await !officer.html("/decisions/{nd}/sealed", nd, send: grounds).contains("planted"))
            #expect(try await !sergeant.html("/decisions/{nd}/sealed", nd, send: asked).contains("planted"))
            let hasty = try await gold.html("/decisions/{nd}/sealed", nd, send: ["layer": "grounds", "purpose": "x"])
            #expect(!hasty.contains("planted"))
            #expect(try await api.house.nonDeployments.reads().items.count == 2)
            // Others see nothing of it, not even that it is there.
            let stranger = try await PageVisitor(api, api.cast.duties)
            await #expect(throws: APIProblem.self) { try await stranger.html("/decisions/{nd}", nd) }
        }
    }
}
