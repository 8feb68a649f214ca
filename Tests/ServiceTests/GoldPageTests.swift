import Deployment
import FoundationEssentials
import HTTPTypes
import Logging
import Records
import Testing

@testable import Service

/// Pages as somebody uses them, without the network: the handler of a route and the page it makes.
struct PageVisit: Sendable {
    let api: API
    let person: Person

    /// What a page answers: its HTML, its status, or where it leads.
    struct Shown: Sendable {
        var html = ""
        var status = 200
        var location = ""
    }

    func get(_ path: String, _ parts: [String: String] = [:], query: [String: String] = [:]) async throws -> Shown {
        try await visit(.get, path, parts, query, FormInput())
    }

    func post(_ path: String, _ parts: [String: String], _ form: [String: String]) async throws -> Shown {
        try await visit(.post, path, parts, [:], FormInput(form.mapValues { [$0] }))
    }

    private func visit(
        _ method: HTTPRequest.Method, _ path: String, _ parts: [String: String], _ query: [String: String],
        _ form: FormInput
    ) async throws -> Shown {
        let route = try #require(WebPages.all.first { $0.method == method && $0.path == path })
        #expect(route.access.lets(person.role))
        let principal = try #require(try await api.house.accounts.authenticate(person.token, asOf: Date()))
        let call = Call(
            house: api.house, identity: principal, parts: parts, query: query, body: .null, headers: [:],
            requestID: "1", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: Date())
        let answer = try await route.handler(
            WebCall(direct: call, form: form, csrf: "proof"))
        switch answer {
        case .view(let view):
            let layout = Layout(templates: try Templates())
            let html = try layout.html(
                view, for: principal, csrf: "proof", notice: nil, path: path, now: call.now)
            return Shown(html: html, status: view.status.code)
        case .redirect(let path, _): return Shown(status: 303, location: path)
        default:
            Issue.record("an answer that is no page")
            return Shown()
        }
    }
}

@Suite("Gold's pages")
struct GoldPageTests {
    /// A case about a short form for one site.
    static func openCase(_ api: API) async throws -> String {
        _ = try await DecisionFlowTests.shortForm(
            api, scope: ["kind": "site", "ids": [.string(api.cast.story.site)]])
        let queue = try await api.get("cases", as: api.cast.gold)
        return try #require(queue.json["items"]?.elements?.first?["number"]?.string)
    }

    /// The revision that a page's forms carry.
    static func revision(_ html: String) throws -> String {
        let mark = "name=\"revision\" value=\""
        let start = try #require(html.firstRange(of: mark)?.upperBound)
        return String(html[start...].prefix { $0 != "\"" })
    }

    @Test("the queue shows a case with its clock and a button to claim it, and a filter that fits nothing says so")
    func queue() async throws {
        try await withAPI { api in
            let number = try await Self.openCase(api)
            let gold = PageVisit(api: api, person: api.cast.gold)
            let page = try await gold.get("/queue").html
            #expect(page.contains("href=\"/cases/\(number)\"") && page.contains("Claim \(number)"))
            #expect(page.contains("Due in") && page.contains("class=\"tag bad\">High"))
            let none = try await gold.get("/queue", query: ["priority": "low"]).html
            #expect(none.contains("No case fits these filters.") && none.contains("Clear filters"))
            #expect(none.contains("value=\"low\" selected"))
            #expect(
                page.contains(
                    "href=\"/queue?state=all\"><span class=\"unseen\">Remove the filter </span><bdi>State: Open"))
            #expect(none.contains("href=\"/queue\"><span class=\"unseen\">Remove the filter </span><bdi>Priority: Low"))
            let all = try await gold.get("/queue", query: ["state": "all"]).html
            #expect(all.contains("/cases/\(number)") && !all.contains("Remove the filter"))
            let mine = try await gold.get("/queue", query: ["claimed": "mine"]).html
            #expect(!mine.contains("/cases/\(number)"))
            let claimed = try await gold.post(
                "/cases/{case}/entries/{kind}", ["case": number, "kind": "claim"],
                ["revision": try Self.revision(page)])
            #expect(claimed.status == 303 && claimed.location.hasPrefix("/cases/\(number)"))
            #expect(try await gold.get("/queue", query: ["claimed": "mine"]).html.contains("/cases/\(number)"))
        }
    }

    @Test("a case shows its question, its decisions without sealed words, its log and what is missing")
    func caseShown() async throws {
        try await withAPI { api in
            let number = try await Self.openCase(api)
            let gold = PageVisit(api: api, person: api.cast.gold)
            let page = try await gold.get("/cases/{case}", ["case": number]).html
            #expect(page.contains("Why this mission, site or post"))
            #expect(page.contains("1. Flag joined F-") && page.contains("Welfare assessment"))
            #expect(page.contains("Cannot start yet"))
            #expect(page.ranges(of: "<h1").count == 1)
            #expect(!page.contains(" style="))
            for form in EntryForm.all where form.kind != .outcome && form.text != nil {
                let entry = try await gold.get(
                    "/cases/{case}/entries/{kind}", ["case": number, "kind": form.kind.rawValue])
                #expect(entry.status == 200 && entry.html.contains(HTML.escaped(form.title)))
            }
            await #expect(throws: APIProblem.self) {
                try await gold.get("/cases/{case}/entries/{kind}", ["case": number, "kind": "flag"])
            }
            let close = try await gold.get("/cases/{case}/close", ["case": number]).html
            #expect(close.contains("cannot close yet") && !close.contains("Close the case</button>"))
            let flags = try await gold.get("/flags").html
            #expect(flags.contains("/cases/\(number)"))
            let auditor = PageVisit(api: api, person: api.cast.auditor)
            #expect(!(try await auditor.get("/flags").html).contains("/cases/\(number)"))
            #expect(
                try await auditor.get("/flags/{flag}", ["flag": "F-1"]).html.contains("The question and its evidence"))
        }
    }

    @Test("of two people in one case the later sees what the first wrote, and keeps what was typed")
    func overtaken() async throws {
        try await withAPI { api in
            let number = try await Self.openCase(api)
            let (first, second) = (
                PageVisit(api: api, person: api.cast.gold), PageVisit(api: api, person: api.cast.secondGold)
            )
            let parts = ["case": number, "kind": "note"]
            let path = "/cases/{case}/entries/{kind}"
            let seen = try Self.revision(try await second.get(path, parts).html)
            let hostile = "<script>alert(1)</script> \"quoted\" \u{202E}turned"
            let wrote = try await first.post(path, parts, ["revision": seen, "text": hostile])
            #expect(wrote.status == 303)
            let refused = try await second.post(path, parts, ["revision": seen, "text": "My own note & more"])
            #expect(refused.status == 422)
            #expect(refused.html.contains("New since you looked") && refused.html.contains("Somebody else wrote"))
            #expect(refused.html.contains("My own note &amp; more"))
            #expect(!refused.html.contains("<script>alert") && refused.html.contains("&lt;script&gt;alert"))
            let again = try Self.revision(refused.html)
            #expect(again != seen)
            let sent = try await second.post(path, parts, ["revision": again, "text": "My own note & more"])
            #expect(sent.status == 303)
            let page = try await first.get("/cases/{case}", ["case": number]).html
            #expect(page.contains("My own note") && !page.contains("<script>alert"))
        }
    }

    @Test("a case goes from claim to outcome through its forms; its adviser meets no name")
    func wholeCase() async throws {
        try await withAPI { api in
            let number = try await Self.openCase(api)
            let gold = PageVisit(api: api, person: api.cast.gold)
            let adviser = PageVisit(api: api, person: api.cast.adviser)
            func write(_ kind: String, _ form: [String: String]) async throws {
                let path = "/cases/{case}/entries/{kind}"
                let shown = try await gold.get(path, ["case": number, "kind": kind]).html
                let sent = try await gold.post(
                    path, ["case": number, "kind": kind],
                    form.merging(["revision": try Self.revision(shown)]) { typed, _ in typed })
                #expect(sent.status == 303, "\(kind): \(sent.html)")
            }
            /// The first choice of a field that opens a list.
            func choice(_ kind: String) async throws -> String {
                let html = try await gold.get("/cases/{case}/entries/{kind}", ["case": number, "kind": kind]).html
                let open = try #require(html.firstRange(of: "<select id=\"entry\""))
                let rest = html[open.upperBound...]
                let values = rest.split(separator: "<option value=\"").dropFirst().map {
                    $0.prefix { $0 != "\"" }
                }
                return String(try #require(values.first { !$0.isEmpty }))
            }
            try await write("claim", [:])
            try await write("terms_of_reference", ["text": "Why this site and not armed duty as a whole?"])
            try await write("member", ["person": String(api.cast.secondGold.account), "part": "chair"])
            #expect(
                try await gold.get("/cases/{case}", ["case": number]).html.contains("Chair: Gold Two"),
                "the log does not say who has the chair")
            await #expect(throws: (any Error).self) { try await adviser.get("/advice/{case}", ["case": number]) }
            try await write(
                "advice_request", ["person": String(api.cast.adviser.account), "text": "How would it look?"])
            #expect(try await adviser.get("/advice").html.contains("/advice/\(number)"))
            let asked = try await adviser.get("/advice/{case}", ["case": number]).html
            #expect(asked.contains("How would it look?"))
            for name in ["Gold One", "Gold Two", "Sergeant", api.cast.story.constables[0]] {
                #expect(!asked.contains(name), "\(name)")
            }
            let empty = try await adviser.post("/advice/{case}", ["case": number], ["text": " "])
            #expect(empty.status == 422 && empty.html.contains("Enter your advice"))
            #expect(
                try await adviser.post("/advice/{case}", ["case": number], ["text": "It looks fair to me."]).status
                    == 303)
            try await write(
                "advice_answer",
                ["entry": try await choice("advice_answer"), "accepted": "yes", "text": "We agree with it."])
            try await write("decision", ["text": "The decision stands."])
            try await write(
                "action",
                [
                    "person": String(api.cast.inspector.account), "text": "Declare the connection.",
                    "due": Moments.day(Date()).description,
                ])
            try await write("action_done", ["entry": try await choice("action_done"), "text": "Declared."])
            try await write(
                "position_statement",
                [
                    "text": "One officer is not posted to one site.", "day": Moments.day(Date()).description,
                    "time": "00:00",
                ])
            try await write("learning", ["text": "Connections are asked about earlier."])
            let ready = try await gold.get("/cases/{case}/close", ["case": number]).html
            #expect(ready.contains("Close the case</button>"))
            let closed = try await gold.post(
                "/cases/{case}/close", ["case": number],
                ["revision": try Self.revision(ready), "outcome": "upheld", "text": "A declared connection."])
            #expect(closed.status == 303, "\(closed.html)")
            let page = try await gold.get("/cases/{case}", ["case": number]).html
            #expect(page.contains("Only new evidence re-opens it") && page.contains("Outcome: the decision stands"))
            let after = try await adviser.get("/advice/{case}", ["case": number]).html
            #expect(after.contains("Answer to advice: accepted") && !after.contains("Send the advice"))
        }
    }
}
