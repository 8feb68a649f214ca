import Deployment
import HTTPTypes
import Records
import Synchronization

/// The stream of one job.
enum JobEvents {
    /// Answers with the job's state now and at every change, until it is over. Throws 404 for no such job.
    static func answer(_ call: Call) async throws -> Answer {
        let number = try call.number("job")
        let jobs = call.house.jobs
        _ = try await jobs.get(number)
        let last = ToldOnce(call.headers[.lastEventID])
        return try EventStream.answer(call, .jobs) {
            let job = try await jobs.get(number)
            let event = ServerEvent(name: "job", id: mark(of: job), data: try JSON(encoding: job))
            return EventStream.Look(events: last.isNews(event.id) ? [event] : [], isLast: job.state.next.isEmpty)
        }
    }

    /// Differs whenever the job has moved.
    static func mark(of job: RosterJob) -> String {
        let wish = job.cancelRequestedBy != nil ? "c" : job.finishRequestedBy != nil ? "f" : ""
        return "\(job.id).\(job.attempts).\(job.state.rawValue)\(wish).\(job.progress?.iterations ?? 0)"
    }
}

/// Remembers what a reader was told last.
final class ToldOnce: Sendable {
    private let last: Mutex<String?>

    /// Begins with what the reader says it saw.
    init(_ last: String?) {
        self.last = Mutex(last)
    }

    /// Whether this differs from what was told last; remembers it.
    func isNews(_ mark: String) -> Bool {
        last.withLock { last in
            defer { last = mark }
            return last != mark
        }
    }
}
