/// The reviews that granted decisions await, by the day on which a missing one is to be flagged.
struct ReviewsDue: Sendable {
    /// Days by which a review may be late.
    static let grace: Int32 = 7

    private var due: [Int32: [Int]] = [:]

    /// Awaits the review of a granted decision that has a day for it. One recorded after that day is looked at when it is
    /// recorded.
    mutating func expect(_ index: Int, of history: History, notBefore day: Int32) {
        let decision = history.decisions[index]
        guard decision.isGranted, decision.reviewOn < History.never else { return }
        due[max(decision.reviewOn + Self.grace + 1, day), default: []].append(index)
    }

    /// The decisions, among those whose time is up on this day, that were not reviewed in time.
    mutating func missed(by day: Int32, in history: History) -> [Int] {
        (due.removeValue(forKey: day) ?? []).filter {
            history.decisions[$0].reviewed > history.decisions[$0].reviewOn + Self.grace
        }
    }
}
