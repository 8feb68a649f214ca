import HTTPTypes
import Hummingbird
import Logging

/// What Hummingbird carries along with a request.
package struct ServiceContext: RequestContext {
    /// Hummingbird's own part.
    package var coreContext: CoreRequestContextStorage
    /// The number of the request, set by `Envelope`.
    var requestID = ""
    /// The network address that the request came from, where the connection has one.
    let address: String?

    /// A context for a request that has just come in.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress
    }
}
