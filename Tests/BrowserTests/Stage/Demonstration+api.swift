import AsyncHTTPClient
import Deployment
import Foundation
import NIOCore
import NIOHTTP1

/// The API of the demonstration, asked with somebody's token. Everything throws where it is refused.
extension Demonstration {
    /// Reads as a role of the summary.
    func get(_ path: String, as role: String) async throws -> JSON { try await get(path, by: token(role)) }

    /// Reads with this token.
    func get(_ path: String, by token: String) async throws -> JSON { try await call(.GET, path, token, nil) }

    /// The items of a list, as many as one page has at most.
    func items(_ path: String, as role: String) async throws -> [JSON] {
        let page = try await get(path + (path.contains("?") ? "&" : "?") + "limit=200", as: role)
        return page["items"]?.elements ?? []
    }

    /// Posts as a role of the summary.
    @discardableResult
    func post(_ path: String, as role: String, _ body: JSON) async throws -> JSON {
        try await post(path, by: token(role), body)
    }

    /// Posts with this token.
    @discardableResult
    func post(_ path: String, by token: String, _ body: JSON) async throws -> JSON {
        try await call(.POST, path, token, body)
    }

    /// A token of somebody whom the summary gives none; the administrator makes it.
    func token(of name: String, as role: String) async throws -> String {
        guard let account = try await items("accounts", as: "admin").first(where: { $0["name"]?.string == name }),
            let number = account["id"]?.integer
        else { throw BrowserFault("nobody is called \(name)") }
        let made = try await post("accounts/\(number)/tokens", as: "admin", ["role": .string(role)])
        return made["token"]?.string ?? ""
    }

    private func call(_ method: HTTPMethod, _ path: String, _ token: String, _ body: JSON?) async throws -> JSON {
        var request = HTTPClientRequest(url: "\(origin)/api/v1/\(path)")
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let body {
            request.headers.add(name: "Idempotency-Key", value: UUID().uuidString)
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.text()))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        // No list of the small demonstration is larger.
        let text = String(buffer: try await response.body.collect(upTo: 16 << 20))
        guard (200...299).contains(response.status.code) else {
            throw BrowserFault("\(method) \(path): \(response.status) \(text)")
        }
        return text.isEmpty ? .null : try JSON.parse(text)
    }
}
