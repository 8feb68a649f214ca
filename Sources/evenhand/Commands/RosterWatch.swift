import Deployment
import Postgres
import Records

/// Watches a generate job in PostgreSQL, whoever works on it.
struct RosterWatch: Sendable {
    let pool: Pool

    /// Shows the job's progress until it ends.
    ///
    /// - Returns: the version it made.
    /// - Throws: `RosterWatchError` when it failed, was cancelled, or did not end in five minutes past its time.
    func version(of job: Int64, seconds: Double) async throws -> Int64 {
        let bar = ProgressBar("searching")
        defer { bar.finish() }
        let limit = ContinuousClock.now + .seconds(seconds + 300)
        while ContinuousClock.now < limit {
            let now = try await RosterJobs(pool: pool).get(job)
            if let progress = now.progress {
                bar.update(
                    progress.elapsed / seconds,
                    "\(progress.belowMin) short of minimum, \(progress.belowTarget) of target, "
                        + "\(progress.workedRestDays) rest days worked, \(progress.changedShifts) changed shifts")
            }
            switch now.state {
            case .succeeded:
                guard let version = now.result?.version else { throw RosterWatchError.ended("it has no version") }
                return version
            case .failed, .cancelled: throw RosterWatchError.ended(now.error ?? now.state.rawValue)
            case .queued, .running: try await Task.sleep(for: .milliseconds(300))
            }
        }
        throw RosterWatchError.ended("it did not end in time")
    }
}

/// A job that gave no roster.
enum RosterWatchError: Error, CustomStringConvertible {
    case ended(String)

    var description: String {
        switch self {
        case .ended(let why): "the job gave no roster: \(why)"
        }
    }
}

/// The account with this name; throws `RecordError.notFound`.
func accountNamed(_ name: String, _ pool: Pool) async throws -> Account {
    guard let account = try await Accounts(pool: pool).find(name: name) else {
        throw RecordError.notFound("account \(name)")
    }
    return account
}
