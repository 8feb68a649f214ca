import Foundation

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
        guard let answer = SocketExchange.send(request, port: port),
            let end = answer.bytes.firstRange(of: Array("\r\n\r\n".utf8))
        else { return PageFetch() }
        return PageFetch(
            first: answer.first, full: answer.full, status: answer.status,
            body: Array(answer.bytes[end.upperBound...]))
    }
}
