import Deployment
import Records
import Rostering

/// Who could take one duty now: everybody, nearest first, and the rule that keeps each of the others from it.
package struct CandidateRanking: Sendable, Codable, Equatable {
    /// An officer whom a rule keeps from the duty.
    package struct Blocked: Sendable, Codable, Equatable {
        package var officer: String
        /// The first rule that applies; a decision by its number only.
        package var words: String
    }

    package var post: String
    package var day: Day
    package var shift: String
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
    package var filled: Int
    /// Officers in service in the window: candidates and blocked.
    package var headcount: Int
    package var candidates: [RepairCandidate]
    package var blockedCounts: DutyReasons
    package var blocked: [Blocked]

    init(_ ground: RepairProblem, _ duty: Int) throws {
        let facts = ground.problem.duties[duty]
        var pricer = RowPricer(ground.problem, ground.base)
        let ranking = pricer.ranking(of: duty, begun: ground.begun)
        let words = RepairWords(ground: ground)
        let reasons = BlockedReasons(ground)
        post = ground.post(duty)
        day = ground.date(facts.day)
        shift = ground.shift(duty)
        level = ground.level(duty)
        min = facts.min
        target = facts.target
        filled = ranking.filled
        headcount = ranking.candidates.count + ranking.blocked.count
        candidates = try ranking.candidates.map { candidate in
            RepairCandidate(
                officer: ground.problem.officerIDs[candidate.officer], cost: candidate.total,
                costs: candidate.change.byName, leavesPost: candidate.leaves.map(ground.post),
                leavesShift: candidate.leaves.map(ground.shift),
                words: try words.words(candidate, for: duty, pricer))
        }
        blockedCounts = reasons.counts(ranking)
        blocked = ranking.blocked.map {
            Blocked(officer: ground.problem.officerIDs[$0.officer], words: reasons.words($0, duty))
        }
    }
}
