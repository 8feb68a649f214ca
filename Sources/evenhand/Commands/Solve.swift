import ArgumentParser
import Deployment
import Foundation
import Rostering

/// `evenhand solve PROBLEM -o ROSTER`: a roster for a problem file, without any database.
struct Solve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Solve a rostering problem file (evenhand-roster-problem/1) and write the roster (evenhand-roster/1)."
    )

    @Argument(help: "The problem, a JSON file.")
    var problem: String

    @Option(name: .shortAndLong, help: "Where to write the roster.")
    var output: String

    @Option(help: "Seconds to search; the roster improves to the end of its time.")
    var time: Double?

    @Option(help: "Iterations to search; with one thread the same seed and iterations give the same roster.")
    var iterations: Int?

    @Option(help: "The seed of the search.")
    var seed: UInt64 = 1

    @Option(help: "Threads to search with.")
    var threads = 2

    @ArgumentParser.Flag(help: "Recount the cost from scratch after every improvement.")
    var check = false

    func validate() throws {
        if let time, !(0...86_400).contains(time) { throw ValidationError("--time is 0 to 86400 seconds") }
        if let iterations, iterations < 0 { throw ValidationError("--iterations is not negative") }
        if threads < 1 || threads > 64 { throw ValidationError("--threads is 1 to 64") }
    }

    func run() async throws {
        try await reporting {
            let problem = try read()
            let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw BadInput(reasons: ["\(output): cannot be written, \(folder) is no directory to write to"])
            }
            let limits = SolveLimits(
                seconds: time ?? (iterations == nil ? 10 : nil), iterations: iterations, threads: threads, seed: seed)
            let roster = await search(problem, limits)
            try Data(roster.json().bytes()).write(to: URL(fileURLWithPath: output), options: .atomic)
            Terminal.say("cost \(Terminal.grouped(roster.cost)), \(roster.deployments.count) deployments: \(output)")
        }
    }

    private func read() throws -> Problem {
        guard let data = FileManager.default.contents(atPath: problem) else {
            throw BadInput(reasons: ["\(problem): cannot be read"])
        }
        do {
            return try Problem(ProblemDocument(json: JSON.parse(data)))
        } catch let error as ProblemError {
            throw BadInput(reasons: error.faults.map { "\(problem): \($0)" })
        } catch let error as JSONError {
            throw BadInput(reasons: ["\(problem): \(error)"])
        }
    }

    private func search(_ problem: Problem, _ limits: SolveLimits) async -> Roster {
        let bar = ProgressBar("searching")
        defer { bar.finish() }
        let checking = check
        return await withCheckedContinuation { continuation in
            // The search keeps its thread busy to the end, so it gets one outside the cooperative pool.
            Thread {
                let roster = solve(problem, limits: limits, checking: checking) { progress in
                    let fraction =
                        limits.seconds.map { progress.elapsed / $0 }
                        ?? limits.iterations.map { Double(progress.iterations) / Double(max(1, $0)) } ?? 0
                    bar.update(fraction, "cost \(Terminal.grouped(progress.cost))")
                    return .goOn
                }
                continuation.resume(returning: roster)
            }.start()
        }
    }
}
