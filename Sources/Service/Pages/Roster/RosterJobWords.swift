import Deployment
import Records

/// A job in the words of a duties office: where it stands, how long it goes on, and what could still be saved.
enum RosterJobWords {
    /// Where the job stands, in a sentence.
    static func stage(_ job: RosterJob) -> String {
        switch job.state {
        case .queued: "The job waits for its turn."
        case .running where job.cancelRequestedBy != nil: "The search is being stopped; its roster is thrown away."
        case .running where job.finishRequestedBy != nil:
            "The search is ending early. Its best roster is then checked and stored as a version."
        case .running where !job.hasBest: "The record is being read and a first roster built. None can be kept yet."
        case .running where secondsLeft(job) == 0: "The search is over. Its best roster is being checked and stored."
        case .running: "The search is looking for a better roster."
        case .succeeded where job.finishRequestedBy != nil:
            "The search was stopped early, and its best roster was stored."
        case .succeeded: "The job is done, and its roster was stored."
        case .failed: "The job failed, and no roster was stored."
        case .cancelled: "The job was stopped, and no roster was stored."
        }
    }

    /// What is said aloud of the job's state: the same while nothing that matters has changed.
    static func news(_ job: RosterJob) -> String {
        var sentences = [stage(job)]
        if job.state == .running, job.hasBest, let progress = job.progress {
            sentences.append(
                "Officers missing: \(progress.belowMin) to the minima, \(progress.belowTarget) more to the targets. "
                    + "Rest days worked: \(progress.workedRestDays).")
        }
        if let version = job.result?.version { sentences.append("Version \(version) is ready to look at.") }
        return sentences.joined(separator: " ")
    }

    /// How long the search goes on; nil where it does not.
    static func timeLeft(_ job: RosterJob) -> String? {
        guard job.state == .running, job.cancelRequestedBy == nil, job.finishRequestedBy == nil else { return nil }
        let left = secondsLeft(job)
        return left == 0 ? "none: the roster is being checked and stored" : "\(span(left)) of searching at most"
    }

    /// Seconds until the limit of the search, as of its last sign of life.
    private static func secondsLeft(_ job: RosterJob) -> Double {
        max(0, job.request.seconds - (job.progress?.elapsed ?? 0))
    }

    /// How far the best roster may be from the best that there is.
    static func gap(_ progress: JobProgress) -> String {
        if progress.cost == 0 { return "nothing: it costs nothing" }
        guard let bound = progress.lowerBound else { return "not known yet" }
        if bound >= progress.cost { return "nothing: no roster is better" }
        // Rounded up, so that what is said is always true.
        let percent = ((progress.cost - bound) * 100 + progress.cost - 1) / progress.cost
        return "at most \(percent) % of the cost"
    }

    /// "1 min 20 s".
    static func span(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let parts = [(hours, "h"), (minutes, "min"), (rest, "s")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "0 s" : parts.joined(separator: " ")
    }
}
