import Testing

@testable import Rostering

@Suite("Solve with a bound")
struct BoundedSolveTests {
    private func problem(_ seed: UInt64) throws -> Problem {
        try Problem(SampleProblem(seed: seed, officers: 24, posts: 4, sites: 3, days: 14).document)
    }

    @Test(
        "The same seed and iterations give the same roster and bound, with one thread and with two", arguments: [1, 2])
    func deterministic(threads: Int) throws {
        let problem = try problem(3)
        let limits = SolveLimits(iterations: 400_000, threads: threads, seed: 5)
        var first = solve(problem, limits: limits, checking: true) { _ in .goOn }
        var second = solve(problem, limits: limits) { _ in .goOn }
        (first.seconds, second.seconds) = (0, 0)
        #expect(first == second)
        let bound = try #require(first.lowerBound)
        #expect(bound <= first.cost)
        #expect(bound * 10 > first.cost * 8, "the bound \(bound) says little of \(first.cost)")
    }

    @Test("What the prices leave untried is lawful still: steering touches the search's choices, never the rules")
    func steering() throws {
        let problem = try problem(4)
        let tables = Tables(problem)
        let before = (0..<tables.eligible.count).map { tables.eligible[$0] }
        let bound = BoundSearch(tables)
        bound.run(iterations: 2000, upperBound: 20_000)
        var steering = Steering(tables, bound, upperBound: bound.bound + 200)
        defer { steering.free() }
        while steering.step(7) {}
        steering.apply(tables)
        #expect(before == (0..<tables.eligible.count).map { tables.eligible[$0] })
        var listed = 0
        for duty in 0..<tables.dutyCount {
            for place in Int(tables.likely.start[duty])..<Int(tables.likely.start[duty + 1]) {
                let officer = Int(tables.likely.officers[place])
                #expect(tables.likely.bits[officer * tables.words + duty / 64] >> UInt64(duty % 64) & 1 == 1)
                listed += 1
            }
        }
        let likely = (0..<tables.likely.bits.count).reduce(0) { $0 + tables.likely.bits[$1].nonzeroBitCount }
        let eligible = before.reduce(0) { $0 + $1.nonzeroBitCount }
        #expect(listed == likely)
        #expect(likely < eligible)
        for word in before.indices { #expect(tables.likely.bits[word] & ~before[word] == 0) }
    }

    @Test("A solve that is stopped hands back the best roster it had told of")
    func stopped() throws {
        let problem = try problem(6)
        var told = Int.max
        let roster = solve(problem, limits: SolveLimits(threads: 2)) { progress in
            told = progress.cost
            return progress.iterations > 100_000 ? .stopAndKeepBest : .goOn
        }
        #expect(roster.cost == told)
        #expect(evaluate(problem, roster.placements(in: problem)).total == told)
    }
}
