import Deployment
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// The stylesheet and the script, under names that change with their bytes, so that a browser may keep them for good.
enum StaticFiles {
    private struct File: Sendable {
        var bytes: [UInt8]
        var type: String
    }

    private static let files: [String: File] = {
        var files: [String: File] = [:]
        for (name, type) in [
            ("evenhand.css", "text/css; charset=utf-8"), ("evenhand.js", "text/javascript; charset=utf-8"),
            ("live.js", "text/javascript; charset=utf-8"),
        ] {
            guard let bytes = EmbeddedPages.files["static/\(name)"] else { continue }
            files[address(name, bytes)] = File(bytes: bytes, type: type)
        }
        return files
    }()

    /// Where the stylesheet is.
    static let style = path("evenhand.css")
    /// Where the script is.
    static let script = path("evenhand.js")
    /// Where the script of pages is that keep themselves up to date.
    static let liveScript = path("live.js")

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
            return .answer(
                Answer(
                    .ok, .bytes(file.bytes, type: file.type),
                    headers: [.cacheControl: "public, max-age=31536000, immutable"]))
        }
    ]
}
