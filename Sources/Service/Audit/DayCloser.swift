import Impartiality

/// An engine that closes the days of a history one after another: the audit, or what a test puts in its place.
package protocol DayCloser: Sendable {
    /// Closes the next day and returns what it raises.
    mutating func close(_ day: Int32, of history: History) -> [AuditFlag]
}

extension Audit: DayCloser {}
