import Synchronization

/// Counts requests and renders everything as Prometheus text (exposition format 0.0.4).
package final class MetricsRegistry: Sendable {
    /// Upper bounds of the duration buckets in seconds: from a cached read to a whole import.
    static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    struct Key: Hashable, Sendable {
        var method: String
        var route: String
        var status: Int
    }

    struct Histogram: Sendable {
        var buckets = [Int](repeating: 0, count: MetricsRegistry.bounds.count)
        var count = 0
        var sum = 0.0

        mutating func add(_ seconds: Double) {
            count += 1
            sum += seconds
            for (index, bound) in MetricsRegistry.bounds.enumerated() where seconds <= bound { buckets[index] += 1 }
        }
    }

    private let histograms = Mutex<[Key: Histogram]>([:])
    private let streams = Mutex(0)
    private let leads = Mutex(false)

    /// An empty registry.
    package init() {}

    /// Counts one answer. Routes are patterns, so the number of series is bounded by the table of routes.
    func observe(method: String, route: String, status: Int, _ elapsed: Duration) {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(method) ? method : "other"
        histograms.withLock {
            $0[Key(method: known, route: route, status: status), default: Histogram()].add(elapsed.milliseconds / 1000)
        }
    }

    /// Counts an open stream of events; returns false when `limit` are open already.
    func openStream(limit: Int) -> Bool {
        streams.withLock { open in
            guard open < limit else { return false }
            open += 1
            return true
        }
    }

    /// Takes down whether this instance leads.
    func lead(_ leading: Bool) {
        leads.withLock { $0 = leading }
    }

    /// Whether this instance leads.
    var isLeading: Bool { leads.withLock { $0 } }

    /// Counts a stream's end.
    func closeStream() {
        streams.withLock { $0 -= 1 }
    }

    /// Streams of events that are open.
    var openStreams: Int { streams.withLock { $0 } }

    /// The answers counted so far, in a fixed order.
    var observed: [(key: Key, histogram: Histogram)] {
        histograms.withLock { $0.map { ($0.key, $0.value) } }.sorted {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }
    }
}
