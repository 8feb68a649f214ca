/// How to reach PostgreSQL and how long to wait for it; each default says why.
package struct PoolConfiguration: Sendable {
    /// A libpq conninfo string or URI.
    ///
    /// Several hosts are tried in order, each with `connectTimeout`; `target_session_attrs` picks the primary. May hold
    /// a password, so this type prints without it.
    package var connectionString: String

    /// Connections at most. 8: two per core of a small server keep it busy; more only queue inside PostgreSQL.
    package var maximumConnections = 8

    /// How long a task waits for a connection. 5 s: longer than any healthy burst, shorter than a person's patience.
    package var acquireTimeout: Duration = .seconds(5)

    /// How long one host may take to accept. 3 s: a SYN is sent again after 1 s and 3 s, so one loss is survived.
    package var connectTimeout: Duration = .seconds(3)

    /// How long a statement may take before it is cancelled. 30 s: every page and job step must be far below.
    ///
    /// A call that knows better passes its own deadline.
    package var queryDeadline: Duration = .seconds(30)

    /// How long a cancelled statement may take to end before its connection is closed. 5 s: the server checks often.
    package var drainTimeout: Duration = .seconds(5)

    /// The server's own `statement_timeout`. 10 min: ends what a vanished client left behind; nil leaves it to the server.
    package var statementTimeout: Duration? = .seconds(600)

    /// The server's `idle_in_transaction_session_timeout`. 60 s: an open transaction holds back vacuum and locks.
    package var idleInTransactionTimeout: Duration? = .seconds(60)

    /// How long an unused connection is kept. 5 min: outlives a quiet spell, gives memory back at night.
    package var idleTimeout: Duration = .seconds(300)

    /// How old a connection may grow. 1 h: follows a moved address or failover without anybody's help.
    package var maximumLifetime: Duration = .seconds(3600)

    /// How long unacknowledged data may stay on the wire (`tcp_user_timeout`). 10 s: finds a lost peer.
    package var tcpUserTimeout: Duration = .seconds(10)

    /// Shown in `pg_stat_activity`.
    package var applicationName = "evenhand"

    /// Failed connection attempts in a row that open the circuit. 3: one lost packet is no outage.
    package var breakerThreshold = 3

    /// The pause after the first failed attempt; doubles with each. 50 ms: the circuit opens within 150 ms of refusals.
    package var retryPause: Duration = .milliseconds(50)

    /// How long the circuit stays open before one probe; doubles with each failed probe. 500 ms: a restart takes seconds.
    package var breakerPause: Duration = .milliseconds(500)

    /// The longest the circuit stays open. 2 s: after a failover everybody writes again within 10 s of the promotion.
    package var breakerPauseLimit: Duration = .seconds(2)

    /// How long shutdown waits for connections in use. 8 s: the service stops within 10 s.
    package var shutdownTimeout: Duration = .seconds(8)

    /// How often a listening connection proves that it still listens. 15 s: well inside usual NAT and proxy timeouts.
    package var listenPing: Duration = .seconds(15)

    /// Prepared statements kept per connection. 128: more than the service has distinct statements on a hot path.
    package var preparedStatements = 128

    /// Defaults for everything but where the server is.
    package init(connectionString: String) {
        self.connectionString = connectionString
    }
}

extension PoolConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Sizes and timeouts, never the connection string.
    package var description: String {
        "PoolConfiguration(maximumConnections: \(maximumConnections), acquireTimeout: \(acquireTimeout))"
    }

    /// The same as `description`: the connection string may hold a password.
    package var debugDescription: String { description }

    /// Hides the connection string from `dump`.
    package var customMirror: Mirror { Mirror(self, children: ["maximumConnections": maximumConnections]) }
}
