/// Watches a history day by day and raises flags; what is raised at the end of a day rests on what was on record by then.
///
/// One engine for a whole history read from files and for a service that closes one day after another: the flags are the
/// same, because a day is closed with the same rows either way. The rules and each pattern see the day one after another
/// and nothing of each other; a new pattern is one more file in Patterns, a property of its group and a line in its `close`.
package struct Audit: Sendable {
    /// The days closed so far: the next to close has this number.
    package private(set) var closed: Int32 = 0
    private var ground: Ground
    private var rules = RuleWatch()
    private var relieved: RelievedPatterns
    private var drawn: DrawnPatterns

    /// An audit that has seen nothing of the history yet. Places, posts, people and teams are taken from the history once: when
    /// one is added or changed, a new audit must replay the days.
    package init(_ history: History, budget: ErrorBudget = ErrorBudget()) {
        ground = Ground(history)
        relieved = RelievedPatterns(history, ground.places, budget)
        drawn = DrawnPatterns(history, ground.places, budget)
    }

    /// Closes the next day: takes in what became known on it and returns the flags it raises, rules first.
    ///
    /// The history may have grown since the last call by rows of this day; rows of earlier days must not change, but for the
    /// dates that come later (`left`, `reviewed`, an open end). About a millisecond for a command of 770.
    package mutating func close(_ day: Int32, of history: History) -> [AuditFlag] {
        precondition(day == closed, "days are closed one after another")
        closed += 1
        var flags: [AuditFlag] = []
        ground.open(day, history)
        rules.close(day, of: history, into: &flags)
        relieved.close(ground, history, &flags)
        drawn.close(ground, history, &flags)
        return flags
    }

    /// Every flag that a history raises up to a day (its last one by default): those of `close`, in the same order.
    ///
    /// The two groups of patterns replay the days at the same time, each over ground of its own. Throws `CancellationError`
    /// within a day of the history.
    package static func flags(
        of history: History, until: Int32? = nil, budget: ErrorBudget = ErrorBudget()
    ) async throws -> [AuditFlag] {
        let days = 0..<max(0, min(until ?? history.lastDay, history.lastDay) + 1)
        async let drawn = replay(DrawnPatterns.self, days, history, budget)
        let relieved = try replay(RelievedPatterns.self, days, history, budget)
        var rules = RuleWatch()
        let broken = days.map { day in
            var flags: [AuditFlag] = []
            rules.close(day, of: history, into: &flags)
            return flags
        }
        return zip(broken, zip(relieved, try await drawn)).flatMap { $0 + $1.0 + $1.1 }
    }

    /// The flags of one group, day by day.
    private static func replay<Group: PatternGroup>(
        _ group: Group.Type, _ days: Range<Int32>, _ history: History, _ budget: ErrorBudget
    ) throws -> [[AuditFlag]] {
        var ground = Ground(history, withReliefs: Group.seesReliefs)
        var group = Group(history, ground.places, budget)
        return try days.map { day in
            try Task.checkCancellation()
            var flags: [AuditFlag] = []
            ground.open(day, history)
            group.close(ground, history, &flags)
            return flags
        }
    }
}
