/// Lets in so many at a time; the others wait in order, and beyond a length of the queue nobody does.
actor Turnstile {
    private var free: Int
    private let queue: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// So many places, and so many who may wait for one.
    init(places: Int, queue: Int) {
        free = places
        self.queue = queue
    }

    /// Runs work in one of the places. Throws 503 when too many wait already, and what the work throws.
    nonisolated func pass<R: Sendable>(_ work: @Sendable () async throws -> R) async throws -> R {
        try await enter()
        do {
            let result = try await work()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        if free > 0 {
            free -= 1
            return
        }
        guard waiting.count < queue else {
            throw APIProblem.unavailable("Too many people sign in at the moment.", retryAfter: 5)
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            // The place is handed on, so that nobody who comes now takes it.
            waiting.removeFirst().resume()
        }
    }
}
