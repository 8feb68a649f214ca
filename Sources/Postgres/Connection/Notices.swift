import CLibpq

/// Hears the notices of one session and keeps the one that matters: a COMMIT that did not wait for its standby.
///
/// When that wait is cancelled, by our deadline or by an operator, the server warns and then answers COMMIT as if all were
/// well; taken at its word, an acknowledged write could be missing after a failover (SyncRepWaitForLSN in syncrep.c).
/// Used on the connection's thread only.
final class Notices {
    private var isUnreplicated = false

    /// Registers with a handle, which must be closed before this goes away.
    func receive(from handle: OpaquePointer?) {
        PQsetNoticeReceiver(
            handle,
            { notices, result in
                guard let notices, let name = PQresultErrorField(result, Notices.sourceFunction) else { return }
                // A name in the source, which no locale translates.
                guard String(cString: name) == "SyncRepWaitForLSN" else { return }
                Unmanaged<Notices>.fromOpaque(notices).takeUnretainedValue().isUnreplicated = true
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Whether such a notice has come since it was last asked.
    func takeUnreplicated() -> Bool {
        defer { isUnreplicated = false }
        return isUnreplicated
    }

    /// PG_DIAG_SOURCE_FUNCTION (postgres_ext.h), a C character macro.
    private static let sourceFunction = Int32(UInt8(ascii: "R"))
}
