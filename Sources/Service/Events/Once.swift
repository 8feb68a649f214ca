import HTTPTypes
import Synchronization

/// Something that happens once.
final class Once: Sendable {
    private let isUp = Mutex(false)

    /// Raises it; true for the one call that did.
    func raise() -> Bool {
        isUp.withLock { up in
            defer { up = true }
            return !up
        }
    }

    /// Whether it was raised.
    var isRaised: Bool { isUp.withLock { $0 } }
}
