import ArgumentParser
import Deployment
import Foundation
import Rostering

/// Moves a second, the curve of the cost, and the marks beside a greedy roster: all in one run.
struct SolveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Time the roster engine on problem files, or on problems it makes itself, beside a greedy roster.")

    private static let known = SampleProblem.Size.allCases.map(\.rawValue).joined(separator: ", ")

    @Argument(help: "Problem files (evenhand-roster-problem/1); without any the program makes its own.")
    var problems: [String] = []

    @Option(parsing: .upToNextOption, help: "Sizes of the problems made here: \(SolveBenchmark.known).")
    var sizes = [SampleProblem.Size.s.rawValue, SampleProblem.Size.co6.rawValue]

    @Option(parsing: .upToNextOption, help: "Seconds to search; each is measured by itself.")
    var times = [1.0, 10]

    @Option(help: "Seeds of each figure; the middle one counts.")
    var seeds = 3

    @Option(help: "Threads to search with.")
    var threads = 2

    func validate() throws {
        if let wrong = sizes.first(where: { SampleProblem.Size(rawValue: $0) == nil }) {
            throw ValidationError("\(wrong) is none of \(SolveBenchmark.known)")
        }
        if times.isEmpty || !times.allSatisfy((0.1...86_400).contains) {
            throw ValidationError("--times are 0.1 to 86400 seconds")
        }
        if !(1...99).contains(seeds) { throw ValidationError("--seeds is 1 to 99") }
        if !(1...64).contains(threads) { throw ValidationError("--threads is 1 to 64") }
    }

    func run() async throws {
        try await reporting {
            let table = SolveTable()
            var marks: [SolveMark] = []
            for problem in try grounds() {
                let greedy = greedyRoster(problem)
                Terminal.say(table.heading(problem, greedy))
                for time in times.sorted() {
                    let runs = (1...seeds).map {
                        SolveMeasure(problem, limit: time, seed: UInt64($0), threads: threads)
                    }
                    for run in runs { Terminal.say(table.line(run)) }
                    marks.append(SolveMark(problem: problem.name, runs: runs, greedyCost: greedy.cost))
                }
            }
            Terminal.say(table.marks(marks))
        }
    }

    private func grounds() throws -> [Problem] {
        if problems.isEmpty {
            return try sizes.compactMap(SampleProblem.Size.init).map {
                try Problem(SampleProblem($0, seed: 1).document)
            }
        }
        return try problems.map { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw BadInput(reasons: ["\(path): cannot be read"])
            }
            do {
                return try Problem(ProblemDocument(json: JSON.parse(data)))
            } catch let error as ProblemError {
                throw BadInput(reasons: error.faults.map { "\(path): \($0)" })
            } catch let error as JSONError {
                throw BadInput(reasons: ["\(path): \(error)"])
            }
        }
    }
}
