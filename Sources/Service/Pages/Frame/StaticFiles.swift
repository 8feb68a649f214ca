import Deployment
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// The stylesheet and the script, under names that change with their bytes, so that a browser may keep them for good.
enum StaticFiles {
    private struct File: Sendable {
        var bytes: [UInt8]
        /// The same by gzip, made once; nil where it is not worth it.
        var small: [UInt8]?
        var type: String
    }

    private static let files: [String: File] = {
        var files: [String: File] = [:]
        for (name, type) in [
            ("evenhand.css", "text/css; charset=utf-8"), ("evenhand.js", "text/javascript; charset=utf-8"),
            ("live.js", "text/javascript; charset=utf-8"),
            ("board.js", "text/javascript; charset=utf-8"),
        ] {
            guard let bytes = EmbeddedPages.files["static/\(name)"] else { continue }
            let small = bytes.count >= Compression.least ? try? Gzip.compressed(ByteBuffer(bytes: bytes)) : nil
            files[address(name, bytes)] = File(bytes: bytes, small: small.map { Array(buffer: $0) }, type: type)
        }
        return files
    }()

    /// Where the stylesheet is.
    static let style = path("evenhand.css")
    /// Where the script is.
    static let script = path("evenhand.js")
    /// Where the script of pages is that keep themselves up to date.
    static let liveScript = path("live.js")
    /// Where the board's own script is.
    static let boardScript = path("board.js")

    private static func path(_ name: String) -> String {
        "/static/" + address(name, EmbeddedPages.files["static/\(name)"] ?? [])
    }

    private static func address(_ name: String, _ bytes: [UInt8]) -> String {
        let digest = Hash.sha256(bytes).bytes.prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return digest.joined() + "-" + name
    }

    static let routes = [
        WebRoute(method: .get, path: "/static/{file}", access: .anyone) { call in
            guard let file = files[try call.call.part("file")] else { throw APIProblem.notFound }
            var headers: HTTPFields = [.cacheControl: "public, max-age=31536000, immutable"]
            guard let small = file.small, AcceptedCodings(call.call.headers).wantsGzip else {
                return .answer(Answer(.ok, .bytes(file.bytes, type: file.type), headers: headers))
            }
            headers[.contentEncoding] = "gzip"
            headers[.vary] = "Accept-Encoding"
            return .answer(Answer(.ok, .bytes(small, type: file.type), headers: headers))
        }
    ]
}
