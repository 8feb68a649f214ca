import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Sends pages, CSV and static files compressed to those who take it.
///
/// Whoever can make a browser ask for a page, and see how long the answers are, could find out by their length what stands
/// on it beside words of his own (BREACH). So the marks of forms are masked anew on every page (`CSRF`); what another site
/// made a browser ask for is not compressed; and answers of the API, which hold the same again and again, never are. Streams
/// of events are not either: each event is to leave at once.
struct Compression: RouterMiddleware {
    /// Below it an answer fits a packet anyway.
    static let least = 1024
    /// Above it compressing takes milliseconds, and has a thread of its own.
    static let large = 100 << 10

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Compression.isWorthwhile(response) else { return response }
        if response.headers[.vary] == nil { response.headers[.vary] = "Accept-Encoding" }
        guard response.headers[.contentEncoding] == nil, AcceptedCodings(request.headers).wantsGzip,
            request.headers[.known("Sec-Fetch-Site")] != "cross-site"
        else { return response }
        let plain = try await Compression.bytes(of: response)
        let small =
            plain.readableBytes > Compression.large
            ? try await offPool("evenhand gzip") { try Gzip.compressed(plain) } : try Gzip.compressed(plain)
        response.body = ResponseBody(byteBuffer: small)
        response.headers[.contentLength] = String(small.readableBytes)
        response.headers[.contentEncoding] = "gzip"
        // Other bytes may not bear the same strong tag (RFC 9110 section 8.8.3.3).
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        return response
    }

    /// Text of some length that is known; what comes as a stream has none.
    private static func isWorthwhile(_ response: Response) -> Bool {
        guard let type = response.headers[.contentType], let length = response.body.contentLength else { return false }
        return length >= least && type.hasPrefix("text/") && !type.hasPrefix("text/event-stream")
    }

    private static func bytes(of response: Response) async throws -> ByteBuffer {
        let collected = Collected()
        try await response.body.write(collected)
        return collected.bytes.withLock { $0 }
    }

    private final class Collected: ResponseBodyWriter {
        let bytes = Mutex(ByteBuffer())

        func write(_ buffer: ByteBuffer) async throws {
            bytes.withLock { all in _ = all.writeImmutableBuffer(buffer) }
        }

        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
