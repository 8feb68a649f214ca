/// Names one request to a connection; grows by one.
typealias RequestID = UInt64

/// The life of one connection as a state machine: takes an event, returns an action, does no I/O.
///
/// ```
/// connecting --connected--> idle --submit--> running --ready--> idle
///     |                      ^                 |  ^
///     |                      |           paused|  |submit by the owner
///     |                      |                 v  |
///     |                      |               copying          (COPY FROM STDIN open)
///     |                      |
///     |                      +--ready and cancel delivered-- draining <--cancel, deadline-- running
///     +--no host left--> closed <--lost, close, drain deadline-- any
/// ```
///
/// A request that is cancelled or late is answered only when the server is ready again and the cancel request itself has
/// been delivered; otherwise it could hit the next statement (geldata/gel#2257, brianc/node-postgres#1392). A cancel that
/// overtakes its statement finds an idle session and is forgotten there, so it is sent again until the server is ready.
struct ConnectionState: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Phase: Equatable, Sendable {
        /// Trying host number `attempt`; becomes idle or closed.
        case connecting(attempt: Int, deadline: Instant)
        /// Ready for a statement; becomes running or closed.
        case idle
        /// A request is at the server; becomes idle, copying, draining or closed.
        case running(RequestID, deadline: Instant)
        /// COPY FROM STDIN is open and only its owner may send; becomes running or closed.
        case copying(owner: RequestID)
        /// A cancelled request is ending; becomes idle, running (the next one) or closed.
        case draining(Drain)
        /// Over for good.
        case closed
    }

    struct Drain: Equatable, Sendable {
        var request: RequestID
        var deadline: Instant
        var serverReady = false
        var cancelDelivered = false
        var cause: Cause
        /// When to send the cancel request again.
        var repeatAt: Instant?
    }

    /// The pause before a cancel request is sent again. 100 ms: far longer than a statement is under way to the server.
    static let cancelPause = Duration.milliseconds(100)

    /// Why a request is ended before the server ended it.
    enum Cause: Equatable, Sendable {
        case cancelled
        case deadline
    }

    struct Ticket: Equatable, Sendable {
        var id: RequestID
        var deadline: Instant
        /// The request that opened the COPY this one goes on with.
        var copyOwner: RequestID?
    }

    enum Event: Sendable {
        case start
        case attemptFailed(fatal: Bool)
        case connected
        case submit(Ticket)
        case cancel(RequestID)
        /// The request is done and COPY stays open.
        case paused
        /// The server is ready for the next statement.
        case ready
        case cancelDelivered
        case tick
        case lost
        case close
    }

    enum Action: Equatable, Sendable {
        case none
        /// Start (or start again) with host number `attempt`.
        case connect(attempt: Int)
        case announceConnected
        /// Every host failed.
        case giveUp
        case send(RequestID)
        /// Give the running request its result, then send the next one.
        case answer(RequestID, then: RequestID?)
        /// End a request that was never sent.
        case refuse(RequestID, Cause)
        /// Ask the server to cancel the running request.
        case cancelOnServer(RequestID, Cause)
        /// Close the connection and fail every request.
        case close
    }

    private(set) var phase: Phase = .closed
    private var waiting: [Ticket] = []
    private var openCopy: RequestID?
    private let hosts: Int
    private let connectTimeout: Duration
    private let drainTimeout: Duration

    init(hosts: Int, connectTimeout: Duration, drainTimeout: Duration) {
        self.hosts = hosts
        self.connectTimeout = connectTimeout
        self.drainTimeout = drainTimeout
    }

    /// The moment at which `tick` has something to do.
    var nextDeadline: Instant? {
        let own: Instant? =
            switch phase {
            case .connecting(_, let deadline), .running(_, let deadline): deadline
            case .draining(let drain): min(drain.deadline, drain.repeatAt ?? drain.deadline)
            case .idle, .copying, .closed: nil
            }
        return (waiting.map(\.deadline) + [own].compactMap(\.self)).min()
    }

    mutating func handle(_ event: Event, at now: Instant) -> Action {
        if phase == .closed, !isStart(event) { return .none }
        switch event {
        case .start: return attempt(0, now)
        case .attemptFailed(let fatal): return attemptFailed(fatal: fatal, now)
        case .connected:
            phase = .idle
            return .announceConnected
        case .submit(let ticket): return submit(ticket)
        case .cancel(let id): return cancel(id, now)
        case .paused: return paused()
        case .ready: return ready(now)
        case .cancelDelivered: return cancelDelivered(now)
        case .tick: return tick(now)
        case .lost, .close:
            phase = .closed
            return .close
        }
    }

    private func isStart(_ event: Event) -> Bool {
        if case .start = event { true } else { false }
    }

    private mutating func attempt(_ number: Int, _ now: Instant) -> Action {
        phase = .connecting(attempt: number, deadline: now + connectTimeout)
        return .connect(attempt: number)
    }

    private mutating func attemptFailed(fatal: Bool, _ now: Instant) -> Action {
        guard case .connecting(let number, _) = phase else { return .none }
        if !fatal, number + 1 < hosts { return attempt(number + 1, now) }
        phase = .closed
        return .giveUp
    }

    private mutating func submit(_ ticket: Ticket) -> Action {
        switch phase {
        case .idle: return start(ticket)
        case .copying(let owner) where ticket.copyOwner == owner: return start(ticket)
        default:
            waiting.append(ticket)
            return .none
        }
    }

    private mutating func start(_ ticket: Ticket) -> Action {
        phase = .running(ticket.id, deadline: ticket.deadline)
        return .send(ticket.id)
    }

    private mutating func cancel(_ id: RequestID, _ now: Instant) -> Action {
        if case .running(id, _) = phase { return drain(id, .cancelled, now) }
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return .none }
        waiting.remove(at: index)
        return .refuse(id, .cancelled)
    }

    private mutating func drain(_ id: RequestID, _ cause: Cause, _ now: Instant) -> Action {
        phase = .draining(Drain(request: id, deadline: now + drainTimeout, cause: cause))
        return .cancelOnServer(id, cause)
    }

    private mutating func paused() -> Action {
        guard case .running(let id, _) = phase else { return .none }
        let owner = openCopy ?? id
        openCopy = owner
        phase = .copying(owner: owner)
        if let index = waiting.firstIndex(where: { $0.copyOwner == owner }) {
            let ticket = waiting.remove(at: index)
            phase = .running(ticket.id, deadline: ticket.deadline)
            return .answer(id, then: ticket.id)
        }
        return .answer(id, then: nil)
    }

    private mutating func ready(_ now: Instant) -> Action {
        openCopy = nil
        switch phase {
        case .running(let id, _): return finish(id)
        case .draining(var drain):
            drain.serverReady = true
            phase = .draining(drain)
            return drain.cancelDelivered ? finish(drain.request) : .none
        default: return .none
        }
    }

    private mutating func cancelDelivered(_ now: Instant) -> Action {
        guard case .draining(var drain) = phase else { return .none }
        drain.cancelDelivered = true
        drain.repeatAt = now + Self.cancelPause
        phase = .draining(drain)
        return drain.serverReady ? finish(drain.request) : .none
    }

    private mutating func finish(_ id: RequestID) -> Action {
        guard !waiting.isEmpty else {
            phase = .idle
            return .answer(id, then: nil)
        }
        let next = waiting.removeFirst()
        phase = .running(next.id, deadline: next.deadline)
        return .answer(id, then: next.id)
    }

    /// Does one due thing; call again until it returns `.none`.
    private mutating func tick(_ now: Instant) -> Action {
        if let index = waiting.firstIndex(where: { $0.deadline <= now }) {
            return .refuse(waiting.remove(at: index).id, .deadline)
        }
        switch phase {
        case .connecting(_, let deadline) where deadline <= now: return attemptFailed(fatal: false, now)
        case .running(let id, let deadline) where deadline <= now: return drain(id, .deadline, now)
        case .draining(let drain) where drain.deadline <= now:
            phase = .closed
            return .close
        case .draining(var drain) where drain.repeatAt.map({ $0 <= now }) ?? false && !drain.serverReady:
            drain.repeatAt = nil
            drain.cancelDelivered = false
            phase = .draining(drain)
            return .cancelOnServer(drain.request, drain.cause)
        default: return .none
        }
    }
}
