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

    /// The running sums of a key and what was counted for it: less than a line of cache memory, for keys come in no order.
    private struct Track {
        /// One for each alternative, the others 0.
        var sums = SIMD4<Float>.zero
        var observed: Float = 0
        var expected: Float = 0
        var everObserved: Float = 0
        var everExpected: Float = 0
        var since: Int32 = 0
        var occasions: Int32 = 0
        var lastDay: Int32 = -1
        /// Whether there is a course for the picture.
        var isDrawn = false
    }

    private let alternatives: Int
    private var tracks: [Track]
    private var events: [[Int32]]
    private var courses: [Int: [Finding.Course]] = [:]

    /// No evidence yet; at most four alternatives.
    init(keys: Int, alternatives: Int) {
        precondition(alternatives <= SIMD4<Float>.scalarCount)
        self.alternatives = alternatives
        tracks = [Track](repeating: Track(), count: keys)
        events = [[Int32]](repeating: [], count: keys)
    }

    /// The running sums of a key with the weight of the starts that it gains on a day, since its last occasion.
    struct Before: Sendable {
        fileprivate var sums: SIMD4<Float>
    }

    /// What stands before an occasion.
    @inline(__always)
    func before(_ key: Int, on day: Int32) -> Before {
        let starts = Float(min(day - tracks[key].lastDay, Self.longestPause)) / 365
        return Before(sums: tracks[key].sums + starts)
    }

    /// Takes in an occasion of a key: what happened, what was usual, and the factor of each alternative; returns the evidence.
    @inline(__always)
    mutating func take(
        _ key: Int, on day: Int32, observed: Double, expected: Double, factor: (Int) -> Double
    ) -> Double {
        var factors = SIMD4<Float>.zero
        for alternative in 0..<alternatives { factors[alternative] = Float(factor(alternative)) }
        return take(key, on: day, before: before(key, on: day), observed: observed, expected: expected, factors)
    }

    /// The same where what stands `before` was read already, on the same day; factors of no alternative are 0.
    @inline(__always)
    mutating func take(
        _ key: Int, on day: Int32, before: Before, observed: Double, expected: Double, _ factors: SIMD4<Float>
    ) -> Double {
        // One read and one write of the track: this is called a million times in a history of three years.
        var track = tracks[key]
        track.sums = before.sums * factors
        var total = Double(track.sums.sum())
        total /= Double(alternatives)
        track.lastDay = day
        track.everObserved += Float(observed)
        track.everExpected += Float(expected)
        if total < Self.hardly { begin(&track, key, day) }
        track.occasions += 1
        track.observed += Float(observed)
        track.expected += Float(expected)
        if observed > 0 { events[key].append(day) }
        if total > Self.worthDrawing {
            track.isDrawn = true
            courses[key, default: []].append(Finding.Course(day: day, logRatio: log(total)))
        }
        tracks[key] = track
        return total
    }

    private mutating func begin(_ track: inout Track, _ key: Int, _ day: Int32) {
        if track.observed > 0 { events[key].removeAll() }
        if track.isDrawn { courses[key] = nil }
        track.since = day
        track.occasions = 0
        track.observed = 0
        track.expected = 0
        track.isDrawn = false
    }

    /// Begins the evidence of a key anew, after it crossed its threshold on a day.
    mutating func clear(_ key: Int, _ day: Int32) {
        var track = tracks[key]
        track.sums = .zero
        begin(&track, key, day + 1)
        tracks[key] = track
    }

    /// The day on which the evidence of a key began.
    func start(_ key: Int) -> Int32 { tracks[key].since }

    /// What was counted for a key since its evidence began; compared with others over all that is on record.
    func finding(_ key: Int, threshold: Double, comparison: [(subject: Subject, key: Int)]) -> Finding {
        let track = tracks[key]
        return Finding(
            observed: Double(track.observed), expected: Double(track.expected), opportunities: Double(track.occasions),
            course: Finding.Course.weekly(courses[key] ?? [], threshold: threshold), events: events[key],
            comparison: comparison.filter { $0.key == key || tracks[$0.key].everExpected > 0 }.map {
                Finding.Peer(
                    subject: $0.subject, observed: Double(tracks[$0.key].everObserved),
                    expected: Double(tracks[$0.key].everExpected))
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
