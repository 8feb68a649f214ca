import HTTPTypes
import Synchronization

/// Pages of bytes that are there already, for everyone: what a benchmark measures other pages beside. No service has any.
package final class StillPage: Sendable {
    private let pages = Mutex<[String: [UInt8]]>([:])

    /// None yet.
    package init() {}

    /// Where the page of a name is.
    package static func path(_ name: String) -> String { "/still/\(name)" }

    /// Shows these bytes under a name from now on.
    package func show(_ html: [UInt8], as name: String) { pages.withLock { $0[name] = html } }

    var route: WebRoute {
        WebRoute(method: .get, path: Self.path("{file}"), access: .anyone) { call in
            let name = try call.call.part("file")
            guard let html = self.pages.withLock({ $0[name] }) else { throw APIProblem.notFound }
            return .bytes(html, type: "text/html; charset=utf-8")
        }
    }
}
