import Foundation
import Glibc

/// One request and its answer over a socket of their own, read until the server closes it. Blocks its thread.
struct SocketExchange {
    /// Milliseconds from the request's last byte on, to the answer's first byte and to its last.
    var first = 0.0
    var full = 0.0
    /// The answer as it came, head and body.
    var bytes: [UInt8] = []

    /// The status of an HTTP answer; 0 where it is none.
    var status: Int {
        Int(String(decoding: bytes.prefix(32), as: UTF8.self).split(separator: " ").dropFirst().first ?? "") ?? 0
    }

    /// Sends a request to a port of this machine; nil when the connection breaks or nothing comes for 30 s.
    static func send(_ request: [UInt8], port: UInt16) -> SocketExchange? {
        let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard line >= 0 else { return nil }
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
        // MSG_NOSIGNAL: a daemon that died must not end the benchmark.
        let quiet: Int32 = 0x4000
        let clock = ContinuousClock()
        let start = clock.now
        guard isOpen, Glibc.send(line, request, request.count, quiet) == request.count else { return nil }
        var answer = SocketExchange()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = recv(line, &buffer, buffer.count, 0), count > 0 {
            if answer.bytes.isEmpty { answer.first = (clock.now - start) / .milliseconds(1) }
            answer.bytes += buffer[0..<count]
        }
        answer.full = (clock.now - start) / .milliseconds(1)
        return answer
    }
}
