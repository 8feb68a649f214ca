import Deployment
import FoundationEssentials
import Records
import Rostering

/// Why a roster version has this officer on this duty: what it costs, and who else could have been there.
package struct DeploymentReasons: Sendable, Codable, Equatable {
    /// Another officer in the same place, everything else being equal.
    package struct Alternative: Sendable, Codable, Equatable {
        package var officer: String
        /// Post and shift of the duty on which the two would change places; nil where the other is free that day.
        package var swapsPost: String?
        package var swapsShift: String?
        /// What the cost of the roster would change by; `effects` and `ownEffects` sum to it.
        package var cost: Int
        /// The facts behind the change of the other's row, dearest first.
        package var effects: [DutyReasons.Effect]
        /// The facts behind the change of the row of the officer explained.
        package var ownEffects: [DutyReasons.Effect]
    }

    package var version: Int64
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String
    /// The moment whose record the reasons are worked out from.
    package var asOf: Date
    /// Whether the roster is as lawful and costs as much by that record as when it was made; if not, the record has changed.
    package var isAsMade: Bool
    /// What the duty costs in the officer's own row against a day off: the sum of `effects`.
    package var cost: Int
    package var effects: [DutyReasons.Effect]
    /// Every officer once; the headcount.
    package var standings: DutyReasons
    /// How many of those on another duty could lawfully have changed places.
    package var swaps: Int
    /// Whether nobody else could lawfully have been there, all else equal.
    package var isOnlyOne: Bool
    /// The cheapest alternatives, cheapest first.
    package var alternatives: [Alternative]
}

extension DeploymentReasons {
    /// Works them out; nil where today's record knows the officer, the post or the duty no more.
    ///
    /// Throws as `VersionProblem` does.
    init?(
        _ basis: VersionBasis, officer: String, day: Day, asOf: Date, check: () throws -> Void
    ) throws {
        let ground = try VersionProblem(basis, check: check)
        let (built, problem) = (ground.built, ground.problem)
        var explainer = built.explainer(problem, ground.placements)
        try check()
        guard let index = problem.index(officer: officer),
            let reason = explainer.deployment(of: index, on: day.days(since: problem.start))
        else { return nil }
        let words = built.words(problem)
        let duty = BuiltDuty(post: reason.post, day: reason.day, shift: reason.shift)
        self.init(
            version: basis.version.id, officer: officer, day: day, shift: built.recordShift(reason.shift),
            post: reason.post, asOf: asOf, isAsMade: ground.isAsMade,
            cost: reason.effects.reduce(0) { $0 + $1.change }, effects: built.effects(reason.effects, words),
            standings: built.counts(reason.standings, duty, workers: ground.workers(duty)), swaps: reason.swaps,
            isOnlyOne: reason.isOnlyOne,
            alternatives: reason.alternatives.map { other in
                Alternative(
                    officer: other.officer, swapsPost: other.swaps?.post,
                    swapsShift: other.swaps.map { built.recordShift($0.shift) }, cost: other.change.total,
                    effects: built.effects(other.effects, words), ownEffects: built.effects(other.ownEffects, words))
            })
    }
}
