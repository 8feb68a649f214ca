import Deployment
import HTTPTypes
import Records
import Synchronization

/// The stream of the newest jobs: one event for each that has moved.
enum JobListEvents {
    /// Jobs that are watched: older ones have long ended.
    private static let watched = 50

    static func answer(_ call: Call) throws -> Answer {
        let jobs = call.house.jobs
        let watch = JobListWatch()
        return try EventStream.answer(call, .jobs) {
            try watch.look(at: try await jobs.list(limit: watched).items)
        }
    }
}

/// Compares one look at the jobs with the one before; the first look tells those under way.
final class JobListWatch: Sendable {
    private let seen = Mutex<[Int64: RosterJob]>([:])

    /// The events between the look before and this one.
    func look(at jobs: [RosterJob]) throws -> EventStream.Look {
        let moved = seen.withLock { seen in
            let isFirst = seen.isEmpty
            let moved = jobs.filter { isFirst ? !$0.state.next.isEmpty : seen[$0.id] != $0 }
            seen = Dictionary(jobs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return moved
        }
        let events = try moved.sorted { $0.id < $1.id }.map { job in
            ServerEvent(name: "job", id: JobEvents.mark(of: job), data: try JSON(encoding: job))
        }
        return EventStream.Look(events: events)
    }
}
