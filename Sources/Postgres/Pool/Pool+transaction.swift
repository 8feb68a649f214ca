/// How much a transaction sees of the others.
package enum Isolation: String, Sendable {
    /// Each statement sees what was committed before it.
    case readCommitted = "READ COMMITTED"
    /// The whole transaction sees one snapshot.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after the other; may fail with 40001 and is then run again.
    case serializable = "SERIALIZABLE"
}

/// What the current task adds to each of its transactions that write.
///
/// A type of its own around the function: a release build by Swift 6.3 crashed on a task-local value that is a function.
package struct BeforeCommit: Sendable {
    /// Runs on the transaction's connection as the last thing before COMMIT; when it throws, all is rolled back.
    let run: @Sendable (Connection) async throws -> Void

    /// A step that runs `run`.
    package init(_ run: @escaping @Sendable (Connection) async throws -> Void) {
        self.run = run
    }

    /// The step of the current task; nil for none.
    @TaskLocal package static var step: BeforeCommit?
}

extension Pool {
    /// Runs `body` in a transaction: COMMIT when it returns, ROLLBACK when it throws or the task is cancelled.
    ///
    /// On a serialisation failure, a deadlock or a stale plan the whole of `body` runs again, at most `attempts` times in
    /// all, after a pause with jitter; so `body` must change nothing but the database. Throws `commitOutcomeUnknown` when
    /// the connection broke during COMMIT.
    @discardableResult
    nonisolated(nonsending) package func transaction<R>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, attempts: Int = 3,
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        var attempt = 1
        while true {
            do {
                return try await withConnection { connection in
                    try await connection.transaction(isolation: isolation, readOnly: readOnly, body)
                }
            } catch let error as PostgresError where error.isRetryable && attempt < attempts {
                // 10 ms doubles with each attempt; the jitter keeps two rivals from meeting again.
                let pause = 10.0 * Double(1 << min(attempt - 1, 6)) * Double.random(in: 0.5...1.5)
                attempt += 1
                do {
                    try await Task.sleep(for: .milliseconds(pause))
                } catch {
                    throw PostgresError(.cancelled, "cancelled between two attempts of a transaction")
                }
            }
        }
    }
}

extension Connection {
    /// Runs `body` in a transaction on this connection, once; see `Pool.transaction`.
    @discardableResult
    nonisolated(nonsending) package func transaction<R>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false,
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        // Not READ WRITE: an operator who sets default_transaction_read_only means it.
        try await execute(
            Statement(unsafe: "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")"))
        let result: R
        do {
            result = try await body(self)
            if !readOnly, let step = BeforeCommit.step { try await step.run(self) }
            if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled before COMMIT") }
        } catch {
            await rollback()
            throw error
        }
        try await commit()
        return result
    }

    /// Never cancelled: a COMMIT under way has an outcome, and it must be known.
    private func commit() async throws {
        do {
            let rows = try await perform(.statements(["COMMIT"]), followsCancellation: false)
            // COMMIT of a failed transaction answers ROLLBACK: the body swallowed an error.
            guard rows.first?.commandTag == "COMMIT" else {
                throw PostgresError(
                    .server, "an earlier error was ignored, so the transaction was rolled back",
                    sqlState: .transactionAborted)
            }
        } catch var error as PostgresError {
            if error.code == .connectionLost || error.code == .queryTimeout { error.code = .commitOutcomeUnknown }
            throw error
        }
    }

    /// A failure closes the connection, which rolls back as well.
    private func rollback() async {
        guard !isClosed, transactionStatus != .idle else { return }
        do {
            _ = try await perform(
                .statements(["ROLLBACK"]), deadline: configuration.drainTimeout, followsCancellation: false)
        } catch {
            close()
        }
    }
}
