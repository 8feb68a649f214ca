/// One element of `Pool.listen`.
///
/// A hint that it is worth looking at the tables now; never the data itself, and never the only way to learn of it.
package enum Notification: Sendable, Equatable {
    /// Listening has begun or begun again: anything may have been missed before, so look at everything.
    case resync
    /// Somebody sent a NOTIFY.
    case message(channel: String, payload: String, processID: Int32)
}
