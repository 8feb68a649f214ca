import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Wraps every answer: the number of the request, the log line, the measure, the security headers, and errors as
/// problem documents.
struct Envelope: RouterMiddleware {
    let metrics: MetricsRegistry
    let layout: Layout

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
            response = answer(to: error, request, context)
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

    private func answer(to error: any Error, _ request: Request, _ context: ServiceContext) -> Response {
        let problem: APIProblem
        if let known = APIProblem(error) {
            problem = known
        } else {
            // The type only: an unforeseen error's text may quote what it stumbled over.
            context.logger.error(
                "request failed", metadata: ["error.type": .string(String(reflecting: type(of: error)))])
            problem = .internalFailure
        }
        return page(problem, request, context) ?? Envelope.response(problem, requestID: context.requestID)
    }

    /// The problem as a page, for a person who comes with a browser to an address that is none.
    private func page(_ problem: APIProblem, _ request: Request, _ context: ServiceContext) -> Response? {
        guard request.headers[.accept]?.contains("text/html") == true, !request.uri.path.hasPrefix(Routes.base) else {
            return nil
        }
        let view = Refusals.view(problem, requestID: context.requestID)
        guard let html = try? layout.html(view, for: nil, csrf: "", notice: nil, path: "", now: Date()) else {
            return nil
        }
        var headers = problem.headers
        headers[.contentType] = "text/html; charset=utf-8"
        SecurityHeaders.set(on: &headers, isSecure: false)
        return Response(
            status: problem.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
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
