@testable import Rostering

/// The dual by trying every line, count and number of officers.
struct BoundOracle {
    let problem: Problem
    let model: BoundModel
    let prices: BoundPrices

    /// All lawful lines of an officer.
    func lines(_ officer: Int) -> [[Placement]] {
        var lines: [[Placement]] = []
        func extend(_ line: [Placement], _ day: Int) {
            guard let next = (day..<problem.days).first(where: { day in problem.duties.contains { $0.day == day } })
            else {
                if OfficerRow(problem, officer, line).violations().isEmpty { lines.append(line) }
                return
            }
            extend(line, next + 1)
            for duty in problem.duties where duty.day == next {
                extend(
                    line + [Placement(officer: officer, day: next, shift: duty.shift, post: duty.post)], next + 1)
            }
        }
        extend([], 0)
        return lines
    }

    /// Cost of a line at the prices, without what its counters are charged.
    func cost(_ line: [Placement], _ officer: Int) -> Int {
        let costs = OfficerRow(problem, officer, line).costs()
        let terms: [Term] = [.minRun, .maxNights, .splitWeekend, .request, .changedShift, .workedRestDay]
        var sum = terms.reduce(0) { $0 + costs[$1] } * model.scale
        for placement in line { sum -= Int(prices.duty[duty(placement)]) }
        for index in counters(officer) {
            sum += Int(prices.multiplier[index]) * count(index, officer, line)
        }
        return sum
    }

    func duty(_ placement: Placement) -> Int {
        problem.duties.firstIndex {
            $0.day == placement.day && $0.shift == placement.shift && $0.post == placement.post
        } ?? -1
    }

    func counters(_ officer: Int) -> Range<Int> {
        Int(model.counterStart[officer])..<Int(model.counterStart[officer + 1])
    }

    /// What a counter counts of a line.
    func count(_ index: Int, _ officer: Int, _ line: [Placement]) -> Int {
        let counter = model.counters[index]
        if counter.site >= 0 { return line.filter { problem.posts.site[$0.post] == counter.site }.count }
        switch BoundCounter.Kind(rawValue: index - Int(model.counterStart[officer])) {
        case .shifts: return line.count
        case .weekends: return Set(line.filter { isWeekend($0.day) }.map { $0.day / 7 }).count
        case .nights: return line.filter { problem.shifts.isNight[$0.shift] }.count
        case .weekendDuties: return line.filter { isWeekend($0.day) }.count
        case .highs: return line.filter { problem.duties[duty($0)].isHigh }.count
        case nil: return -1
        }
    }

    /// The dual: any number of officers up to the capacity, any count up to the number of days with a duty.
    func value() -> Int {
        var sum = 0
        for index in problem.duties.indices {
            let facts = model.tables.duty[index]
            let price = Int(prices.duty[index])
            sum += (0...Int(facts.capacity)).map { facts.shortage($0) * model.scale + price * $0 }.min() ?? 0
        }
        for officer in problem.officerIDs.indices {
            let all = lines(officer)
            sum += all.map { cost($0, officer) }.min() ?? 0
            sum +=
                OfficerRow(problem, officer, []).problem.officers.strandedExcess[officer]
                * problem.weights.siteRepeat * model.scale
            for index in counters(officer) {
                let counter = model.counters[index]
                sum +=
                    (0...Int(counter.most))
                    .map { counter.cost($0) * model.scale - Int(prices.multiplier[index]) * $0 }.min() ?? 0
            }
        }
        return sum
    }
}
