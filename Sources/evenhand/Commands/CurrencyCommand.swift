import ArgumentParser
import Deployment
import Foundation
import Records

/// `evenhand currencies`: what lapses, who may carry, and the seats to renew it.
struct CurrencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "currencies", abstract: "Who may carry until when, what lapses unbooked, and training seats.",
        subcommands: [Watch.self, Load.self, OfficerAuthority.self, Book.self])

    /// Lists what lapses, the unbooked first.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List currencies that lapse soon, those not booked in time first.")

        @OptionGroup var settings: Settings

        @Option(help: "How many days ahead.")
        var days = 60

        @Option(help: "Only this team.")
        var team: String?

        func run() async throws {
            try await reporting {
                let items = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let currencies = Currencies(pool: pool)
                        var (items, cursor): ([WatchedCurrency], String?) = ([], nil)
                        let now = Date()
                        repeat {
                            let page = try await currencies.watch(
                                asOf: now, within: days, team: team, cursor: cursor, limit: 500)
                            items += page.items
                            cursor = page.next
                        } while cursor != nil
                        return items
                    }
                }
                for item in items {
                    let lapse = item.lastDay.map { "lapses after \($0)" } ?? "was never held"
                    let booked = item.booked.map { "booked \($0)\(item.isBookedInTime ? "" : ", too late")" }
                    let chance = item.lastChanceOn.map { "last chance \($0)" } ?? "no session before it"
                    let duties = item.duties.isEmpty ? "" : "  \(item.duties.count) published duties after it"
                    Terminal.say(
                        "\(item.officer)  \(item.team)  \(item.skill)  \(lapse)  \(booked ?? "NOT BOOKED, \(chance)")\(duties)"
                    )
                }
                let open = items.count { !$0.isBookedInTime }
                Terminal.say(
                    open == 0
                        ? "Every currency of these days is booked." : "\(open) of \(items.count) not booked in time")
            }
        }
    }

    /// Shows need against seats.
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show renewals due by month and component, against the seats that are set up.")

        @OptionGroup var settings: Settings

        @Option(help: "How many months.")
        var months = 6

        func run() async throws {
            try await reporting {
                guard (1...24).contains(months) else { throw BadInput(reasons: ["--months lies from 1 to 24"]) }
                let outlook = try await settings.withDatabase { pool, _ in
                    try await Currencies(pool: pool).outlook(asOf: Date(), months: months)
                }
                for line in outlook.lines {
                    let short = line.short > 0 ? "  short by \(line.short)" : ""
                    Terminal.say(
                        "\(line.month)  \(line.skill)  \(line.due) due  \(line.seats) seats  \(line.booked) booked\(short)"
                    )
                }
                for withdrawn in outlook.withdrawals {
                    let side = withdrawn.side.replacing("_", with: " ")
                    Terminal.say("\(withdrawn.month)  \(withdrawn.count) withdrawn by the \(side)")
                }
            }
        }
    }

    /// Says whether an officer may carry.
    struct OfficerAuthority: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "authority", abstract: "Say whether an officer may carry now, and what lapses first.")

        @OptionGroup var settings: Settings

        @Argument(help: "The officer.")
        var officer: String

        func run() async throws {
            try await reporting {
                let record = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        try await Currencies(pool: pool).authority(of: officer, asOf: Date())
                    }
                }
                let isInForce = record.authority.isInForce(on: record.day)
                Terminal.say(
                    "\(record.officer)  \(isInForce ? "IN CURRENCY" : "NOT IN CURRENCY") at \(record.asOf.ISO8601Format())"
                )
                Terminal.say(record.authority.sentence(on: record.day, namesStatus: false))
                for part in record.authority.parts {
                    let last =
                        switch part.lastDay {
                        case .never: "never held"
                        case .on(let day): "until \(day)"
                        case .endless: "without end"
                        }
                    Terminal.say("  \(part.name(namesStatus: false))  \(last)")
                }
                for booking in record.bookings {
                    Terminal.say(
                        "  booked: \(booking.skill) on \(booking.day) at \(booking.starts), session \(booking.session)")
                }
            }
        }
    }

    /// Books an officer on a session.
    struct Book: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Book an officer on a training session; the day is kept free from then on.")

        @OptionGroup var settings: Settings

        @Argument(help: "The officer.")
        var officer: String

        @Argument(help: "The session's number.")
        var session: Int64

        @Option(name: .customLong("as"), help: "The account that books.")
        var account: String

        func run() async throws {
            try await reporting {
                let made = try await settings.withDatabase { pool, _ in
                    try await naming(RecordError.self) {
                        let booker = try await accountNamed(account, pool)
                        return try await Currencies(pool: pool).book(officer, on: session, by: booker.id)
                    }
                }
                Terminal.say("booking \(made.booking)" + (made.abstraction.map { ", abstraction \($0)" } ?? ""))
                if !made.duties.isEmpty {
                    Terminal.say(
                        "published duties of that day to be changed: \(made.duties.map(String.init).joined(separator: ", "))"
                    )
                }
            }
        }
    }
}
