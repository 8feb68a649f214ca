import Testing

@testable import Postgres

@Suite("The connection's state machine, without a server")
struct ConnectionStateTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func ticket(_ id: RequestID, due seconds: Int = 30, copyOwner: RequestID? = nil) -> ConnectionState.Ticket {
        ConnectionState.Ticket(id: id, deadline: at(seconds), copyOwner: copyOwner)
    }

    private func connected() -> ConnectionState {
        var state = ConnectionState(hosts: 1, connectTimeout: .seconds(3), drainTimeout: .seconds(5))
        #expect(state.handle(.start, at: start) == .connect(attempt: 0))
        #expect(state.handle(.connected, at: start) == .announceConnected)
        return state
    }

    @Test("hosts are tried in order, each with its own timeout, then it gives up")
    func hosts() {
        var state = ConnectionState(hosts: 3, connectTimeout: .seconds(3), drainTimeout: .seconds(5))
        #expect(state.handle(.start, at: start) == .connect(attempt: 0))
        #expect(state.handle(.tick, at: at(2)) == .none)
        #expect(state.handle(.tick, at: at(3)) == .connect(attempt: 1))
        #expect(state.nextDeadline == at(6))
        #expect(state.handle(.attemptFailed(fatal: false), at: at(4)) == .connect(attempt: 2))
        #expect(state.handle(.attemptFailed(fatal: false), at: at(5)) == .giveUp)
        #expect(state.phase == .closed)
    }

    @Test("refused credentials end the search for a host")
    func fatal() {
        var state = ConnectionState(hosts: 3, connectTimeout: .seconds(3), drainTimeout: .seconds(5))
        _ = state.handle(.start, at: start)
        #expect(state.handle(.attemptFailed(fatal: true), at: start) == .giveUp)
    }

    @Test("requests run in order, one at a time")
    func order() {
        var state = connected()
        #expect(state.handle(.submit(ticket(1)), at: start) == .send(1))
        #expect(state.handle(.submit(ticket(2)), at: start) == .none)
        #expect(state.handle(.submit(ticket(3)), at: start) == .none)
        #expect(state.handle(.ready, at: start) == .answer(1, then: 2))
        #expect(state.handle(.ready, at: start) == .answer(2, then: 3))
        #expect(state.handle(.ready, at: start) == .answer(3, then: nil))
        #expect(state.phase == .idle)
    }

    @Test("a cancelled request is answered only when the server is ready and the cancel has been delivered")
    func cancel() {
        for readyFirst in [true, false] {
            var state = connected()
            _ = state.handle(.submit(ticket(1)), at: start)
            _ = state.handle(.submit(ticket(2)), at: start)
            #expect(state.handle(.cancel(1), at: start) == .cancelOnServer(1, .cancelled))
            #expect(state.handle(.cancel(1), at: start) == .none)
            let events: [ConnectionState.Event] = readyFirst ? [.ready, .cancelDelivered] : [.cancelDelivered, .ready]
            #expect(state.handle(events[0], at: start) == .none)
            #expect(state.handle(events[1], at: start) == .answer(1, then: 2))
        }
    }

    @Test("a cancel that changed nothing is sent again, and its second delivery is waited for")
    func cancelAgain() {
        var state = connected()
        _ = state.handle(.submit(ticket(1)), at: start)
        _ = state.handle(.cancel(1), at: start)
        #expect(state.handle(.cancelDelivered, at: start) == .none)
        let due = start + ConnectionState.cancelPause
        #expect(state.nextDeadline == due)
        #expect(state.handle(.tick, at: due) == .cancelOnServer(1, .cancelled))
        #expect(state.handle(.tick, at: due) == .none)
        #expect(state.handle(.ready, at: due) == .none)
        #expect(state.handle(.cancelDelivered, at: due) == .answer(1, then: nil))
    }

    @Test("a cancelled request that was never sent is refused; an unknown one changes nothing")
    func cancelWaiting() {
        var state = connected()
        _ = state.handle(.submit(ticket(1)), at: start)
        _ = state.handle(.submit(ticket(2)), at: start)
        #expect(state.handle(.cancel(2), at: start) == .refuse(2, .cancelled))
        #expect(state.handle(.cancel(9), at: start) == .none)
        #expect(state.handle(.ready, at: start) == .answer(1, then: nil))
    }

    @Test("a late request is cancelled, and a server that does not react costs the connection")
    func deadlines() {
        var state = connected()
        _ = state.handle(.submit(ticket(1, due: 10)), at: start)
        _ = state.handle(.submit(ticket(2, due: 4)), at: start)
        #expect(state.nextDeadline == at(4))
        #expect(state.handle(.tick, at: at(4)) == .refuse(2, .deadline))
        #expect(state.handle(.tick, at: at(4)) == .none)
        #expect(state.handle(.tick, at: at(10)) == .cancelOnServer(1, .deadline))
        #expect(state.handle(.tick, at: at(14)) == .none)
        #expect(state.handle(.tick, at: at(15)) == .close)
        #expect(state.handle(.ready, at: at(16)) == .none)
    }

    @Test("while COPY is open only its owner may send")
    func copy() {
        var state = connected()
        _ = state.handle(.submit(ticket(1)), at: start)
        #expect(state.handle(.paused, at: start) == .answer(1, then: nil))
        #expect(state.phase == .copying(owner: 1))
        #expect(state.handle(.submit(ticket(2)), at: start) == .none)
        #expect(state.handle(.submit(ticket(3, copyOwner: 1)), at: start) == .send(3))
        #expect(state.handle(.paused, at: start) == .answer(3, then: nil))
        #expect(state.handle(.submit(ticket(4, copyOwner: 1)), at: start) == .send(4))
        #expect(state.handle(.ready, at: start) == .answer(4, then: 2))
    }

    @Test("a lost connection closes from every state")
    func lost() {
        var state = connected()
        #expect(state.handle(.lost, at: start) == .close)
        state = connected()
        _ = state.handle(.submit(ticket(1)), at: start)
        _ = state.handle(.cancel(1), at: start)
        #expect(state.handle(.lost, at: start) == .close)
        #expect(state.handle(.submit(ticket(2)), at: start) == .none)
        #expect(state.phase == .closed)
    }

    @Test("several hosts become single attempts; what the string says wins over the defaults")
    func targets() throws {
        let text = "postgresql://me:pw@one:1,two:2/db?target_session_attrs=prefer-standby&tcp_user_timeout=7"
        let targets = try ConnectionTarget.targets(of: PoolConfiguration(connectionString: text))
        #expect(targets.map { $0.options["host"] } == ["one", "two", "one", "two"])
        #expect(targets.map { $0.options["port"] } == ["1", "2", "1", "2"])
        #expect(targets.map { $0.options["target_session_attrs"] } == ["standby", "standby", "any", "any"])
        #expect(targets[0].options["tcp_user_timeout"] == "7")
        #expect(targets[0].options["keepalives_idle"] == "30")
    }

    @Test("a connection string that cannot be parsed is refused without quoting it")
    func badString() async {
        let configuration = PoolConfiguration(connectionString: "host=a password=s3cret garbage")
        let error = await postgresError { _ = try ConnectionTarget.targets(of: configuration) }
        #expect(error.code == .invalidConfiguration)
        #expect(!error.debugDescription.contains("s3cret") && !error.debugDescription.contains("garbage"))
        #expect(!"\(configuration) \(String(reflecting: configuration))".contains("s3cret"))
    }

    @Test("the SQLSTATE is read out of a verbose connection message")
    func verboseMessage() {
        let text = #"connection to server on socket "/tmp/x" failed: FATAL:  3D000: database "x" does not exist"#
        #expect(Wire.sqlState(in: text) == .undefinedDatabase)
        #expect(Wire.sqlState(in: "connection refused") == nil)
    }
}
