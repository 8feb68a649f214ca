import Dispatch
import Synchronization

/// Runs work on a thread of its own for at most so long; whoever waits is let go at once when the time is over or the task is
/// cancelled, and the thread ends at the next `check` of the work, which then throws.
///
/// Throws what the work throws, `CancellationError`, and `APIProblem` (503) when the time is over.
func offPool<R: Sendable>(
    _ label: String, within limit: Duration, _ work: @escaping @Sendable (_ check: () throws -> Void) throws -> R
) async throws -> R {
    try await withThrowingTaskGroup(of: R?.self) { group in
        let errand = Errand<R>()
        group.addTask { try await errand.run(label, work) }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        switch try await group.next() {
        case .some(.some(let result)): return result
        default: throw APIProblem.unavailable("It takes too long to work this out at the moment.", retryAfter: 5)
        }
    }
}

/// Work on a thread of its own and the task that waits for it.
private final class Errand<R: Sendable>: Sendable {
    private struct Inside {
        var isStopped = false
        var waiter: CheckedContinuation<R, any Error>?
    }

    private let inside = Mutex(Inside())

    func run(_ label: String, _ work: @escaping @Sendable (() throws -> Void) throws -> R) async throws -> R {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isStopped = inside.withLock { inside in
                    if !inside.isStopped { inside.waiter = continuation }
                    return inside.isStopped
                }
                if isStopped {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                // A serial queue of its own is served by a thread of its own: it targets the overcommitting root queue.
                DispatchQueue(label: label, qos: .userInitiated).async {
                    let result = Result { try work(self.check) }
                    self.inside.withLock { $0.waiter.take() }?.resume(with: result)
                }
            }
        } onCancel: {
            stop()
        }
    }

    private func check() throws {
        if inside.withLock({ $0.isStopped }) { throw CancellationError() }
    }

    private func stop() {
        let waiter = inside.withLock { inside in
            inside.isStopped = true
            return inside.waiter.take()
        }
        waiter?.resume(throwing: CancellationError())
    }
}
