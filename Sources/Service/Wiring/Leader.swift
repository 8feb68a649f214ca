import FoundationEssentials
import Ledger
import Logging
import Postgres
import Records
import ServiceLifecycle

/// What only one instance does at a time: raising the flags whose cause is time, ending what is over, forgetting old
/// answers, signing checkpoints.
///
/// A round is done under a session lock on a connection of its own, which PostgreSQL gives up with the session, however
/// that ends; who comes too late looks again after the pause. Every task may be done twice without harm.
struct Leader: Service {
    let house: House
    let gate: Gate
    let signer: NoteSigner?
    let origin: String
    let logger: Logger
    /// Between two rounds. 30 s: flags are counted in hours.
    var pause: Duration = .seconds(30)
    /// Between two checkpoints. 10 min: what an outside witness may miss at most.
    var checkpointPause: Duration = .seconds(600)

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
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Tries to lead, and does so until the session ends.
    private func lead() async throws {
        let session = try await Connection.connect(house.pool.configuration)
        defer { session.close() }
        var checkpointDue = ContinuousClock.now
        while !Task.isCancelled {
            let rows = try await session.query("SELECT pg_try_advisory_lock(\(Leader.lock)) AS leads")
            if try rows.first?.decode("leads", as: Bool.self) == true {
                await Leader.round(house, now: Date(), logger: logger)
                if ContinuousClock.now >= checkpointDue {
                    await checkpoint()
                    checkpointDue = .now + checkpointPause
                }
                try await session.execute("SELECT pg_advisory_unlock(\(Leader.lock))")
            }
            try await Task.sleep(for: pause)
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
        await attempt("old answers forgotten", logger) { try await house.idempotency.forgetOld(now: now) }
    }

    private static func attempt(
        _ what: Logger.Message, _ logger: Logger, _ work: () async throws -> Int
    ) async {
        do {
            let count = try await work()
            if count > 0 { logger.info(what, metadata: ["count": "\(count)"]) }
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
