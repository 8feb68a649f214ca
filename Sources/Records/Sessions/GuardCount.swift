import FoundationEssentials

/// The failures counted under one key, and when it is locked. Pure: the clock and the figures come from outside.
struct GuardCount: Equatable {
    /// The figures in force.
    struct Figures {
        /// Failures until a lock.
        let failures: Int
        /// The first lock.
        let lock: TimeInterval
        /// The longest lock.
        let longest: TimeInterval
        /// After this time without a lock, failures are forgotten.
        let forgotten: TimeInterval
    }

    var failures = 0
    /// When the count began.
    var since: Date
    var lockedUntil: Date?

    /// Until when nobody may try; nil when anybody may.
    func locked(asOf: Date) -> Date? {
        lockedUntil.flatMap { $0 > asOf ? $0 : nil }
    }

    /// Counts a try as failed before it is known to be, so that many at the same time get no more guesses than one by one.
    /// Every so many failures lock, each time for twice as long.
    mutating func begin(_ figures: Figures, asOf: Date) {
        if asOf.timeIntervalSince(max(since, lockedUntil ?? since)) >= figures.forgotten {
            self = GuardCount(since: asOf)
        }
        failures += 1
        guard failures % figures.failures == 0 else { return }
        // Sixteen doublings are past any longest lock; more would only overflow.
        let doublings = min(failures / figures.failures - 1, 16)
        lockedUntil = asOf.addingTimeInterval(min(figures.lock * Double(1 << doublings), figures.longest))
    }
}
