import ArgumentParser
import Deployment
import Foundation
import Postgres
import Records
import Service

/// `evenhand repair`: what to do when an officer falls out, a level rises or a guard is wanted; who could take one duty.
struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Find the smallest lawful change after an event, look at it, accept or discard it.",
        subcommands: [Officer.self, Level.self, Guard.self, Candidates.self, Accept.self, Discard.self])

    /// The days of an event and what is done with the proposal.
    struct Wish: ParsableArguments {
        @Option(help: "The first day; today unless told.")
        var from: Day?

        @Option(help: "The last day; as long as a roster is published unless told.")
        var to: Day?

        @Option(name: .customLong("as"), help: "The account of the duties office.")
        var account: String

        @ArgumentParser.Flag(help: "Accept the proposal at once: every step or none.")
        var accept = false

        @Option(help: "Why, in a sentence; needed to accept.")
        var note = ""

        @ArgumentParser.Flag(help: "Say that the officers' welfare was considered; needed to accept.")
        var welfareConsidered = false

        @ArgumentParser.Flag(help: "Say recall: needed to accept once the midnight before a duty has passed.")
        var recall = false

        /// Proposes, prints, and accepts where wanted.
        func run(_ event: RepairEvent, _ settings: Settings) async throws {
            try await settings.withDatabase { pool, _ in
                try await naming(RecordError.self) {
                    let planner = try await accountNamed(account, pool)
                    let desk = RepairDesk(pool: pool)
                    let repair = try await desk.propose(event, by: planner.id, now: Date())
                    RepairCommand.say(repair)
                    guard accept else { return }
                    let acceptance = RepairAcceptance(
                        revision: repair.revision, note: note, welfareConsidered: welfareConsidered, recall: recall)
                    let made = try await desk.accept(repair.id, acceptance, by: planner.id, now: Date())
                    RepairCommand.say(made)
                }
            }
        }

        /// The first day.
        var firstDay: Day {
            from ?? LondonClock.day(atAbsoluteMinutes: Int(Date().timeIntervalSince1970 / 60))
        }
    }

    /// An officer cannot work.
    struct Officer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "An officer cannot work from a day on.")

        @OptionGroup var settings: Settings
        @OptionGroup var wish: Wish

        @Argument(help: "The officer.")
        var officer: String

        @Option(help: "The row on record that says why: A12, R3 or ND-41.")
        var reference: String?

        @Option(help: "What is put on record with it: sickness, court, course, leave and the like.")
        var absence: String?

        func run() async throws {
            let kind = try absence.map { text in
                guard let kind = AbsenceKind(rawValue: text) else {
                    throw ValidationError("--absence is one of \(AbsenceKind.allCases.map(\.rawValue))")
                }
                return kind
            }
            try await reporting {
                try await wish.run(
                    RepairEvent(
                        kind: .officerUnavailable, officer: officer, from: wish.firstDay, to: wish.to,
                        reference: reference, absence: kind), settings)
            }
        }
    }

    /// The level of a site rises.
    struct Level: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The response level of a site rises from a day on.")

        @OptionGroup var settings: Settings
        @OptionGroup var wish: Wish

        @Argument(help: "The site.")
        var site: String

        @Option(help: "Normal, Heightened or Exceptional.")
        var level = ResponseLevel.exceptional.rawValue

        @Option(help: "Who set it.")
        var setBy: String?

        func run() async throws {
            guard let level = ResponseLevel(rawValue: level) else {
                throw ValidationError("--level is one of \(ResponseLevel.allCases.map(\.rawValue))")
            }
            try await reporting {
                try await wish.run(
                    RepairEvent(
                        kind: .levelRaised, site: site, level: level, from: wish.firstDay, to: wish.to, setBy: setBy),
                    settings)
            }
        }
    }

    /// An operation wants officers.
    struct Guard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "An open operation, such as a hospital guard, wants officers (open it with `evenhand operation`)."
        )

        @OptionGroup var settings: Settings
        @OptionGroup var wish: Wish

        @Argument(help: "The number of the operation: 3 for OP-3.")
        var operation: Int64

        func run() async throws {
            try await reporting {
                try await wish.run(
                    RepairEvent(kind: .guardWanted, operation: operation, from: wish.firstDay, to: wish.to), settings)
            }
        }
    }

    /// Who could take one duty.
    struct Candidates: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who could take one duty now, nearest first, and what keeps everybody else from it.")

        @OptionGroup var settings: Settings

        @Option(help: "The post.")
        var post: String

        @Option(help: "The day: YYYY-MM-DD.")
        var day: Day

        @Option(help: "The shift.")
        var shift: String

        @Option(help: "Candidates to print.")
        var count = 15

        func run() async throws {
            try await reporting {
                let ranking = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await RepairDesk(pool: pool).candidates(post: post, day: day, shift: shift, now: Date())
                    }
                }
                Terminal.say(
                    "\(ranking.post) on \(DemoClock.text(ranking.day)), shift \(ranking.shift) (\(ranking.level.rawValue)): "
                        + "has \(ranking.filled), needs \(ranking.min), wants \(ranking.target).")
                let total = ranking.candidates.count
                Terminal.say("Of \(ranking.headcount) officers \(total) could take it:")
                for candidate in ranking.candidates.prefix(count) {
                    Terminal.say("  \(candidate.officer)  \(candidate.cost)  \(candidate.words)")
                }
                if total > count { Terminal.say("  and \(total - count) more") }
                Terminal.say("The others: \(RepairCommand.words(ranking.blockedCounts)).")
            }
        }
    }

    /// Accepts a proposal.
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make every change of a proposal, or none.")

        @OptionGroup var settings: Settings

        @Argument(help: "The number of the proposal.")
        var repair: Int64

        @Option(name: .customLong("as"), help: "The account of the duties office.")
        var account: String

        @Option(help: "Why, in a sentence.")
        var note: String

        @ArgumentParser.Flag(help: "Say that the officers' welfare was considered.")
        var welfareConsidered = false

        @ArgumentParser.Flag(help: "Say recall: needed once the midnight before a duty has passed.")
        var recall = false

        func run() async throws {
            try await reporting {
                let made = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let planner = try await accountNamed(account, pool)
                        let seen = try await Repairs(pool: pool).get(repair)
                        return try await RepairDesk(pool: pool).accept(
                            repair,
                            RepairAcceptance(
                                revision: seen.revision, note: note, welfareConsidered: welfareConsidered,
                                recall: recall), by: planner.id, now: Date())
                    }
                }
                RepairCommand.say(made)
            }
        }
    }

    /// Discards a proposal.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Discard a proposal, with a word.")

        @OptionGroup var settings: Settings

        @Argument(help: "The number of the proposal.")
        var repair: Int64

        @Option(name: .customLong("as"), help: "The account of the duties office.")
        var account: String

        @Option(help: "Why.")
        var word: String

        func run() async throws {
            try await reporting {
                try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let planner = try await accountNamed(account, pool)
                        _ = try await RepairDesk(pool: pool).discard(repair, word: word, by: planner.id)
                    }
                }
                Terminal.say("Repair \(repair) is discarded.")
            }
        }
    }
}
