import Deployment
import FoundationEssentials
import Postgres

/// A notification that somebody has claimed to deliver.
package struct OutgoingNotice: Sendable, Equatable {
    package var id: Int64
    /// The person: `officer W00417`, `account 12`.
    package var recipient: String
    package var account: Int64?
    package var officer: String?
    package var kind: String
    package var title: String
    package var body: String
    package var notice: DispatchRule.Notice
    package var person: DispatchRule.Recipient
    package var channel: NotificationChannel?
    package var address: String?
    /// Failed attempts so far.
    package var attempts: Int
    /// The message it was part of in an earlier attempt.
    package var message: Int64?
    /// When it was to be looked at.
    package var lookAt: Date
}

/// What became of an attempt.
package enum DeliveryOutcome: Sendable, Equatable {
    case sent
    /// To be tried again.
    case failed(String, retryAt: Date)
    /// Not to be tried again; the code says why.
    case givenUp(String)
    /// There is no way to reach this person.
    case noChannel
    /// The person wants nothing sent.
    case onPage
}

/// What is still to go out. Any number of deliverers may work on one database: each row is held by a lease.
///
/// A message goes out once while its deliverer lives. One who dies between sending and `settle` leaves it to be sent
/// again after the lease, under the same number: at least once across a crash.
package struct OutgoingNotices: Sendable {
    package let pool: Pool

    /// The outgoing notifications of the database of this pool.
    package init(pool: Pool) {
        self.pool = pool
    }

    /// Claims what is due for at most `people` persons, all of it for each; empty when nothing is due.
    package func claim(
        owner: String, asOf: Date, lease: Duration, people: Int = 20
    ) async throws -> [OutgoingNotice] {
        try await recording {
            try await pool.withConnection { connection in
                let rows = try await connection.query(
                    """
                    SELECT n.*, k.title, k.body, k.pausable AND coalesce(rk.pausable, true) AS is_pausable, o.attempts,
                        o.message_id, o.look_at, a.account_id, a.officer_id, p.channel, p.address, p.paused_until, s.is_supervisor,
                        CASE WHEN s.is_supervisor THEN (SELECT min(lower(d.during)) FROM standing_deployment d
                            WHERE d.officer_id = a.officer_id AND lower(d.during) > n.created_at) END AS next_tour
                    FROM claim_outgoing(\(owner), \(asOf), \(seconds(lease)), \(people)) o
                    JOIN notification n USING (notification_id) JOIN notification_kind k USING (kind)
                    LEFT JOIN notification r ON r.notification_id = n.reminds LEFT JOIN notification_kind rk ON rk.kind = r.kind
                    LEFT JOIN LATERAL (SELECT c.account_id, c.officer_id FROM account c LEFT JOIN notification_preference f USING (account_id)
                        WHERE c.account_id = n.to_account OR c.officer_id = n.to_officer
                        ORDER BY f.account_id IS NULL, c.account_id LIMIT 1) a ON true
                    LEFT JOIN notification_preference p ON p.account_id = a.account_id
                    CROSS JOIN LATERAL (SELECT n.to_account IS NOT NULL AND EXISTS (SELECT FROM account_role g
                        WHERE g.account_id = n.to_account AND g.role = 'supervisor') AS is_supervisor) s
                    ORDER BY n.notification_id
                    """)
                return try rows.map { try OutgoingNotice($0) }
            }
        }
    }

    /// Gives claimed notifications back until a later moment.
    package func postpone(_ ids: [Int64], until: Date, owner: String) async throws {
        try await recording {
            try await pool.withConnection { connection in
                _ = try await connection.execute("SELECT postpone_outgoing(\(owner), \(ids)::bigint[], \(until))")
            }
        }
    }

    /// Makes claimed notifications one message, just before it is sent, and renews their lease; the message's number,
    /// the same in every attempt, or nil when any of them is no longer the owner's to send.
    package func bundle(_ ids: [Int64], owner: String, lease: Duration) async throws -> Int64? {
        try await recording {
            try await pool.withConnection { connection in
                try await connection.query(
                    "SELECT bundle_outgoing(\(owner), \(ids)::bigint[], \(seconds(lease)))"
                ).first?.decode(0)
            }
        }
    }

    /// Records what became of a message.
    package func settle(
        _ message: Int64, _ outcome: DeliveryOutcome, by channel: NotificationChannel, owner: String
    ) async throws {
        var (state, error, retry): (String, String?, Date?) = ("sent", nil, nil)
        switch outcome {
        case .sent: break
        case .failed(let code, let at): (state, error, retry) = ("failed", code, at)
        case .givenUp(let code): (state, error) = ("given_up", code)
        case .noChannel: state = "no_channel"
        case .onPage: state = "on_page"
        }
        try await recording {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    """
                    SELECT settle_outgoing(\(owner), \(message), \(channel), \(state), \(error)::text, \(retry)::timestamptz)
                    """)
            }
        }
    }

    private func seconds(_ lease: Duration) -> Statement {
        "make_interval(secs => \(Double(lease.components.seconds)))"
    }
}

extension OutgoingNotice {
    init(_ row: Row) throws {
        id = try row.decode("notification_id")
        recipient = try row.decode("recipient")
        account = try row.decode("account_id")
        officer = try row.decode("to_officer", as: String?.self) ?? row.decode("officer_id")
        kind = try row.decode("kind")
        notice = DispatchRule.Notice(
            createdAt: try row.decode("created_at"), onDay: try row.decode("on_day"),
            answerBy: try row.decode("answer_by"), isUrgent: try row.decode("urgent"),
            isPausable: try row.decode("is_pausable"))
        title = NotificationText.filled(try row.decode("title"), day: notice.onDay, answerBy: notice.answerBy)
        body = NotificationText.filled(try row.decode("body"), day: notice.onDay, answerBy: notice.answerBy)
        channel = try row.decode("channel")
        person = DispatchRule.Recipient(
            isSupervisor: try row.decode("is_supervisor"), pausedUntil: try row.decode("paused_until"),
            wantsNone: channel == .nothing, nextTour: try row.decode("next_tour"))
        address = try row.decode("address")
        attempts = try row.decode("attempts")
        message = try row.decode("message_id")
        lookAt = try row.decode("look_at")
    }
}
