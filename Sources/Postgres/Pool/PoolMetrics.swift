/// What a pool is doing and has done, at one moment.
package struct PoolMetrics: Sendable, Equatable {
    /// Where the pool stands; see the drawing in `PoolState`.
    package enum State: String, Sendable {
        /// Opens connections as needed.
        case running
        /// The server cannot be reached; requests are refused at once.
        case circuitOpen
        /// One connection is being tried after an outage.
        case probing
        /// Waits for what is lent.
        case shuttingDown
        /// Over.
        case shutDown
    }

    /// Where the pool stands.
    package var state: State
    /// Connections lent at the moment.
    package var inUse = 0
    /// Connections ready to be lent.
    package var idle = 0
    /// Connections being opened.
    package var opening = 0
    /// Tasks waiting for a connection.
    package var waiting = 0
    /// The most connections allowed.
    package var limit = 0
    /// Connections opened so far.
    package var opened = 0
    /// Connection attempts failed so far.
    package var failed = 0
    /// Acquisitions refused because all connections stayed busy.
    package var exhausted = 0
    /// Acquisitions refused because no server could be reached.
    package var unreachable = 0
    /// Requests sent to the server so far (a pipeline is one).
    package var queries = 0
    /// Seconds spent on them in all, waiting included.
    package var querySeconds = 0.0
}

extension PoolMetrics.State {
    init(_ phase: PoolState.Phase) {
        self =
            switch phase {
            case .running: .running
            case .circuitOpen: .circuitOpen
            case .probing: .probing
            case .shuttingDown: .shuttingDown
            case .shutDown: .shutDown
            }
    }
}
