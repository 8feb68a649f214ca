/// The request under way on a connection's thread, and what it has brought so far.
///
/// A class, never leaving its thread: a copy of the arrays per result would make a pipeline quadratic.
final class Job {
    /// One command inside a pipeline.
    enum Slot: Equatable {
        case deallocate(String)
        case prepare(name: String, text: String)
        /// Runs statement number `index`; `prepared` when from a cached plan.
        case execute(index: Int, prepared: Bool)
    }

    let request: Request
    var slots: [Slot] = []
    /// The slot whose results arrive now.
    var slot = 0
    var results: [Rows] = []
    var failure: PostgresError?
    /// The slot in which `failure` happened.
    var failedSlot = 0
    var cause: ConnectionState.Cause?
    let isRetry: Bool
    /// False while a piece of COPY is only being sent.
    var expectsResults = true

    init(request: Request, isRetry: Bool = false) {
        self.request = request
        self.isRetry = isRetry
    }

    /// Takes the first failure; later ones only follow from it.
    func fail(_ error: PostgresError) {
        guard failure == nil else { return }
        failure = error
        failedSlot = slot
    }

    /// The statement text that belongs to the current slot, for errors.
    var currentText: String? {
        guard case .statements(let statements) = request.work else { return request.text }
        guard slot < slots.count else { return nil }
        switch slots[slot] {
        case .deallocate: return nil
        case .prepare(_, let text): return text
        case .execute(let index, _): return statements[index].text
        }
    }

    /// The failure as the caller should see it: a cancelled statement says who cancelled it.
    var shownFailure: PostgresError? {
        guard var failure else { return nil }
        if case .copyAbort = request.work { return nil }
        switch failure.sqlState {
        case .queryCanceled: failure.code = cause == .cancelled ? .cancelled : .queryTimeout
        case .adminShutdown, .crashShutdown, .cannotConnectNow, .idleInTransactionTimeout:
            failure.code = .connectionLost
        default: break
        }
        return failure
    }

    /// True when a cached plan no longer fits its tables, or the session has lost its prepared statements.
    var failedOnStalePlan: Bool {
        guard let state = failure?.sqlState, failedSlot < slots.count else { return false }
        switch slots[failedSlot] {
        case .execute(_, let prepared): return prepared && (state == .featureNotSupported || lostPlans)
        case .deallocate: return lostPlans
        case .prepare: return false
        }
    }

    /// True when the server no longer knows a prepared statement.
    var lostPlans: Bool { failure?.sqlState == .undefinedPreparedStatement }
}
