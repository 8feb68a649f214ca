import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand attendance`: what was worked, and the questions that it raised.
struct AttendanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attendance", abstract: "Record what was worked; read and answer the questions it raised.",
        subcommands: [Record.self, Questions.self, Answer.self])

    /// Records a shift from a file.
    struct Record: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record a shift from a CSV file (officer,status,post), all of it or nothing.",
            discussion: "status is worked, reserve or absent; post is given just for worked.")

        @OptionGroup var settings: Settings

        @Option(help: "The day: YYYY-MM-DD.")
        var day: Day

        @Option(help: "The shift.")
        var shift: String

        @Option(name: .customLong("as"), help: "The account that records.")
        var account: String

        @Argument(help: "The file.")
        var file: String

        func run() async throws {
            try await reporting {
                guard let bytes = FileManager.default.contents(atPath: file) else {
                    throw BadInput(reasons: ["\(file): cannot be read"])
                }
                let made = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await AttendanceRecords(pool: pool).record(
                            day: day, shift: shift, csv: Array(bytes), named: file,
                            by: try await accountNamed(account, pool).id)
                    }
                }
                guard !made.isRefused else {
                    throw BadInput(reasons: made.problems.map(\.text) + ["nothing was recorded"])
                }
                Terminal.say("\(Terminal.grouped(made.entries.count)) entries recorded")
            }
        }
    }

    /// Lists questions.
    struct Questions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the questions that are open: those asked of the account first, oldest first.")

        @OptionGroup var settings: Settings

        @Option(name: .customLong("as"), help: "The account that reads.")
        var account: String

        func run() async throws {
            try await reporting {
                let page = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await Records.Questions(pool: pool).list(
                            for: try await accountNamed(account, pool).id, limit: 200)
                    }
                }
                for question in page.items {
                    let whose = question.isMine ? "yours" : "     "
                    Terminal.say(
                        "\(question.number)  \(whose)  \(question.day) \(question.shift)  \(question.officer ?? "whole shift")  \(question.status)  answer by \(question.answerBy)"
                    )
                    Terminal.say("    \(question.wording)")
                }
                if page.items.isEmpty { Terminal.say("No questions.") }
            }
        }
    }

    /// Answers a question.
    struct Answer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Answer a question: a sentence, and the row that covers the duty where there is one.")

        @OptionGroup var settings: Settings

        @Argument(help: "The question: QU-12 or 12.")
        var question: String

        @Argument(help: "What happened, in a sentence.")
        var words: String

        @Option(help: "The kind of the row: abstraction, restriction, non_deployment or lapsed_currency.")
        var row: CoveringRow?

        @Option(help: "The row: A12, R3, ND-41 or a skill.")
        var key: String?

        @Option(name: .customLong("as"), help: "The account that answers.")
        var account: String

        func run() async throws {
            try await reporting {
                guard let id = Int64(question.replacing("QU-", with: "")) else {
                    throw BadInput(reasons: ["\(question): is no question"])
                }
                let ended = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await Records.Questions(pool: pool).answer(
                            id, .init(words: words, row: row, rowKey: key),
                            by: try await accountNamed(account, pool).id)
                    }
                }
                switch ended {
                case .row: Terminal.say("settled by the row")
                case .gone: Terminal.say("the difference is no longer there")
                case .flagged: Terminal.say("no row covers this duty: it is a flag now, and Gold has its case")
                }
            }
        }
    }
}

extension CoveringRow: ExpressibleByArgument {}
