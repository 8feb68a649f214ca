import Deployment
import FoundationEssentials
import Logging
import Postgres
import Records

/// Takes what is due out of the database and sends it.
///
/// Any number of deliverers in any number of processes may run against one database: rows are claimed with SKIP LOCKED
/// and held by a lease, which is renewed just before each message is sent.
package struct Deliverer: Sendable {
    /// How a deliverer behaves; each default says why.
    package struct Settings: Sendable {
        /// How long a claim holds. Above what one message may take, so that nobody else sends it meanwhile.
        package var lease: Duration = .seconds(180)
        /// Between two looks when no hint comes. 30 s: digests and retries are counted in minutes.
        package var poll: Duration = .seconds(30)
        /// Persons at a time.
        package var people = 20
        /// Messages under way at a time.
        package var atOnce = 4
        /// Notifications in one message at most: so many sentences that a pipe still takes them.
        package var most = 50
        /// What nobody has looked at for so long (nothing was configured) is no news any more. 7 days.
        package var stale: Duration = .seconds(7 * 86_400)

        /// The defaults.
        package init() {}
    }

    let outgoing: OutgoingNotices
    let pool: Pool
    let channels: DeliveryChannels
    /// The name under which this deliverer holds leases; unique to it.
    let owner: String
    /// Tells this installation's messages from another's.
    let origin: String
    let settings: Settings
    let logger: Logger
    /// The clock; the database's where there is none, so that the clocks of several instances need not agree.
    let clock: (@Sendable () -> Date)?

    /// A deliverer over this pool; `owner` must be no other deliverer's name.
    package init(
        pool: Pool, channels: DeliveryChannels, owner: String, origin: String,
        settings: Settings = Settings(),
        logger: Logger, clock: (@Sendable () -> Date)? = nil
    ) {
        outgoing = OutgoingNotices(pool: pool)
        self.pool = pool
        self.channels = channels
        self.owner = owner
        self.origin = origin
        self.settings = settings
        self.logger = logger
        self.clock = clock
    }

    /// Delivers until its task is cancelled; outages of the database are waited out.
    package func run() async {
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [pool] in
                for await _ in pool.listen("evenhand_notification") { look.yield() }
            }
            group.addTask { [settings] in
                repeat { look.yield() } while (try? await Task.sleep(for: settings.poll)) != nil
                look.finish()
            }
            for await _ in looks where !Task.isCancelled {
                do {
                    while !Task.isCancelled, try await round() {}
                } catch  where !Task.isCancelled {
                    logger.warning(
                        "notifications stumbled", metadata: ["error": .string(Deliverer.words(error))])
                } catch {
                    break
                }
            }
            group.cancelAll()
        }
    }

    /// Claims what is due for some persons and deals with it; false when nothing was due.
    package func round() async throws -> Bool {
        let now = try await now()
        let claimed = try await outgoing.claim(
            owner: owner, asOf: now, lease: settings.lease, people: settings.people)
        guard !claimed.isEmpty else { return false }
        let rule = try DispatchRule(try await RuleFigureReader(pool: pool).read(), now: now)
        let plan = DispatchPlan(claimed, rule, most: settings.most, staleBefore: now - settings.stale)
        for (moment, ids) in plan.later {
            try await outgoing.postpone(ids, until: moment, owner: owner)
        }
        // What fails for one message must not break off the others that are under way.
        let failures = await withTaskGroup(of: (any Error)?.self) { group in
            var failures: [any Error] = []
            for (index, parcel) in plan.parcels.enumerated() {
                if index >= settings.atOnce, let ended = await group.next(), let ended {
                    failures.append(ended)
                }
                group.addTask {
                    do {
                        try await dispatch(parcel, now)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for await ended in group { if let ended { failures.append(ended) } }
            return failures
        }
        if let first = failures.first { throw first }
        return true
    }

    private func now() async throws -> Date {
        if let clock { return clock() }
        return try await pool.withConnection { connection in
            try await connection.query("SELECT clock_timestamp()").first?.decode(0) ?? Date()
        }
    }

    private func dispatch(_ parcel: DispatchPlan.Parcel, _ now: Date) async throws {
        let ids = parcel.notices.map(\.id)
        guard !Task.isCancelled,
            let number = try await outgoing.bundle(ids, owner: owner, lease: settings.lease)
        else { return }
        let (channel, outcome) = await attempt(parcel, number, now)
        // What became of a message that was sent is recorded even while the service stops.
        try await Task { try await settle(number, outcome, channel) }.value
    }

    /// Records an outcome; a database that is away for a moment must not have the message sent again.
    private func settle(_ number: Int64, _ outcome: DeliveryOutcome, _ channel: NotificationChannel)
        async throws
    {
        for pause in [0.2, 1, 4] {
            do {
                return try await outgoing.settle(number, outcome, by: channel, owner: owner)
            } catch {
                try await Task.sleep(for: .seconds(pause))
            }
        }
        try await outgoing.settle(number, outcome, by: channel, owner: owner)
    }

    private func attempt(
        _ parcel: DispatchPlan.Parcel, _ number: Int64, _ now: Date
    ) async -> (NotificationChannel, DeliveryOutcome) {
        guard let first = parcel.notices.first, parcel.end != .onPage else {
            return (.nothing, .onPage)
        }
        guard parcel.end == .send,
            let (name, way) = channels.channel(wish: first.channel, address: first.address)
        else { return (.nothing, .noChannel) }
        let message = OutgoingMessage(number: number, origin: origin, notices: parcel.notices)
        do {
            try await way.deliver(message, now: now)
            return (name, .sent)
        } catch {
            let failure = (error as? DeliveryFailure) ?? DeliveryFailure("failed", "\(type(of: error))")
            let tries = (parcel.notices.map(\.attempts).max() ?? 0) + 1
            let retry = failure.isPermanent ? nil : RetryRhythm.retry(afterAttempts: tries, at: now)
            logger.warning(
                "message not delivered",
                metadata: [
                    "message": "\(number)", "channel": "\(name.rawValue)", "error": "\(failure)",
                    "attempt": "\(tries)",
                    "retry": .string(retry.map { Moment($0).description } ?? "no"),
                ])
            return (name, retry.map { .failed(failure.code, retryAt: $0) } ?? .givenUp(failure.code))
        }
    }

    /// A PostgresError's text is safe by design; of anything else only the type is shown.
    private static func words(_ error: any Error) -> String {
        (error as? PostgresError).map { "\($0)" } ?? "\(type(of: error))"
    }
}

extension Date {
    fileprivate static func - (date: Date, duration: Duration) -> Date {
        date.addingTimeInterval(-Double(duration.components.seconds))
    }
}
