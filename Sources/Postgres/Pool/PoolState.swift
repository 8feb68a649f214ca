/// Names one connection of a pool.
typealias ConnectionID = UInt64
/// Names one task that waits for a connection.
typealias WaiterID = UInt64

/// The pool as a state machine: takes an event, returns actions, does no I/O.
///
/// ```
///             three failed attempts,                 probe failed
///              or one hopeless one               +------------------+
/// running --------------------------> circuitOpen --first request--> probing
///    ^                                           after the pause       |
///    +------------------- a connection opens --------------------------+
/// any --shutdown--> shuttingDown --last connection closed--> shutDown
/// ```
///
/// While the circuit is open a request is refused at once as an outage, so an outage never looks like exhaustion
/// (npgsql/npgsql#2616). Idle connections that still work are lent in every state but the last two.
struct PoolState: Sendable {
    typealias Instant = ContinuousClock.Instant

    enum Phase: Equatable, Sendable {
        /// Opens connections as needed.
        case running
        /// Opens nothing before `until`; `trips` counts the failures in a row of whole rounds.
        case circuitOpen(until: Instant, trips: Int)
        /// One connection is being tried, the rest wait for its fate.
        case probing(trips: Int)
        /// Lends nothing; waits for what is lent.
        case shuttingDown
        /// Everything is closed.
        case shutDown
    }

    enum Event: Sendable {
        case acquire(WaiterID)
        /// The waiting task was cancelled.
        case abandon(WaiterID)
        case opened(ConnectionID)
        case openFailed(ConnectionID, Failure)
        case release(ConnectionID, reusable: Bool)
        /// A connection ended by itself.
        case died(ConnectionID)
        case tick
        case shutdown
    }

    /// How an attempt failed, as far as the pool must know.
    enum Failure: Equatable, Sendable {
        /// Worth trying again soon.
        case transient
        /// The server is there but has no slot left: what is lent will come back.
        case serverFull
        /// Trying again cannot help: wrong credentials, no such database.
        case hopeless
    }

    enum Refusal: Equatable, Sendable {
        case unreachable
        case exhausted
        case shutDown
        case cancelled
    }

    enum Action: Equatable, Sendable {
        case lend(ConnectionID, to: WaiterID)
        case open(ConnectionID)
        case close(ConnectionID)
        case refuse(WaiterID, Refusal)
        /// Send a tick at this moment.
        case wake(at: Instant)
        /// Shutdown is complete.
        case finished
    }

    struct Limits: Sendable {
        var connections: Int
        var acquireTimeout: Duration
        var idleTimeout: Duration
        var lifetime: Duration
        var breakerThreshold: Int
        var retryPause: Duration
        var breakerPause: Duration
        var breakerPauseLimit: Duration
    }

    private struct Idle: Sendable {
        var id: ConnectionID
        var since: Instant
    }

    private struct Waiter: Sendable {
        var id: WaiterID
        var deadline: Instant
    }

    private(set) var phase = Phase.running
    private let limits: Limits
    private var idle: [Idle] = []
    private var lent: Set<ConnectionID> = []
    private var opening: Set<ConnectionID> = []
    private var waiters: [Waiter] = []
    private var born: [ConnectionID: Instant] = [:]
    private var failures = 0
    private var retryAt: Instant?
    private var wakeAt: Instant?
    private var lastID: ConnectionID = 0

    init(limits: Limits) {
        self.limits = limits
    }

    /// Lent, idle, opening and waiting, for metrics.
    var counts: (lent: Int, idle: Int, opening: Int, waiting: Int) {
        (lent.count, idle.count, opening.count, waiters.count)
    }

    mutating func handle(_ event: Event, at now: Instant) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .acquire(let waiter): acquire(waiter, now, &actions)
        case .abandon(let waiter): abandon(waiter, &actions)
        case .opened(let id): opened(id, now, &actions)
        case .openFailed(let id, let failure): openFailed(id, failure, now, &actions)
        case .release(let id, let reusable): release(id, reusable, now, &actions)
        case .died(let id): died(id, now, &actions)
        case .tick: tick(now, &actions)
        case .shutdown: shutdown(&actions)
        }
        finishIfEmpty(&actions)
        planWake(&actions)
        return actions
    }

    private var isEnding: Bool { phase == .shuttingDown || phase == .shutDown }

    private mutating func acquire(_ waiter: WaiterID, _ now: Instant, _ actions: inout [Action]) {
        if isEnding { return actions.append(.refuse(waiter, .shutDown)) }
        if idle.isEmpty, case .circuitOpen(let until, let trips) = phase {
            guard now >= until else { return actions.append(.refuse(waiter, .unreachable)) }
            phase = .probing(trips: trips)
        }
        waiters.append(Waiter(id: waiter, deadline: now + limits.acquireTimeout))
        serve(now, &actions)
    }

    private mutating func abandon(_ waiter: WaiterID, _ actions: inout [Action]) {
        guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return }
        waiters.remove(at: index)
        actions.append(.refuse(waiter, .cancelled))
    }

    /// Lends what is idle, the most recently used first, then opens what is missing.
    private mutating func serve(_ now: Instant, _ actions: inout [Action]) {
        while !waiters.isEmpty, let connection = idle.popLast() {
            lent.insert(connection.id)
            actions.append(.lend(connection.id, to: waiters.removeFirst().id))
        }
        while opening.count < min(waiters.count, openingLimit), total < limits.connections {
            lastID += 1
            opening.insert(lastID)
            actions.append(.open(lastID))
        }
    }

    private var total: Int { idle.count + lent.count + opening.count }

    private var openingLimit: Int {
        switch phase {
        case .running: retryAt == nil ? limits.connections : 0
        case .probing: 1
        case .circuitOpen, .shuttingDown, .shutDown: 0
        }
    }

    private mutating func opened(_ id: ConnectionID, _ now: Instant, _ actions: inout [Action]) {
        guard opening.remove(id) != nil else { return }
        if isEnding { return actions.append(.close(id)) }
        phase = .running
        failures = 0
        retryAt = nil
        born[id] = now
        idle.append(Idle(id: id, since: now))
        serve(now, &actions)
    }

    private mutating func openFailed(
        _ id: ConnectionID, _ failure: Failure, _ now: Instant, _ actions: inout [Action]
    ) {
        guard opening.remove(id) != nil, !isEnding else { return }
        if failure == .serverFull, !lent.isEmpty {
            retryAt = now + limits.retryPause
            return
        }
        failures += 1
        switch phase {
        case .probing(let trips): openCircuit(trips + 1, now, &actions)
        case .running where failure == .hopeless || failures >= limits.breakerThreshold: openCircuit(1, now, &actions)
        case .running: retryAt = now + limits.retryPause * (1 << (failures - 1))
        case .circuitOpen, .shuttingDown, .shutDown: break
        }
    }

    private mutating func openCircuit(_ trips: Int, _ now: Instant, _ actions: inout [Action]) {
        let pause = min(limits.breakerPause * (1 << min(trips - 1, 16)), limits.breakerPauseLimit)
        phase = .circuitOpen(until: now + pause, trips: trips)
        failures = 0
        retryAt = nil
        for waiter in waiters { actions.append(.refuse(waiter.id, .unreachable)) }
        waiters = []
    }

    private mutating func release(_ id: ConnectionID, _ reusable: Bool, _ now: Instant, _ actions: inout [Action]) {
        guard lent.remove(id) != nil else { return }
        let isOld = born[id].map { now - $0 >= limits.lifetime } ?? true
        if reusable, !isOld, !isEnding {
            idle.append(Idle(id: id, since: now))
        } else {
            drop(id, &actions)
        }
        if !isEnding { serve(now, &actions) }
    }

    private mutating func drop(_ id: ConnectionID, _ actions: inout [Action]) {
        born[id] = nil
        actions.append(.close(id))
    }

    /// A lent connection that died is dropped when it comes back.
    private mutating func died(_ id: ConnectionID, _ now: Instant, _ actions: inout [Action]) {
        guard let index = idle.firstIndex(where: { $0.id == id }) else { return }
        idle.remove(at: index)
        drop(id, &actions)
        if !isEnding { serve(now, &actions) }
    }

    private mutating func tick(_ now: Instant, _ actions: inout [Action]) {
        if let due = wakeAt, due <= now { wakeAt = nil }
        for waiter in waiters where waiter.deadline <= now { actions.append(.refuse(waiter.id, lateness)) }
        waiters.removeAll { $0.deadline <= now }
        let stale = idle.filter { isStale($0, now) }
        for connection in stale { drop(connection.id, &actions) }
        idle.removeAll { born[$0.id] == nil }
        if let due = retryAt, due <= now {
            retryAt = nil
            serve(now, &actions)
        }
    }

    /// With every connection lent the pool is too small; otherwise one could have been opened and was not.
    private var lateness: Refusal { lent.count >= limits.connections ? .exhausted : .unreachable }

    private func isStale(_ connection: Idle, _ now: Instant) -> Bool {
        let age = born[connection.id].map { now - $0 } ?? limits.lifetime
        return now - connection.since >= limits.idleTimeout || age >= limits.lifetime
    }

    private mutating func shutdown(_ actions: inout [Action]) {
        guard !isEnding else { return }
        phase = .shuttingDown
        for waiter in waiters { actions.append(.refuse(waiter.id, .shutDown)) }
        for connection in idle { drop(connection.id, &actions) }
        waiters = []
        idle = []
        retryAt = nil
    }

    private mutating func finishIfEmpty(_ actions: inout [Action]) {
        guard phase == .shuttingDown, lent.isEmpty, opening.isEmpty else { return }
        phase = .shutDown
        actions.append(.finished)
    }

    /// Asks for a tick when something falls due before the tick that is already coming.
    private mutating func planWake(_ actions: inout [Action]) {
        var next = waiters.map(\.deadline).min()
        for due in [retryAt, idle.map { $0.since + min(limits.idleTimeout, limits.lifetime) }.min()] {
            if let due { next = min(next ?? due, due) }
        }
        guard let next, next < wakeAt ?? next + .nanoseconds(1) else { return }
        wakeAt = next
        actions.append(.wake(at: next))
    }
}

extension PoolState.Failure {
    /// Sorts an error of a connection attempt.
    init(_ error: any Error) {
        guard let error = error as? PostgresError else {
            self = .transient
            return
        }
        if error.code == .invalidConfiguration || error.sqlState?.category == "28"
            || error.sqlState == .undefinedDatabase
        {
            self = .hopeless
        } else {
            self = error.sqlState == .tooManyConnections ? .serverFull : .transient
        }
    }
}
