@testable import Rostering

extension RandomProblem {
    /// A sample whose limits, successions, histories and cover are drawn without any sense, to reach every border.
    mutating func wildCompetition() -> CompetitionProblem {
        var problem = CompetitionProblem.sample(seed: random.next(), nurses: number(1...6), weeks: number(1...4))
        for index in problem.shifts.indices { problem.shifts[index].run = limits(5) }
        for index in problem.forbidden.indices { problem.forbidden[index] = chance(25) }
        for index in problem.contracts.indices {
            problem.contracts[index].total = limits(problem.days)
            problem.contracts[index].work = limits(6)
            problem.contracts[index].off = limits(5)
            problem.contracts[index].mostWeekends = number(0...problem.weeks)
            problem.contracts[index].completeWeekends = chance(50)
        }
        for index in problem.history.indices where chance(70) {
            problem.history[index].assignments = number(0...20)
            problem.history[index].weekends = number(0...3)
            if problem.history[index].lastShift == nil { problem.history[index].off = number(0...9) }
        }
        for index in problem.demand.indices where chance(30) {
            let cover = limits(3)
            problem.demand[index] = .init(minimum: cover.lowerBound, optimal: cover.upperBound)
        }
        return problem
    }

    private mutating func limits(_ most: Int) -> ClosedRange<Int> {
        let least = number(0...most)
        return least...number(least...most)
    }

    /// A roster of stretches, dense or sparse, that may break any rule.
    mutating func roster(_ problem: CompetitionProblem) -> CompetitionRoster {
        var assignments: [CompetitionRoster.Assignment] = []
        let (stay, busy, surplus) = (number(0...90), number(0...100), number(0...3))
        for nurse in problem.nurses.indices {
            var (works, shift) = (chance(busy), random.below(problem.shifts.count))
            for day in 0..<problem.days {
                if !chance(stay) { (works, shift) = (chance(busy), random.below(problem.shifts.count)) }
                guard works else { continue }
                let own = problem.nurses[nurse].skills
                let skill = chance(80) && !own.isEmpty ? pick(own) : random.below(problem.skills.count)
                assignments.append(.init(nurse: nurse, day: day, shift: shift, skill: skill))
                if chance(surplus) {
                    assignments.append(
                        .init(nurse: nurse, day: day, shift: random.below(problem.shifts.count), skill: skill))
                }
            }
        }
        return CompetitionRoster(assignments: assignments)
    }

    /// The bytes with one to three places changed, byte by byte or line by line.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<number(1...3) where !bytes.isEmpty {
            bytes = chance(50) ? damagedByte(bytes) : damagedLine(bytes)
        }
        return bytes
    }

    private mutating func damagedByte(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let place = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.insert(pick(Array(" \n\r\t(),=-019AEn\u{0}\u{B}\u{1C}".utf8) + [0xC3, 0xFF, 0xE2]), at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place...)
        default: bytes.removeSubrange(place..<min(bytes.count, place + number(1...40)))
        }
        return bytes
    }

    private mutating func damagedLine(_ bytes: [UInt8]) -> [UInt8] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let place = random.below(lines.count)
        switch random.below(5) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: random.below(lines.count))
        case 2: lines.swapAt(place, random.below(lines.count))
        default:
            var words = lines[place].split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
            let word = random.below(words.count)
            let texts = [
                "-1", "0", "1", "7", "01", "+2", "99999999999999999999", "9223372036854775807", "1000001", "Any",
                "None", "Early", "Nurse", "HN_0", "FullTime", "Mon", "mon", "(5,2)", "(2,5)", "(1 , 3)", "(,)", "(",
                ")", "=", "", "NURSES", "SKILLS = 1", "HISTORY", "\u{FEFF}", "\u{2028}", "e\u{301}", "\u{A0}", "\r",
            ]
            words[word] = Array(pick(texts).utf8)
            lines[place] = Array(words.joined(separator: [0x20]))
        }
        return Array(lines.joined(separator: [0x0A]))
    }
}
