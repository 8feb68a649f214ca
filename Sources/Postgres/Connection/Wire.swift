import CLibpq
import Glibc

/// The executor of one connection: owns the libpq handle, lives on a thread of its own, carries out what
/// `ConnectionState` decides.
///
/// Why a thread per connection *and* non-blocking libpq. A thread: libpq has one owner for life
/// (vapor-community/postgresql#51), name lookup and TLS inside it may block without stalling the cooperative pool, and no
/// event loop has to be told about a descriptor that changes while connecting. Non-blocking calls with poll(2): every wait
/// has a deadline, a request to cancel gets through while a statement runs, an idle connection hears at once that its peer
/// is gone, notifications arrive without polling. A sleeping thread costs some kilobytes; the pool bounds their number.
///
/// Not Sendable: made, used and freed inside its thread. The rest of the program holds the `Mailbox`.
final class Wire {
    let mailbox: Mailbox
    let configuration: PoolConfiguration
    let targets: [ConnectionTarget]
    let hooks: ConnectionHooks
    var handle: OpaquePointer?
    var state: ConnectionState
    var cache: StatementCache
    var job: Job?
    var polling = PGRES_POLLING_WRITING
    var connecting: CheckedContinuation<Void, any Error>?
    var lastFailure: PostgresError?
    /// Notices that change what an answer means.
    let notices = Notices()
    private var requests: [RequestID: Request] = [:]
    private var needsFlush = false
    private var isOver = false

    init(
        mailbox: Mailbox, configuration: PoolConfiguration, targets: [ConnectionTarget], hooks: ConnectionHooks,
        connecting: CheckedContinuation<Void, any Error>
    ) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.targets = targets
        self.hooks = hooks
        self.connecting = connecting
        cache = StatementCache(capacity: configuration.preparedStatements)
        state = ConnectionState(
            hosts: targets.count, connectTimeout: configuration.connectTimeout,
            drainTimeout: configuration.drainTimeout)
    }

    /// Runs until the connection is over.
    func run() {
        handle(.start)
        while !isOver {
            for message in mailbox.take() { receive(message) }
            while !isOver, let due = state.nextDeadline, due <= .now { handle(.tick) }
            if !isOver, wait() { serviceSocket() }
        }
    }

    private func receive(_ message: Mailbox.Message) {
        switch message {
        case .submit(let request):
            // The connection may have ended by an earlier message of the same batch.
            if let ended = mailbox.status.ended { return request.continuation.resume(throwing: ended) }
            requests[request.id] = request
            handle(.submit(.init(id: request.id, deadline: request.deadline, copyOwner: request.copyOwner)))
        case .cancel(let id): handle(.cancel(id))
        case .cancelDelivered: handle(.cancelDelivered)
        case .close: handle(.close)
        }
    }

    /// Feeds the state machine and carries out its answer.
    func handle(_ event: ConnectionState.Event) {
        switch state.handle(event, at: .now) {
        case .none: break
        case .connect(let attempt): startConnecting(to: targets[attempt])
        case .announceConnected: announceConnected()
        case .giveUp: close(lastFailure ?? PostgresError(.unreachable, "the connection attempt timed out"))
        case .send(let id): send(id)
        case .answer(let id, let next):
            answer(id)
            if let next { send(next) }
        case .refuse(let id, let cause): finish(id, .failure(error(for: cause, text: requests[id]?.text)))
        case .cancelOnServer(let id, let cause): cancelOnServer(id, cause)
        case .close: close(lossError())
        }
    }

    /// Waits for the socket, a message or the next deadline; true when the socket is ready.
    private func wait() -> Bool {
        // Asked for anew each time: while connecting libpq may close one socket and open another.
        let socket = PQsocket(handle)
        guard socket >= 0 else {
            if case .connecting = state.phase { attemptFailed() } else { lose("no socket") }
            return false
        }
        var wanted = Int32(POLLIN)
        if case .connecting = state.phase {
            wanted = polling == PGRES_POLLING_READING ? Int32(POLLIN) : Int32(POLLOUT)
        } else if needsFlush {
            wanted |= Int32(POLLOUT)
        }
        var descriptors = [
            pollfd(fd: socket, events: Int16(wanted), revents: 0),
            pollfd(fd: mailbox.readiness, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&descriptors, 2, timeout()) > 0 else { return false }
        return descriptors[0].revents != 0
    }

    /// Milliseconds to the next deadline, rounded up; -1 when there is none.
    private func timeout() -> Int32 {
        guard let due = state.nextDeadline else { return -1 }
        return Int32(clamping: max(0, milliseconds(due - .now) + 1))
    }

    private func serviceSocket() {
        if case .connecting = state.phase { return pollConnection() }
        guard PQconsumeInput(handle) == 1 else {
            collectLastWords()
            return lose(connectionMessage)
        }
        deliverNotifications()
        flush()
        collect()
    }

    private func deliverNotifications() {
        while let notify = PQnotifies(handle) {
            hooks.onNotification?(
                String(cString: notify.pointee.relname), String(cString: notify.pointee.extra), notify.pointee.be_pid)
            PQfreemem(notify)
        }
    }

    /// Sends what libpq holds back; what remains goes when the socket takes it.
    func flush() {
        let result = PQflush(handle)
        guard result >= 0 else { return lose(connectionMessage) }
        needsFlush = result == 1
        if !needsFlush, let job, !job.expectsResults { handle(.paused) }
    }

    /// What libpq last complained about.
    var connectionMessage: String { String(cString: PQerrorMessage(handle)).trimmed }

    /// The connection is gone: ends it unless it has ended already.
    func lose(_ message: String) {
        guard !isOver else { return }
        lastFailure = PostgresError(.connectionLost, message)
        handle(.lost)
    }

    private func send(_ id: RequestID) {
        guard let request = requests[id] else { return }
        job = Job(request: request)
        guard transmit(request.work) else { return lose(connectionMessage) }
        flush()
        // The answer may be in the buffer already (an error that ended a COPY), and then the socket stays silent.
        collect()
    }

    private func answer(_ id: RequestID) {
        guard let job, job.request.id == id else { return }
        if notices.takeUnreplicated() { job.fail(Wire.unreplicated) }
        self.job = nil
        if job.failure?.sqlState == .readOnlyTransaction { mailbox.update { $0.isReadOnly = true } }
        finish(id, job.shownFailure.map { .failure($0) } ?? .success(job.results))
    }

    /// It stands on this server, but whether it outlives a failover is not known.
    private static let unreplicated = PostgresError(
        .commitOutcomeUnknown, "the wait for the synchronous standby was broken off")

    private func finish(_ id: RequestID, _ result: Result<[Rows], any Error>) {
        guard let request = requests.removeValue(forKey: id) else { return }
        publish(answered: 1)
        request.continuation.resume(with: result)
    }

    func publish(answered: Int) {
        let transaction = transactionStatus
        mailbox.update { status in
            status.transaction = transaction
            status.outstanding -= answered
        }
    }

    private func lossError() -> PostgresError {
        if connecting != nil { return PostgresError(.cancelled, "cancelled while connecting") }
        return lastFailure ?? PostgresError(.connectionLost, "the connection was closed")
    }

    /// Closes the handle and answers everybody who still waits.
    private func close(_ error: PostgresError) {
        isOver = true
        PQfinish(handle)
        handle = nil
        if let job, let request = requests.removeValue(forKey: job.request.id) {
            request.continuation.resume(throwing: lastError(of: job, error))
        }
        job = nil
        let unsent = mailbox.end(error)
        for request in requests.values.sorted(by: { $0.id < $1.id }) + unsent {
            request.continuation.resume(throwing: error)
        }
        requests = [:]
        connecting?.resume(throwing: error)
        connecting = nil
        hooks.onEnd?(error)
    }

    /// What to tell the request that was under way: why it was cancelled, else what the server said last.
    private func lastError(of job: Job, _ error: PostgresError) -> PostgresError {
        if let cause = job.cause { return self.error(for: cause, text: job.request.text) }
        var shown = error
        shown.statement = job.request.text
        if let failure = job.failure {
            shown.sqlState = failure.sqlState
            shown.message = failure.message
        }
        return shown
    }

    private func error(for cause: ConnectionState.Cause, text: String?) -> PostgresError {
        var error =
            switch cause {
            case .cancelled: PostgresError(.cancelled, "the task was cancelled")
            case .deadline: PostgresError(.queryTimeout, "the deadline passed")
            }
        error.statement = text
        return error
    }
}

/// What a connection tells its owner; called on the connection's thread, so it must not block.
struct ConnectionHooks: Sendable {
    var onNotification: (@Sendable (_ channel: String, _ payload: String, _ process: Int32) -> Void)?
    var onEnd: (@Sendable (PostgresError) -> Void)?
}
