/// Class A of the audit: breaches of the rules on documentation, each certain at one event.
///
/// Closes one day after another and takes in what became known on it; what was recorded before day 0 is taken in on day 0.
/// Closing a day costs O(its duties + its records + the relief on record of those who were not where they were published).
struct RuleWatch: Sendable {
    private var decisionsSeen = 0
    private var relief = ReliefOnRecord()
    private var duties = DutyComparison()
    private var reasons = ReasonsInUse()
    private var reviews = ReviewsDue()

    init() {}

    /// Closes a day: 0 first, then each in turn. The history may have grown by rows known on that day.
    mutating func close(_ day: Int32, of history: History, into flags: inout [AuditFlag]) {
        takeDecisions(day, of: history, into: &flags)
        for index in reviews.missed(by: day, in: history) {
            flags.append(.deficient("review_missed", index, raisedOn: day, in: history))
        }
        relief.take(day, of: history)
        duties.close(day, of: history, relief: relief, into: &flags)
    }

    private mutating func takeDecisions(_ day: Int32, of history: History, into flags: inout [AuditFlag]) {
        while decisionsSeen < history.decisions.count, history.decisions[decisionsSeen].recorded <= day {
            let index = decisionsSeen
            decisionsSeen += 1
            if let scope = history.selectiveScope(ofDecision: index) {
                flags.append(.rule(.selectiveScope, scope, index, raisedOn: day, in: history))
            }
            for fault in history.documentFaults(ofDecision: index) {
                flags.append(.deficient(fault, index, raisedOn: day, in: history))
            }
            if reasons.isBoilerplate(history.decisions[index]) {
                flags.append(.deficient("boilerplate", index, raisedOn: day, in: history))
            }
            if history.isRollover(index, asKnownOn: day) {
                flags.append(.deficient("rollover", index, raisedOn: day, in: history))
            }
            reviews.expect(index, of: history, notBefore: day)
        }
    }
}
