/// A five-character SQLSTATE code; an open set, the constants are the ones this code base reacts to.
///
/// Source: PostgreSQL documentation, Appendix A.
package struct SQLState: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The five characters.
    package let rawValue: String

    /// Wraps a code as the server sent it.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Wraps a literal code.
    package init(stringLiteral value: String) {
        rawValue = value
    }

    /// The first two characters: the class of the condition ("23": integrity constraint violation).
    package var category: String { String(rawValue.prefix(2)) }

    /// The five characters.
    package var description: String { rawValue }

    /// A NOT NULL column was given no value.
    package static let notNullViolation: SQLState = "23502"
    /// A foreign key points at nothing, or something still points here.
    package static let foreignKeyViolation: SQLState = "23503"
    /// A unique key exists already.
    package static let uniqueViolation: SQLState = "23505"
    /// A CHECK constraint is false.
    package static let checkViolation: SQLState = "23514"
    /// An exclusion constraint found an overlap.
    package static let exclusionViolation: SQLState = "23P01"
    /// A text cannot be read as the type of its column.
    package static let invalidTextRepresentation: SQLState = "22P02"
    /// A date or time lies outside what the type holds.
    package static let datetimeOutOfRange: SQLState = "22008"
    /// A write in a read-only transaction or on a standby.
    package static let readOnlyTransaction: SQLState = "25006"
    /// A command after an error in the same transaction.
    package static let transactionAborted: SQLState = "25P02"
    /// The session was ended because its transaction stayed idle.
    package static let idleInTransactionTimeout: SQLState = "25P03"
    /// A prepared statement is unknown (pooler, DISCARD ALL).
    package static let undefinedPreparedStatement: SQLState = "26000"
    /// Feature not supported; also "cached plan must not change result type".
    package static let featureNotSupported: SQLState = "0A000"
    /// Serialisation failure: run the transaction again.
    package static let serialisationFailure: SQLState = "40001"
    /// Deadlock: run the transaction again.
    package static let deadlock: SQLState = "40P01"
    /// The role may not do this.
    package static let insufficientPrivilege: SQLState = "42501"
    /// A table does not exist.
    package static let undefinedTable: SQLState = "42P01"
    /// A column does not exist.
    package static let undefinedColumn: SQLState = "42703"
    /// The SQL text cannot be parsed.
    package static let syntaxError: SQLState = "42601"
    /// The server has no connection slot left.
    package static let tooManyConnections: SQLState = "53300"
    /// A lock was not available (NOWAIT or lock_timeout).
    package static let lockNotAvailable: SQLState = "55P03"
    /// The statement was cancelled, by us, an operator or statement_timeout.
    package static let queryCanceled: SQLState = "57014"
    /// The server is shutting down, or an operator ended the session.
    package static let adminShutdown: SQLState = "57P01"
    /// Another server process crashed and took this session with it.
    package static let crashShutdown: SQLState = "57P02"
    /// The server is starting up or stopping.
    package static let cannotConnectNow: SQLState = "57P03"
    /// RAISE EXCEPTION without a code: one of our own triggers.
    package static let raisedException: SQLState = "P0001"
    /// The database does not exist.
    package static let undefinedDatabase: SQLState = "3D000"
    /// The password is wrong.
    package static let invalidPassword: SQLState = "28P01"
}
