import Crypto
import Deployment
import FoundationEssentials
import HTTPTypes
import Records
import Synchronization

/// The stream of the Gold queue: one event for each case that has moved.
///
/// Found by comparing the open cases with those seen last, not by counting entries: numbers are given out before COMMIT,
/// so a reader that counts can miss one that commits late. A reader that reconnects is told to read the queue again
/// (`resync`) unless the queue stands where it left it.
enum QueueEvents {
    static func answer(_ call: Call) throws -> Answer {
        let watch = QueueWatch(last: call.headers[.lastEventID])
        let gold = call.house.gold
        let reader = try call.caller.accountID
        return try EventStream.answer(call, .queue) { watch.look(at: try await gold.standings(for: reader)) }
    }
}

/// Compares one look at the queue with the one before.
final class QueueWatch: Sendable {
    private let seen = Mutex<[Int64: CaseStanding]?>(nil)
    private let last: String?

    /// Begins with the mark that the reader says it saw.
    init(last: String?) {
        self.last = last
    }

    /// The events between the look before and this one.
    func look(at open: [Int64: CaseStanding]) -> EventStream.Look {
        let mark = QueueWatch.mark(of: open)
        let before = seen.withLock { seen in
            defer { seen = open }
            return seen
        }
        guard let before else {
            let resync = ServerEvent(name: "resync", id: mark, data: ["openCases": .integer(open.count)])
            return EventStream.Look(events: mark == last ? [] : [resync])
        }
        var events: [ServerEvent] = []
        for (id, now) in open.sorted(by: { $0.key < $1.key }) where before[id] != now {
            events.append(
                ServerEvent(
                    name: "case", id: mark,
                    data: [
                        "case": .string("G-\(id)"), "state": .string(now.state.rawValue),
                        "priority": .string(now.priority.rawValue),
                        "dueAt": .moment(now.dueAt), "revision": .integer(now.revision),
                    ]))
        }
        for id in before.keys.sorted() where open[id] == nil {
            events.append(ServerEvent(name: "case", id: mark, data: ["case": .string("G-\(id)"), "state": "closed"]))
        }
        return EventStream.Look(events: events)
    }

    /// A short digest of where every open case stands.
    static func mark(of open: [Int64: CaseStanding]) -> String {
        let text = open.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.revision)" }.joined(separator: ",")
        return EntityTag(of: Array(text.utf8)).value
    }
}
