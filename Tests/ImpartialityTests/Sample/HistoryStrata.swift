import Deployment
import Impartiality

/// Reads of a history that the tests make for themselves, slowly and plainly.
struct HistoryStrata {
    let history: History
    private var spans: [[(from: Int32, to: Int32, skill: Int32)]]

    init(_ history: History) {
        self.history = history
        spans = Array(repeating: [], count: history.officers.count)
        for row in history.currencies { spans[Int(row.officer)].append((row.from, row.to, row.skill)) }
    }

    /// The skills in currency of an officer on a day.
    func skills(_ officer: Int32, on day: Int32) -> SkillSet {
        var set: SkillSet = 0
        for span in spans[Int(officer)] where span.from <= day && day <= span.to { set |= 1 << SkillSet(span.skill) }
        return set
    }

    /// The rows of a day that are of one shift and stratum, as lists.
    func strata(_ day: Int32) -> [[Int]] {
        let published = history.published
        let groups = Dictionary(grouping: published.rows(day)) { row in
            skills(published.officer[row], on: day) * 4 + SkillSet(published.shift[row])
        }
        return groups.keys.sorted().map { groups[$0] ?? [] }
    }

    /// The post worked by each officer on a day.
    func worked(_ day: Int32) -> [Int32: Int32] {
        var posts: [Int32: Int32] = [:]
        for row in history.worked.rows(day) { posts[history.worked.officer[row]] = history.worked.post[row] }
        return posts
    }

    /// How often a subject came to a mission where chance decides, and what chance expects: the sum of shares and of variances.
    struct Tally {
        var seen = 0.0
        var expected = 0.0
        var variance = 0.0

        mutating func add(_ happened: Bool, share: Double) {
            seen += happened ? 1 : 0
            expected += share
            variance += share * (1 - share)
        }
    }

    /// Postings of an officer to a mission from a day on, against k/n a shift.
    func postings(of officer: Int32, to mission: Int32, from start: Int32) -> Tally {
        var tally = Tally()
        for day in start...history.lastDay {
            guard history.published.rows(day).contains(where: { history.published.officer[$0] == officer }) else {
                continue
            }
            for rows in strata(day) where rows.contains(where: { history.published.officer[$0] == officer }) {
                let there = rows.filter { history.mission(ofPost: history.published.post[$0]) == mission }
                let isThere = there.contains { history.published.officer[$0] == officer }
                tally.add(isThere, share: Double(there.count) / Double(rows.count))
            }
        }
        return tally
    }

    /// Absences from published posts by mission, against k/n'.
    func absences() -> [Tally] {
        var tallies = [Tally](repeating: Tally(), count: history.missions.count)
        for day in 0...history.lastDay {
            let worked = worked(day)
            for rows in strata(day) {
                let posted = rows.map { history.mission(ofPost: history.published.post[$0]) }
                let filled = posted.count { $0 >= 0 }
                let here = Dictionary(grouping: posted.filter { $0 >= 0 }, by: { $0 }).mapValues(\.count)
                for (row, mission) in zip(rows, posted)
                where mission >= 0 && worked[history.published.officer[row]] == nil {
                    for (other, count) in here {
                        tallies[Int(other)].add(other == mission, share: Double(count) / Double(filled))
                    }
                }
            }
        }
        return tallies
    }
}

/// The probability of at most `seen` (or at least, when `isUpper`) successes of `trials` of this probability, summed exactly.
func binomialTail(_ seen: Int, of trials: Int, _ probability: Double, isUpper: Bool = false) -> Double {
    guard probability > 0, probability < 1 else { return 1 }
    // Ratios from the mode outwards, so that nothing under- or overflows where it matters.
    var weights = [Double](repeating: 0, count: trials + 1)
    let mode = min(trials, Int(Double(trials + 1) * probability))
    let odds = probability / (1 - probability)
    weights[mode] = 1
    if mode < trials {
        for count in mode + 1...trials {
            weights[count] = weights[count - 1] * odds * Double(trials - count + 1) / Double(count)
        }
    }
    for count in stride(from: mode - 1, through: 0, by: -1) {
        weights[count] = weights[count + 1] / odds * Double(count + 1) / Double(trials - count)
    }
    let part = isUpper ? weights[min(seen, trials + 1)...].reduce(0, +) : weights[...min(seen, trials)].reduce(0, +)
    return part / weights.reduce(0, +)
}

/// Whether a count is one that chance gives but once in ten thousand million on either side.
func isPlausible(_ seen: Int, of trials: Int, _ probability: Double) -> Bool {
    binomialTail(seen, of: trials, probability) > 1e-10
        && binomialTail(seen, of: trials, probability, isUpper: true) > 1e-10
}
