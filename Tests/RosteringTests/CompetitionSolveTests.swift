import Testing

@testable import Rostering

@Suite("Solve the nurse competition")
struct CompetitionSolveTests {
    @Test("The search never drifts from a recount on random problems of the competition", arguments: 1...20)
    func noDrift(seed: Int) {
        var random = RandomProblem(seed: UInt64(seed))
        let competition = random.wildCompetition()
        let problem = Problem(competition)
        guard !problem.duties.isEmpty, !problem.officerIDs.isEmpty else { return }
        let tables = Tables(problem)
        var search = Search(tables, seed: UInt64(seed))
        defer { search.free() }
        for _ in 0..<100 {
            search.run(50, temperature: 60 * 1024)
            search.recount()
            let roster = CompetitionRoster(
                assignments: search.placements(search.board.duty).map {
                    .init(nurse: $0.officer, day: $0.day, shift: $0.shift, skill: $0.post)
                })
            let score = CompetitionScore(competition, roster)
            #expect(score[.succession] == 0 && score[.skill] == 0 && score[.oneAssignment] == 0)
            if score.isFeasible { #expect(score.total == search.board.cost) }
        }
    }

    @Test("A sample is solved without a hard violation, and far below a roster that nobody improved", arguments: 1...3)
    func sample(seed: Int) {
        let (competition, first) = CompetitionProblem.sampleAndRoster(seed: UInt64(seed), nurses: 12, weeks: 2)
        let limits = SolveLimits(iterations: 150_000, seed: UInt64(seed))
        let roster = solveCompetition(competition, limits: limits, checking: true) { _ in .goOn }
        let score = CompetitionScore(competition, roster)
        #expect(score.isFeasible)
        #expect(score.total < CompetitionScore(competition, first).total)
        #expect(roster == solveCompetition(competition, limits: limits) { _ in .goOn })
    }
}
