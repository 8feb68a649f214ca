import Synchronization

/// A moment that is set later.
final class Mark: Sendable {
    private let moment = Mutex<ContinuousClock.Instant?>(nil)

    func now() { moment.withLock { $0 = .now } }

    var elapsed: Duration { moment.withLock { $0.map { ContinuousClock.now - $0 } ?? .zero } }
}
