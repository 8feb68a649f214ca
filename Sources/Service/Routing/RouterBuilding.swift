import HTTPTypes
import Hummingbird

extension Routes {
    /// A responder for every route, inside the envelope. A known path with another method answers 405 with `Allow`.
    package static func responder(_ house: House, routes: [Route] = all) throws -> RouterResponder<ServiceContext> {
        try responder(house, routes: routes, pages: WebPages.all)
    }

    /// The same with these pages. Throws where a template is broken.
    static func responder(
        _ house: House, routes: [Route], pages: [WebRoute]
    ) throws -> RouterResponder<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        let layout = Layout(templates: try Templates())
        router.add(middleware: Envelope(metrics: house.metrics, layout: layout))
        router.add(middleware: Compression())
        for route in routes {
            router.on(
                RouterPath(route.path), method: route.method, responder: RouteResponder(route: route, house: house))
        }
        for page in pages {
            router.on(
                RouterPath(page.path), method: page.method,
                responder: WebResponder(route: page, house: house, layout: layout))
        }
        let known = routes.map { (path: $0.path, method: $0.method) } + pages.map { (path: $0.path, method: $0.method) }
        for (path, routes) in Dictionary(grouping: known, by: \.path) {
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
