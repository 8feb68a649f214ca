import Deployment
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Wraps every answer: the number of the request, the log line, the measure, the security headers, and errors as
/// problem documents.
struct Envelope: RouterMiddleware {
    let metrics: MetricsRegistry

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.requestID = RequestNumber.taken(from: request.headers[RequestNumber.field])
        context.logger[metadataKey: "request.id"] = .string(context.requestID)
        let started = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, context)
        }
        response.headers[RequestNumber.field] = context.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        let elapsed = ContinuousClock.now - started
        let path = context.endpointPath ?? "unmatched"
        metrics.observe(method: request.method.rawValue, route: path, status: response.status.code, elapsed)
        // The route's pattern rather than the path, so that no id of a person and no query value reaches the log.
        context.logger.info(
            "request answered",
            metadata: [
                "http.method": .string(request.method.rawValue), "http.route": .string(path),
                "http.status": .stringConvertible(response.status.code),
                "duration.ms": .stringConvertible(elapsed.milliseconds),
            ])
        return response
    }

    private func answer(to error: any Error, _ context: ServiceContext) -> Response {
        let problem: APIProblem
        if let known = APIProblem(error) {
            problem = known
        } else {
            // The type only: an unforeseen error's text may quote what it stumbled over.
            context.logger.error(
                "request failed", metadata: ["error.type": .string(String(reflecting: type(of: error)))])
            problem = .internalFailure
        }
        return Envelope.response(problem, requestID: context.requestID)
    }

    /// A problem as an answer.
    static func response(_ problem: APIProblem, requestID: String) -> Response {
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        let bytes = problem.document(requestID: requestID).bytes()
        return Response(
            status: problem.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Duration {
    /// Milliseconds with three digits.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1000
    }
}
