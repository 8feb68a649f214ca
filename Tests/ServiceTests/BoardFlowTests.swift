import Deployment
import FoundationEssentials
import HTTPTypes
import Logging
import Testing

@testable import Records
@testable import Service

/// Pages asked for without a browser: the handler of a route, as somebody, with what the address and the form hold.
@Suite("A roster from the wish to the board, by pages")
struct BoardFlowTests {
    private struct Visitor {
        let api: API
        let person: Person
        /// Days that have gone by since the sample command began.
        var days = 0

        func ask(
            _ method: HTTPRequest.Method, _ path: String, _ parts: [String: String] = [:],
            query: [String: String] = [:],
            form: [String: [String]] = [:]
        ) async throws -> WebAnswer {
            let route = try #require(WebPages.all.first { $0.method == method && $0.path == path })
            #expect(route.access.lets(person.role))
            let principal = try await api.house.accounts.authenticate(person.token, asOf: Date())
            let call = Call(
                house: api.house, identity: principal, parts: parts, query: query, body: .null, headers: [:],
                requestID: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: Date(timeIntervalSince1970: Double(API.start.number + days) * 86_400))
            return try await route.handler(
                WebCall(direct: call, form: FormInput(form), csrf: "c"))
        }

        /// The page as HTML.
        func see(
            _ path: String, _ parts: [String: String] = [:], query: [String: String] = [:]
        ) async throws -> String {
            try html(try await ask(.get, path, parts, query: query))
        }

        func html(_ answer: WebAnswer) throws -> String {
            guard case .view(let view) = answer else { throw FormRefused(nil, "no page: \(answer)") }
            let templates = try Templates()
            return try view.parts.map { part in
                switch part {
                case .html(let html): html
                case .template(let name, let model): try templates.render(model, with: name)
                }
            }.joined() + view.faults.map(\.text).joined()
        }

        /// Where a form leads; an expectation fails where it is shown again.
        func send(
            _ path: String, _ parts: [String: String] = [:], query: [String: String] = [:], _ form: [String: [String]]
        ) async throws -> String {
            let answer = try await ask(.post, path, parts, query: query, form: form)
            guard case .redirect(let place, _) = answer else {
                Issue.record("\(path): \(try html(answer).suffix(600))")
                return ""
            }
            return place
        }
    }

    @Test(
        "generate, look, publish by a second person, board, duty, officer, attendance, repair", .timeLimit(.minutes(5)))
    func wholeWay() async throws {
        try await withAPI { api in
            let (one, two) = (
                Visitor(api: api, person: api.cast.duties), Visitor(api: api, person: api.cast.secondDuties)
            )
            let inspector = Visitor(api: api, person: api.cast.inspector)
            let later = Visitor(api: api, person: api.cast.inspector, days: 20)
            let wish = ["from": [API.start.description], "days": ["14"], "seconds": ["30"], "seed": ["3"]]
            let tuesday = try await one.ask(
                .post, "/roster/generate", form: wish.merging(["from": ["2026-07-07"]]) { $1 })
            #expect(try one.html(tuesday).contains("is not a Monday"))
            let place = try await one.send("/roster/generate", [:], wish)
            let job = String(place.split(separator: "/").last ?? "")
            #expect(try await one.see("/roster/jobs/{job}", ["job": job]).contains("Load again"))
            _ = try await one.send("/roster/jobs/{job}/cancel", ["job": job], [:])
            #expect(try await one.see("/roster/jobs/{job}", ["job": job]).contains("Cancelled"))
            let request = GenerateRequest(from: API.start, days: 14, seconds: 600, iterations: 5000, seed: 5)
            _ = try await api.house.jobs.enqueue(request, by: one.person.account, now: Date())
            #expect(try await GenerateWorker(pool: api.house.pool, owner: "one").workOnce())
            #expect(try await one.see("/roster").contains("Proposal"))
            let version = ["version": String(try #require(try await api.house.versions.list().items.first).id)]
            #expect(try await one.see("/roster/versions/{version}", version).contains("Unfilled duties"))
            #expect(try await one.see("/roster/versions/{version}/publish", version).contains("second member"))
            #expect(try await two.see("/roster/versions/{version}/publish", version).contains("What is accepted"))
            let statement = ["checked": ["yes"], "statement": ["Accepted as it stands, a test."]]
            let own = try await one.ask(.post, "/roster/versions/{version}/publish", version, form: statement)
            #expect(try one.html(own).contains("second person"))
            let led = try await two.send("/roster/versions/{version}/publish", version, statement)
            guard !led.isEmpty else { return }
            let window = ["from": API.start.description, "days": "14"]
            #expect(try await one.see("/board", query: window).contains("/duties/"))
            #expect(try await inspector.see("/board", query: window).contains("What the cells say"))
            let duty = try #require(
                try await api.house.standing.list(from: API.start, to: API.start.adding(3)).items.first { !$0.isCovert }
            )
            let parts = ["post": duty.post, "day": duty.day.description, "shift": duty.shift]
            let page = "/duties/{post}/{day}/{shift}"
            #expect(try await inspector.see(page, parts).contains(duty.officer))
            #expect(try await one.see(page, parts, query: ["why": duty.officer]).contains("Where every officer stood"))
            #expect(try await one.see(page + "/candidates", parts).contains("What keeps the others"))
            #expect(try await one.see("/officers/{officer}", ["officer": duty.officer]).contains("Burdens"))
            let shift = ["day": duty.day.description, "shift": duty.shift]
            #expect(try await later.see("/attendance", query: shift).contains("r\(duty.id)-present"))
            #expect(try await one.see("/currencies").contains("Lapsed, or lapsing"))
            let repair = try await one.send(
                "/repairs/new", query: ["kind": "officer_unavailable"],
                [
                    "officer": [duty.officer], "from": [duty.day.description], "to": [duty.day.description],
                    "absence": ["sickness"],
                ])
            let number = ["repair": String(repair.split(separator: "/").last ?? "")]
            #expect(try await one.see("/repairs/{repair}", number).contains("Accept the repair"))
            #expect(try await one.see("/repairs").contains("Proposed"))
            #expect(try await one.see("/repairs/new", query: ["kind": "level_raised"]).contains("New level"))
            #expect(try await one.see("/changes").contains("Changes, newest first"))
            let change = try await one.ask(
                .post, "/changes/new", query: ["removes": String(duty.id)],
                form: [
                    "ground": ["exigency"], "exigency": ["unforeseen"], "note": ["Needed elsewhere at once."],
                    "welfareConsidered": ["yes"], "recall": ["yes"],
                ])
            #expect(try one.html(change).contains("needs the row that says why"))
            let ranking = try await api.house.repair.candidates(
                post: duty.post, day: duty.day, shift: duty.shift,
                now: Date(timeIntervalSince1970: Double(API.start.number) * 86_400))
            let free = try #require(ranking.candidates.first { $0.leavesPost == nil })
            let called = try await one.ask(
                .post, "/changes/new", query: parts,
                form: [
                    "officer": [free.officer], "ground": ["exigency"], "exigency": ["unforeseen"],
                    "note": ["Called in for a pressing need."], "welfareConsidered": ["yes"], "recall": ["yes"],
                ])
            let shown = try one.html(called)
            #expect(shown.contains("Who will be told"), "\(shown.suffix(400))")
        }
    }
}
