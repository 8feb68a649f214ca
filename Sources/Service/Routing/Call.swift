import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Records

/// One request that is allowed, well-formed and of the right shape.
package struct Call: Sendable {
    /// What the routes work with.
    let house: House
    /// Who calls; nil on routes for everyone.
    let identity: Principal?
    /// The variable parts of the path.
    let parts: [String: String]
    /// The parameters of the query.
    let query: [String: String]
    /// The body; null where the route takes none.
    let body: JSON
    /// The headers.
    let headers: HTTPFields
    /// The number of the request.
    let requestID: String
    /// Writes with the number of the request.
    let logger: Logger
    /// When the request was read.
    let now: Date

    /// Who calls. Throws `unauthenticated` on routes for everyone.
    var caller: Principal {
        get throws {
            guard let identity else { throw APIProblem.unauthenticated }
            return identity
        }
    }

    /// A variable part of the path as text.
    func part(_ name: String) throws -> String {
        guard let text = parts[name] else { throw APIProblem.notFound }
        return text
    }

    /// The digits at the end of a variable part, as a number: 41 of `ND-41`.
    func number(_ name: String) throws -> Int64 {
        guard let text = try? part(name), let number = Int64(text.suffix { $0.isNumber }) else {
            throw APIProblem.notFound
        }
        return number
    }

    /// The body as a value of a type. The schema has checked it, so a failure is a fault of ours.
    func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try Wire.decoder.decode(type, from: Data(body.bytes()))
    }

    /// A date of the query.
    func day(_ name: String) -> Day? {
        query[name].flatMap { Day(iso: $0) }
    }

    /// A moment of the query.
    func moment(_ name: String) -> Date? {
        query[name].flatMap { Moment(rfc3339: $0)?.date }
    }

    /// A number of the query.
    func integer(_ name: String) -> Int? {
        query[name].flatMap { Int($0) }
    }

    /// The revision that `If-Match` names. Throws 428 when there is none, 412 when it names no revision of ours.
    var expectedRevision: Int {
        get throws {
            guard let text = headers[.ifMatch] else {
                throw APIProblem(
                    .preconditionRequired, "revision-needed",
                    "Send If-Match with the ETag that you saw: somebody else may have written since.")
            }
            guard let revision = EntityTag.revision(in: text) else { throw APIProblem.stale }
            return revision
        }
    }
}

extension APIProblem {
    /// Somebody else has written since the caller looked.
    static let stale = APIProblem(
        .preconditionFailed, "stale", "This has changed since you read it. Read it again, then decide again.")
}

extension Substring {
    fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, predicate(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}

extension String {
    fileprivate func suffix(_ predicate: (Character) -> Bool) -> Substring { self[...].suffix(while: predicate) }
}
