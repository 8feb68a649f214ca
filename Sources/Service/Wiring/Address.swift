import Synchronization

/// Where the service listens, once it does.
package final class Address: Sendable {
    /// A host and a port.
    package struct Place: Sendable, Equatable, CustomStringConvertible {
        /// The configured host.
        package let host: String
        /// The port in use, also where any free one was asked for.
        package let port: Int

        /// `http://host:port`.
        package var description: String {
            host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
        }
    }

    private enum State {
        case waiting([CheckedContinuation<Place?, Never>])
        case known(Place?)
    }

    private let state = Mutex(State.waiting([]))

    /// Waits until the service listens; nil when it never will.
    package func place() async -> Place? {
        await withCheckedContinuation { continuation in
            let known: Place?? = state.withLock { state in
                switch state {
                case .waiting(let others):
                    state = .waiting(others + [continuation])
                    return nil
                case .known(let place): return .some(place)
                }
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    func set(_ place: Place) { settle(place) }

    func fail() { settle(nil) }

    private func settle(_ place: Place?) {
        let waiting = state.withLock { state -> [CheckedContinuation<Place?, Never>] in
            guard case .waiting(let waiting) = state else { return [] }
            state = .known(place)
            return waiting
        }
        for continuation in waiting { continuation.resume(returning: place) }
    }
}
