/// Who may take each duty by skills, absences, decisions and the rest after history; what the baseline reads and never writes.
struct GreedyCandidates {
    /// Officers who may take each duty.
    private(set) var counts: [Int]
    /// Skill sets in demand that each officer holds on some day.
    private(set) var width: [Int]
    /// One bit an officer, `words` words a duty.
    private var bits: [UInt64]
    private let words: Int

    init(_ problem: Problem) {
        var known: [[Int]: Int] = [:]
        var sets: [[Int]] = []
        let group = problem.duties.map { duty in
            let skills = problem.posts.requires[duty.post].sorted()
            if let set = known[skills] { return set }
            known[skills] = sets.count
            sets.append(skills)
            return sets.count - 1
        }
        let skillCount = problem.officers.skillCount
        let holders = sets.map { skills in
            (0..<problem.officers.count).filter { officer in
                skills.allSatisfy { problem.officers.lastDay[officer * skillCount + $0] >= 0 }
            }.map(Int32.init)
        }
        width = [Int](repeating: 0, count: problem.officers.count)
        for set in holders { for officer in set { width[Int(officer)] += 1 } }
        counts = [Int](repeating: 0, count: problem.duties.count)
        words = (problem.officers.count + 63) / 64
        bits = [UInt64](repeating: 0, count: words * problem.duties.count)
        for (index, duty) in problem.duties.enumerated() {
            for place in holders[group[index]] {
                let officer = Int(place)
                guard problem.bar(officer, duty) == nil, GreedyCandidates.isRested(problem, officer, duty) else {
                    continue
                }
                bits[index * words + officer >> 6] |= 1 << UInt64(officer & 63)
                counts[index] += 1
            }
        }
    }

    /// Calls `work` with each officer who may take the duty, in order.
    func forEach(_ duty: Int, _ work: (Int) -> Void) {
        for word in 0..<words {
            var left = bits[duty * words + word]
            while left != 0 {
                work(word * 64 + left.trailingZeroBitCount)
                left &= left - 1
            }
        }
    }

    private static func isRested(_ problem: Problem, _ officer: Int, _ duty: Problem.Duty) -> Bool {
        guard let last = problem.officers.history[officer].last else { return true }
        return duty.day - last.day >= problem.shifts.gap[last.shift * problem.shifts.count + duty.shift]
    }
}
