/// Which duties each officer may take by skills, absences, decisions and the rest after history, made 64 duties at a time.
///
/// Duties are sorted by day, so a skill that lapses cuts a row off and an absence clears a stretch of it. Time in proportion to
/// officers x groups x duties / 64: asking officer by officer and duty by duty takes seconds at the size of a whole country.
struct EligibilityBits {
    /// Words an officer.
    let words: Int
    /// One bit a duty: officer x words + duty / 64.
    private(set) var bits: [UInt64]

    init(_ problem: Problem, _ groups: RequirementGroups) {
        words = (problem.duties.count + 63) / 64
        bits = [UInt64](repeating: 0, count: words * problem.officers.count)
        var wanting = [UInt64](repeating: 0, count: words * groups.count)
        for (index, duty) in problem.duties.enumerated() {
            wanting[groups.ofPost[duty.post] * words + index / 64] |= 1 << UInt64(index % 64)
        }
        let firsts = (0...problem.days).map { problem.dutyStart[$0 * problem.shifts.count] }
        for officer in 0..<problem.officers.count {
            for group in 0..<groups.count {
                let last = Int(groups.lastDay[officer * groups.count + group])
                if last >= 0 { add(wanting, group, to: officer, before: firsts[min(last + 1, problem.days)]) }
            }
            for day in 0..<problem.days where problem.officers.isUnavailable[problem.cell(officer, day)] {
                clear(officer, firsts[day]..<firsts[day + 1])
            }
            clearDecided(problem, officer, firsts)
            clearUnrested(problem, officer)
        }
    }

    /// Adds the duties of a group that lie before an index.
    private mutating func add(_ wanting: [UInt64], _ group: Int, to officer: Int, before end: Int) {
        let (row, from) = (officer * words, group * words)
        for word in 0..<end / 64 { bits[row + word] |= wanting[from + word] }
        if end % 64 > 0 { bits[row + end / 64] |= wanting[from + end / 64] & (1 << UInt64(end % 64) - 1) }
    }

    private mutating func clear(_ officer: Int, _ duties: Range<Int>) {
        for index in duties { bits[officer * words + index / 64] &= ~(1 << UInt64(index % 64)) }
    }

    private mutating func clearDecided(_ problem: Problem, _ officer: Int, _ firsts: [Int]) {
        for decision in problem.officers.nonDeployments[officer]
        where decision.to >= 0 && decision.from < problem.days {
            for index in firsts[max(0, decision.from)]..<firsts[min(decision.to, problem.days - 1) + 1] {
                let duty = problem.duties[index]
                if decision.covers(post: duty.post, day: duty.day, shift: duty.shift) {
                    clear(officer, index..<index + 1)
                }
            }
        }
    }

    /// The rest after the last duty of history can reach into the first days.
    private mutating func clearUnrested(_ problem: Problem, _ officer: Int) {
        guard let last = problem.officers.history[officer].last else { return }
        for shift in 0..<problem.shifts.count {
            let gap = problem.shifts.gap[last.shift * problem.shifts.count + shift]
            for day in 0..<max(0, min(problem.days, last.day + gap)) {
                clear(officer, problem.dutyRange(day: day, shift: shift))
            }
        }
    }
}
