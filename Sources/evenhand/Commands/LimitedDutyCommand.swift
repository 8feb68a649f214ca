import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand limited-duty`: restricted and recuperative duty and individual patterns, the longest overdue review first.
struct LimitedDutyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limited-duty",
        abstract: "List restricted and recuperative duty and individual patterns by their reviews.")

    @OptionGroup var settings: Settings

    @Option(help: "Only this team.")
    var team: String?

    @ArgumentParser.Flag(help: "Only those with an overdue review.")
    var overdue = false

    func run() async throws {
        try await reporting {
            let now = Date()
            let (restrictions, patterns) = try await settings.withDatabase { pool, _ in
                (
                    try await LimitedDuty(pool: pool).list(team: team, overdueOnly: overdue, asOf: now, limit: 500)
                        .items,
                    try await IndividualPatterns(pool: pool).list(
                        team: team, overdueOnly: overdue, asOf: now, limit: 500
                    ).items
                )
            }
            for record in restrictions {
                let mark = record.isOverdue ? "  OVERDUE" : ""
                Terminal.say(
                    "\(record.id)  \(record.officer)  \(record.kind)  \(record.words)  review \(record.reviewOn)\(mark)"
                        + "  \(record.postsThatSuit) posts suit")
            }
            for pattern in patterns {
                let review = pattern.reviewOn.map { "review \($0)" } ?? "no approval on record"
                let mark = pattern.isOverdue ? "  OVERDUE" : ""
                Terminal.say("\(pattern.officer)  pattern \(pattern.pattern ?? "none")  \(review)\(mark)")
            }
            if restrictions.isEmpty, patterns.isEmpty { Terminal.say("nothing to review") }
        }
    }
}
