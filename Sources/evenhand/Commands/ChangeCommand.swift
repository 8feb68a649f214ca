import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand change`: look at a change of a published duty before it is made, make it, list what was changed.
struct ChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change", abstract: "Change published duties; days and times are those of London.",
        subcommands: [Preview.self, Make.self, List.self, Owed.self, Settle.self])

    /// Says what a change would bring.
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a change would bring: notice, consequences, warnings, who is told. Writes nothing.")

        @OptionGroup var settings: Settings
        @OptionGroup var wish: Wish

        func run() async throws {
            try await reporting {
                let made = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let planner = try await accountNamed(wish.account, pool)
                        return try await Changes(pool: pool).preview(try wish.request, by: planner.id)
                    }
                }
                Terminal.say("Not made yet: \(made.kind.words).")
                ChangeCommand.tell(made)
            }
        }
    }

    /// Makes a change.
    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a change, with the row that says why.")

        @OptionGroup var settings: Settings
        @OptionGroup var wish: Wish

        func run() async throws {
            try await reporting {
                let made = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let planner = try await accountNamed(wish.account, pool)
                        return try await Changes(pool: pool).make(try wish.request, by: planner.id)
                    }
                }
                let placed = made.placed.map { ", deployment \($0)" } ?? ""
                Terminal.say("change \(made.change): \(made.kind.words)\(placed).")
                ChangeCommand.tell(made)
            }
        }
    }

    /// Lists changes.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List changes that touched these days, newest first.")

        @OptionGroup var settings: Settings

        @Option(help: "First day: YYYY-MM-DD.")
        var from: Day

        @Option(help: "Last day.")
        var to: Day

        @Option(help: "Only this officer.")
        var officer: String?

        @Option(help: "At most so many.")
        var limit = 50

        func run() async throws {
            try await reporting {
                let page = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await Changes(pool: pool).list(from: from, to: to, officer: officer, limit: limit)
                    }
                }
                if page.items.isEmpty { Terminal.say("No changes.") }
                for record in page.items { ChangeCommand.say(record) }
                if page.next != nil { Terminal.say("There are more: raise --limit.") }
            }
        }
    }

    /// Lists rest days owed.
    struct Owed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List rest days owed: whom to re-roster by when.")

        @OptionGroup var settings: Settings

        func run() async throws {
            try await reporting {
                let page = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await RestDaysOwed(pool: pool).list(asOf: Date(), limit: 200)
                    }
                }
                if page.items.isEmpty { Terminal.say("No rest day is owed.") }
                for owed in page.items {
                    let late = owed.isOverdue ? "  overdue" : ""
                    Terminal.say(
                        "\(owed.id)  \(owed.officer)  for \(DemoClock.text(owed.workedDay)): notify by "
                            + "\(DemoClock.text(owed.notifyBy))\(late)")
                }
            }
        }
    }

    /// Fixes another rest day.
    struct Settle: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Fix the other rest day and tell the officer.")

        @OptionGroup var settings: Settings

        @Argument(help: "The number of the rest day owed.")
        var owed: Int64

        @Option(help: "The other rest day: YYYY-MM-DD.")
        var restDay: Day

        @Option(name: .customLong("as"), help: "The account that settles.")
        var account: String

        func run() async throws {
            try await reporting {
                let settled = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let planner = try await accountNamed(account, pool)
                        return try await RestDaysOwed(pool: pool).settle(
                            owed, restDay: restDay, by: planner.id, asOf: Date())
                    }
                }
                Terminal.say("\(settled.officer) rests on \(DemoClock.text(restDay)).")
            }
        }
    }

    private static func tell(_ made: ChangeMade) {
        Terminal.say("  \(DemoClock.text(made.notice.dutyDay)): \(made.notice.words)")
        for consequence in made.consequences {
            Terminal.say("  \(consequence.officer), \(DemoClock.text(consequence.day)): \(consequence.words)")
            Terminal.say("      \(consequence.source)")
        }
        for told in made.told {
            Terminal.say(
                "  told: \(told.name) (\(told.part.rawValue.replacing("_", with: " "))), \(DemoClock.text(told.day))")
        }
        for warning in made.warnings { Terminal.say("  ! \(warning)") }
    }

    private static func say(_ record: ChangeRecord) {
        let kind = record.kind?.words ?? "changed"
        let why = [record.ground.rawValue, record.exigency?.rawValue, record.reference].compactMap { $0 }
        let notice = record.noticeDays.map { ", \($0) clear days" } ?? ""
        Terminal.say(
            "\(record.id)  \(DemoClock.text(record.madeAt))  \(kind)  "
                + "\(why.joined(separator: " ").replacing("_", with: " "))\(notice)\(record.recall ? ", recall" : "")")
        if let removed = record.removed { Terminal.say("      off: \(duty(removed))") }
        if let placed = record.placed { Terminal.say("      on:  \(duty(placed))") }
        if let counters = record.counters { Terminal.say("      counters change \(counters)") }
        if let countered = record.counteredBy { Terminal.say("      countered by change \(countered)") }
        for consequence in record.consequences { Terminal.say("      \(consequence.officer): \(consequence.words)") }
    }

    private static func duty(_ duty: VersionDeployment) -> String {
        "\(duty.officer)  \(DemoClock.text(duty.day))  shift \(duty.shift)  \(duty.post)"
    }
}

/// What a change is to do, as options.
struct Wish: ParsableArguments {
    @Option(name: .customLong("as"), help: "The account of the duties office that asks.")
    var account: String

    @Option(
        help:
            "take_off, replace, move, swap, stand_down, call_reserve, relief or counter; told from the rest when absent."
    )
    var kind: ChangeKind?

    @Option(help: "The deployment to take away.")
    var removes: Int64?

    @Option(
        help: "abstraction, restriction, lapsed_currency, swap, non_deployment, exigency, own_request or agreement.")
    var ground: ChangeGround

    @Option(help: "The kind of the exigency, such as public_order or sickness_cover.")
    var exigency: ExigencyKind?

    @Option(help: "What the ground names: A12, R3, a skill, the other deployment, ND-41, or the agreement.")
    var reference: String?

    @Option(help: "A sentence, without reasons that are personal.")
    var note = ""

    @ArgumentParser.Flag(help: "Say that the officers' welfare was considered; nothing is changed without it.")
    var welfareConsidered = false

    @ArgumentParser.Flag(help: "Say that this is a recall: the midnight before the duty has passed.")
    var recall = false

    @Option(help: "Who takes the duty.")
    var officer: String?

    @Option(help: "The day of the duty: YYYY-MM-DD.")
    var day: Day?

    @Option(help: "Its shift.")
    var shift: String?

    @Option(help: "Its post.")
    var post: String?

    @Option(help: "Of a relief: its start, 'YYYY-MM-DD HH:MM' in London.")
    var from: LocalMoment?

    @Option(help: "Of a relief: its end.")
    var to: LocalMoment?

    @Option(help: "Of a relief: the deployment that goes on standing.")
    var relieves: Int64?

    @Option(help: "The change to counter.")
    var counters: Int64?

    /// The request; throws `BadInput` where a duty or a window is given in part.
    var request: ChangeRequest {
        get throws {
            var place: VersionDeployment?
            if let officer, let day, let shift, let post {
                place = VersionDeployment(officer: officer, day: day, shift: shift, post: post)
            } else if officer != nil || day != nil || shift != nil || post != nil {
                throw BadInput(reasons: ["a duty is --officer, --day, --shift and --post together"])
            }
            var window: ChangeWindow?
            if let from, let to {
                window = ChangeWindow(startsAt: from.moment, endsAt: to.moment)
            } else if from != nil || to != nil {
                throw BadInput(reasons: ["a window is --from and --to together"])
            }
            return ChangeRequest(
                kind: kind, removes: removes, ground: ground, exigency: exigency, reference: reference, note: note,
                welfareConsidered: welfareConsidered, recall: recall, place: place, window: window,
                relieves: relieves, counters: counters)
        }
    }
}

/// A moment as a clock in London shows it.
struct LocalMoment: ExpressibleByArgument {
    let moment: Date

    /// Reads `YYYY-MM-DD HH:MM`.
    init?(argument: String) {
        let parts = argument.split(separator: " ")
        guard parts.count == 2, let day = Day(iso: parts[0]) else { return nil }
        let clock = parts[1].split(separator: ":").map { Int($0) }
        guard clock.count == 2, let hour = clock[0], let minute = clock[1], (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        moment = Date(timeIntervalSince1970: Double(LondonClock.absoluteMinutes(day, hour * 60 + minute)) * 60)
    }
}

extension ChangeKind: ExpressibleByArgument {}
extension ChangeGround: ExpressibleByArgument {}
extension ExigencyKind: ExpressibleByArgument {}
