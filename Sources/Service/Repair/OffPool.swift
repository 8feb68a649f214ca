import Dispatch

/// Runs work that keeps a processor busy on a thread of its own, never on the cooperative pool that serves requests.
func offPool<R: Sendable>(_ label: String, _ work: @escaping @Sendable () throws -> R) async throws -> R {
    try await withCheckedThrowingContinuation { continuation in
        // A serial queue of its own is served by a thread of its own: it targets the overcommitting root queue.
        DispatchQueue(label: label, qos: .userInitiated).async {
            continuation.resume(with: Result { try work() })
        }
    }
}
