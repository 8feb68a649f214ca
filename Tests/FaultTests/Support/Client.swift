import Deployment
import Foundation
import Glibc

@testable import Postgres

/// What came back for a request.
enum Answered: Sendable {
    /// A whole answer.
    case reply(Reply)
    /// No connection, or one that broke before the whole answer was there: nobody knows.
    case broken
    /// Nothing within the time that was given.
    case late

    /// The whole answer, if there is one.
    var reply: Reply? { if case .reply(let reply) = self { reply } else { nil } }
}

/// A whole answer.
struct Reply: Sendable {
    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    let body: String

    var json: JSON { (try? JSON.parse(body)) ?? .null }
    /// The last part of a problem's type.
    var kind: String { json["type"]?.string.map { String($0.split(separator: ":").last ?? "") } ?? "" }
    var isSuccess: Bool { (200...299).contains(status) }
}

/// Sends requests to 127.0.0.1, each over a connection of its own, with a bound that is kept.
///
/// Plain sockets, because a test of faults must know for certain whether a whole answer came.
struct Client: Sendable {
    let port: Int

    /// Sends one request.
    func send(
        _ method: String, _ path: String, token: String? = nil, key: String? = nil, _ body: JSON? = nil,
        within limit: Duration = .seconds(60)
    ) async -> Answered {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let key { head += "Idempotency-Key: \(key)\r\n" }
        let text = body.map { $0.text() } ?? ""
        if body != nil { head += "Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n" }
        let bytes = Array((head + "\r\n" + text).utf8)
        let deadline = ContinuousClock.now + limit
        return (try? await BackgroundThread.run { [port] in Client.exchange(bytes, port: port, deadline) }) ?? .broken
    }

    /// Reads with GET.
    func get(_ path: String, token: String? = nil, within limit: Duration = .seconds(60)) async -> Answered {
        await send("GET", path, token: token, within: limit)
    }

    private static func exchange(_ bytes: [UInt8], port: Int, _ deadline: ContinuousClock.Instant) -> Answered {
        let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard line >= 0 else { return .broken }
        defer { close(line) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(UInt16(port).bigEndian)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isOpen = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isOpen else { return .broken }
        // A peer that is killed must not end this process as well.
        let noSignal = Int32(0x4000)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(line, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, noSignal)
            }
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let left = milliseconds(deadline - .now)
            var wanted = [pollfd(fd: line, events: Int16(POLLIN), revents: 0)]
            guard left > 0, poll(&wanted, 1, Int32(clamping: left)) > 0 else { return .late }
            let count = recv(line, &buffer, buffer.count, 0)
            if count <= 0 { break }
            received += buffer[0..<count]
        }
        return whole(received).map(Answered.reply) ?? .broken
    }

    /// The answer, if it has all the bytes that it promised.
    private static func whole(_ bytes: [UInt8]) -> Reply? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let split = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<split.lowerBound].split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let body = String(text[split.upperBound...])
        if let length = headers["content-length"].flatMap({ Int($0) }), body.utf8.count != length { return nil }
        return Reply(status: status, headers: headers, body: body)
    }
}
