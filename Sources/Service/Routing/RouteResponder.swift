import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Records

/// Answers one route: who is it, may they, what do they ask, then the work.
///
/// The order matters: nothing of a request is read before its sender is known, and nothing is done before all of it is
/// known to be right.
struct RouteResponder: HTTPResponder {
    let route: Route
    let house: House

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        let identity = try await identify(request)
        let parts = try RequestReading.parts(route, context)
        let query = try RequestReading.query(route, request)
        let (body, bytes) = try await RequestReading.body(route, request)
        let call = Call(
            house: house, identity: identity, parts: parts, query: query, body: body, headers: request.headers,
            requestID: context.requestID, logger: context.logger, now: Date())
        if route.needsRevision { _ = try call.expectedRevision }
        let answer = try await perform(call, request, bytes)
        return conditional(answer, request).response
    }

    /// The caller of a route; nil on routes for everyone.
    private func identify(_ request: Request) async throws -> Principal? {
        guard case .roles(let roles) = route.access else { return nil }
        guard let token = Bearer.token(in: request.headers[.authorization]),
            let caller = try await house.accounts.authenticate(token, asOf: Date())
        else { throw APIProblem.unauthenticated }
        guard roles.contains(caller.role) else { throw APIProblem.roleRefused }
        return caller
    }

    private func perform(_ call: Call, _ request: Request, _ bytes: [UInt8]) async throws -> Answer {
        guard route.method != .get, let caller = call.identity,
            let key = try IdempotencyKey(in: request.headers)
        else { return try await route.handler(call) }
        let stamp = IdempotentRequest(
            account: caller.accountID, key: key.value, method: route.method.rawValue, target: request.uri.string,
            body: bytes)
        return try await house.idempotency.once(stamp, route.repetition) { try await route.handler(call) }
    }

    /// Gives what is read a tag, and answers 304 to whoever has it already.
    private func conditional(_ answer: Answer, _ request: Request) -> Answer {
        guard route.method == .get, answer.status == .ok else { return answer }
        var answer = answer
        switch answer.body {
        case .json(let bytes), .bytes(let bytes, _):
            let tag = answer.headers[.eTag] ?? EntityTag(of: bytes).description
            answer.headers[.eTag] = tag
            if let known = request.headers[.ifNoneMatch], EntityTag.matches(tag, in: known) {
                return Answer(.notModified, .empty, headers: answer.headers)
            }
        case .empty, .events: break
        }
        return answer
    }
}

/// The bearer token of an `Authorization` header (RFC 6750).
enum Bearer {
    /// The token; nil when the header is absent or says something else.
    static func token(in header: String?) -> String? {
        guard let header, header.count <= 300 else { return nil }
        let words = header.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        return String(words[1])
    }
}
