import HTTPTypes
import Synchronization

/// A page of bytes that are there already, for everyone: what a benchmark measures other pages beside. No service has one.
package final class StillPage: Sendable {
    /// Where it is.
    package static let path = "/still"
    private let bytes = Mutex<[UInt8]>([])

    /// An empty one.
    package init() {}

    /// Shows these bytes from now on.
    package func show(_ html: [UInt8]) { bytes.withLock { $0 = html } }

    var route: WebRoute {
        WebRoute(method: .get, path: Self.path, access: .anyone) { _ in
            .bytes(self.bytes.withLock { $0 }, type: "text/html; charset=utf-8")
        }
    }
}
