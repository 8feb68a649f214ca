/// One session with PostgreSQL.
///
/// Statements run one after the other in the order they were asked for, whoever asks. A cancelled task cancels its
/// statement and gets its answer only when the session is usable again or closed. Obtained from `Pool.withConnection` or
/// `Pool.transaction`; do not keep it beyond the closure.
package final class Connection: Sendable {
    let mailbox: Mailbox
    let configuration: PoolConfiguration
    let meter: QueryMeter?

    private init(mailbox: Mailbox, configuration: PoolConfiguration, meter: QueryMeter?) {
        self.mailbox = mailbox
        self.configuration = configuration
        self.meter = meter
    }

    deinit {
        mailbox.post(.close)
    }

    /// Opens a session outside any pool.
    ///
    /// Throws `unreachable` when no host accepts in time, `invalidConfiguration`, or `cancelled`.
    package static func connect(_ configuration: PoolConfiguration) async throws -> Connection {
        try await connect(configuration, hooks: ConnectionHooks(), meter: nil)
    }

    static func connect(
        _ configuration: PoolConfiguration, hooks: ConnectionHooks, meter: QueryMeter?
    ) async throws -> Connection {
        let targets = try ConnectionTarget.targets(of: configuration)
        let mailbox = try Mailbox()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (connecting: CheckedContinuation<Void, any Error>) in
                do {
                    try BackgroundThread.start {
                        Wire(
                            mailbox: mailbox, configuration: configuration, targets: targets, hooks: hooks,
                            connecting: connecting
                        ).run()
                    }
                } catch {
                    connecting.resume(throwing: error)
                }
                if Task.isCancelled { mailbox.post(.close) }
            }
        } onCancel: {
            mailbox.post(.close)
        }
        return Connection(mailbox: mailbox, configuration: configuration, meter: meter)
    }

    /// Runs one statement and returns its rows.
    ///
    /// A text that comes back is prepared on the server and kept (least recently used of a bounded number). `deadline`
    /// replaces the configured one. Throws `PostgresError`.
    package func query(_ statement: Statement, deadline: Duration? = nil) async throws -> Rows {
        let results = try await perform(.statements([statement]), deadline: deadline)
        guard let rows = results.first else { throw PostgresError(.protocolViolation, "a statement without a result") }
        return rows
    }

    /// Runs one statement and returns the number of rows it touched.
    @discardableResult
    package func execute(_ statement: Statement, deadline: Duration? = nil) async throws -> Int {
        try await query(statement, deadline: deadline).affected
    }

    /// Runs several statements in one text, such as a migration; the server takes them as one transaction unless the
    /// text or the session has opened one itself. The text takes no values.
    package func script(_ sql: String, deadline: Duration? = nil) async throws {
        _ = try await perform(.script(sql), deadline: deadline)
    }

    /// Runs many statements in one round trip and returns their results in order.
    ///
    /// Fails as one: the first error is thrown, and outside a transaction nothing of the batch remains.
    package func pipeline(_ statements: [Statement], deadline: Duration? = nil) async throws -> [Rows] {
        guard !statements.isEmpty else { return [] }
        let results = try await perform(.statements(statements), deadline: deadline)
        guard results.count == statements.count else {
            throw PostgresError(.protocolViolation, "\(statements.count) statements, \(results.count) results")
        }
        return results
    }

    /// Ends the session at once; statements under way fail with `connectionLost`.
    package func close() {
        mailbox.post(.close)
    }

    /// True when the session is over.
    package var isClosed: Bool { mailbox.status.ended != nil }

    /// Where the session stands after the last answered statement.
    package var transactionStatus: TransactionStatus { mailbox.status.transaction }

    /// The server process behind this session, as in `pg_stat_activity.pid`.
    package var processID: Int32 { mailbox.status.processID }

    /// The server's version as a number: 150004 is 15.4.
    package var serverVersion: Int { Int(mailbox.status.serverVersion) }

    /// Hands work to the connection's thread and awaits its answer.
    ///
    /// `followsCancellation` is false for work that must end by itself: COMMIT, ROLLBACK, the pieces of a COPY.
    func perform(
        _ work: Request.Work, deadline: Duration? = nil, followsCancellation: Bool = true, id given: RequestID? = nil
    ) async throws -> [Rows] {
        try work.validate()
        if followsCancellation, Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
        let id = given ?? mailbox.nextID()
        let started = ContinuousClock.now
        let due = started + (deadline ?? configuration.queryDeadline)
        defer { meter?.record(ContinuousClock.now - started) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                mailbox.submit(Request(id: id, work: work, deadline: due, continuation: continuation))
                // A cancellation before the line above found no such request; one after it finds it.
                if followsCancellation, Task.isCancelled { mailbox.post(.cancel(id)) }
            }
        } onCancel: {
            if followsCancellation { mailbox.post(.cancel(id)) }
        }
    }

    /// Makes the session fit for the next user; false when it must be closed instead. Never cancelled.
    func tidy() async -> Bool {
        let status = mailbox.status
        guard status.ended == nil, status.outstanding == 0, !status.isReadOnly else { return false }
        if status.transaction == .idle { return true }
        _ = try? await perform(
            .statements(["ROLLBACK"]), deadline: configuration.drainTimeout, followsCancellation: false)
        return mailbox.status.ended == nil && mailbox.status.transaction == .idle
    }
}

extension Request.Work {
    /// Throws `invalidStatement` for what cannot cross the wire: libpq would cut a text at a NUL byte in silence.
    func validate() throws {
        switch self {
        case .statements(let statements):
            for statement in statements { try Request.Work.validate(statement) }
        case .script(let text), .copyOpen(let text): try Request.Work.validate(text)
        case .copyChunk, .copyClose, .copyAbort: break
        }
    }

    private static func validate(_ statement: Statement) throws {
        for case .text(let text) in statement.pieces { try validate(text) }
        for case let text? in statement.parameters.map(\.text) { try validate(text) }
        // The protocol counts parameters in 16 bits.
        guard statement.parameters.count <= 65_535 else {
            throw PostgresError(.invalidStatement, "\(statement.parameters.count) parameters; the most is 65535")
        }
    }

    private static func validate(_ text: String) throws {
        guard !text.utf8.contains(0) else {
            throw PostgresError(.invalidStatement, "a text holds a NUL character, which PostgreSQL cannot store")
        }
    }
}
