import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand swap`: swaps of published duties between officers.
struct SwapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap", abstract: "Ask for, answer, decide and list swaps of published duties.",
        subcommands: [List.self, Ask.self, Agree.self, Decline.self, Withdraw.self, Approve.self, Refuse.self])

    /// Lists swaps.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List swaps, newest first.")

        @OptionGroup var settings: Settings

        @Option(help: "Only in this state.")
        var state: SwapState?

        @Option(help: "Only with this officer.")
        var officer: String?

        func run() async throws {
            try await reporting {
                var filter = Swaps.Filter()
                filter.states = Set(state.map { [$0] } ?? [])
                filter.officer = officer
                let wanted = filter
                let page = try await settings.withDatabase { pool, _ in
                    try await Swaps(pool: pool).list(wanted, limit: 200)
                }
                for swap in page.items {
                    let (gives, takes) = (swap.gives, swap.takes)
                    Terminal.say(
                        "\(swap.number)  \(swap.state.rawValue)  \(gives.officer) \(gives.day) \(gives.shift) \(gives.site)  for  \(takes.officer) \(takes.day) \(takes.shift) \(takes.site)"
                    )
                }
                if page.items.isEmpty { Terminal.say("No swaps.") }
            }
        }
    }

    /// Asks for a swap.
    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a colleague to swap duties, by the two days on which they stand.")

        @OptionGroup var settings: Settings

        @Option(help: "The day of one's own duty: YYYY-MM-DD.")
        var gives: Day

        @Option(help: "The colleague.")
        var officer: String

        @Option(help: "The day of the colleague's duty: YYYY-MM-DD.")
        var takes: Day

        @Option(help: "Why, if it is to be said; planners do not see it.")
        var reason: String?

        @Option(name: .customLong("as"), help: "The account that asks.")
        var account: String

        func run() async throws {
            try await reporting {
                let number = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let asking = try await accountNamed(account, pool)
                        guard let own = asking.officer else {
                            throw BadInput(reasons: ["\(account): is no officer's account"])
                        }
                        let swaps = Swaps(pool: pool)
                        return try await swaps.ask(
                            gives: try await swaps.duty(of: own, on: gives),
                            takes: try await swaps.duty(of: officer, on: takes), reason: reason, by: asking.id)
                    }
                }
                Terminal.say("SW-\(number)")
            }
        }
    }

    /// What every step of a swap is given.
    struct Step: ParsableArguments {
        @OptionGroup var settings: Settings

        @Argument(help: "The swap: SW-12 or 12.")
        var swap: String

        @Option(help: "A note; planners do not see it.")
        var note: String?

        @Option(name: .customLong("as"), help: "The account that takes the step.")
        var account: String

        /// Takes the step and says what the swap is now.
        func take(_ state: SwapState) async throws {
            guard let id = Int64(swap.replacing("SW-", with: "")) else {
                throw BadInput(reasons: ["\(swap): is no swap"])
            }
            let warnings = try await settings.withDatabase { pool, _ in
                try await naming(RecordError.self) {
                    let (swaps, actor) = (Swaps(pool: pool), try await accountNamed(account, pool).id)
                    guard state == .approved else {
                        try await swaps.take(state, id, note: note, by: actor)
                        return [String]()
                    }
                    return try await swaps.approve(id, welfareConsidered: true, note: note, by: actor).warnings
                }
            }
            Terminal.say("SW-\(id) \(state.rawValue)")
            for warning in warnings { Terminal.say(warning) }
        }
    }

    /// Agrees.
    struct Agree: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Agree to a swap that one was asked for.")
        @OptionGroup var step: Step
        func run() async throws { try await reporting { try await step.take(.agreed) } }
    }

    /// Declines.
    struct Decline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Decline a swap that one was asked for.")
        @OptionGroup var step: Step
        func run() async throws { try await reporting { try await step.take(.declined) } }
    }

    /// Withdraws.
    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a swap that one asked for.")
        @OptionGroup var step: Step
        func run() async throws { try await reporting { try await step.take(.withdrawn) } }
    }

    /// Approves and carries out.
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve a swap, as a supervisor who has no part in it, and carry it out.")
        @OptionGroup var step: Step

        @ArgumentParser.Flag(help: "Say that the welfare of both officers was considered.")
        var welfareConsidered = false

        func run() async throws {
            try await reporting {
                guard welfareConsidered else {
                    throw BadInput(reasons: [
                        "--welfare-considered: a swap is approved only once welfare was considered"
                    ])
                }
                try await step.take(.approved)
            }
        }
    }

    /// Refuses.
    struct Refuse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Refuse a swap; --note says why.")
        @OptionGroup var step: Step
        func run() async throws { try await reporting { try await step.take(.refused) } }
    }
}

extension SwapState: ExpressibleByArgument {}
