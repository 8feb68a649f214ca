@testable import Rostering

/// Random problems with a solved, a half-emptied or a random roster (which may break any rule), until enough was counted.
struct ReasonCases {
    var seed: UInt64
    var officers = 9
    /// Whether random rosters are left out.
    var lawful = false
    /// What is to be counted to.
    var enough: Int

    /// Hands over cases, and the count for the visitor to go on with, until it is enough.
    func each(_ visit: (Problem, ProblemDocument, Roster, inout Int) throws -> Void) throws {
        var random = RandomProblem(seed: seed)
        var counted = 0
        while counted < enough {
            let document = random.document(officers: officers)
            let problem = try Problem(document)
            let kind = random.number(0...(lawful ? 1 : 2))
            var placements = random.placements(problem)
            if kind < 2 {
                let solved = solve(problem, limits: SolveLimits(iterations: 300), progress: { _ in .goOn })
                placements = solved.placements(in: problem)
                if kind == 1 { placements = placements.filter { _ in random.chance(60) } }
            }
            try visit(problem, document, Roster(problem, placements), &counted)
        }
    }
}
