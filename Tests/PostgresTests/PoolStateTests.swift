import Testing

@testable import Postgres

@Suite("The pool's state machine, without a server")
struct PoolStateTests {
    private let start = ContinuousClock.now

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    private func pool(connections: Int = 2) -> PoolState {
        PoolState(
            limits: PoolState.Limits(
                connections: connections, acquireTimeout: .seconds(5), idleTimeout: .seconds(60),
                lifetime: .seconds(600),
                breakerThreshold: 3, retryPause: .milliseconds(50), breakerPause: .milliseconds(500),
                breakerPauseLimit: .seconds(2)))
    }

    /// The actions of an event, without the wake-ups.
    private func act(_ pool: inout PoolState, _ event: PoolState.Event, _ milliseconds: Int = 0) -> [PoolState.Action] {
        pool.handle(event, at: at(milliseconds)).filter { if case .wake = $0 { false } else { true } }
    }

    /// A pool whose circuit is open since moment 150.
    private func broken() -> PoolState {
        var pool = pool()
        #expect(act(&pool, .acquire(1)) == [.open(1)])
        #expect(act(&pool, .openFailed(1, .transient)) == [])
        #expect(act(&pool, .tick, 50) == [.open(2)])
        #expect(act(&pool, .openFailed(2, .transient), 50) == [])
        #expect(act(&pool, .tick, 150) == [.open(3)])
        #expect(act(&pool, .openFailed(3, .transient), 150) == [.refuse(1, .unreachable)])
        #expect(pool.phase == .circuitOpen(until: at(650), trips: 1))
        return pool
    }

    @Test("opens up to its limit, then queues, then lends what comes back in order")
    func lending() {
        var pool = pool()
        #expect(act(&pool, .acquire(1)) == [.open(1)])
        #expect(act(&pool, .acquire(2)) == [.open(2)])
        #expect(act(&pool, .acquire(3)) == [])
        #expect(act(&pool, .opened(2)) == [.lend(2, to: 1)])
        #expect(act(&pool, .opened(1)) == [.lend(1, to: 2)])
        #expect(act(&pool, .release(1, reusable: true)) == [.lend(1, to: 3)])
        #expect(act(&pool, .release(2, reusable: true)) == [])
        #expect(act(&pool, .acquire(4)) == [.lend(2, to: 4)])
    }

    @Test("a connection that is not reusable is closed and replaced")
    func replacing() {
        var pool = pool(connections: 1)
        _ = act(&pool, .acquire(1))
        _ = act(&pool, .opened(1))
        _ = act(&pool, .acquire(2))
        #expect(act(&pool, .release(1, reusable: false)) == [.close(1), .open(2)])
    }

    @Test("a timeout with everything lent is exhaustion, otherwise an outage")
    func timeouts() {
        var pool = pool(connections: 1)
        _ = act(&pool, .acquire(1))
        #expect(act(&pool, .tick, 5000) == [.refuse(1, .unreachable)])
        _ = act(&pool, .opened(1), 5000)
        #expect(act(&pool, .acquire(2), 5000) == [.lend(1, to: 2)])
        _ = act(&pool, .acquire(3), 5000)
        #expect(act(&pool, .tick, 10_000) == [.refuse(3, .exhausted)])
    }

    @Test("three failures open the circuit, and then requests are refused at once")
    func circuit() {
        var pool = broken()
        #expect(act(&pool, .acquire(2), 200) == [.refuse(2, .unreachable)])
    }

    @Test("after the pause one probe goes out, and its success serves everybody who waits")
    func probeSucceeds() {
        var pool = broken()
        #expect(act(&pool, .acquire(2), 650) == [.open(4)])
        #expect(act(&pool, .acquire(3), 660) == [])
        #expect(pool.phase == .probing(trips: 1))
        #expect(act(&pool, .opened(4), 700) == [.lend(4, to: 2), .open(5)])
        #expect(pool.phase == .running)
        #expect(act(&pool, .opened(5), 710) == [.lend(5, to: 3)])
    }

    @Test("a failed probe doubles the pause up to its limit")
    func probeFails() {
        var pool = broken()
        var (moment, id) = (650, UInt64(4))
        for pause in [1000, 2000, 2000] {
            #expect(act(&pool, .acquire(id), moment) == [.open(id)])
            #expect(act(&pool, .openFailed(id, .transient), moment) == [.refuse(id, .unreachable)])
            guard case .circuitOpen(let until, _) = pool.phase else {
                Issue.record("\(pool.phase)")
                return
            }
            moment += pause
            #expect(until == at(moment))
            id += 1
        }
    }

    @Test("wrong credentials open the circuit at once")
    func hopeless() {
        var pool = pool()
        _ = act(&pool, .acquire(1))
        #expect(act(&pool, .openFailed(1, .hopeless)) == [.refuse(1, .unreachable)])
    }

    @Test("a full server is no outage while something is lent")
    func serverFull() {
        var pool = pool()
        _ = act(&pool, .acquire(1))
        _ = act(&pool, .opened(1))
        _ = act(&pool, .acquire(2))
        for moment in [0, 50, 100, 150] {
            #expect(act(&pool, .openFailed(UInt64(2 + moment / 50), .serverFull), moment) == [])
            #expect(act(&pool, .tick, moment + 50) == [.open(UInt64(3 + moment / 50))])
        }
        #expect(act(&pool, .release(1, reusable: true), 210) == [.lend(1, to: 2)])
    }

    @Test("idle connections that are old, or died, go")
    func ageing() {
        var pool = pool()
        _ = act(&pool, .acquire(1))
        _ = act(&pool, .opened(1))
        _ = act(&pool, .release(1, reusable: true))
        #expect(act(&pool, .tick, 59_000) == [])
        #expect(act(&pool, .tick, 60_000) == [.close(1)])
        _ = act(&pool, .acquire(2), 60_000)
        _ = act(&pool, .opened(2), 60_000)
        _ = act(&pool, .release(2, reusable: true), 60_000)
        #expect(act(&pool, .died(2), 60_001) == [.close(2)])
        #expect(pool.counts.idle == 0)
        _ = act(&pool, .acquire(3), 60_002)
        _ = act(&pool, .opened(3), 60_002)
        #expect(act(&pool, .release(3, reusable: true), 660_002) == [.close(3)])
    }

    @Test("a waiter that gives up leaves the queue")
    func abandoning() {
        var pool = pool()
        _ = act(&pool, .acquire(1))
        #expect(act(&pool, .abandon(1)) == [.refuse(1, .cancelled)])
        #expect(act(&pool, .abandon(1)) == [])
        #expect(act(&pool, .opened(1)) == [])
        #expect(pool.counts.idle == 1)
    }

    @Test("shutdown refuses the waiting, closes the idle, waits for the lent")
    func shutdown() {
        var pool = pool()
        for waiter in UInt64(1)...3 { _ = act(&pool, .acquire(waiter)) }
        _ = act(&pool, .opened(1))
        _ = act(&pool, .opened(2))
        _ = act(&pool, .release(1, reusable: true))
        #expect(act(&pool, .shutdown) == [])
        #expect(pool.phase == .shuttingDown)
        #expect(act(&pool, .acquire(4)) == [.refuse(4, .shutDown)])
        #expect(act(&pool, .release(2, reusable: true)) == [.close(2)])
        #expect(act(&pool, .release(1, reusable: true)) == [.close(1), .finished])
        #expect(pool.phase == .shutDown)
    }

    @Test("asks to be woken at the earliest moment that matters")
    func waking() {
        var pool = pool()
        #expect(pool.handle(.acquire(1), at: start).contains(.wake(at: at(5000))))
        #expect(pool.handle(.openFailed(1, .transient), at: start).contains(.wake(at: at(50))))
    }
}
