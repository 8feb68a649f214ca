import Deployment
import Postgres

/// One field of an input that breaks a rule.
package struct FieldProblem: Error, Hashable, Sendable, Codable {
    /// JSON pointer (RFC 6901) into the input, such as `/scope/ids/0`.
    package let pointer: String

    /// The rule in words, without the value.
    package let rule: String

    /// A problem at a pointer.
    package init(_ pointer: String, _ rule: String) {
        self.pointer = pointer
        self.rule = rule
    }
}

/// Why the records did not take a write or have no answer; every text may be shown, none holds a value of a person.
package enum RecordError: Error, Equatable, Sendable {
    /// There is no such thing, or this reader may not know of it.
    case notFound(String)
    /// A rule of the domain refused the write (SQLSTATE EV001 to EV008).
    case refused(Refusal, rule: String, message: String)
    /// The write contradicts what is on record by now: a duplicate, an overlap, or a revision that has moved on.
    case conflict(rule: String, message: String)
    /// The input breaks rules that need no look at the record.
    case invalid([FieldProblem])
}

extension RecordError: CustomStringConvertible {
    /// One line for people and logs.
    package var description: String {
        switch self {
        case .notFound(let what): "there is no \(what)"
        case .refused(_, let rule, let message): rule.isEmpty ? message : "\(message) (\(rule))"
        case .conflict(let rule, let message): rule.isEmpty ? message : "\(message) (\(rule))"
        case .invalid(let problems): problems.map { "\($0.pointer): \($0.rule)" }.joined(separator: "; ")
        }
    }
}

extension RecordError {
    /// What a PostgreSQL error means to a caller; nil when it is no answer about the data (an outage, a defect).
    init?(_ error: PostgresError) {
        guard let state = error.sqlState else { return nil }
        let rule = error.constraintName ?? ""
        if let refusal = Refusal(rawValue: state.rawValue) {
            self = .refused(refusal, rule: rule, message: error.message)
            return
        }
        switch state {
        case .uniqueViolation, .exclusionViolation:
            self = .conflict(rule: rule, message: ConstraintWords.message(rule) ?? error.readableMessage)
        case .foreignKeyViolation:
            let message = ConstraintWords.message(rule) ?? "names nothing that is on record, or is still in use"
            self = .invalid([FieldProblem(ConstraintWords.pointer(rule, table: error.table), message)])
        case .checkViolation, .notNullViolation, .invalidTextRepresentation, .datetimeOutOfRange:
            let pointer = error.column.map { "/\($0)" } ?? ConstraintWords.pointer(rule, table: error.table)
            self = .invalid([FieldProblem(pointer, ConstraintWords.message(rule) ?? error.readableMessage)])
        default:
            return nil
        }
    }
}

/// Runs work on the database and tells what its errors mean: `RecordError` where one fits, else the `PostgresError`.
nonisolated(nonsending) package func recording<R>(
    _ body: nonisolated(nonsending) () async throws -> R
) async throws -> R {
    do {
        return try await body()
    } catch let error as PostgresError {
        if let meaning = RecordError(error) { throw meaning }
        throw error
    }
}
