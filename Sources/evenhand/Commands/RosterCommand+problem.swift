import ArgumentParser
import Deployment
import Foundation
import Records
import Rostering
import Service

extension RosterCommand {
    /// Writes the problem that `generate` would solve, for `evenhand solve` or another solver.
    struct ProblemFile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "problem",
            abstract: "Write the rostering problem of the database (Sources/Rostering/FORMAT.md) to a file.")

        @OptionGroup var settings: Settings

        @Option(help: "The first day, a Monday: YYYY-MM-DD.")
        var from: Day

        @Option(help: "Length in days.")
        var days = 28

        @Option(name: .shortAndLong, help: "Where to write the problem.")
        var output: String

        func run() async throws {
            try await reporting {
                let planning = try await settings.withDatabase { pool, _ in
                    try await PlanningReader(pool: pool).read(from: from, days: days)
                }
                do {
                    let built = try ProblemBuilder().build(planning, asOf: Date())
                    try Data(built.document.json().bytes()).write(to: URL(fileURLWithPath: output), options: .atomic)
                    let (officers, duties) = (built.document.officers.count, built.document.demand.count)
                    Terminal.say("\(officers) officers, \(duties) duties: \(output)")
                } catch let error as ProblemBuildError {
                    throw BadInput(reasons: [error.description])
                }
            }
        }
    }
}
