import Deployment
import HTTPTypes
import Service
import Testing

/// Holds every answer that any test sees against what its route declares.
enum Declared {
    static func check(_ reply: API.Reply, _ method: HTTPRequest.Method, _ target: String) {
        let isPage = reply.headers[.contentType]?.hasPrefix("text/html") == true
        if reply.status >= 400, !isPage {
            #expect(reply.headers[.contentType] == "application/problem+json", "\(method) \(target)")
            #expect(APIProblem.schema.faults(in: reply.json) == [], "\(method) \(target)")
        }
        guard let route = route(method, target) else { return }
        if reply.status >= 400 {
            #expect(
                OpenAPIDocument.statuses(route).contains(reply.status), "\(route.name) does not declare \(reply.status)"
            )
        } else if case .json(let schema) = route.success, reply.status != 304 {
            let faults = schema.faults(in: reply.json)
            #expect(faults == [], "\(route.name) answers otherwise than it declares")
        }
    }

    static func route(_ method: HTTPRequest.Method, _ target: String) -> Route? {
        let path = target.split(separator: "?")[0].split(separator: "/")
        return Routes.all.first { route in
            let parts = route.path.split(separator: "/")
            return route.method == method && parts.count == path.count
                && zip(parts, path).allSatisfy { $0 == $1 || $0.hasPrefix("{") && !literal($1, in: route, at: $0) }
        }
    }

    /// Whether another route says this very word where this one has a variable.
    private static func literal(_ word: Substring, in route: Route, at variable: Substring) -> Bool {
        let prefix = route.path.split(separator: variable)[0]
        return Routes.all.contains { $0.method == route.method && $0.path.hasPrefix("\(prefix)\(word)") }
    }
}
