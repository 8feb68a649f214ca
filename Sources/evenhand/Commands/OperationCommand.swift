import ArgumentParser
import Deployment
import Foundation
import Postgres
import Records

/// `evenhand operation`: hospital guards, events, residential protection, armed response vehicles, exercises.
struct OperationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operation", abstract: "Open, list, review, debrief and close operations.",
        subcommands: [Open.self, List.self, Show.self, Review.self, Debrief.self, Close.self])

    /// Opens an operation.
    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open an operation: its demand is wanted from then on, until it is closed.")

        @OptionGroup var settings: Settings

        @Argument(help: "hospital_guard, event, residential, arv or exercise.")
        var kind: OperationKind

        @Argument(help: "What people call it.")
        var name: String

        @Option(help: "A site on record.")
        var site: String?

        @Option(help: "The name of a place of its own.")
        var newSite: String?

        @Option(help: "The officer, INSP or above, who answers for it.")
        var owner: String?

        @Option(help: "The first day, YYYY-MM-DD; without it from now.")
        var from: Day?

        @Option(help: "The expected last day; ends nothing by itself.")
        var until: Day?

        @Option(help: "What it wants, SHIFT:MIN:TARGET or SHIFT:MIN:TARGET:LEVEL; may be given again.")
        var want: [String]

        @Option(help: "A skill that every officer needs; may be given again. Without it the authority to carry.")
        var skill: [String] = []

        @Option(help: "Of an event: whether it is inside diplomatic premises.")
        var inside: Bool?

        @Option(help: "The borough that leads or asks.")
        var borough: String?

        @Option(help: "The request that it answers.")
        var request: String?

        @Option(name: .customLong("as"), help: "The account that opens it.")
        var account: String

        func run() async throws {
            try await reporting {
                let wish = OperationWish(
                    kind: kind, name: name, site: site, newSite: newSite, owner: owner,
                    startsAt: from.map(Self.beginning) ?? Date(), expectedEnd: until, insidePremises: inside,
                    borough: borough, request: request, lines: try want.map(line))
                let opened = try await operations { store, pool in
                    try await store.open(wish, by: accountNamed(account, pool).id)
                }
                Terminal.say("OP-\(opened.id)  \(opened.posts.joined(separator: " "))")
                if opened.isAboveExpected {
                    Terminal.say(
                        "hospital guard number \(opened.guardsOpen): above the number expected, duties office told")
                }
            }
        }

        /// Midnight in London at the beginning of a day.
        private static func beginning(_ day: Day) -> Date {
            Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, 0)) * 60)
        }

        private func line(_ text: String) throws -> DemandLine {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard (3...4).contains(parts.count), let min = Int(parts[1]), let target = Int(parts[2]) else {
                throw BadInput(reasons: ["--want is SHIFT:MIN:TARGET or SHIFT:MIN:TARGET:LEVEL, as in N:1:2"])
            }
            let level = parts.count == 4 ? ResponseLevel(rawValue: parts[3]) : nil
            if parts.count == 4, level == nil {
                throw BadInput(reasons: ["a level is Normal, Heightened or Exceptional"])
            }
            return DemandLine(
                shift: parts[0], min: min, target: target, level: level, skills: skill.isEmpty ? nil : skill)
        }
    }

    /// Lists operations.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List operations, open ones first.")

        @OptionGroup var settings: Settings

        @ArgumentParser.Flag(help: "Only those with an overdue review.")
        var overdue = false

        func run() async throws {
            try await reporting {
                let page = try await operations { store, _ in
                    try await store.list(overdueOnly: overdue, asOf: Date(), limit: 500)
                }
                if page.items.isEmpty { Terminal.say("no operations") }
                for operation in page.items {
                    var line = "\(operation.number)  \(operation.state.rawValue)  \(operation.kind.rawValue)  "
                    line += "\(operation.name)  owner \(operation.owner)"
                    if let review = operation.reviewOn, operation.state == .open { line += "  review \(review)" }
                    if operation.isReviewOverdue { line += "  OVERDUE" }
                    Terminal.say(line)
                }
            }
        }
    }

    /// Shows an operation.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show an operation and what it wants.")

        @OptionGroup var settings: Settings
        @OptionGroup var number: OperationNumber

        func run() async throws {
            try await reporting {
                let id = try number.id
                let found = try await operations { store, _ in try await store.get(id, asOf: Date()) }
                let operation = found.operation
                Terminal.say("\(operation.number)  \(operation.kind.rawValue)  \(operation.state.rawValue)")
                Terminal.say("\(operation.name)  at \(operation.site)  owner \(operation.owner)")
                for line in found.demand {
                    let end = line.to?.description ?? "until closed"
                    Terminal.say("  \(line.post) \(line.shift) \(line.min)/\(line.target)  \(line.from) - \(end)")
                }
                for entry in found.entries {
                    Terminal.say("  \(entry.kind.rawValue): \(entry.note ?? "")")
                }
            }
        }
    }

    /// Records a review.
    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Record a review and when the next one is.")

        @OptionGroup var settings: Settings
        @OptionGroup var number: OperationNumber

        @Option(help: "What was found, in a sentence.")
        var note: String

        @Option(help: "The day of the next review: YYYY-MM-DD.")
        var next: Day

        @ArgumentParser.Flag(help: "The review of the standing authority, not of the operation.")
        var authority = false

        @Option(name: .customLong("as"), help: "The account that reviews.")
        var account: String

        func run() async throws {
            try await reporting {
                let id = try number.id
                _ = try await operations { store, pool in
                    try await store.write(
                        authority ? .authorityReview : .review, in: id, note: note, nextReview: next,
                        by: accountNamed(account, pool).id)
                }
                Terminal.say("next review \(next)")
            }
        }
    }

    /// Records a debrief, or what was learnt.
    struct Debrief: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record a debrief, or with --learning what an exercise taught.")

        @OptionGroup var settings: Settings
        @OptionGroup var number: OperationNumber

        @Option(help: "What was said.")
        var note: String

        @ArgumentParser.Flag(help: "What was learnt.")
        var learning = false

        @Option(name: .customLong("as"), help: "The account that writes.")
        var account: String

        func run() async throws {
            try await reporting {
                let id = try number.id
                _ = try await operations { store, pool in
                    try await store.write(
                        learning ? .learning : .debrief, in: id, note: note, by: accountNamed(account, pool).id)
                }
                Terminal.say("recorded")
            }
        }
    }

    /// Closes an operation.
    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an operation: its demand ends now; lists the deployments above demand.")

        @OptionGroup var settings: Settings
        @OptionGroup var number: OperationNumber

        @Option(name: .customLong("as"), help: "The account that closes it.")
        var account: String

        func run() async throws {
            try await reporting {
                let id = try number.id
                let surplus = try await operations { store, pool in
                    try await store.close(id, by: accountNamed(account, pool).id)
                }
                Terminal.say("closed; \(surplus.count) deployments to stand down or move")
                for deployment in surplus {
                    Terminal.say(
                        "  \(deployment.deployment)  \(deployment.officer)  \(deployment.day) \(deployment.shift) "
                            + deployment.post)
                }
            }
        }
    }
}

/// The number of an operation on the command line.
struct OperationNumber: ParsableArguments {
    @Argument(help: "The operation: OP-3.")
    var operation: String

    /// The number itself.
    var id: Int64 {
        get throws {
            let digits = operation.hasPrefix("OP-") ? operation.dropFirst(3) : operation[...]
            guard let id = Int64(digits) else { throw BadInput(reasons: ["an operation is OP- and a number"]) }
            return id
        }
    }
}

/// A command that works on operations.
private protocol OperationsCommand: AsyncParsableCommand {
    var settings: Settings { get }
}

extension OperationsCommand {
    /// Runs work on the operations of the database that the settings name.
    fileprivate func operations<R: Sendable>(_ work: (Operations, Pool) async throws -> R) async throws -> R {
        try await settings.withDatabase { pool, _ in
            try await naming(RecordError.self) { try await work(Operations(pool: pool), pool) }
        }
    }
}

extension OperationCommand.Open: OperationsCommand {}
extension OperationCommand.List: OperationsCommand {}
extension OperationCommand.Show: OperationsCommand {}
extension OperationCommand.Review: OperationsCommand {}
extension OperationCommand.Debrief: OperationsCommand {}
extension OperationCommand.Close: OperationsCommand {}
extension OperationKind: ExpressibleByArgument {}
