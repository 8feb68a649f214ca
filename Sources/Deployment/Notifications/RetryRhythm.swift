import FoundationEssentials

/// When a message that could not be delivered is tried again, and when no more.
package enum RetryRhythm {
    /// Pauses after the first, second, ... failed attempt, in seconds: over a greylisting, a restart, a night, a weekend.
    package static let pauses: [Double] = [60, 300, 900, 3_600, 14_400, 43_200, 86_400]

    /// When to try again after this many failed attempts in all; nil when it is given up.
    package static func retry(afterAttempts failed: Int, at now: Date) -> Date? {
        guard failed >= 1, failed <= pauses.count else { return nil }
        return now.addingTimeInterval(pauses[failed - 1])
    }
}
