import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Testing

@testable import Service

/// Goes over pages with hostile texts: looks at every page it sees, attacks every form it fills.
final class HostileWalk {
    private let api: API
    private var visitors: [String: Visitor] = [:]
    private(set) var stored: [HostileText] = []
    private var shown: Set<Int> = []
    /// Fields of text by the form's pattern, as pages showed them.
    private var met: [String: Set<String>] = [:]
    private var filled: [String: Set<String>] = [:]
    private var told: Set<String> = []
    /// Pages that lists do not lead to today, for whoever may see them.
    var further: [String] = []

    init(_ api: API) { self.api = api }

    func visitor(_ person: Person, _ role: Role) async throws -> Visitor {
        let key = "\(person.account) \(role)"
        if let known = visitors[key] { return known }
        let visitor = try await Visitor.signed(person, role, api)
        visitors[key] = visitor
        return visitor
    }

    /// A page, looked at.
    @discardableResult
    func get(_ path: String, as person: Person, _ role: Role) async throws -> API.Reply {
        let reply = try await visitor(person, role).get(path)
        #expect(reply.status < 500, "\(path): \(reply.status)")
        look(reply, path, isAsked: true)
        return reply
    }

    /// Sends a form with what its fields take, hostile texts in all that keep words; first with what they refuse.
    ///
    /// - Parameters:
    ///   - row: the pattern of the form in `HostileForm.all`.
    ///   - path: where it is sent; it is shown there too, unless `from` names the page of a button.
    ///   - plain: what the other fields get; a field of text that is named here gets no hostile text.
    /// - Returns: the last answer.
    @discardableResult
    func fill(
        _ row: String, at path: String, from page: String? = nil, as person: Person, _ role: Role,
        _ plain: [String: String] = [:], leavingOut: Set<String> = []
    ) async throws -> API.Reply {
        let form = try HostileForm.of(row)
        let visitor = try await visitor(person, role)
        let opened = try await get(page ?? path, as: person, role)
        try #require(opened.status == 200, "\(path): \(opened.status) \(HostileWalk.words(opened))")
        let asked = Markup(opened.text).forms.filter { $0.method == "post" }.reduce(into: Set<String>()) {
            $0.formUnion($1.texts)
        }
        let codes = asked.filter { form.codes.contains(HostileWalk.field($0)) }.sorted()
        filled[row, default: []].formUnion(codes.map(HostileWalk.field))
        var fields = plain
        for hidden in ["revision"] where fields[hidden] == nil { fields[hidden] = visitor.hidden(hidden) }
        let texts = form.texts.filter { plain[$0.key] == nil && !leavingOut.contains($0.key) }.sorted {
            $0.key < $1.key
        }
        for (field, length) in texts {
            let text = HostileText(
                stored.count, length, "\(field) of \(row)", isSealed: form.sealed.contains(field))
            stored.append(text)
            if form.unshown.contains(field) { shown.insert(text.number) }
            fields[field] = text.text
            filled[row, default: []].insert(field)
        }
        for (field, length) in texts {
            let long = String((fields[field] ?? "").dropLast()) + "zz"
            let refused = try await send(visitor, path, fields.merging([field: long]) { $1 })
            #expect(refused.status == 422, "\(field) of \(row) takes \(length + 1) characters: \(refused.status)")
            #expect(refused.text.contains("to \(length) characters"), "\(row) does not say how long \(field) may be")
            #expect(HostileWalk.holds(refused, long), "\(row) loses what was typed into \(field)")
            let mark = try await send(visitor, path, fields.merging([field: "A \u{7} bell rang."]) { $1 })
            #expect(mark.status == 422 && mark.text.contains("control characters"), "\(field) of \(row)")
        }
        for field in texts.map(\.key) + codes {
            for bytes in ["A%00b", "A%ED%A0%80b", "A%FFb"] {
                _ = try await get(page ?? path, as: person, role)
                let refused = try await visitor.post(path, raw: "\(field)=\(bytes)")
                #expect(refused.status == 400, "\(field) of \(row) takes \(bytes): \(refused.status)")
                #expect(refused.text.contains("cannot be stored"))
            }
        }
        for code in codes {
            let text = HostileText(0, 70, code).text
            let refused = try await send(visitor, path, fields.merging([code: text]) { $1 })
            #expect((400..<500).contains(refused.status), "\(code) of \(row) takes words: \(refused.status)")
            #expect(
                refused.status != 422 || HostileWalk.holds(refused, text), "\(row) loses what was typed into \(code)")
        }
        _ = try await get(page ?? path, as: person, role)
        if fields["revision"] != nil { fields["revision"] = visitor.hidden("revision") }
        let sent = try await send(visitor, path, fields)
        try #require(sent.status == 303 || sent.status == 200, "\(row): \(sent.status) \(HostileWalk.words(sent))")
        return sent
    }

    /// The newest texts by their fields, to send them on from a page that shows them once more.
    func last(_ count: Int) -> [String: String] {
        Dictionary(
            stored.suffix(count).map { (String($0.place.prefix { $0 != " " }), $0.text) }, uniquingKeysWith: { $1 })
    }

    private func send(_ visitor: Visitor, _ path: String, _ fields: [String: String]) async throws -> API.Reply {
        let reply = try await visitor.post(path, fields)
        look(reply, path)
        return reply
    }

    /// Sends a form as it is.
    @discardableResult
    func post(_ path: String, as person: Person, _ role: Role, _ fields: [String: String]) async throws -> API.Reply {
        let reply = try await send(try await visitor(person, role), path, fields)
        #expect(reply.status == 303, "\(path): \(reply.status) \(HostileWalk.words(reply))")
        return reply
    }

    /// Looks at every page that links lead a role to, a few of each kind.
    func crawl(as person: Person, _ role: Role) async throws {
        // News of an open page do not end.
        let pages = WebPages.all.filter { $0.method == .get && $0.variables.isEmpty && !$0.isStream }
        var waiting = ["/"] + further + pages.map(\.path)
        var (seen, kinds): (Set<String>, [String: Int]) = ([], [:])
        while let path = waiting.popLast(), seen.count < 300 {
            let pattern = HostileWalk.pattern(path, .get) ?? ""
            let query = path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? ""
            let names = query.split(separator: "&").map { pair in String(pair.prefix { $0 != "=" }) }
            let kind = "\(pattern)?\(names.sorted().joined(separator: "&"))"
            guard !pattern.isEmpty, !seen.contains(path), kinds[kind, default: 0] < 4 else { continue }
            guard !["/static/{file}", "/sign-out", "/report.csv"].contains(pattern), !pattern.hasSuffix("candidates"),
                !names.contains("why")
            else { continue }
            seen.insert(path)
            kinds[kind, default: 0] += 1
            let reply = try await visitor(person, role).get(path)
            #expect(reply.status < 500, "\(path) for \(role): \(reply.status)")
            guard let page = look(reply, path, isAsked: true) else {
                if let place = reply.headers[.location] { waiting.append(place) }
                continue
            }
            waiting += page.links.filter { $0.hasPrefix("/") }.sorted()
            waiting += page.links.filter { $0.hasPrefix("?") }.sorted().map { link in
                String(path.prefix { $0 != "?" }) + link
            }
            for form in page.forms where form.method == "get" && !form.texts.isEmpty {
                let text = WebResponder.escapedForQuery(HostileText(0, 70, "").text)
                let asked = form.texts.sorted().map { "\($0)=\(text)" }.joined(separator: "&")
                let place = form.action.isEmpty ? String(path.prefix { $0 != "?" }) : form.action
                guard seen.insert("\(place)?\(form.texts.sorted())").inserted else { continue }
                let answer = try await visitor(person, role).get("\(place)?\(asked)")
                #expect(answer.status < 500, "\(place) with hostile filters: \(answer.status)")
                look(answer, place, isAsked: true)
            }
        }
    }

    /// Takes a page apart: says what is wrong with it, notes its forms and which texts it shows whole.
    @discardableResult
    private func look(_ reply: API.Reply, _ path: String, isAsked: Bool = false) -> Markup? {
        guard reply.headers[.contentType]?.hasPrefix("text/html") == true else { return nil }
        let page = Markup(reply.text)
        let pattern = HostileWalk.pattern(path, .get) ?? path
        for fault in page.faults where told.insert("\(pattern): \(fault)").inserted {
            Issue.record("\(pattern): \(fault)")
        }
        for form in page.forms where form.method == "post" {
            let action = form.action.isEmpty ? path : form.action
            guard let known = HostileWalk.pattern(action, .post) else {
                Issue.record("\(pattern) has a form to \(action), which is no address of ours")
                continue
            }
            met[known, default: []].formUnion(form.texts.map(HostileWalk.field))
        }
        note(page.said, pattern, isAsked: isAsked)
        return page
    }

    /// Notes the texts that a page shows whole. `isAsked` for a page that was only looked at: a sealed text has no place there.
    private func note(_ said: [UInt8], _ pattern: String, isAsked: Bool) {
        var place = 0
        while let found = said[place...].firstIndex(of: UInt8(ascii: "Q")) {
            place = found + 1
            let digits = said[place...].prefix { (48...57).contains($0) }
            guard let number = Int(String(decoding: digits, as: UTF8.self)), stored.indices.contains(number),
                said[place...].dropFirst(digits.count).first == UInt8(ascii: "z")
            else { continue }
            if stored[number].isSealed, isAsked, told.insert("\(pattern): \(number)").inserted {
                Issue.record("\(pattern) shows \(stored[number].place) without asking what for")
            }
            if !shown.contains(number), said[found...].starts(with: stored[number].text.utf8) { shown.insert(number) }
        }
    }

    func expectEveryFormMet() {
        let rows = Dictionary(HostileForm.all.map { ($0.path, $0) }) { first, _ in first }
        for (path, fields) in met.sorted(by: { $0.key < $1.key }) {
            let unknown = fields.subtracting(rows[path]?.fields ?? [])
            #expect(unknown.isEmpty, "\(path) asks for \(unknown.sorted()), which no row of HostileForm.all names")
        }
        for row in HostileForm.all {
            #expect(met[row.path] != nil, "no page shows the form of \(row.path)")
            let missing = row.fields.subtracting(met[row.path] ?? [])
            #expect(missing.isEmpty, "no page shows \(missing.sorted()) of \(row.path)")
            let unfilled = row.fields.subtracting(filled[row.path] ?? [])
            #expect(unfilled.isEmpty, "the story sends nothing hostile through \(unfilled.sorted()) of \(row.path)")
        }
        let sent = WebPages.all.filter { $0.method == .post }
        for route in sent where route.path != "/cases/{case}/entries/{kind}" {
            #expect(
                met[route.path] != nil || HostileWalk.buttons.contains(route.path),
                "no page that was looked at has a form for \(route.name)")
        }
    }

    /// Buttons without words that the story need not meet.
    private static let buttons: Set<String> = [
        "/due/{notification}", "/due/read", "/me/calendar/revoke", "/sessions/role",
        "/repairs/{repair}/steps/{step}", "/password",
    ]

    func expectEveryTextShown() {
        for text in stored where !shown.contains(text.number) {
            Issue.record("no page shows the whole text of \(text.place) (Q\(text.number)z)")
        }
    }
}
