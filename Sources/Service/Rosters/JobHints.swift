import Postgres
import Synchronization

/// Passes notifications about one job on to whoever works on it.
final class JobHints: Sendable {
    private struct Listener {
        var job: Int64
        var beats: AsyncStream<Beat>.Continuation
    }

    /// Why a worker looks up from its job.
    enum Beat: Sendable {
        /// Time for a heartbeat.
        case heartbeat
        /// Somebody changed the job: look whether it is still wanted and ours.
        case look
    }

    private let listener = Mutex<Listener?>(nil)

    /// The beats of a job: those of the caller's clock, by the continuation, and the hints.
    func beats(of job: Int64) -> (AsyncStream<Beat>, AsyncStream<Beat>.Continuation) {
        let (stream, continuation) = AsyncStream.makeStream(of: Beat.self, bufferingPolicy: .bufferingNewest(8))
        listener.withLock { $0 = Listener(job: job, beats: continuation) }
        return (stream, continuation)
    }

    /// Takes a notification of the channel `evenhand_job`.
    func tell(_ notification: Postgres.Notification) {
        listener.withLock { listener in
            guard let listener else { return }
            switch notification {
            case .resync: listener.beats.yield(.look)
            case .message(_, let payload, _):
                if payload == String(listener.job) { listener.beats.yield(.look) }
            }
        }
    }
}
