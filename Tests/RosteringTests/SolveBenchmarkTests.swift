import Deployment
import Foundation
import Testing

@testable import Rostering

@Suite("Solve benchmark")
struct SolveBenchmarkTests {
    @Test("The greedy roster is lawful whatever the problem, and never worse than an empty one", arguments: 1...60)
    func greedyIsLawful(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed) &* 13)
        let problem = try Problem(random.document(officers: 8))
        let roster = greedyRoster(problem)
        let evaluation = evaluate(problem, roster.placements(in: problem))
        #expect(evaluation.isLawful, "\(evaluation.violations)")
        #expect(evaluation.total == roster.cost)
        #expect(greedyRoster(problem).deployments == roster.deployments)
    }

    /// `greedy.py` of the peers reaches these on the development problems; the baseline is the same greedy, no weaker one.
    @Test(
        "The greedy roster costs what the peers' greedy costs",
        arguments: [("xs-1", 9822), ("s-1", 15902), ("m-1", 23433)])
    func greedyIsFair(name: String, cost: Int) throws {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = root.deletingLastPathComponent().appendingPathComponent("shared/roster/problems/\(name).json")
        guard let data = FileManager.default.contents(atPath: file.path) else {
            print("skipped: no ../shared/roster/problems/\(name).json beside the repository")
            return
        }
        #expect(greedyRoster(try Problem(ProblemDocument(json: JSON.parse(data)))).cost == cost)
    }

    @Test("A curve holds at each time what was reported last before it")
    func curve() {
        var curve = CostCurve(times: [1, 5, 10, 30])
        curve.note(seconds: 0.2, cost: 90, lowerBound: nil)
        curve.note(seconds: 0.9, cost: 80, lowerBound: nil)
        curve.note(seconds: 6, cost: 70, lowerBound: 10)
        curve.finish(seconds: 9.8, cost: 60, lowerBound: 20)
        #expect(
            curve.points == [
                .init(seconds: 1, cost: 80, lowerBound: nil), .init(seconds: 5, cost: 80, lowerBound: nil),
                .init(seconds: 10, cost: 60, lowerBound: 20),
            ])
    }

    @Test("A mark has the middle cost of its runs, the best bound and the ratio to greedy")
    func mark() throws {
        let problem = try Problem(Toy.document)
        var runs = [SolveMeasure](
            repeating: SolveMeasure(problem, limit: 0.01, seed: 1, threads: 1), count: 3)
        for (index, cost) in [300, 100, 200].enumerated() {
            runs[index].cost = cost
            runs[index].lowerBound = index == 0 ? nil : cost - 50
        }
        let mark = SolveMark(problem: "toy", runs: runs, greedyCost: 400)
        #expect(mark.cost == 200)
        #expect(mark.lowerBound == 150)
        #expect(mark.ratio == 0.5)
        let text = SolveTable().marks([mark])
        #expect(text.split(separator: "\n").map(\.count).min() == text.split(separator: "\n").map(\.count).max())
        #expect(text.hasSuffix("0.0 s      3     200    150   33.33 %     400      0.500"), "\(text)")
    }

    @Test("A measured run agrees with its roster")
    func measure() throws {
        let problem = try Problem(Toy.document)
        let run = SolveMeasure(problem, limit: 0.05, seed: 3, threads: 2)
        #expect(run.cost <= evaluate(problem, []).total)
        #expect(run.seconds > 0)
        #expect(SolveTable().line(run).contains("seed 3: cost \(run.cost)"))
    }

    @Test("Decimals are rounded and padded")
    func decimals() {
        #expect(SolveTable.decimal(1.005, 1) == "1.0")
        #expect(SolveTable.decimal(0.0449, 2) == "0.04")
        #expect(SolveTable.decimal(12.34, 0) == "12")
        #expect(SolveTable.decimal(-0.5, 2) == "-0.50")
    }
}
