/// Watches a history day by day and raises flags; what is raised at the end of a day rests on what was on record by then.
///
/// One engine for a whole history read from files and for a service that closes one day after another: the flags are the
/// same, because a day is closed with the same rows either way.
package struct Audit: Sendable {
    /// The days closed so far: the next to close has this number.
    package private(set) var closed: Int32 = 0

    /// An audit that has seen nothing of the history yet.
    package init(_ history: History, budget: ErrorBudget = ErrorBudget()) {
    }

    /// Closes the next day: takes in what became known on it and returns the flags it raises, in the order of their pattern
    /// and subjects.
    ///
    /// The history may have grown since the last call by rows of this day; rows of earlier days must not change, but for the
    /// dates that come later (`left`, `reviewed`, an open end).
    package mutating func close(_ day: Int32, of history: History) -> [AuditFlag] {
        precondition(day == closed, "days are closed one after another")
        closed += 1
        return []
    }

    /// Every flag that a history raises up to a day (its last one by default).
    package static func flags(
        of history: History, until: Int32? = nil, budget: ErrorBudget = ErrorBudget()
    ) -> [AuditFlag] {
        var audit = Audit(history, budget: budget)
        let last = min(until ?? history.lastDay, history.lastDay)
        var flags: [AuditFlag] = []
        for day in 0..<max(0, last + 1) { flags += audit.close(day, of: history) }
        return flags
    }
}
