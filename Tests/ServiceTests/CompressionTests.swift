import Deployment
import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression
import Testing

@testable import Service

@Suite("Answers that are compressed")
struct CompressionTests {
    @Test(
        "a client's Accept-Encoding is taken at its word",
        arguments: [
            ("gzip", true), ("gzip, deflate, br, zstd", true), ("GZIP;Q=0.5", true), ("x-gzip", true), ("*", true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true), ("identity;q=0.5, gzip;q=0.5", true),
            ("deflate , gzip ; q=1.000", true),
            ("", false), ("identity", false), ("gzip;q=0", false), ("gzip;q=0.000, *", false), ("br", false),
            ("*;q=0", false), ("gzip;q=0.4, identity;q=0.5", false), ("gzip;q=2", false), ("gzip;q=-1", false),
            ("gzip;q=x", false), ("gzip;level=9", false), ("gzip;q=nan", false), ("gzipped", false), (";,;", false),
        ])
    func words(_ header: String, _ isWanted: Bool) {
        #expect(AcceptedCodings([.acceptEncoding: header]).wantsGzip == isWanted)
        #expect(!AcceptedCodings([:]).wantsGzip)
    }

    @Test("what is compressed comes back byte for byte, of any length", arguments: [0, 1, 1000, 65_537, 1_000_000])
    func roundTrip(_ length: Int) throws {
        let text = ByteBuffer(bytes: (0..<length).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) })
        let small = try Gzip.compressed(text)
        #expect(try Self.unpacked(small) == text)
    }

    @Test("pages come compressed to whoever takes it, and say so; what another site asks for does not")
    func pages() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            let cookie = visitor.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            func board(_ headers: HTTPFields) async throws -> API.Reply {
                var headers = headers
                headers[.cookie] = cookie
                headers[.accept] = "text/html"
                return try await api.send(
                    .get, "/board?from=2026-07-06", bytes: nil, headers: headers)
            }
            let plain = try await board([:])
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            let small = try await board([.acceptEncoding: "gzip, br"])
            #expect(small.headers[.contentEncoding] == "gzip" && small.headers[.vary] == "Accept-Encoding")
            #expect(small.headers[.contentLength] == String(small.bytes.count))
            let unpacked = String(buffer: try Self.unpacked(ByteBuffer(bytes: small.bytes)))
            #expect(unpacked.hasPrefix("<!DOCTYPE html>") && unpacked.hasSuffix("</html>\n"))
            #expect(small.bytes.count * 4 < unpacked.utf8.count)
            let foreign = try await board([
                .acceptEncoding: "gzip", HTTPField.Name.known("Sec-Fetch-Site"): "cross-site",
            ])
            #expect(foreign.headers[.contentEncoding] == nil && foreign.text.contains("</html>"))
        }
    }

    @Test("the mark of a form is another on every page, so that its length tells nothing")
    func marks() async throws {
        try await withAPI { api in
            let visitor = try await Visitor.signed(api.cast.duties, .duties, api)
            try await visitor.get("/board")
            let first = try #require(visitor.hidden("csrf"))
            try await visitor.get("/board")
            let second = try #require(visitor.hidden("csrf"))
            #expect(first != second && first.count == 86)
            #expect(zip(first, second).filter { $0 == $1 }.count < 20)
        }
    }

    @Test("static files are kept compressed, figures have weak tags, JSON and small answers stay as they are")
    func files() async throws {
        try await withAPI { api in
            let css = try await api.get(StaticFiles.style, headers: [.acceptEncoding: "gzip"])
            #expect(css.headers[.contentEncoding] == "gzip" && css.headers[.vary] == "Accept-Encoding")
            let plain = try await api.get(StaticFiles.style)
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            #expect(Array(buffer: try Self.unpacked(ByteBuffer(bytes: css.bytes))) == plain.bytes)
            #expect(try await api.get(StaticFiles.boardScript).status == 200)
            let json = try await api.get("/api/v1/openapi.json", headers: [.acceptEncoding: "gzip"])
            #expect(json.headers[.contentEncoding] == nil)
            let health = try await api.get("/livez", headers: [.acceptEncoding: "gzip"])
            #expect(health.headers[.contentEncoding] == nil)
            let metrics = try await api.get("/metrics", headers: [.acceptEncoding: "gzip"])
            let isTagged = metrics.headers[.eTag] != nil
            #expect(metrics.headers[.contentEncoding] == "gzip")
            #expect(!isTagged || metrics.headers[.eTag]?.hasPrefix("W/") == true)
        }
    }

    /// By the other half of the same library, as a client would.
    private static func unpacked(_ bytes: ByteBuffer) throws -> ByteBuffer {
        let channel = EmbeddedChannel(handler: NIOHTTPRequestDecompressor(limit: .none))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        let head = HTTPRequestHead(
            version: .http1_1, method: .POST, uri: "/",
            headers: ["content-encoding": "gzip", "content-length": String(bytes.readableBytes)])
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        try channel.writeInbound(HTTPServerRequestPart.body(bytes))
        try channel.writeInbound(HTTPServerRequestPart.end(nil))
        var whole = ByteBuffer()
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .body(let piece) = part { whole.writeImmutableBuffer(piece) }
        }
        return whole
    }
}
