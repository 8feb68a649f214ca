import CLibpq

extension Wire {
    func startConnecting(to target: ConnectionTarget) {
        PQfinish(handle)
        let options = target.sessionOptions(configuration).sorted { $0.key < $1.key }
        // Looks up the host name and may block there: this thread may, and the resolver has its own bound.
        handle = withCStrings(options.map(\.key)) { keywords in
            withCStrings(options.map(\.value)) { values in PQconnectStartParams(keywords, values, 0) }
        }
        guard handle != nil, PQstatus(handle) != CONNECTION_BAD else { return attemptFailed() }
        // Verbose, because libpq gives the SQLSTATE of a refused connection only inside the text.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        notices.receive(from: handle)
        polling = PGRES_POLLING_WRITING
    }

    func pollConnection() {
        polling = PQconnectPoll(handle)
        switch polling {
        case PGRES_POLLING_FAILED: attemptFailed()
        case PGRES_POLLING_OK:
            PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
            guard PQsetnonblocking(handle, 1) == 0 else { return attemptFailed() }
            handle(.connected)
        default: break
        }
    }

    func announceConnected() {
        let (process, version) = (PQbackendPID(handle), PQserverVersion(handle))
        mailbox.update { status in
            status.processID = process
            status.serverVersion = version
        }
        connecting?.resume()
        connecting = nil
    }

    func attemptFailed() {
        let message = connectionMessage
        let error = PostgresError(.unreachable, message, sqlState: Wire.sqlState(in: message))
        lastFailure = error
        // As libpq does: a server that answers and refuses the credentials ends the search.
        handle(.attemptFailed(fatal: error.sqlState?.category == "28"))
    }

    /// The SQLSTATE in a verbose message: `FATAL:  28P01: password authentication failed`.
    static func sqlState(in message: String) -> SQLState? {
        for part in message.split(separator: ":").map({ $0.drop { $0 == " " } }) where part.utf8.count == 5 {
            let isCode = part.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
            if isCode, part != "FATAL", part != "ERROR", part != "PANIC" { return SQLState(rawValue: String(part)) }
        }
        return nil
    }

    var transactionStatus: TransactionStatus {
        switch PQtransactionStatus(handle) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .open
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }
}
