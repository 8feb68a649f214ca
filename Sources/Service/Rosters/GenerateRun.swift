import FoundationEssentials
import Postgres
import Records
import Rostering
import Synchronization

/// One claimed job from claim to end.
struct GenerateRun: Sendable {
    let worker: GenerateWorker
    let claim: JobClaim
    let hints: JobHints
    private let search = RosterSearch()
    private let stopped = StopReason()

    init(worker: GenerateWorker, claim: JobClaim, hints: JobHints) {
        self.worker = worker
        self.claim = claim
        self.hints = hints
    }

    private var jobs: RosterJobs { worker.jobs }

    /// Does the job; when it returns the job has ended, was given back, or belongs to somebody else.
    func toItsEnd() async throws {
        let outcome: Result<VersionDraft?, any Error>
        do {
            outcome = .success(try await watched())
        } catch {
            // A statement that this cancellation ended is no fault of the job.
            if Task.isCancelled { stop(.shutdown) }
            outcome = .failure(error)
        }
        // The last word must reach the database even when this task is cancelled.
        try await Task.detached { try await conclude(outcome) }.value
    }

    /// Searches while another task keeps the lease; nil when stopped.
    private func watched() async throws -> VersionDraft? {
        let planning = try await PlanningReader(pool: worker.pool)
            .read(from: claim.job.request.from, days: claim.job.request.days)
        return try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: VersionDraft?.self) { group in
                group.addTask {
                    try await search.run(planning, ProblemBuilder(pricing: worker.settings.pricing), claim)
                }
                group.addTask {
                    await keepLease()
                    return nil
                }
                // The watcher ends first only when the search is to stop, which then ends as well.
                var draft = try await group.next() ?? nil
                if draft == nil, let later = try await group.next() { draft = later }
                group.cancelAll()
                return draft
            }
        } onCancel: {
            stop(.shutdown)
        }
    }

    private func stop(_ reason: StopReason.Value) {
        stopped.set(reason)
        search.stop()
    }

    /// Heartbeats until the job is cancelled, lost or the task ends.
    private func keepLease() async {
        let (beats, continuation) = hints.beats(of: claim.job.id)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [heartbeat = worker.settings.heartbeat] in
                repeat { continuation.yield(.heartbeat) } while (try? await Task.sleep(for: heartbeat)) != nil
                continuation.finish()
            }
            var held = ContinuousClock.now
            for await beat in beats where !Task.isCancelled {
                guard await isWanted(beat, &held) else { break }
            }
            group.cancelAll()
        }
    }

    /// Whether to go on; `held` is when the lease was last prolonged, on a clock that never jumps.
    private func isWanted(_ beat: JobHints.Beat, _ held: inout ContinuousClock.Instant) async -> Bool {
        do {
            let wish: JobWish
            switch beat {
            case .heartbeat:
                let now = ContinuousClock.now
                wish = try await jobs.heartbeat(claim, progress: search.progress)
                held = now
            case .look: wish = try await jobs.wish(claim)
            }
            switch wish {
            case .goOn: return true
            case .finish:
                // The lease is kept: the roster has still to be checked, explained and stored.
                search.finish()
                return true
            case .cancel:
                stop(.cancelled)
                return false
            }
        } catch is RecordError {
            stop(.lost)
            return false
        } catch {
            // An outage: the lease may outlast it. If not, another worker has the job by now.
            guard ContinuousClock.now - held > .seconds(RosterJobs.lease) else { return true }
            stop(.lost)
            return false
        }
    }

    private func conclude(_ outcome: Result<VersionDraft?, any Error>) async throws {
        do {
            switch stopped.value {
            case .lost: return
            case .cancelled: try await jobs.finish(claim, .cancelled)
            case .shutdown: try await jobs.giveBack(claim)
            case nil:
                switch outcome {
                case .success(let draft?): try await store(draft)
                case .success(nil): try await jobs.giveBack(claim)
                case .failure(let error): try await fail(error)
                }
            }
        } catch RecordError.conflict(rule: "lease_lost", _) {
            return
        }
    }

    /// Stores the roster; an outage is waited out for as long as the lease may hold.
    private func store(_ draft: VersionDraft) async throws {
        let deadline = ContinuousClock.now + .seconds(RosterJobs.lease)
        while true {
            do {
                _ = try await jobs.succeed(claim, with: draft, progress: search.progress)
                return
            } catch let error as PostgresError where error.isPassing && ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(500))
            } catch let error as RecordError {
                if case .conflict(rule: "lease_lost", _) = error { throw error }
                try await jobs.finish(claim, .failed(error.description))
                return
            }
        }
    }

    /// Ends the job by a fault of the record or a defect; what passes leaves it to whoever comes when the lease is over.
    private func fail(_ error: any Error) async throws {
        switch error {
        case let error as PostgresError where error.isPassing: throw error
        case let error as PostgresError: try await jobs.finish(claim, .failed(error.description))
        case let error as ProblemBuildError: try await jobs.finish(claim, .failed(error.description))
        case let error as ProblemError: try await jobs.finish(claim, .failed(error.description))
        case let error as RecordError: try await jobs.finish(claim, .failed(error.description))
        default: try await jobs.finish(claim, .failed("an unexpected error"))
        }
    }
}

/// Why a search was stopped; the first reason stays.
final class StopReason: Sendable {
    enum Value: Sendable {
        case cancelled, lost, shutdown
    }

    private let inside = Mutex<Value?>(nil)

    var value: Value? { inside.withLock { $0 } }

    func set(_ value: Value) {
        inside.withLock { $0 = $0 ?? value }
    }
}
