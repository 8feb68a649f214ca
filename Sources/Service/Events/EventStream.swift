import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Records

/// One event of a stream (WHATWG HTML, server-sent events).
struct ServerEvent: Sendable, Equatable {
    /// What kind of news this is.
    let name: String
    /// Where the reader stands after it; comes back as `Last-Event-ID`.
    let id: String
    /// The news.
    let data: JSON

    /// The event as it goes over the wire. Compact JSON has no line breaks, so one `data` line carries it.
    var text: String { "event: \(name)\nid: \(id)\ndata: \(data.text())\n\n" }
}

/// Streams of events that end by themselves when the service stops.
enum EventStream {
    /// Open streams at most: each holds a connection and a task, and polls.
    static let mostOpen = 64
    /// How often a silent stream says that it is alive: within every usual proxy's patience.
    static let heartbeat: Duration = .seconds(15)

    /// Answers with a stream. `look` gives what is new since it was last asked. A stream that a session opened ends with it.
    ///
    /// Throws 503 when too many are open.
    static func answer(
        _ call: Call, _ topic: Topic, look: @escaping @Sendable () async throws -> Look
    ) throws -> Answer {
        let metrics = call.house.metrics
        guard metrics.openStream(limit: mostOpen) else {
            throw APIProblem.unavailable("Too many streams are open.", retryAfter: 30)
        }
        let ticket = StreamTicket { metrics.closeStream() }
        let hub = call.house.events
        let logger = call.logger
        let look = whileSignedIn(call, look)
        let body = ResponseBody { writer in
            defer { ticket.end() }
            do {
                try await run(hub.hints(topic), look) { try await writer.write(ByteBuffer(string: $0)) }
            } catch {
                logger.debug("stream of events broke off", metadata: ["error.type": "\(type(of: error))"])
            }
            try await writer.finish(nil)
        }
        return Answer(.ok, .events(body), headers: [.cacheControl: "no-store"])
    }

    /// The look, preceded by one at the session: what happens after its end is nobody's news.
    private static func whileSignedIn(
        _ call: Call, _ look: @escaping @Sendable () async throws -> Look
    ) -> @Sendable () async throws -> Look {
        guard let identity = call.identity, case .session(let session) = identity.credential else { return look }
        let sessions = call.house.sessions
        return {
            guard try await sessions.isOpen(session, role: identity.role, asOf: Date()) else { return .end }
            return try await look()
        }
    }

    /// What a look found.
    struct Look: Sendable {
        /// Nothing, and nothing more will come.
        static let end = Look(events: [], isLast: true)

        /// The events, oldest first.
        var events: [ServerEvent]
        /// Whether nothing more can come.
        var isLast = false
    }

    /// Looks at once, then at every hint and every poll interval, until the hints end. A look that fails (the database is
    /// away) is tried again at the next beat: the reader's connection outlives an outage.
    private static func run(
        _ hints: AsyncStream<Void>, _ look: @Sendable () async throws -> Look, _ write: (String) async throws -> Void
    ) async throws {
        try await write(": evenhand\nretry: 3000\n\n")
        var quiet = ContinuousClock.now
        let beats = beats(hints)
        for await _ in beats {
            if let found = try? await look() {
                for event in found.events { try await write(event.text) }
                if !found.events.isEmpty { quiet = .now }
                if found.isLast { return }
            }
            if ContinuousClock.now - quiet >= heartbeat {
                try await write(": alive\n\n")
                quiet = .now
            }
        }
    }

    /// Hints and the ticks of a clock as one sequence, beginning at once; ends with the hints.
    private static func beats(_ hints: AsyncStream<Void>) -> AsyncStream<Void> {
        let (beats, beat) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        beat.yield()
        let listener = Task {
            for await _ in hints { beat.yield() }
            beat.finish()
        }
        let clock = Task {
            while (try? await Task.sleep(for: EventHub.pollInterval)) != nil { beat.yield() }
        }
        beat.onTermination = { _ in
            listener.cancel()
            clock.cancel()
        }
        return beats
    }
}

/// Gives an open stream's place back once, also when the body is never written because the client has gone.
private final class StreamTicket: Sendable {
    private let give: @Sendable () -> Void
    private let isGiven = Once()

    init(_ give: @escaping @Sendable () -> Void) {
        self.give = give
    }

    func end() {
        if isGiven.raise() { give() }
    }

    deinit { end() }
}
