import Deployment
import FoundationEssentials
import Logging
import Postgres
import Synchronization
import TestDatabase
import Testing

@testable import Records
@testable import Service

/// A way out that notes what it was given.
private final class Pigeon: DeliveryChannel {
    private let log = Mutex<[(id: String, notices: [Int64], text: String)]>([])
    private let fails: @Sendable (Int) -> DeliveryFailure?
    private let takes: Duration

    /// `fails`: what the attempt of this number, from 1, fails with.
    init(takes: Duration = .zero, fails: @escaping @Sendable (Int) -> DeliveryFailure? = { _ in nil }) {
        self.takes = takes
        self.fails = fails
    }

    var sent: [(id: String, notices: [Int64], text: String)] { log.withLock { $0 } }
    var notices: [Int64] { sent.flatMap(\.notices).sorted() }

    func deliver(_ message: OutgoingMessage, now: Date) async throws {
        let count = log.withLock { log in
            log.append((message.id, message.notices.map(\.id), message.text))
            return log.count
        }
        if takes > .zero { try await Task.sleep(for: takes) }
        if let failure = fails(count) { throw failure }
    }
}

@Suite("Delivery")
struct NotificationDeliveryTests {
    /// A few people and kinds; accounts 1 to 20 are officers W001 to W020, 21 is a supervisor.
    private static let ground = """
        INSERT INTO team VALUES ('C', 'Team C');
        INSERT INTO contract VALUES ('full', 6, 2, 2, 4, 10, 24, 3, true);
        INSERT INTO officer SELECT 'W' || to_char(n, 'FM000'), 'Officer ' || n, 'PC', 'C', 'full', '2020-01-01', NULL
            FROM generate_series(1, 20) n;
        INSERT INTO account (name, rank, team_id, officer_id) SELECT 'Person ' || n, 'PC', 'C', 'W' || to_char(n, 'FM000')
            FROM generate_series(1, 20) n ORDER BY n;
        INSERT INTO account (name, rank, team_id) VALUES ('Sergeant', 'PS', 'C');
        INSERT INTO account_role SELECT account_id, CASE WHEN rank = 'PS' THEN 'supervisor' ELSE 'officer' END FROM account;
        INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
            ('t_duty', 'Duty changed', 'Your duty on {day} has changed. Sign in.', true, true),
            ('t_news', 'News', 'There is news for you. Sign in.', false, true),
            ('t_legal', 'Legal notice', 'There is a notice for you. Sign in.', false, false);
        """

    private struct House: Sendable {
        let database: TestDatabase
        /// 12:00 UTC of the day the test runs on; 07:00 in London lies behind it all year.
        let noon: Date

        var notifications: Notifications { Notifications(pool: database.pool) }
        var today: Day { Day(number: Int(noon.timeIntervalSince1970) / 86_400) }

        func hours(_ hours: Double) -> Date { noon.addingTimeInterval(hours * 3600) }

        func deliverer(
            _ command: (any DeliveryChannel)?, email: (any DeliveryChannel)? = nil, at now: Date? = nil,
            owner: String = "one", lease: Duration = .seconds(180)
        ) -> Deliverer {
            var settings = Deliverer.Settings()
            settings.lease = lease
            let now = now ?? hours(24)
            return Deliverer(
                pool: database.pool, channels: DeliveryChannels(command: command, email: email), owner: owner,
                origin: "test", settings: settings, logger: RunningService.quiet, clock: { now })
        }

        @discardableResult
        func tell(
            _ officer: String = "W001", _ kind: String = "t_duty", in days: Int = 3, account: Int64? = nil,
            isUrgent: Bool = false
        ) async throws -> Int64 {
            try await notifications.tell(
                account: account, officer: account == nil ? officer : nil, kind: kind, about: ("change", "1"),
                day: today.adding(days), isUrgent: isUrgent)
        }

        func states() async throws -> [String] {
            try await database.admin.withConnection { connection in
                try await connection.query(
                    "SELECT coalesce(array_agg(state ORDER BY notification_id), '{}') FROM outgoing"
                ).first?.decode(0) ?? []
            }
        }
    }

    private func withHouse(_ body: (House) async throws -> Void) async throws {
        try await withDatabase { database in
            try await database.admin.withConnection { try await $0.script(Self.ground) }
            let today = (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400
            try await body(House(database: database, noon: Date(timeIntervalSince1970: today + 43_200)))
        }
    }

    /// Delivers until nothing is due.
    private func drain(_ deliverer: Deliverer) async throws {
        while try await deliverer.round() {}
    }

    @Test("several deliverers against one database send each message once")
    func once() async throws {
        try await withHouse { house in
            for officer in 1...20 {
                for _ in 0..<4 { try await house.tell("W\(officer < 10 ? "00" : "0")\(officer)") }
            }
            let pigeon = Pigeon(takes: .milliseconds(5))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for owner in 0..<3 {
                    group.addTask { try await drain(house.deliverer(pigeon, owner: "owner \(owner)")) }
                }
                try await group.waitForAll()
            }
            #expect(pigeon.notices.count == 80 && Set(pigeon.notices).count == 80)
            #expect(try await house.states() == Array(repeating: "sent", count: 80))
            #expect(Set(pigeon.sent.map(\.id)).count == pigeon.sent.count)
        }
    }

    @Test("what waits for the morning goes out as one message for each person")
    func digest() async throws {
        try await withHouse { house in
            let news = [try await house.tell(in: 30), try await house.tell("W001", "t_news", in: 40)]
            let near = try await house.tell(in: 2)
            try await house.tell("W002", "t_news", in: 40)
            let pigeon = Pigeon()
            try await drain(house.deliverer(pigeon, at: Date().addingTimeInterval(5)))
            #expect(pigeon.notices == [near])
            try await drain(house.deliverer(pigeon, at: house.hours(43)))
            #expect(pigeon.sent.count == 3)
            #expect(pigeon.sent.contains { $0.notices == news })
            #expect(try await house.states() == ["sent", "sent", "sent", "sent"])
        }
    }

    @Test("a supervisor gets one digest, and what is urgent at once")
    func supervisor() async throws {
        try await withHouse { house in
            for _ in 0..<3 { try await house.tell("", "t_news", in: 1, account: 21) }
            let urgent = try await house.tell("", "t_news", in: 1, account: 21, isUrgent: true)
            let pigeon = Pigeon()
            try await drain(house.deliverer(pigeon, at: Date().addingTimeInterval(5)))
            #expect(pigeon.notices == [urgent])
            try await drain(house.deliverer(pigeon, at: house.hours(43)))
            #expect(pigeon.sent.map(\.notices.count) == [1, 3])
        }
    }

    @Test("a pause holds what is far, never the next seven days nor a legal notice; what was held comes after it")
    func pause() async throws {
        try await withHouse { house in
            let until = Date().addingTimeInterval(10 * 86_400)
            try await house.notifications.prefer(.init(channel: .command, pausedUntil: until), for: 1)
            let near = try await house.tell(in: 5)
            let legal = try await house.tell("W001", "t_legal", in: 60)
            let far = try await house.tell(in: 60)
            let comes = try await house.tell("W001", "t_news", in: 12)
            let pigeon = Pigeon()
            try await drain(house.deliverer(pigeon, at: Date().addingTimeInterval(5)))
            #expect(pigeon.notices == [near, legal].sorted())
            try await drain(house.deliverer(pigeon, at: house.hours(24 * 4)))
            #expect(pigeon.notices.count == 2)
            try await drain(house.deliverer(pigeon, at: house.hours(24 * 6)))
            #expect(pigeon.notices.last == comes, "it came within seven days of its day")
            try await drain(house.deliverer(pigeon, at: house.hours(24 * 12)))
            #expect(pigeon.notices == [near, legal, far, comes].sorted())
        }
    }

    @Test("who wants nothing sent finds it on their page, and gets only what no pause holds")
    func wantsNothing() async throws {
        try await withHouse { house in
            try await house.notifications.prefer(.init(channel: .nothing), for: 1)
            _ = try await house.notifications.tell(officer: "W001", kind: "t_news", about: ("change", "1"))
            let legal = try await house.tell("W001", "t_legal", in: 60)
            let pigeon = Pigeon()
            try await drain(house.deliverer(pigeon))
            #expect(pigeon.notices == [legal])
            #expect(try await house.states() == ["on_page", "sent"])
            #expect(try await house.notifications.undelivered().items.isEmpty)
        }
    }

    @Test("a message goes the way its person wishes, else the other way; who cannot be reached is listed")
    func ways() async throws {
        try await withHouse { house in
            try await house.notifications.prefer(.init(channel: .email, address: "one@duties.example"), for: 1)
            for officer in ["W001", "W002"] { try await house.tell(officer) }
            let (command, mail) = (Pigeon(), Pigeon())
            try await drain(house.deliverer(command, email: mail))
            #expect(mail.sent.count == 1 && command.sent.count == 1)
            for officer in ["W001", "W002"] { try await house.tell(officer) }
            try await drain(house.deliverer(nil, email: mail, at: house.hours(25)))
            #expect(mail.sent.count == 2)
            let lost = try await house.notifications.undelivered().items
            #expect(lost.map(\.officer) == ["W002"] && lost.map(\.state) == ["no_channel"])
        }
    }

    @Test("a failure is tried again at its pauses, as the same message, then given up and listed")
    func retries() async throws {
        try await withHouse { house in
            try await house.tell()
            let pigeon = Pigeon { _ in DeliveryFailure("smtp_451", "later") }
            var now = house.hours(24)
            for _ in 0..<RetryRhythm.pauses.count + 1 {
                try await drain(house.deliverer(pigeon, at: now))
                let count = pigeon.sent.count
                try await drain(house.deliverer(pigeon, at: now.addingTimeInterval(50)))
                #expect(pigeon.sent.count == count, "it was tried again before its pause was over")
                now = now.addingTimeInterval(RetryRhythm.pauses[min(count, RetryRhythm.pauses.count) - 1] + 1)
            }
            #expect(pigeon.sent.count == RetryRhythm.pauses.count + 1)
            #expect(Set(pigeon.sent.map(\.id)).count == 1)
            let lost = try await house.notifications.undelivered().items
            #expect(lost.map(\.state) == ["given_up"] && lost.map(\.error) == ["smtp_451"])
            #expect(lost.first?.attempts == pigeon.sent.count)
            try await drain(house.deliverer(pigeon, at: house.hours(24 * 30)))
            #expect(pigeon.sent.count == RetryRhythm.pauses.count + 1)
        }
    }

    @Test("a refusal of the message itself is not tried again; an answered message neither")
    func permanent() async throws {
        try await withHouse { house in
            try await house.tell()
            let refused = Pigeon { _ in DeliveryFailure("smtp_550", "no such mailbox", isPermanent: true) }
            try await drain(house.deliverer(refused))
            try await drain(house.deliverer(refused, at: house.hours(100)))
            #expect(refused.sent.count == 1)
            let id = try await house.tell("W002")
            let failing = Pigeon { _ in DeliveryFailure("smtp_451", "later") }
            try await drain(house.deliverer(failing))
            try await house.notifications.acknowledge(id, by: 2)
            try await drain(house.deliverer(failing, at: house.hours(100)))
            #expect(failing.sent.count == 1)
            #expect(try await house.states() == ["given_up", "withdrawn"])
        }
    }

    @Test("who dies between sending and saying so leaves the message to be sent again, under the same id")
    func crash() async throws {
        try await withHouse { house in
            let id = try await house.tell()
            let dying = OutgoingNotices(pool: house.database.pool)
            let claimed = try await dying.claim(owner: "dying", asOf: house.hours(24), lease: .seconds(60))
            let number = try #require(try await dying.bundle([id], owner: "dying", lease: .zero) ?? nil)
            let pigeon = Pigeon()
            try await pigeon.deliver(
                OutgoingMessage(number: number, origin: "test", notices: claimed), now: house.noon)
            try await drain(house.deliverer(pigeon))
            #expect(pigeon.sent.count == 2 && Set(pigeon.sent.map(\.id)).count == 1)
        }
    }

    @Test("a deliverer that lost its lease does not send")
    func lostLease() async throws {
        try await withHouse { house in
            try await house.tell()
            let pigeon = Pigeon()
            _ = try await house.deliverer(pigeon, lease: .zero).round()
            #expect(pigeon.sent.isEmpty)
            try await drain(house.deliverer(pigeon, owner: "two"))
            #expect(pigeon.sent.count == 1)
        }
    }

    @Test("what nobody sent for a week is no news, but is listed")
    func stale() async throws {
        try await withHouse { house in
            try await house.tell()
            let pigeon = Pigeon()
            try await drain(house.deliverer(pigeon, at: house.hours(24 * 9)))
            #expect(pigeon.sent.isEmpty)
            #expect(try await house.notifications.undelivered().items.map(\.state) == ["no_channel"])
        }
    }

    @Test("a running deliverer hears of what is told and mails it, and a mail server that was away is tried again")
    func running() async throws {
        try await withHouse { house in
            try await MailServer.with(.init(putsOff: 1)) { server in
                var smtp = SMTPSettings(host: "127.0.0.1", from: "evenhand@force.example")
                smtp.port = server.port
                let client = try SMTPClient(smtp)
                try await house.notifications.prefer(.init(channel: .email, address: "one@duties.example"), for: 1)
                let channels = DeliveryChannels(command: nil, email: client)
                let deliverer = Deliverer(
                    pool: house.database.pool, channels: channels, owner: "running", origin: "test",
                    logger: RunningService.quiet)
                let running = Task { await deliverer.run() }
                try await house.tell()
                while !server.commands.contains("DATA") { try await Task.sleep(for: .milliseconds(10)) }
                #expect(server.mails.isEmpty)
                running.cancel()
                await running.value
                // A minute later by the deliverer's clock.
                try await drain(house.deliverer(nil, email: client, at: Date().addingTimeInterval(3600)))
                #expect(server.mails.map(\.to) == ["one@duties.example"])
                #expect(try await house.states() == ["sent"])
            }
        }
    }
}
