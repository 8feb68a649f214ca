import FoundationEssentials
import Impartiality
import Ledger
import Logging
import Postgres
import Records
import ServiceLifecycle

/// What only one instance does at a time: raising the flags whose cause is time or a pattern, ending what is over, forgetting
/// old answers, signing checkpoints.
///
/// Whoever holds a session lock on a connection of its own leads; PostgreSQL gives it up with the session, however that
/// ends, and then the first of the others to ask has it. The database's clock tells what is due, because a leader whose
/// clock runs ahead would end decisions early. Every task may be done twice without harm.
struct Leader: Service {
    let house: House
    let gate: Gate
    let signer: NoteSigner?
    let origin: String
    let logger: Logger
    /// Between two rounds. 30 s: flags are counted in hours.
    var pause: Duration = .seconds(30)
    /// Between two proofs that the session stands, and between two asks of whoever does not lead. 3 s: another leads soon.
    var look: Duration = .seconds(3)
    /// Between two checkpoints. 10 min: what an outside witness may miss at most.
    var checkpointPause: Duration = .seconds(600)
    /// Between two looks for days that the audit can close. 60 s: a day becomes due once a day.
    var auditPause: Duration = .seconds(60)

    /// The lock's number; any that nothing else in this database uses.
    private static let lock: Int64 = 4_547_003

    func run() async throws {
        await cancelWhenGracefulShutdown {
            guard await gate.wait() else { return }
            while !Task.isCancelled {
                do {
                    try await lead()
                } catch {
                    logger.debug("not leading", metadata: ["error.type": "\(type(of: error))"])
                }
                house.metrics.lead(false)
                try? await Task.sleep(for: look)
            }
        }
    }

    /// Asks for the lead until it has it, then leads until the session ends.
    private func lead() async throws {
        let session = try await Connection.connect(house.pool.configuration)
        defer { session.close() }
        while try await session.query("SELECT pg_try_advisory_lock(\(Leader.lock)) AS leads").first?.decode("leads")
            != true
        {
            try await Task.sleep(for: look)
        }
        house.metrics.lead(true)
        logger.info("leading")
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Beside the rounds, which must not wait while the audit goes through years.
            group.addTask { await audit() }
            defer { group.cancelAll() }
            try await rounds(session)
        }
    }

    /// Does what is due again and again until the session ends.
    private func rounds(_ session: Connection) async throws {
        var (roundDue, checkpointDue) = (ContinuousClock.now, ContinuousClock.now)
        while !Task.isCancelled {
            guard let row = try await session.query("SELECT clock_timestamp() AS now").first else { return }
            if ContinuousClock.now >= roundDue {
                await Leader.round(house, now: try row.decode("now"), logger: logger)
                roundDue = .now + pause
            }
            if ContinuousClock.now >= checkpointDue {
                await checkpoint()
                checkpointDue = .now + checkpointPause
            }
            try await Task.sleep(for: look)
        }
    }

    /// Closes days for the audit of patterns, with an engine that lasts as long as the lead.
    private func audit() async {
        let desk = AuditDesk<Audit>(pool: house.pool)
        while !Task.isCancelled {
            await Leader.attempt("patterns flagged", logger) {
                let rows = try await house.pool.withConnection { connection in
                    try await connection.query("SELECT clock_timestamp() AS now")
                }
                guard let now = try rows.first?.decode("now", as: Date.self) else { return 0 }
                return try await desk.closeDue(asOf: now)
            }
            try? await Task.sleep(for: auditPause)
        }
    }

    /// One round of everything that is due; each part goes on without the others.
    static func round(_ house: House, now: Date, logger: Logger) async {
        let due = DueWork(pool: house.pool)
        await attempt("questions asked", logger) { try await due.askDueQuestions(asOf: now) }
        await attempt("swaps lapsed", logger) { try await due.lapseSwaps(asOf: now) }
        await attempt("due flags raised", logger) { try await due.raiseDueFlags(asOf: now) }
        await attempt("non-deployments ended by themselves", logger) { try await due.endWhatIsOver(asOf: now) }
        await attempt("reminders made", logger) { try await due.remindDue(asOf: now) }
        await attempt("lapses warned of", logger) { try await due.warnCurrencies(asOf: now) }
        await attempt("duties re-opened by a lapse", logger) { try await due.reopenPastLapse(asOf: now) }
        await attempt("training seats warned of", logger) { try await due.warnTrainingLoad(asOf: now) }
        await attempt("concerns brought to the next rank", logger) { try await due.escalateConcerns(asOf: now) }
        await attempt("challenges brought to Gold again", logger) { try await due.remindChallenges(asOf: now) }
        await attempt("reviews of operations reminded of", logger) { try await due.remindOfOperations(asOf: now) }
        await attempt("reviews of limited duty reminded of", logger) { try await due.remindOfLimitedDuty(asOf: now) }
        await attempt("reviews of patterns reminded of", logger) { try await due.remindOfPatterns(asOf: now) }
        await attempt("old answers forgotten", logger) { try await house.idempotency.forgetOld(now: now) }
        await attempt("old sessions forgotten", logger) { try await house.sessions.forgetOld(asOf: now) }
        await attempt("old failures of signing in forgotten", logger) { try await house.signIn.forgetOld(asOf: now) }
    }

    private static func attempt(
        _ what: Logger.Message, _ logger: Logger, _ work: () async throws -> Int
    ) async {
        do {
            let count = try await work()
            if count > 0 { logger.info(what, metadata: ["count": "\(count)"]) }
        } catch is CancellationError {
            return
        } catch {
            logger.warning("periodic work failed", metadata: ["work": "\(what)", "error": "\(error)"])
        }
    }

    private func checkpoint() async {
        guard let signer else { return }
        do {
            let made = try await house.ledger.checkpoint(signer: signer, origin: origin)
            logger.info("ledger checkpoint signed", metadata: ["size": "\(made.size)"])
        } catch {
            logger.warning("ledger checkpoint not signed", metadata: ["error.type": "\(type(of: error))"])
        }
    }
}
