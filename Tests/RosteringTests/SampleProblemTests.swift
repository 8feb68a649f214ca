import Deployment
import Testing

@testable import Rostering

@Suite("Sample problems")
struct SampleProblemTests {
    @Test("One seed gives one document, another seed another, and both are read again", arguments: [1, 2, 3])
    func deterministic(seed: UInt64) throws {
        let document = SampleProblem(.s, seed: seed).document
        #expect(SampleProblem(.s, seed: seed).document == document)
        #expect(SampleProblem(.s, seed: seed + 1).document != document)
        #expect(try ProblemDocument(json: JSON.parse(document.json().bytes())) == document)
    }

    @Test("Any size from the smallest is a problem", arguments: 1...12)
    func anySize(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed))
        let document = SampleProblem(
            seed: UInt64(seed), officers: random.number(1...60), posts: random.number(1...20),
            sites: random.number(1...30), days: random.number(7...60)
        ).document
        let problem = try Problem(document)
        let roster = solve(problem, limits: SolveLimits(iterations: 2000), checking: true) { _ in .goOn }
        #expect(evaluate(problem, roster.placements(in: problem)).isLawful)
    }

    @Test("The demand is about what the officers on pattern can do", arguments: [SampleProblem.Size.s, .m, .co6])
    func balanced(size: SampleProblem.Size) {
        let document = SampleProblem(size, seed: 4).document
        let available = document.officers.reduce(0) { sum, officer in
            sum
                + (0..<document.days).count { day in
                    officer.rostered[day] != nil && !officer.unavailable.contains { $0.contains(day) }
                }
        }
        let wanted = document.demand.reduce(0) { $0 + $1.target }
        #expect(wanted * 100 > available * 88)
        #expect(wanted * 100 < available * 112)
        #expect(Set(document.demand.map(\.weight)) == [1, 2, 4])
        #expect(document.officers.contains { $0.contract == "flexible" })
        #expect(document.officers.contains { $0.skills["AFO"] == nil })
        #expect(size == .s || document.nonDeployments.contains { $0.posts != nil })
    }

    @Test("The referee accepts a sample")
    func referee() throws {
        let document = SampleProblem(.xs, seed: 9).document
        let problem = try Problem(document)
        let rosters = [greedyRoster(problem), solve(problem, limits: SolveLimits(iterations: 5000)) { _ in .goOn }]
        let texts = rosters.map { $0.json().text() }
        guard let answers = try Referee.judge([(document.json().text(), texts)]) else { return }
        for result in try #require(answers[0]["results"]?.elements, "\(answers[0].text())") {
            #expect(result["violations"]?.elements == [])
            #expect(result["wrongClaims"]?.elements == [])
        }
    }
}
