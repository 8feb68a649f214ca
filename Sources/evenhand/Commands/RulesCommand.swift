import ArgumentParser
import Deployment
import Foundation
import Postgres
import Records

/// `evenhand rules`: the rule sets, what breaks them, and the exceptions.
struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List the rule sets, check the roster against them, record exceptions.",
        subcommands: [List.self, Check.self, Except.self])

    /// Lists rules.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the rules, what they say and their source.")

        @OptionGroup var settings: Settings

        func run() async throws {
            try await reporting {
                let rules = try await settings.withDatabase { pool, _ in try await RuleSets(pool: pool).rules() }
                for rule in rules {
                    let until = rule.to.map { " to \($0)" } ?? ""
                    Terminal.say(
                        "\(rule.ruleSet)  \(rule.rule.rawValue)  \(rule.kind.rawValue)  from \(rule.from)\(until)")
                    Terminal.say("    \(rule.words) [\(rule.source)]")
                }
            }
        }
    }

    /// Checks the roster in force, or a version.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what the roster in force breaks; exit code 1 where an exception is missing.")

        @OptionGroup var settings: Settings

        @Option(help: "The first day: YYYY-MM-DD; without it today.")
        var from: Day?

        @Option(help: "The last day: YYYY-MM-DD; without it four weeks from the first.")
        var to: Day?

        @Option(help: "This officer only.")
        var officer: String?

        @Option(help: "A version, as it was checked when it was made, instead of the roster in force.")
        var version: Int64?

        @ArgumentParser.Flag(help: "Show warnings too.")
        var warnings = false

        func run() async throws {
            try await reporting {
                let clock = ContinuousClock()
                let (found, took) = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let begun = clock.now
                        let found = try await everything(RuleSets(pool: pool))
                        return (found, clock.now - begun)
                    }
                }
                for one in found where warnings || one.breach.kind != .warning {
                    let mark = one.breach.kind == .warning ? "warning" : one.isExcepted ? "excepted" : "BREACH"
                    Terminal.say("\(mark)  \(one.breach.rule.rawValue)  \(one.breach.words)")
                }
                let counts = BreachCounts(found)
                Terminal.say(
                    """
                    \(counts.absolute) absolute, \(counts.needsException) that need an exception, \(counts.unexcepted) of them \
                    without one, \(counts.warnings) warnings; checked in \(Terminal.seconds(took))
                    """)
                if found.contains(where: \.stops) { throw ExitCode.failure }
            }
        }

        private func everything(_ sets: RuleSets) async throws -> [FoundBreach] {
            if let version { return try await sets.breaches(of: version, limit: 1_000_000).items }
            let first = from ?? DemoClock.day(Date())
            return try await sets.breaches(
                from: first, to: to ?? first.adding(27), officer: officer, limit: 1_000_000
            ).items
        }
    }

    /// Records an exception.
    struct Except: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Record that one officer is excepted from one rule on some days.")

        @OptionGroup var settings: Settings

        @Argument(help: "The officer.")
        var officer: String

        @Argument(help: "The rule: rest_day_spacing, weekly_hours, night_average or weekly_rest.")
        var rule: Rule

        @Option(help: "The first day: YYYY-MM-DD.")
        var from: Day

        @Option(help: "The last day: YYYY-MM-DD.")
        var to: Day

        @Option(help: "own_request, agreement or exigency.")
        var basis: ExceptionBasis

        @Option(help: "The reference of the agreement or the request.")
        var reference: String?

        @Option(help: "Why; ten characters at least for a request or an exigency.")
        var note: String?

        @Option(name: .customLong("as"), help: "The account that records it.")
        var account: String

        func run() async throws {
            try await reporting {
                let number = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let wish = NewRuleException(
                            officer: officer, rule: rule, from: from, to: to, basis: basis, reference: reference,
                            note: note)
                        return try await RuleSets(pool: pool).except(wish, by: accountNamed(account, pool).id)
                    }
                }
                Terminal.say("exception \(number)")
            }
        }
    }
}

extension Rule: ExpressibleByArgument {}
extension ExceptionBasis: ExpressibleByArgument {}
