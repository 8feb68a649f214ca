/// Anything that went wrong between this process and PostgreSQL.
///
/// Two levels of text: `description` is safe for logs and pages (code, SQLSTATE, constraint name; never a value, a
/// server message or SQL), `debugDescription` tells everything except parameter values and the password.
package struct PostgresError: Error, Sendable {
    /// What kind of failure this is; an open set, so that a new kind breaks no `switch`.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        /// A stable name for logs and metrics.
        package let description: String

        /// The server refused a statement; `sqlState` says why.
        package static let server = Code(description: "server")
        /// The connection broke while in use; a statement under way may or may not have run.
        package static let connectionLost = Code(description: "connectionLost")
        /// COMMIT was sent and no answer came: the transaction may have happened.
        package static let commitOutcomeUnknown = Code(description: "commitOutcomeUnknown")
        /// No server can be reached: an outage (also while the circuit breaker is open).
        package static let unreachable = Code(description: "unreachable")
        /// All connections stayed busy for the whole acquire timeout; the server itself is fine.
        package static let poolExhausted = Code(description: "poolExhausted")
        /// The pool is shutting down or shut down.
        package static let poolShutDown = Code(description: "poolShutDown")
        /// The statement did not end before its deadline; it was cancelled.
        package static let queryTimeout = Code(description: "queryTimeout")
        /// The task was cancelled, and its statement with it.
        package static let cancelled = Code(description: "cancelled")
        /// A value could not be read as the wanted Swift type; `column` and `message` name it.
        package static let decoding = Code(description: "decoding")
        /// A statement cannot be sent as written (NUL byte, more than 65,535 parameters).
        package static let invalidStatement = Code(description: "invalidStatement")
        /// The settings make no sense (connection string cannot be parsed).
        package static let invalidConfiguration = Code(description: "invalidConfiguration")
        /// libpq or the server answered in a way that this client does not expect.
        package static let protocolViolation = Code(description: "protocolViolation")
        /// The private server could not be initialised, started or stopped.
        package static let privateServer = Code(description: "privateServer")
    }

    /// What kind of failure this is.
    package var code: Code
    /// The server's SQLSTATE, when the server answered.
    package var sqlState: SQLState?
    /// The full text; may quote data, so for debugging only.
    package var message: String
    /// The server's DETAIL; may quote data.
    package var detail: String?
    /// The server's HINT.
    package var hint: String?
    /// The violated constraint.
    package var constraintName: String?
    /// The schema concerned.
    package var schema: String?
    /// The table concerned.
    package var table: String?
    /// The column concerned (server errors and decoding errors).
    package var column: String?
    /// The statement with its placeholders, without its values.
    package var statement: String?
    /// True when a cached plan was out of date: running the transaction again will succeed.
    package var isStalePlan = false

    /// An error of this client itself.
    package init(_ code: Code, _ message: String, sqlState: SQLState? = nil) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
    }

    /// True when the same transaction may succeed if run again: serialisation failure, deadlock, stale plan.
    package var isRetryable: Bool {
        sqlState == .serialisationFailure || sqlState == .deadlock || isStalePlan
    }

    /// True when the server cannot be used at the moment, so that a caller should answer "unavailable" rather than "failed".
    package var isOutage: Bool {
        switch code {
        case .unreachable, .connectionLost, .commitOutcomeUnknown, .poolShutDown: true
        default: sqlState.map(PostgresError.outages.contains) ?? false
        }
    }

    /// What a server says that is starting, stopping, full or not the primary.
    private static let outages: Set<SQLState> = [
        .readOnlyTransaction, .cannotConnectNow, .tooManyConnections, .adminShutdown, .crashShutdown,
    ]

    /// True when the same work may succeed later without anybody changing it: an outage, a busy pool, a slow server.
    package var isPassing: Bool {
        isOutage || isRetryable || code == .poolExhausted || code == .queryTimeout
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe text: code, SQLSTATE and constraint name only.
    package var description: String {
        var text = "PostgresError \(code)"
        if let sqlState { text += " \(sqlState)" }
        if let constraintName { text += " constraint \(constraintName)" }
        return text
    }

    /// Everything known, for an operator's eyes; may quote data, never holds parameter values or the password.
    package var debugDescription: String {
        var parts = ["\(description): \(message)"]
        let fields: [(String, String?)] = [
            ("detail", detail), ("hint", hint), ("schema", schema), ("table", table), ("column", column),
            ("statement", statement),
        ]
        for (name, value) in fields {
            if let value { parts.append("\(name): \(value)") }
        }
        return parts.joined(separator: "; ")
    }
}
