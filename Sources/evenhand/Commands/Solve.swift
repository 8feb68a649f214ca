import ArgumentParser
import Deployment
import Foundation
import Rostering

/// `evenhand solve PROBLEM -o ROSTER`: a roster for a problem file, without any database.
///
/// With `--inrc2` the files are those of the nurse rostering competition, see `Solve+competition.swift`.
struct Solve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Solve a rostering problem file (evenhand-roster-problem/1) and write the roster (evenhand-roster/1).",
        discussion: """
            With --inrc2 the problem is one of the Second International Nurse Rostering Competition: give the scenario, the \
            history and the weeks in order (a week may occur more than once). An output that ends in .json becomes one \
            document, any other a directory with the files sol-week0.txt and so on.
            """
    )

    @Argument(help: "The problem, a JSON file; with --inrc2 the scenario.")
    var problem: String

    @Argument(help: ArgumentHelp("With --inrc2 the history, then the weeks in order.", valueName: "inrc2-files"))
    var others: [String] = []

    @ArgumentParser.Flag(help: "Read and write the text files of the INRC-II competition.")
    var inrc2 = false

    @Option(name: .shortAndLong, help: "Where to write the roster.")
    var output: String

    @Option(help: "Seconds in all; the roster improves to the end of its time.")
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
        if inrc2, others.count < 2 {
            throw ValidationError("--inrc2 takes a scenario, a history and at least one week")
        }
        if !inrc2, let surplus = others.first { throw ValidationError("Unexpected argument '\(surplus)'") }
        if let time, !(0...86_400).contains(time) { throw ValidationError("--time is 0 to 86400 seconds") }
        if let iterations, iterations < 0 { throw ValidationError("--iterations is not negative") }
        if threads < 1 || threads > 64 { throw ValidationError("--threads is 1 to 64") }
    }

    func run() async throws {
        try await reporting {
            let start = ContinuousClock.now
            if inrc2 { return try await runCompetition(since: start) }
            let problem = try read()
            let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw BadInput(reasons: ["\(output): cannot be written, \(folder) is no directory to write to"])
            }
            let (limits, checking) = (limits(since: start), check)
            let roster = await searching(limits) { progress in
                solve(problem, limits: limits, checking: checking, progress: progress)
            }
            try Data(roster.json().bytes()).write(to: URL(fileURLWithPath: output), options: .atomic)
            Terminal.say(
                "cost \(Terminal.grouped(roster.cost)), \(roster.nearness), \(roster.deployments.count) deployments: \(output)"
            )
        }
    }

    private func read() throws -> Problem {
        guard let data = FileManager.default.contents(atPath: problem) else {
            throw BadInput(reasons: ["\(problem): cannot be read"])
        }
        do {
            return try Problem(ProblemDocument(json: JSON.parse(data)))
        } catch let error as ProblemError {
            let more = error.unlisted > 0 ? ["\(problem): and \(error.unlisted) more"] : []
            throw BadInput(reasons: error.faults.map { "\(problem): \($0)" } + more)
        } catch let error as JSONError {
            throw BadInput(reasons: ["\(problem): \(error)"])
        }
    }

    /// The limits that the options say; ten seconds where they say none.
    ///
    /// The time is that of the whole command: what reading took is gone, and writing will take about half as long.
    func limits(since start: ContinuousClock.Instant) -> SolveLimits {
        var seconds = time ?? (iterations == nil ? 10 : nil)
        if let whole = seconds {
            let reading = (ContinuousClock.now - start) / .seconds(1)
            seconds = max(whole / 10, whole - reading * 1.5)
        }
        return SolveLimits(seconds: seconds, iterations: iterations, threads: threads, seed: seed)
    }

    /// Runs a search under a progress bar.
    func searching<Result: Sendable>(
        _ limits: SolveLimits, _ search: @escaping @Sendable ((SolveProgress) -> SolveVerdict) -> Result
    ) async -> Result {
        let bar = ProgressBar("searching")
        defer { bar.finish() }
        return await withCheckedContinuation { continuation in
            // The search keeps its thread busy to the end, so it gets one outside the cooperative pool.
            Thread {
                let result = search { progress in
                    let fraction =
                        limits.seconds.map { progress.elapsed / $0 }
                        ?? limits.iterations.map { Double(progress.iterations) / Double(max(1, $0)) } ?? 0
                    bar.update(fraction, "cost \(Terminal.grouped(progress.cost))")
                    return .goOn
                }
                continuation.resume(returning: result)
            }.start()
        }
    }
}
