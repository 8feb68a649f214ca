import Synchronization

/// Counts statements and the time they took, without a lock.
final class QueryMeter: Sendable {
    private let count = Atomic<Int>(0)
    private let nanoseconds = Atomic<Int>(0)

    func record(_ duration: Duration) {
        count.add(1, ordering: .relaxed)
        let parts = duration.components
        nanoseconds.add(Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000), ordering: .relaxed)
    }

    var total: (count: Int, seconds: Double) {
        (count.load(ordering: .relaxed), Double(nanoseconds.load(ordering: .relaxed)) / 1e9)
    }
}
