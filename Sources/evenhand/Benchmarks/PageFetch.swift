import Foundation
import Glibc

/// One page asked for over a socket, with the time to its first byte and to its last.
struct PageFetch {
    /// Milliseconds from the request's last byte on.
    var first = 0.0
    var full = 0.0
    /// The status; 0 when the connection broke or 30 s went by.
    var status = 0
    /// Bytes below the head, as they came.
    var body: [UInt8] = []

    /// Asks for a page; on a thread of its own, because plain sockets block.
    static func get(_ path: String, port: Int, cookie: String?, isGzip: Bool) async -> PageFetch {
        let head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAccept: text/html\r\n"
        let more = (cookie.map { "Cookie: \($0)\r\n" } ?? "") + (isGzip ? "Accept-Encoding: gzip\r\n" : "")
        return await withCheckedContinuation { done in
            Thread { done.resume(returning: exchange(Array((head + more + "\r\n").utf8), UInt16(port))) }.start()
        }
    }

    private static func exchange(_ request: [UInt8], _ port: UInt16) -> PageFetch {
        let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard line >= 0 else { return PageFetch() }
        defer { close(line) }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isOpen = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let clock = ContinuousClock()
        let start = clock.now
        guard isOpen, Glibc.send(line, request, request.count, 0x4000) == request.count else { return PageFetch() }
        var fetch = PageFetch()
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = recv(line, &buffer, buffer.count, 0), count > 0 {
            if bytes.isEmpty { fetch.first = (clock.now - start) / .milliseconds(1) }
            bytes += buffer[0..<count]
        }
        fetch.full = (clock.now - start) / .milliseconds(1)
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return PageFetch() }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        fetch.status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
        fetch.body = Array(bytes[end.upperBound...])
        return fetch
    }
}
