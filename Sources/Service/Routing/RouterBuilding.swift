import HTTPTypes
import Hummingbird

extension Routes {
    /// A responder for every route, inside the envelope. A known path with another method answers 405 with `Allow`.
    package static func responder(_ house: House, routes: [Route] = all) -> RouterResponder<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: Envelope(metrics: house.metrics))
        for route in routes {
            router.on(
                RouterPath(route.path), method: route.method, responder: RouteResponder(route: route, house: house))
        }
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            let allowed = routes.map(\.method.rawValue).sorted()
            let refusal = MethodRefusal(allowed: allowed.joined(separator: ", "))
            for method in methods where !allowed.contains(method.rawValue) {
                router.on(RouterPath(path), method: method, responder: refusal)
            }
        }
        return router.buildResponder()
    }

    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .head, .options]
}

/// Answers 405.
private struct MethodRefusal: HTTPResponder {
    let allowed: String

    func respond(to request: Request, context: ServiceContext) throws -> Response {
        throw APIProblem(
            .methodNotAllowed, "method-not-allowed", "This address takes \(allowed).", headers: [.allow: allowed])
    }
}
