#if canImport(Glibc)
    import Glibc
#endif

/// Evidence for many keys that begins anew every day: a mixture of Shiryaev-Roberts e-detectors.
///
/// Each key has one running sum for each alternative: M <- (M + gamma) * e. The factors e have mean at most 1 under the
/// null, given the past, and the gammas of a key add to at most 1 a year; so M minus the years passed has mean at most 0 at
/// every stopping time, and a threshold c is crossed at most 1/c times a year and key (Shin, Ramdas, Rinaldo,
/// "E-detectors: a nonparametric framework for sequential change detection", 2024). When something begins is not known in
/// advance: the sum is over all starts.
struct RunningEvidence: Sendable {
    /// The longest pause, in days, for which the evidence of a key gains new starts.
    static let longestPause: Int32 = 28
    /// Evidence below this (a start has 1/365) is none: the counts of a finding begin again.
    private static let hardly = 0.1
    /// Evidence below this is not kept for the picture.
    private static let worthDrawing = 10.0

    /// What was counted for a key.
    private struct Track {
        var lastDay: Int32 = -1
        var since: Int32 = 0
        var occasions: Int32 = 0
        var observed = 0.0
        var expected = 0.0
        var everObserved = 0.0
        var everExpected = 0.0
    }

    private let alternatives: Int
    private var sums: [Double]
    private var tracks: [Track]
    private var events: [[Int32]]
    private var courses: [Int: [Finding.Course]] = [:]

    init(keys: Int, alternatives: Int) {
        self.alternatives = alternatives
        sums = [Double](repeating: 0, count: keys * alternatives)
        tracks = [Track](repeating: Track(), count: keys)
        events = [[Int32]](repeating: [], count: keys)
    }

    /// Takes in an occasion of a key: what happened, what was usual, and the factor of each alternative; returns the evidence.
    @inline(__always)
    mutating func take(
        _ key: Int, on day: Int32, observed: Double, expected: Double, factor: (Int) -> Double
    ) -> Double {
        let starts = Double(min(day - tracks[key].lastDay, Self.longestPause)) / 365
        var total = 0.0
        for alternative in 0..<alternatives {
            let cell = key * alternatives + alternative
            sums[cell] = (sums[cell] + starts) * factor(alternative)
            total += sums[cell]
        }
        total /= Double(alternatives)
        note(key, day, observed, expected, total)
        return total
    }

    private mutating func note(_ key: Int, _ day: Int32, _ observed: Double, _ expected: Double, _ total: Double) {
        tracks[key].lastDay = day
        tracks[key].everObserved += observed
        tracks[key].everExpected += expected
        if total < Self.hardly { begin(key, day) }
        tracks[key].occasions += 1
        tracks[key].observed += observed
        tracks[key].expected += expected
        if observed > 0 { events[key].append(day) }
        if total > Self.worthDrawing { courses[key, default: []].append(Finding.Course(day: day, logRatio: log(total))) }
    }

    private mutating func begin(_ key: Int, _ day: Int32) {
        tracks[key].since = day
        tracks[key].occasions = 0
        tracks[key].observed = 0
        tracks[key].expected = 0
        if !events[key].isEmpty { events[key].removeAll() }
        if courses[key] != nil { courses[key] = nil }
    }

    /// Begins the evidence of a key anew, after it crossed its threshold on a day.
    mutating func clear(_ key: Int, _ day: Int32) {
        for alternative in 0..<alternatives { sums[key * alternatives + alternative] = 0 }
        begin(key, day + 1)
    }

    /// The day on which the evidence of a key began.
    func start(_ key: Int) -> Int32 { tracks[key].since }

    /// What was counted for a key since its evidence began; compared with others over all that is on record.
    func finding(_ key: Int, threshold: Double, comparison: [(subject: Subject, key: Int)]) -> Finding {
        let track = tracks[key]
        return Finding(
            observed: track.observed, expected: track.expected, opportunities: Double(track.occasions),
            course: Finding.Course.weekly(courses[key] ?? [], threshold: threshold), events: events[key],
            comparison: comparison.filter { $0.key == key || tracks[$0.key].everExpected > 0 }.map {
                Finding.Peer(
                    subject: $0.subject, observed: tracks[$0.key].everObserved, expected: tracks[$0.key].everExpected)
            })
    }
}

extension Finding.Course {
    /// Evidence noted as ln(evidence), one point a week at most (the last one always), against a threshold.
    static func weekly(_ noted: [Finding.Course], threshold: Double) -> [Finding.Course] {
        var kept: [Finding.Course] = []
        for point in noted {
            if let last = kept.last, point.day / 7 == last.day / 7 { kept.removeLast() }
            kept.append(Finding.Course(day: point.day, logRatio: point.logRatio - log(threshold)))
        }
        return kept
    }
}
