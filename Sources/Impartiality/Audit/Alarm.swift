/// Turns the evidence of one statistic into flags: its threshold, and the silence after a flag.
struct Alarm: Sendable {
    let statistic: Statistic
    private let bound: Double
    private var flagged: [Int32]

    init(_ statistic: Statistic, keys: Int, budget: ErrorBudget) {
        self.statistic = statistic
        bound = budget.bound(of: statistic)
        flagged = [Int32](repeating: -History.never, count: keys)
    }

    /// The evidence at which a key flags, where so many keys of one command share the bound.
    func threshold(keys: Int) -> Double {
        Double(max(1, keys)) / bound
    }

    /// Whether a key that crossed its threshold may flag: not within the silence after its last flag. Notes the flag.
    mutating func sounds(_ key: Int, _ day: Int32) -> Bool {
        guard day - flagged[key] > statistic.silence else { return false }
        flagged[key] = day
        return true
    }

    /// The flag of subjects whose evidence began on a day.
    func flag(
        _ subjects: [Subject], on day: Int32, evidence: Double, since: Int32, finding: Finding
    ) -> AuditFlag {
        AuditFlag(
            raisedOn: day, pattern: statistic.pattern, subjects: subjects, evidence: .eValue(evidence),
            firstEvent: since,
            lastEvent: day, detail: statistic.rawValue, finding: finding)
    }
}
