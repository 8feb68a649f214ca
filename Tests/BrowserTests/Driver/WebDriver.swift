import AsyncHTTPClient
import Deployment
import NIOCore
import NIOHTTP1

/// The WebDriver protocol (W3C WebDriver 2) as far as these tests speak it.
struct WebDriver: Sendable {
    /// What the driver answers to a command that it could not carry out, such as "no such element".
    struct Refusal: Error, CustomStringConvertible {
        let kind: String
        let message: String
        var description: String { "\(kind): \(message)" }
    }

    private let root: String

    init(port: Int) { root = "http://127.0.0.1:\(port)" }

    /// Carries out one command; returns its value. Throws `Refusal`.
    func call(_ method: HTTPMethod, _ path: String, _ body: JSON = [:]) async throws -> JSON {
        var request = HTTPClientRequest(url: root + path)
        request.method = method
        if method == .POST {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body.text()))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        // A picture of a long page may be large; no answer is larger than this.
        let bytes = try await response.body.collect(upTo: 64 << 20)
        let value = try JSON.parse(String(buffer: bytes))["value"] ?? .null
        guard response.status == .ok else {
            throw Refusal(kind: value["error"]?.string ?? "", message: value["message"]?.string ?? "")
        }
        return value
    }
}
