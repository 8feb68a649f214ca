import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression

/// Compression by gzip.
enum Gzip {
    /// Compresses the whole of an answer in one piece, by swift-nio-extras's compressor in a pipeline of its own.
    ///
    /// Takes some 10 ms a megabyte and half a megabyte of memory: what is large belongs on a thread of its own (`offPool`).
    static func compressed(_ bytes: ByteBuffer) throws -> ByteBuffer {
        let channel = EmbeddedChannel(handler: HTTPResponseCompressor(initialByteBufferCapacity: bytes.readableBytes))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        try channel.writeInbound(
            HTTPServerRequestPart.head(
                HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["accept-encoding": "gzip"])))
        // Nothing is flushed before the end, so that all is compressed as one.
        channel.write(
            HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)), promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(bytes)), promise: nil)
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
            if case .body(.byteBuffer(let body)) = part { return body }
        }
        throw NothingCompressed()
    }
}

/// The compressor answered without a body: it is no longer the one that this was written for.
struct NothingCompressed: Error {}
