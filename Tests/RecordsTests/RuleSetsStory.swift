import Deployment
import FoundationEssentials
import Records
import TestDatabase

extension Cast {
    /// Leaves a row in every ledgered table of the rule sets, each by the way it is meant to come.
    func playRules() async throws {
        let sets = RuleSets(pool: database.pool)
        let first = Day(iso: "2027-06-07") ?? Day(number: 0)
        _ = try await sets.except(
            NewRuleException(
                officer: Cast.rowe, rule: .restDaySpacing, from: first, to: first.adding(9), basis: .ownRequest,
                note: "Asked for a long stretch before leave."), by: id("Kerr"))
        _ = try await sets.optOut(officer: Cast.rowe, from: first, reference: "Form 12, file A", by: id("Kerr"))
    }
}
