/// One thing for a connection to do, and who waits for it.
struct Request: Sendable {
    let id: RequestID
    let work: Work
    let deadline: ContinuousClock.Instant
    let continuation: CheckedContinuation<[Rows], any Error>

    /// What the connection can be asked for.
    enum Work: Sendable {
        /// One statement, or several in one round trip; fails as one.
        case statements([Statement])
        /// Several statements in one text, by the simple protocol.
        case script(String)
        case copyOpen(String)
        case copyChunk([UInt8], owner: RequestID)
        case copyClose(owner: RequestID)
        case copyAbort(owner: RequestID)
    }

    /// The request whose COPY this one goes on with.
    var copyOwner: RequestID? {
        switch work {
        case .copyChunk(_, let owner), .copyClose(let owner), .copyAbort(let owner): owner
        case .statements, .script, .copyOpen: nil
        }
    }

    /// The SQL text, for errors.
    var text: String? {
        switch work {
        case .statements(let statements): statements.count == 1 ? statements[0].text : nil
        case .script(let text), .copyOpen(let text): text
        case .copyChunk, .copyClose, .copyAbort: nil
        }
    }
}

/// Where a session stands between statements.
package enum TransactionStatus: Sendable {
    /// No transaction is open.
    case idle
    /// A transaction is open.
    case open
    /// A transaction is open and only ROLLBACK is accepted.
    case failed
    /// The connection is gone, or a statement is under way.
    case unknown
}
