/// Evidence for many keys that begins anew every day: a mixture of Shiryaev-Roberts e-detectors.
///
/// Each key has one running sum for each alternative: M <- (M + gamma) * e. The factors e have mean at most 1 under the
/// null, given the past, and the gammas of a key add to at most 1 a year; so M minus the years passed has mean at most 0 at
/// every stopping time, and a threshold c is crossed at most 1/c times a year and key (Shin, Ramdas, Rinaldo: "E-detectors",
/// 2023, theorem 2.4). Starts are not known in advance: the sum is over all of them.
struct RunningEvidence: Sendable {
    /// The longest pause, in days, for which the evidence of a key gains new starts.
    static let longestPause: Int32 = 28

    let alternatives: Int
    private var sums: [Double]
    private var lastDay: [Int32]
    /// Evidence below this is none: counts begin again.
    private static let hardly = 0.1
    private var since: [Int32]
    private(set) var observed: [Double]
    private(set) var expected: [Double]
    private var courses: [Int: [Finding.Course]] = [:]

    init(keys: Int, alternatives: Int) {
        self.alternatives = alternatives
        sums = [Double](repeating: 0, count: keys * alternatives)
        lastDay = [Int32](repeating: -1, count: keys)
        since = [Int32](repeating: 0, count: keys)
        observed = [Double](repeating: 0, count: keys)
        expected = [Double](repeating: 0, count: keys)
    }

    /// Takes in what happened to a key on a day, with the factor of each alternative; returns the evidence now.
    @inline(__always)
    mutating func take(
        _ key: Int, on day: Int32, observed seen: Double, expected usual: Double, factor: (Int) -> Double
    ) -> Double {
        let starts = Double(min(day - lastDay[key], Self.longestPause)) / 365
        lastDay[key] = day
        var total = 0.0
        for alternative in 0..<alternatives {
            let cell = key * alternatives + alternative
            sums[cell] = (sums[cell] + starts) * factor(alternative)
            total += sums[cell]
        }
        total /= Double(alternatives)
        if total < Self.hardly {
            since[key] = day
            observed[key] = 0
            expected[key] = 0
        }
        observed[key] += seen
        expected[key] += usual
        return total
    }

    /// Begins the evidence of a key anew, after a flag.
    mutating func clear(_ key: Int) {
        for alternative in 0..<alternatives { sums[key * alternatives + alternative] = 0 }
        observed[key] = 0
        expected[key] = 0
        courses[key] = nil
    }

    /// The day on which the evidence of a key began.
    func start(_ key: Int) -> Int32 { since[key] }
}
