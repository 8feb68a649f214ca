/// Turns evidence into flags: the threshold of one statistic, and the silence after a flag.
struct Alarm: Sendable {
    let statistic: Statistic
    private let budget: ErrorBudget
    private var flagged: [Int32]

    init(_ statistic: Statistic, keys: Int, budget: ErrorBudget) {
        self.statistic = statistic
        self.budget = budget
        flagged = [Int32](repeating: -History.never, count: keys)
    }

    /// Evidence at which a key flags, where so many keys share the budget of the statistic.
    func threshold(keys: Double) -> Double {
        max(1, keys) / budget.flagsAYear(of: statistic)
    }

    /// Whether a key that crossed its threshold may flag: not within the silence after its last flag. Notes the flag.
    mutating func sounds(_ key: Int, _ day: Int32) -> Bool {
        guard day - flagged[key] > statistic.silence else { return false }
        flagged[key] = day
        return true
    }

    /// The flag of a key.
    func flag(
        _ subjects: [Subject], on day: Int32, evidence: Double, since: Int32, finding: Finding? = nil
    ) -> AuditFlag {
        AuditFlag(
            raisedOn: day, pattern: statistic.pattern, subjects: subjects, evidence: .eValue(evidence), firstEvent: since,
            lastEvent: day, detail: statistic.rawValue, finding: finding)
    }
}
