import Deployment
import FoundationEssentials
import HTTPTypes
import Records

@testable import Service

/// Somebody with a browser: keeps cookies, and sends forms with the mark of the page seen last.
final class Visitor {
    private let api: API
    private var jar: [String: String] = [:]
    /// The page seen last.
    private(set) var page = ""

    init(_ api: API) { self.api = api }

    /// A visitor who is signed in as a person of the cast.
    static func signed(_ person: Person, _ role: Role, _ api: API, asOf: Date = Date()) async throws -> Visitor {
        let visitor = Visitor(api)
        let opened = try await api.house.sessions.open(account: person.account, role: role, asOf: asOf)
        visitor.jar["evenhand"] = opened.secret.text
        return visitor
    }

    var cookies: [String: String] { jar }

    @discardableResult
    func get(_ path: String) async throws -> API.Reply {
        try await send(.get, path, nil, [.accept: "text/html"])
    }

    /// Sends a form with the mark and number of the page seen last, and follows no redirect.
    @discardableResult
    func post(
        _ path: String, _ fields: [String: String] = [:], mark: String? = nil, once: String? = nil
    ) async throws -> API.Reply {
        var fields = fields
        fields["csrf"] = mark ?? hidden("csrf")
        fields["once"] = once ?? hidden("once")
        let body = fields.sorted { $0.key < $1.key }.map { "\(Visitor.escaped($0.key))=\(Visitor.escaped($0.value))" }
        return try await send(
            .post, path, Array(body.joined(separator: "&").utf8), [.contentType: "application/x-www-form-urlencoded"])
    }

    /// Sends a form with files, as a browser does, with the mark and number of the page seen last.
    @discardableResult
    func post(
        _ path: String, files: [(name: String, bytes: [UInt8])], _ fields: [(name: String, value: String)] = [],
        mark: String? = nil, once: String? = nil
    ) async throws -> API.Reply {
        let boundary = "----FormBoundary\(UUID().uuidString.lowercased())"
        let frame = [("csrf", mark ?? hidden("csrf") ?? ""), ("once", once ?? hidden("once") ?? "")]
        var body: [UInt8] = []
        for (name, value) in frame + fields {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head =
                "Content-Disposition: form-data; name=\"files\"; filename=\"\(file.name)\"\r\nContent-Type: text/csv"
            body += Array("--\(boundary)\r\n\(head)\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try await send(.post, path, body, [.contentType: "multipart/form-data; boundary=\(boundary)"])
    }

    /// Every value of a hidden field of this name on the page seen last.
    func allHidden(_ name: String) -> [String] {
        page.ranges(of: "name=\"\(name)\" value=\"").compactMap { start in
            page[start.upperBound...].split(separator: "\"", omittingEmptySubsequences: false).first.map(String.init)
        }
    }

    /// Sends a form of these very bytes besides the mark of the page seen last.
    @discardableResult
    func post(_ path: String, raw: String) async throws -> API.Reply {
        let marks = "csrf=\(Visitor.escaped(hidden("csrf") ?? ""))&once=\(Visitor.escaped(hidden("once") ?? ""))"
        return try await send(
            .post, path, Array("\(marks)&\(raw)".utf8), [.contentType: "application/x-www-form-urlencoded"])
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ bytes: [UInt8]?, _ headers: HTTPFields
    ) async throws -> API.Reply {
        var headers = headers
        if !jar.isEmpty {
            headers[.cookie] = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        let reply = try await api.send(method, path, bytes: bytes, headers: headers)
        for line in reply.headers[values: .setCookie] { keep(line) }
        if reply.headers[.contentType]?.hasPrefix("text/html") == true { page = reply.text }
        return reply
    }

    private func keep(_ line: String) {
        let pair = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        jar[String(pair[0])] = pair.count > 1 && !pair[1].isEmpty ? String(pair[1]) : nil
    }

    /// The value of the first hidden field of this name on the page seen last.
    func hidden(_ name: String) -> String? {
        guard let start = page.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return page[start.upperBound...].split(separator: "\"", omittingEmptySubsequences: false).first.map(String.init)
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 48...57, 65...90, 97...122: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }.joined()
    }
}

extension WebCall {
    /// A call that goes straight to a page's handler, past cookies and the frame.
    init(direct call: Call, form: FormInput, csrf: String) {
        self.init(
            call: call, visit: Visit(headers: [:], isSecure: false), address: nil, form: form, csrf: csrf, notice: nil)
    }
}
