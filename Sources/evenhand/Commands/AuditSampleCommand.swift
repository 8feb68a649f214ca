import ArgumentParser
import Foundation
import Impartiality

extension AuditCommand {
    /// Writes an invented history, with or without planted patterns.
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write an invented history to audit, with one of every pattern planted in its second half.")

        /// How large the command is.
        enum Size: String, ExpressibleByArgument, CaseIterable {
            case team, command

            var sample: SampleHistory.Size { self == .team ? .team : .command }
        }

        @Argument(help: "The directory to write to; made when absent, and empty otherwise.")
        var directory: String

        @Option(help: "The seed: the same one gives the same history.")
        var seed: UInt64 = 1

        @Option(help: "Years of 365 days.")
        var years = 3

        @Option(help: "The size: team (about 72 officers) or command (about 770).")
        var size = Size.team

        @ArgumentParser.Flag(help: "Plant nothing: every flag of a pattern is a false one.")
        var impartial = false

        func validate() throws {
            guard (1...20).contains(years) else { throw ValidationError("--years is 1 to 20") }
        }

        func run() async throws {
            try await reporting {
                let days = Int32(years * 365)
                let plants = impartial ? [] : Self.plants(from: days / 2)
                let sample = SampleHistory(seed: seed, size: size.sample, days: days, plants: plants)
                try HistoryFolder(directory).write(sample.history)
                for planted in sample.plants {
                    let subjects = planted.subjects.map(sample.history.name(of:)).joined(separator: ", ")
                    let (start, end) = (sample.history.date(planted.start), sample.history.date(planted.end))
                    Terminal.say("planted \(planted.plant.pattern.rawValue): \(subjects), \(start) to \(end)")
                }
                Terminal.say("\(sample.history.officers.count) officers, \(days) days: \(directory)")
            }
        }

        /// One of every pattern, so strong that an audit finds most, and one of each rule.
        private static func plants(from day: Int32) -> [SamplePlant] {
            SamplePlant.every(.strong, from: day)
                + [.selectiveScope(from: day), .undocumentedAbsence(from: day), .shortReason(from: day)]
        }
    }
}
