import Synchronization

/// A bounded set of connections that tasks borrow.
///
/// The decisions are `PoolState`'s; this class carries them out. Every wait is bounded, and its error tells an outage
/// (`unreachable`) from a pool that is too small (`poolExhausted`).
package final class Pool: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// The settings the pool was made with.
    package let configuration: PoolConfiguration

    private struct Inside {
        var state: PoolState
        var connections: [ConnectionID: Connection] = [:]
        var waiters: [WaiterID: CheckedContinuation<Lease, any Error>] = [:]
        var lastWaiter: WaiterID = 0
        var lastFailure: PostgresError?
        var opened = 0
        var failed = 0
        var exhausted = 0
        var unreachable = 0
        var shutdownWaiters: [CheckedContinuation<Void, Never>] = []
        var listeners: [Task<Void, Never>] = []
    }

    /// A connection on loan.
    struct Lease: Sendable {
        let id: ConnectionID
        let connection: Connection
    }

    private let inside: Mutex<Inside>
    let meter = QueryMeter()

    /// A pool that opens its first connection when first asked for one.
    package init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        let limits = PoolState.Limits(
            connections: max(1, configuration.maximumConnections), acquireTimeout: configuration.acquireTimeout,
            idleTimeout: configuration.idleTimeout, lifetime: configuration.maximumLifetime,
            breakerThreshold: configuration.breakerThreshold, retryPause: configuration.retryPause,
            breakerPause: configuration.breakerPause, breakerPauseLimit: configuration.breakerPauseLimit)
        inside = Mutex(Inside(state: PoolState(limits: limits)))
    }

    /// Lends a connection to `body` and takes it back when `body` ends, however it ends.
    ///
    /// A transaction left open is rolled back; a connection that cannot be made clean is closed. Throws `unreachable`,
    /// `poolExhausted`, `poolShutDown` or `cancelled` when there is no connection, else what `body` throws.
    @discardableResult
    nonisolated(nonsending) package func withConnection<R>(
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        let lease = try await acquire()
        do {
            let result = try await body(lease.connection)
            await release(lease)
            return result
        } catch {
            await release(lease)
            throw error
        }
    }

    /// Borrows a connection; every one must be released.
    private func acquire() async throws -> Lease {
        let waiter = inside.withLock { inside in
            inside.lastWaiter += 1
            return inside.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                inside.withLock { $0.waiters[waiter] = continuation }
                apply(.acquire(waiter))
                if Task.isCancelled { apply(.abandon(waiter)) }
            }
        } onCancel: {
            apply(.abandon(waiter))
        }
    }

    private func release(_ lease: Lease) async {
        let reusable = await lease.connection.tidy()
        apply(.release(lease.id, reusable: reusable))
    }

    /// What the pool is doing and has done.
    package var metrics: PoolMetrics {
        let total = meter.total
        return inside.withLock { inside in
            let counts = inside.state.counts
            return PoolMetrics(
                state: .init(inside.state.phase), inUse: counts.lent, idle: counts.idle, opening: counts.opening,
                waiting: counts.waiting, limit: configuration.maximumConnections, opened: inside.opened,
                failed: inside.failed, exhausted: inside.exhausted, unreachable: inside.unreachable,
                queries: total.count, querySeconds: total.seconds)
        }
    }

    /// Lends nothing more, waits for what is lent (at most `shutdownTimeout`), then closes everything.
    package func shutdown() async {
        for listener in inside.withLock({ $0.listeners }) { listener.cancel() }
        apply(.shutdown)
        let timer = Task { [configuration] in
            try await Task.sleep(for: configuration.shutdownTimeout)
            self.closeEverything()
        }
        await withCheckedContinuation { continuation in
            let isDone = inside.withLock { inside in
                if inside.state.phase == .shutDown { return true }
                inside.shutdownWaiters.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
        timer.cancel()
    }

    /// Closes what is still lent, and stops waiting for it.
    private func closeEverything() {
        let (connections, waiters) = inside.withLock { inside in
            defer { inside.shutdownWaiters = [] }
            return (Array(inside.connections.values), inside.shutdownWaiters)
        }
        for connection in connections { connection.close() }
        for waiter in waiters { waiter.resume() }
    }

    /// Keeps a task that shutdown must end.
    func register(listener: Task<Void, Never>) {
        let isEnding = inside.withLock { inside in
            inside.listeners.removeAll(where: \.isCancelled)
            inside.listeners.append(listener)
            return inside.state.phase == .shuttingDown || inside.state.phase == .shutDown
        }
        if isEnding { listener.cancel() }
    }

    /// Feeds the state machine and carries out its answer, continuations outside the lock.
    private func apply(_ event: PoolState.Event) {
        let effects = inside.withLock { inside in
            inside.state.handle(event, at: .now).compactMap { effect(of: $0, &inside) }
        }
        for effect in effects { effect() }
    }

    private func effect(of action: PoolState.Action, _ inside: inout Inside) -> (@Sendable () -> Void)? {
        switch action {
        case .lend(let id, let waiter):
            guard let continuation = inside.waiters.removeValue(forKey: waiter) else { return nil }
            guard let connection = inside.connections[id] else { return nil }
            return { continuation.resume(returning: Lease(id: id, connection: connection)) }
        case .open(let id): return { self.open(id) }
        case .close(let id):
            guard let connection = inside.connections.removeValue(forKey: id) else { return nil }
            return { connection.close() }
        case .refuse(let waiter, let refusal):
            let error = refused(refusal, &inside)
            guard let continuation = inside.waiters.removeValue(forKey: waiter) else { return nil }
            return { continuation.resume(throwing: error) }
        case .wake(let moment): return { self.wake(at: moment) }
        case .finished:
            let waiters = inside.shutdownWaiters
            inside.shutdownWaiters = []
            return { for waiter in waiters { waiter.resume() } }
        }
    }

    private func refused(_ refusal: PoolState.Refusal, _ inside: inout Inside) -> PostgresError {
        switch refusal {
        case .unreachable:
            inside.unreachable += 1
            var error = inside.lastFailure ?? PostgresError(.unreachable, "no connection could be opened in time")
            if error.code != .invalidConfiguration { error.code = .unreachable }
            return error
        case .exhausted:
            inside.exhausted += 1
            return PostgresError(
                .poolExhausted,
                "all \(configuration.maximumConnections) connections were busy for \(configuration.acquireTimeout)")
        case .shutDown: return PostgresError(.poolShutDown, "the pool is shut down")
        case .cancelled: return PostgresError(.cancelled, "cancelled while waiting for a connection")
        }
    }

    private func open(_ id: ConnectionID) {
        Task.detached { [self] in
            do {
                let hooks = ConnectionHooks(onEnd: { [weak self] _ in self?.apply(.died(id)) })
                let connection = try await Connection.connect(configuration, hooks: hooks, meter: meter)
                inside.withLock { inside in
                    inside.connections[id] = connection
                    inside.opened += 1
                    inside.lastFailure = nil
                }
                apply(.opened(id))
                // It may have died before the pool knew it.
                if connection.isClosed { apply(.died(id)) }
            } catch {
                inside.withLock { inside in
                    inside.failed += 1
                    inside.lastFailure = error as? PostgresError
                }
                apply(.openFailed(id, PoolState.Failure(error)))
            }
        }
    }

    private func wake(at moment: Instant) {
        Task.detached { [weak self] in
            try? await Task.sleep(until: moment, clock: .continuous)
            self?.apply(.tick)
        }
    }
}
