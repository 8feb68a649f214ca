import ArgumentParser
import Deployment
import Foundation
import Rostering

/// `evenhand solve --inrc2 SCENARIO HISTORY WEEK… -o SOLUTION`: the nurse rostering competition's files, in and out.
extension Solve {
    /// Reads, searches, writes and says line by line what the roster breaks and costs, counted from scratch.
    ///
    /// - Throws: bad input with every reason; `ExitCode.failure`, with the roster written, where it breaks a hard rule.
    func runCompetition(since start: ContinuousClock.Instant) async throws {
        let problem = try readCompetition()
        try checkCompetitionOutput()
        let (limits, checking) = (limits(since: start), check)
        let solution = await searching(limits) { progress in
            solveCompetition(problem, limits: limits, checking: checking, progress: progress)
        }
        let roster = solution.roster
        try write(roster, problem)
        let score = CompetitionScore(problem, roster)
        say(score)
        let assignments = Terminal.grouped(roster.assignments.count)
        // The bound is that of rosters that break no hard rule.
        let nearness = score.isFeasible ? Roster.nearness(of: score.total, to: solution.lowerBound) : "infeasible"
        Terminal.say("cost \(Terminal.grouped(score.total)), \(nearness), \(assignments) assignments: \(output)")
        if !score.isFeasible {
            Terminal.complain("evenhand: \(output) breaks hard rules of the competition")
            throw ExitCode.failure
        }
    }

    private func readCompetition() throws -> CompetitionProblem {
        var unreadable: [String] = []
        let files = ([problem] + others).map { path in
            let data = FileManager.default.contents(atPath: path)
            if data == nil { unreadable.append("\(path): cannot be read") }
            return CompetitionFile(name: path, bytes: Array(data ?? Data()))
        }
        guard unreadable.isEmpty else { throw BadInput(reasons: unreadable) }
        do {
            return try CompetitionProblem(scenario: files[0], history: files[1], weeks: Array(files[2...]))
        } catch {
            throw BadInput(reasons: error.faults.map(\.description))
        }
    }

    private var isDocument: Bool { output.hasSuffix(".json") }

    /// Refuses, before the search, an output that could not be written after it.
    private func checkCompetitionOutput() throws {
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory)
        if exists, isDirectory.boolValue == isDocument {
            let rule = isDocument ? "is a directory, not a document" : "is a file; weeks are written to a directory"
            throw BadInput(reasons: ["\(output): \(rule)"])
        }
        let parent = URL(fileURLWithPath: output).deletingLastPathComponent().path
        let folder = exists && !isDocument ? output : parent
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw BadInput(reasons: ["\(output): cannot be written, \(folder) is no directory to write to"])
        }
    }

    private func write(_ roster: CompetitionRoster, _ problem: CompetitionProblem) throws {
        let place = URL(fileURLWithPath: output)
        if isDocument {
            let instance = CompetitionFile.instanceName(
                scenario: self.problem, history: others[0], weeks: Array(others[1...]))
            return try Data(roster.json(for: problem, instance: instance).bytes()).write(to: place, options: .atomic)
        }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for file in roster.files(for: problem) {
            try Data(file.bytes).write(to: place.appendingPathComponent(file.name), options: .atomic)
        }
    }

    private func say(_ score: CompetitionScore) {
        func line(_ name: String, _ title: String, _ value: Int) {
            let start = name.padding(toLength: 10, withPad: " ", startingAt: 0)
            Terminal.say(start + title.padding(toLength: 34, withPad: " ", startingAt: 0) + Terminal.grouped(value))
        }
        for rule in CompetitionScore.HardRule.allCases { line(rule.rawValue, rule.title, score[rule]) }
        for rule in CompetitionScore.SoftRule.allCases { line(rule.rawValue, rule.title, score[rule]) }
    }
}
