import Deployment
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Postgres
import Records

/// Makes a write that is sent twice happen at most once.
///
/// The key is *reserved first*: a row with status 0 is committed before the work begins, and replaced by the answer when
/// it has ended. So there are two windows, and neither can double a write:
/// - Between reservation and work: a crash leaves a reservation for nothing. The key then answers "outcome unknown".
/// - Between the work's COMMIT and the stored answer: a crash leaves the same, for something.
///
/// In both the caller must look before sending again under a new key; that is the price for never doing it twice, and it
/// is said in the answer. Work that provably changed nothing (a refusal, an outage before anything was sent) gives the
/// key back, so that an honest retry works. The primary key (account, key) is the only lock: the second of two requests
/// at once finds the row and waits for its answer, for at most `patience`.
struct IdempotencyDesk: Sendable {
    let pool: Pool
    let logger: Logger
    /// How long a double waits for the answer of the first.
    var patience: Duration = .seconds(8)
    /// How long a reservation counts as work under way. The longest handler (a publication) has 300 s.
    var longestWork: TimeInterval = 330

    /// Runs `work` unless this request has been answered before, and keeps its answer.
    ///
    /// Throws 422 when the key was used for another request, 409 while the first is under way, when its outcome is
    /// unknown, or when its answer held a secret that was not kept.
    func once(
        _ request: IdempotentRequest, _ repetition: Route.Repetition, _ work: () async throws -> Answer
    ) async throws -> Answer {
        guard try await reserve(request) else { return try await earlier(request) }
        let answer: Answer
        do {
            answer = try await work()
        } catch {
            if IdempotencyDesk.changedNothing(error) { await giveBack(request) }
            throw error
        }
        await keep(repetition == .answered ? StoredAnswer(answer) : .secret, for: request)
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

    private func reserve(_ request: IdempotentRequest) async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.execute(
                """
                INSERT INTO idempotency_answer (account_id, key, request_hash, status, body)
                VALUES (\(request.account), \(request.key), \(request.hash), 0, '') ON CONFLICT DO NOTHING
                """) == 1
        }
    }

    /// The answer that the first request got or is about to get.
    private func earlier(_ request: IdempotentRequest) async throws -> Answer {
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
            if let answer = found.answer { return try answer.replayed() }
            if found.age > longestWork {
                throw APIProblem(
                    .conflict, "outcome-unknown",
                    "Work under this key broke off and may or may not have been saved. Look, then use a new key.")
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
        var answer: StoredAnswer?
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
                let status = try row.decode("status", as: Int.self)
                let stored = StoredAnswer(
                    status: status, headers: try row.decode("headers"), body: try row.decode("body"))
                return Found(
                    isSame: try row.decode("same"), age: try row.decode("age"), answer: status == 0 ? nil : stored)
            }
        }
    }

    private func keep(_ answer: StoredAnswer, for request: IdempotentRequest) async {
        await noting("idempotency answer not kept") {
            try await pool.transaction { connection in
                try await connection.execute(
                    "DELETE FROM idempotency_answer WHERE account_id = \(request.account) AND key = \(request.key)")
                try await connection.execute(
                    """
                    INSERT INTO idempotency_answer (account_id, key, request_hash, status, headers, body)
                    VALUES (\(request.account), \(request.key), \(request.hash), \(answer.status),
                        \(answer.headers)::jsonb, \(answer.body))
                    """)
            }
        }
    }

    private func giveBack(_ request: IdempotentRequest) async {
        await noting("idempotency key not given back") {
            try await pool.withConnection { connection in
                _ = try await connection.execute(
                    "DELETE FROM idempotency_answer WHERE account_id = \(request.account) AND key = \(request.key) AND status = 0"
                )
            }
        }
    }

    /// The work is done whatever happens here; a failure leaves the reservation, which answers "outcome unknown". Shielded
    /// from the caller's cancellation, so that a hung-up client does not leave one.
    private func noting(_ what: Logger.Message, _ step: @escaping @Sendable () async throws -> Void) async {
        let logger = logger
        await Task {
            do {
                try await step()
            } catch {
                logger.warning(what, metadata: ["error": "\(error)"])
            }
        }.value
    }
}

extension IdempotencyDesk {
    /// How long an answer is kept.
    static let kept: TimeInterval = 24 * 3600

    /// Forgets answers older than a day; returns how many.
    func forgetOld(now: Date) async throws -> Int {
        let limit = now.addingTimeInterval(-IdempotencyDesk.kept)
        return try await pool.withConnection {
            try await $0.execute("DELETE FROM idempotency_answer WHERE created_at < \(limit)")
        }
    }
}
