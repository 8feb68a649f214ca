import Synchronization

/// Opens once; whoever waits goes on then, or when cancelled.
final class Gate: Sendable {
    private struct Inside {
        var isOpen = false
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private let inside = Mutex(Inside())

    /// Opens it.
    func open() {
        let waiting = inside.withLock { inside in
            inside.isOpen = true
            defer { inside.waiting = [] }
            return inside.waiting
        }
        for continuation in waiting { continuation.finish() }
    }

    /// Waits until it is open; false when the task was cancelled first.
    func wait() async -> Bool {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        inside.withLock { inside in
            if inside.isOpen { continuation.finish() } else { inside.waiting.append(continuation) }
        }
        for await _ in stream {}
        return inside.withLock { $0.isOpen }
    }
}
