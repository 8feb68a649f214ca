import ArgumentParser
import Deployment
import Foundation
import Rostering

/// `evenhand explain PROBLEM ROSTER`: why duties are unfilled and why an officer is where the roster has them, in plain words.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say why each duty is below its target and what would help, or why an officer works a duty.",
        discussion: """
            Without --duty or --officer every duty below its target is explained. Costs are those of the roster: above 0 \
            the roster gets worse by the change, below 0 better.
            """)

    @Argument(help: "The problem, a JSON file (evenhand-roster-problem/1).")
    var problem: String

    @Argument(help: "The roster for it, a JSON file (evenhand-roster/1).")
    var roster: String

    @Option(help: "One duty: post, day of the horizon (or date) and shift, as in P012,3,E.")
    var duty: String?

    @Option(help: "One officer, with --day: why this officer works that day's duty, and who else could.")
    var officer: String?

    @Option(help: "The day of the horizon, from 0, or a date.")
    var day: String?

    @ArgumentParser.Flag(help: "Write JSON instead of words.")
    var json = false

    func validate() throws {
        if (officer == nil) != (day == nil) { throw ValidationError("--officer and --day go together") }
        if officer != nil, duty != nil { throw ValidationError("give --duty or --officer, not both") }
    }

    func run() async throws {
        try await reporting {
            let problem = try naming(self.problem) { json throws(ProblemError) in
                try Problem(ProblemDocument(json: json))
            }
            let roster = try naming(self.roster) { json throws(ProblemError) in
                try Roster(json: json, for: problem)
            }
            let placements = roster.placements(in: problem)
            let broken = evaluate(problem, placements).violations
            if let first = broken.first {
                Terminal.complain(
                    "\(self.roster): breaks \(broken.count) hard rules, first \(first.rule.rawValue): \(first.text); "
                        + "the reasons are those of the roster as it is")
            }
            var explainer = Explainer(problem, placements)
            let words = ReasonWords(problem)
            do {
                if let officer, let day {
                    try why(&explainer, words, problem.officer(named: officer), problem.day(named: day, in: "--day"))
                } else if let duty {
                    say([explainer.duty(try problem.duty(named: duty))], words)
                } else {
                    say(explainer.dutiesBelowTarget(), words)
                }
            } catch let error as ProblemError {
                throw BadInput(reasons: error.faults.map(\.description))
            }
        }
    }

    /// One deployment.
    private func why(_ explainer: inout Explainer, _ words: ReasonWords, _ officer: Int, _ day: Int) throws {
        let reason = explainer.deployment(of: officer, on: day)
        if json {
            write(reason?.json() ?? .null)
        } else if let reason {
            for line in words.lines(reason) { Terminal.say(line) }
        } else {
            Terminal.say("\(explainer.problem.officerIDs[officer]) has no duty on \(words.day(day)).")
        }
    }

    /// Duties, one after another.
    private func say(_ reasons: [DutyExplanation], _ words: ReasonWords) {
        if json {
            write(.array(reasons.map { $0.json() }))
            return
        }
        for line in reasons.flatMap({ words.lines($0) }) { Terminal.say(line) }
        if duty == nil {
            let missing = reasons.reduce(0) { $0 + $1.required - $1.filled }
            Terminal.say("\(reasons.count) duties below target, \(missing) places open.")
        }
    }

    private func write(_ json: JSON) {
        FileHandle.standardOutput.write(Data(json.bytes()))
        Terminal.say()
    }

    /// Reads a JSON file; every fault is named with the file.
    private func naming<Value>(_ path: String, _ read: (JSON) throws(ProblemError) -> Value) throws -> Value {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw BadInput(reasons: ["\(path): cannot be read"])
        }
        do {
            return try read(JSON.parse(data))
        } catch let error as ProblemError {
            throw BadInput(reasons: error.faults.map { "\(path): \($0)" })
        } catch let error as JSONError {
            throw BadInput(reasons: ["\(path): \(error)"])
        }
    }
}
