extension PostgresError {
    /// The text of an error raised by one of our own triggers or functions, else nil.
    ///
    /// Those texts carry no personal data by house rule, so they may be shown to users (with `hint`). P0001 is RAISE
    /// EXCEPTION without a code; the class "EV" is kept for our own codes.
    package var raisedMessage: String? {
        guard code == .server, let sqlState else { return nil }
        return sqlState == .raisedException || sqlState.category == "EV" ? message : nil
    }

    /// One sentence that a user can read; safe: names constraints and columns, never a value.
    package var readableMessage: String {
        if let raisedMessage { return raisedMessage }
        if code == .server, let sqlState { return readable(sqlState) }
        switch code {
        case .unreachable: return "The database cannot be reached at the moment; try again shortly."
        case .connectionLost: return "The connection to the database was lost; try again."
        case .commitOutcomeUnknown:
            return "The connection was lost while saving; check whether the change was recorded before trying again."
        case .poolExhausted: return "The service is busy; try again shortly."
        case .poolShutDown: return "The service is stopping."
        case .queryTimeout: return "The database took too long to answer."
        case .cancelled: return "The request was cancelled."
        // Paths, programs and the server's own last words at its start: what an operator needs, nothing from a table.
        case .privateServer: return message
        // The words of our own set-up and of PostgreSQL's programs; they hold no record's data and no password.
        case .privateServer, .invalidConfiguration: return message
        default: return "The database request failed."
        }
    }

    private func readable(_ state: SQLState) -> String {
        let named = constraintName.map { " (\($0))" } ?? ""
        let place = column.map { " (\($0))" } ?? named
        switch state {
        case .uniqueViolation: return "A record with the same key exists already\(named)."
        case .foreignKeyViolation:
            return "A record that this one depends on does not exist, or is still in use\(named)."
        case .checkViolation: return "A value breaks a rule\(named)."
        case .exclusionViolation: return "The time overlaps with an existing record\(named)."
        case .notNullViolation: return "A value is missing\(place)."
        case .insufficientPrivilege: return "The database does not permit this."
        case .readOnlyTransaction: return "The database is read-only at the moment."
        case .cannotConnectNow: return "The database is starting or stopping; try again shortly."
        case .tooManyConnections: return "The database has no free connection; try again shortly."
        case .serialisationFailure, .deadlock: return "Somebody else changed the same records; try again."
        case .lockNotAvailable: return "Somebody else is changing this record; try again."
        case .queryCanceled: return "The database took too long to answer."
        default:
            return state.category == "22" ? "A value has the wrong form\(place)." : "The database request failed."
        }
    }
}
