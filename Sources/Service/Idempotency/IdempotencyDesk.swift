import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Postgres
import Records

/// Makes a write that is sent twice happen at most once, and lets whoever lost the answer send it again.
///
/// The key is *reserved first*: a row of its own, committed before the work begins, names the holder. The work's own
/// transaction then turns the reservation into "saved" as its last act (`BeforeCommit`), and fails where it no longer holds
/// it; the answer replaces that row when the work has ended. So whatever breaks off, the key tells the truth:
/// - reserved: nothing was saved, and the holder can save nothing once another has taken its place. Whoever sends the
///   request again takes it over as soon as the holder is gone.
/// - saved: it was saved, and its answer was lost. That is what a repetition is told.
/// - answered: a repetition gets the answer again.
///
/// The primary key (account, key) is the only lock: the second of two requests at once finds the row and waits for its
/// answer, for at most `patience`.
struct IdempotencyDesk: Sendable {
    let pool: Pool
    let logger: Logger
    /// How long a double waits for the answer of the first.
    var patience: Duration = .seconds(8)
    /// How long a holder of another process counts as at work. The longest handler (a publication) has 300 s.
    var longestWork: TimeInterval = 330
    /// Those of this process that are at work.
    private let holders = Holders()

    init(pool: Pool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// Runs `work` unless this request has been answered before, and keeps its answer.
    ///
    /// Throws 422 when the key was used for another request, and 409 while the first is under way, when its answer was lost
    /// after it was saved, or when its answer held a secret that was not kept.
    func once(
        _ request: IdempotentRequest, _ repetition: Route.Repetition, _ work: () async throws -> Answer
    ) async throws -> Answer {
        let holder = holders.begin(pool.configuration.applicationName)
        defer { holders.end(holder) }
        if try await !reserve(request, holder), let answer = try await earlier(request, holder) { return answer }
        let answer: Answer
        do {
            answer = try await BeforeCommit.$step.withValue(BeforeCommit(sealing(request, holder)), operation: work)
        } catch {
            if IdempotencyDesk.changedNothing(error) { await giveBack(request, holder) }
            throw error
        }
        await keep(repetition == .answered ? StoredAnswer(answer) : .secret, for: request, holder)
        return answer
    }

    /// Whether the failure proves that nothing was written. A lost connection proves nothing.
    static func changedNothing(_ error: any Error) -> Bool {
        switch error {
        case is APIProblem, is RecordError: true
        case let error as PostgresError:
            switch error.code {
            case .unreachable, .poolExhausted, .poolShutDown, .invalidStatement: true
            case .server: error.sqlState?.category != "57"
            default: false
            }
        default: false
        }
    }

    private func reserve(_ request: IdempotentRequest, _ holder: String) async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.execute(
                """
                INSERT INTO idempotency_answer (account_id, key, request_hash, status, body)
                VALUES (\(request.account), \(request.key), \(request.hash), \(StoredAnswer.reserved), \(holder))
                ON CONFLICT DO NOTHING
                """) == 1
        }
    }

    /// The answer that the first request got or is about to get; nil once its place was taken over.
    private func earlier(_ request: IdempotentRequest, _ holder: String) async throws -> Answer? {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(20)
        while true {
            guard let found = try await look(request) else {
                // The first gave the key back in the meantime: it changed nothing, so this one may try.
                throw APIProblem(
                    .conflict, "key-in-use", "The first request with this key failed just now. Send it again.",
                    headers: [.retryAfter: "1"])
            }
            guard found.isSame else {
                throw APIProblem(
                    .unprocessableContent, "key-reused", "This Idempotency-Key was used for another request.")
            }
            switch found.answer.status {
            case StoredAnswer.reserved:
                if try await isGone(found), try await takeOver(request, from: found.answer.body, holder) { return nil }
            case StoredAnswer.saved:
                // Else whoever saved it is about to keep the answer, or has done so since the look.
                if try await isGone(found), try await look(request)?.answer == found.answer {
                    return try found.answer.replayed()
                }
            default: return try found.answer.replayed()
            }
            guard ContinuousClock.now < deadline else {
                throw APIProblem(
                    .conflict, "key-in-use", "The first request with this key is still under way.",
                    headers: [.retryAfter: "2"])
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(500))
        }
    }

    private struct Found {
        var isSame: Bool
        var age: TimeInterval
        var answer: StoredAnswer
    }

    private func look(_ request: IdempotentRequest) async throws -> Found? {
        try await pool.withConnection { connection in
            let rows = try await connection.query(
                """
                SELECT request_hash = \(request.hash) AS same, status, headers::text AS headers, body,
                    extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
                FROM idempotency_answer WHERE account_id = \(request.account) AND key = \(request.key)
                """)
            return try rows.first.map { row in
                Found(
                    isSame: try row.decode("same"), age: try row.decode("age"),
                    answer: StoredAnswer(
                        status: try row.decode("status"), headers: try row.decode("headers"),
                        body: try row.decode("body")))
            }
        }
    }

    /// Whether nobody works under this reservation any more.
    ///
    /// A guess that is wrong costs the first its work, never a double: it cannot commit without the reservation.
    private func isGone(_ found: Found) async throws -> Bool {
        if found.age > longestWork { return true }
        let holder = found.answer.body
        if holders.contains(holder) { return false }
        guard let process = Holders.process(of: holder) else { return false }
        if process == pool.configuration.applicationName { return true }
        return try await pool.withConnection { connection in
            try await connection.query("SELECT FROM pg_stat_activity WHERE application_name = \(process) LIMIT 1")
                .isEmpty
        }
    }

    private func takeOver(
        _ request: IdempotentRequest, from other: String, _ holder: String
    ) async throws -> Bool {
        try await pool.transaction { connection in
            let taken = try await connection.execute(
                "DELETE FROM idempotency_answer WHERE \(held(request, other)) AND status = \(StoredAnswer.reserved)")
            guard taken == 1 else { return false }
            try await connection.execute(
                """
                INSERT INTO idempotency_answer (account_id, key, request_hash, status, body)
                VALUES (\(request.account), \(request.key), \(request.hash), \(StoredAnswer.reserved), \(holder))
                """)
            return true
        }
    }

    /// Says "saved" in every transaction of the work that has written something, or rolls it back.
    private func sealing(
        _ request: IdempotentRequest, _ holder: String
    ) -> @Sendable (Connection) async throws -> Void {
        { connection in
            let rows = try await connection.query(
                """
                WITH work AS (SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote),
                old AS (DELETE FROM idempotency_answer WHERE \(held(request, holder))
                    AND status IN (\(StoredAnswer.reserved), \(StoredAnswer.saved)) AND (SELECT wrote FROM work)
                    RETURNING account_id, key, request_hash),
                new AS (INSERT INTO idempotency_answer (account_id, key, request_hash, status, body)
                    SELECT account_id, key, request_hash, \(StoredAnswer.saved), \(holder) FROM old RETURNING key)
                SELECT EXISTS (SELECT FROM new) OR NOT (SELECT wrote FROM work) AS holds
                """)
            guard try rows.first?.decode("holds", as: Bool.self) == true else {
                throw APIProblem(
                    .conflict, "key-in-use", "Another request with this key has taken the place of this one.",
                    headers: [.retryAfter: "1"])
            }
        }
    }

    private func keep(_ answer: StoredAnswer, for request: IdempotentRequest, _ holder: String) async {
        await noting("idempotency answer not kept") {
            try await pool.transaction { connection in
                let held = try await connection.execute(
                    "DELETE FROM idempotency_answer WHERE \(held(request, holder)) AND status IN (\(StoredAnswer.reserved), \(StoredAnswer.saved))"
                )
                guard held == 1 else { return }
                try await connection.execute(
                    """
                    INSERT INTO idempotency_answer (account_id, key, request_hash, status, headers, body)
                    VALUES (\(request.account), \(request.key), \(request.hash), \(answer.status),
                        \(answer.headers)::jsonb, \(answer.body))
                    """)
            }
        }
    }

    private func giveBack(_ request: IdempotentRequest, _ holder: String) async {
        await noting("idempotency key not given back") {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    "DELETE FROM idempotency_answer WHERE \(held(request, holder)) AND status = \(StoredAnswer.reserved)"
                )
            }
        }
    }

    private func held(_ request: IdempotentRequest, _ holder: String) -> Statement {
        "account_id = \(request.account) AND key = \(request.key) AND body = \(holder)"
    }

    /// The work is done whatever happens here; a failure leaves a row that tells the truth. Shielded from the caller's
    /// cancellation, so that a hung-up client does not leave one.
    private func noting(_ what: Logger.Message, _ step: @escaping @Sendable () async throws -> Void) async {
        let logger = logger
        await Task {
            for attempt in 1...3 {
                do {
                    return try await step()
                } catch let error as PostgresError where error.isPassing && attempt < 3 {
                    try? await Task.sleep(for: .milliseconds(200))
                } catch {
                    logger.warning(what, metadata: ["error": "\(error)"])
                    return
                }
            }
        }.value
    }
}

extension IdempotencyDesk {
    /// How long an answer is kept.
    static let kept: TimeInterval = 24 * 3600

    /// Forgets answers older than a day by the database's clock, or by `now`; returns how many.
    ///
    /// Never by the clock of one instance: one that runs ahead would forget what others still need.
    func forgetOld(now: Date? = nil) async throws -> Int {
        try await pool.withConnection {
            try await $0.execute(
                """
                DELETE FROM idempotency_answer
                WHERE created_at < coalesce(\(now)::timestamptz, clock_timestamp()) - make_interval(secs => \(IdempotencyDesk.kept))
                """)
        }
    }
}
