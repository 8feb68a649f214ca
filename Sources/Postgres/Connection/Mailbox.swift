import CLibpq
import Glibc
import Synchronization

/// The only way to a connection's thread: requests go in here and wake it.
///
/// Nothing but this crosses threads; the libpq handle stays with its one owner.
final class Mailbox: Sendable {
    enum Message: Sendable {
        case submit(Request)
        case cancel(RequestID)
        case cancelDelivered
        case close
    }

    /// What other threads may know about the connection.
    struct Status: Sendable {
        var transaction = TransactionStatus.idle
        var processID: Int32 = 0
        var serverVersion: Int32 = 0
        /// A write was refused because the session is read-only: another session may not be.
        var isReadOnly = false
        /// Requests submitted and not yet answered.
        var outstanding = 0
        /// Set once, when the connection is over.
        var ended: PostgresError?
    }

    private struct State {
        var messages: [Message] = []
        var status = Status()
        var lastID: RequestID = 0
    }

    private let state = Mutex(State())
    private let wake: WakePipe

    /// Throws `unreachable` when the process has no descriptors left.
    init() throws {
        wake = try WakePipe()
    }

    var status: Status { state.withLock { $0.status } }

    /// Becomes readable when there are messages.
    var readiness: Int32 { wake.readEnd }

    func nextID() -> RequestID {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Hands a request over; answers it at once when the connection is over.
    func submit(_ request: Request) {
        let ended = state.withLock { state in
            if state.status.ended == nil {
                state.messages.append(.submit(request))
                state.status.outstanding += 1
            }
            return state.status.ended
        }
        if let ended { request.continuation.resume(throwing: ended) } else { wake.signal() }
    }

    func post(_ message: Message) {
        state.withLock { $0.messages.append(message) }
        wake.signal()
    }

    /// The messages so far, in order; for the connection's thread.
    func take() -> [Message] {
        wake.drain()
        return state.withLock { state in
            defer { state.messages = [] }
            return state.messages
        }
    }

    /// Publishes what changed, before the request it belongs to is answered.
    func update(_ change: (inout Status) -> Void) {
        state.withLock { change(&$0.status) }
    }

    /// Refuses everything from now on; returns the requests that were still in the box.
    func end(_ error: PostgresError) -> [Request] {
        state.withLock { state in
            state.status.ended = error
            defer { state.messages = [] }
            return state.messages.compactMap { message in
                if case .submit(let request) = message { request } else { nil }
            }
        }
    }
}

/// A pipe that ends a poll(2); both ends are closed together when nobody holds it any more.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else {
            throw PostgresError(.unreachable, "no pipe: \(String(cString: strerror(errno)))")
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// A full pipe is awake already, so the result does not matter.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }

    func drain() {
        var buffer = [UInt8](repeating: 0, count: 64)
        while read(readEnd, &buffer, buffer.count) > 0 {}
    }
}
