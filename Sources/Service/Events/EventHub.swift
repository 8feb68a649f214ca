import HTTPTypes
import Logging
import Postgres
import Synchronization

/// What an open stream may be told about. Only a hint that it is worth looking; never the news itself.
package enum Topic: String, CaseIterable, Sendable {
    /// The Gold queue.
    case queue
    /// Roster jobs.
    case jobs

    /// PostgreSQL's channel of this topic.
    var channel: String {
        switch self {
        case .queue: "evenhand_queue"
        case .jobs: "evenhand_job"
        }
    }
}

/// Passes hints from PostgreSQL to the open streams: one listening connection per topic, however many readers.
///
/// A burst of hints reaches a reader as one (it looks once and sees all), and a reader that never hears one looks every
/// `pollInterval` all the same.
package final class EventHub: Sendable {
    /// How often a stream looks without a hint. 5 s: what a person waits for a queue without wondering.
    static let pollInterval: Duration = .seconds(5)

    private struct Inside {
        var readers: [Int: (topic: Topic, hint: AsyncStream<Void>.Continuation)] = [:]
        var next = 0
        var isClosed = false
    }

    private let inside = Mutex(Inside())
    private let pool: Pool

    /// A hub that listens through this pool's settings once it runs.
    init(pool: Pool) {
        self.pool = pool
    }

    /// Hints about a topic, at most one waiting, until the reader drops the stream or the hub closes.
    func hints(_ topic: Topic) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = inside.withLock { inside -> Int? in
            guard !inside.isClosed else { return nil }
            inside.next += 1
            inside.readers[inside.next] = (topic, continuation)
            return inside.next
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.inside.withLock { $0.readers.removeValue(forKey: id) }
        }
        return stream
    }

    /// Tells every reader of a topic to look.
    func hint(_ topic: Topic) {
        let readers = inside.withLock { $0.readers.values.filter { $0.topic == topic }.map(\.hint) }
        for reader in readers { reader.yield() }
    }

    /// Ends every stream, and every one asked for later.
    func close() {
        let readers = inside.withLock { inside in
            inside.isClosed = true
            defer { inside.readers = [:] }
            return inside.readers.values.map(\.hint)
        }
        for reader in readers { reader.finish() }
    }

    /// Listens until cancelled.
    func listen() async {
        await withTaskGroup(of: Void.self) { group in
            for topic in Topic.allCases {
                group.addTask { [self] in
                    for await _ in pool.listen(topic.channel) { hint(topic) }
                }
            }
        }
    }
}
