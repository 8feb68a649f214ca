import Deployment
import HTTPTypes
import Hummingbird

/// An error answer (RFC 9457, `application/problem+json`).
///
/// Its texts are shown to the caller, so they carry rules and numbers, never personal text and never an inner error.
package struct APIProblem: Error, Sendable, Equatable {
    /// The status of the answer.
    package var status: HTTPResponse.Status
    /// What kind of problem this is, one word joined by hyphens; the last part of `type`.
    package var kind: String
    /// What happened, for a person.
    package var detail: String
    /// Every place in the request that is wrong.
    package var faults: [Fault]
    /// Headers that belong to the answer, such as `Retry-After`.
    package var headers: HTTPFields

    /// A problem of a kind.
    package init(
        _ status: HTTPResponse.Status, _ kind: String, _ detail: String, faults: [Fault] = [], headers: HTTPFields = [:]
    ) {
        self.status = status
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    /// The document, with the number of the request it answers.
    package func document(requestID: String) -> JSON {
        var members: [JSON.Member] = [
            .init("type", .string("urn:evenhand:problem:\(kind)")),
            .init("title", .string(status.reasonPhrase)), .init("status", .integer(status.code)),
            .init("detail", .string(detail)), .init("requestId", .string(requestID)),
        ]
        if !faults.isEmpty {
            let errors = faults.map {
                JSON.object([.init("pointer", .string($0.pointer)), .init("rule", .string($0.rule))])
            }
            members.append(.init("errors", .array(errors)))
        }
        return .object(members)
    }

    /// The shape of the document.
    package static let schema = Schema.named(
        "Problem",
        .object([
            .required("type", .text(1...200)), .required("title", .text(1...100)),
            .required("status", .integer(400...599)),
            .required("detail", .text(1...2000)), .required("requestId", .text(1...100)),
            .optional(
                "errors",
                .list(.object([.required("pointer", .text(0...1000)), .required("rule", .text(1...1000))]))),
        ]))
}

/// The problems that the framework itself finds.
extension APIProblem {
    /// No token, or none that is valid: the same answer for each, so that nothing can be learned from it.
    static let unauthenticated = APIProblem(
        .unauthorized, "unauthenticated", "A valid bearer token is needed.",
        headers: [.wwwAuthenticate: #"Bearer realm="evenhand""#])

    /// The token's role may not use this route.
    static let roleRefused = APIProblem(.forbidden, "role-refused", "The role of this token may not do this.")

    /// There is nothing at this address.
    static let notFound = APIProblem(.notFound, "not-found", "There is nothing at this address.")

    /// The body or the query does not have the shape asked for.
    static func invalid(_ faults: [Fault]) -> APIProblem {
        APIProblem(
            .badRequest, "invalid",
            faults.count == 1 ? "One thing in the request is wrong." : "Several things in the request are wrong.",
            faults: faults)
    }

    /// The body cannot be read as JSON.
    static func malformed(_ error: JSONError) -> APIProblem {
        APIProblem(
            .badRequest, "malformed", "The body is not well-formed JSON (line \(error.line), column \(error.column)).",
            faults: [Fault(error.pointer, error.reason)])
    }

    /// Something is away at the moment; the caller may try again.
    static func unavailable(_ detail: String, retryAfter seconds: Int = 2) -> APIProblem {
        APIProblem(.serviceUnavailable, "unavailable", detail, headers: [.retryAfter: String(seconds)])
    }

    /// Something failed that the caller cannot mend; the log knows more under the request's number.
    static let internalFailure = APIProblem(
        .internalServerError, "internal", "Something failed here. The log has it under the number of this request.")
}
