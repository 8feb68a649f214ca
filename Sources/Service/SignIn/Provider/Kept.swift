import FoundationEssentials

/// Something fetched that is kept for a time: many who ask at once wait for one fetch, and a failed one is not repeated at once.
actor Kept<Value: Sendable> {
    private let fetch: @Sendable (Date) async throws -> Value
    private var kept: (value: Value, at: Date)?
    private var flight: Task<Value, any Error>?
    private var failedAt: Date?

    /// How long after a failure the next fetch may be.
    static var pause: TimeInterval { 5 }

    /// Nothing yet.
    init(_ fetch: @escaping @Sendable (Date) async throws -> Value) {
        self.fetch = fetch
    }

    /// The value, fetched anew where it is as old as this. Throws what the fetch throws, or `ProviderFault.unavailable` soon
    /// after a failed one.
    func value(asOf now: Date, youngerThan age: TimeInterval) async throws -> Value {
        // A clock that was set back must not keep a value for longer.
        if let kept, abs(now.timeIntervalSince(kept.at)) < age { return kept.value }
        if let flight { return try await flight.value }
        if let failedAt, abs(now.timeIntervalSince(failedAt)) < Kept.pause { throw ProviderFault.unavailable }
        let fetch = fetch
        let task = Task { try await fetch(now) }
        flight = task
        defer { flight = nil }
        do {
            let value = try await task.value
            kept = (value, now)
            failedAt = nil
            return value
        } catch {
            failedAt = now
            throw error
        }
    }
}
