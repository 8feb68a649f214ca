/// What a search made of a competition problem.
package struct CompetitionSolution: Sendable, Equatable {
    package let roster: CompetitionRoster
    /// No roster without a hard violation costs less; nil where none was proved.
    package let lowerBound: Int?
}

/// Finds a roster of a competition problem with the engine of `solve`; see there for threads, limits and `progress`.
///
/// With `checking` the competition's own score is compared with the search's sum at the end as well.
package func solveCompetition(
    _ competition: CompetitionProblem, limits: SolveLimits, checking: Bool = false,
    progress: (SolveProgress) -> SolveVerdict
) -> CompetitionSolution {
    let solver = Solver(Problem(competition), limits, checking: checking)
    solver.run(progress)
    let (placements, cost) = solver.best()
    let roster = CompetitionRoster(
        assignments: placements.map { .init(nurse: $0.officer, day: $0.day, shift: $0.shift, skill: $0.post) })
    if checking {
        let score = CompetitionScore(competition, roster)
        precondition(!score.isFeasible || score.total == cost, "the search says \(cost), the score \(score.total)")
    }
    return CompetitionSolution(roster: roster, lowerBound: solver.lowerBound)
}
