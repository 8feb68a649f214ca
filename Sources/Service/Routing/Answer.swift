import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// What a handler answers.
package struct Answer: Sendable {
    /// The body of an answer.
    package enum Body: Sendable {
        /// JSON, as bytes.
        case json([UInt8])
        /// Something else, with its media type.
        case bytes([UInt8], type: String)
        /// Nothing.
        case empty
        /// A stream of server-sent events, which cannot be stored or compared.
        case events(ResponseBody)
    }

    /// The status.
    package var status: HTTPResponse.Status
    /// The body.
    package var body: Body
    /// Headers besides those that every answer has.
    package var headers: HTTPFields

    /// An answer.
    package init(_ status: HTTPResponse.Status = .ok, _ body: Body, headers: HTTPFields = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// An answer of JSON.
    package static func json(
        _ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Answer {
        Answer(status, .json(value.bytes()), headers: headers)
    }

    /// Something was made; `location` is its path.
    package static func created(_ value: JSON, location: String, headers: HTTPFields = [:]) -> Answer {
        var headers = headers
        headers[.location] = location
        return Answer(.created, .json(value.bytes()), headers: headers)
    }

    /// Done, and there is nothing to say.
    package static let noContent = Answer(.noContent, .empty)

    /// Gives the answer a version, so that a write can name what it was based on.
    package func tagged(_ tag: EntityTag) -> Answer {
        var answer = self
        answer.headers[.eTag] = tag.description
        return answer
    }
}

extension Answer {
    /// The answer as Hummingbird sends it.
    var response: Response {
        var headers = headers
        switch body {
        case .json(let bytes):
            headers[.contentType] = headers[.contentType] ?? "application/json"
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .bytes(let bytes, let type):
            headers[.contentType] = type
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .empty: return Response(status: status, headers: headers)
        case .events(let stream):
            headers[.contentType] = "text/event-stream"
            headers[.accelBuffering] = "no"
            return Response(status: status, headers: headers, body: stream)
        }
    }
}
