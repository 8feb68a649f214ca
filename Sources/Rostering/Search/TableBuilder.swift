/// Turns the problem into the rows of `Tables`.
enum TableBuilder {
    static func duties(_ problem: Problem, _ groups: RequirementGroups) -> [Tables.DutyFacts] {
        var slot = 0
        return problem.duties.map { duty in
            defer { slot += duty.capacity + 1 }
            return Tables.DutyFacts(
                day: Int32(duty.day), shift: Int32(duty.shift), site: Int32(problem.posts.site[duty.post]),
                group: Int32(groups.ofPost[duty.post]), min: Int32(duty.min), target: Int32(duty.target),
                capacity: Int32(duty.capacity),
                minPrice: Int32(problem.weights.belowMin * duty.weight),
                targetPrice: Int32(problem.weights.belowTarget * duty.weight), isHigh: duty.isHigh,
                isNight: problem.shifts.isNight[duty.shift], isWeekend: isWeekend(duty.day), slot: Int32(slot))
        }
    }

    static func officer(_ problem: Problem, _ officer: Int, start: Int32) -> Tables.OfficerFacts {
        let rules = problem.rules(officer)
        let history = problem.officers.history[officer]
        let room = zip(history.cap, history.load).map { Int32($0 - $1) }
        return Tables.OfficerFacts(
            minShifts: Int32(rules.shifts.lowerBound - history.shifts),
            maxShifts: Int32(rules.shifts.upperBound - history.shifts),
            maxWeekends: Int32(rules.maxWeekends - history.weekends), nightRoom: room[Burden.night.rawValue],
            weekendRoom: room[Burden.weekend.rawValue], highRoom: room[Burden.high.rawValue],
            completeWeekends: rules.completeWeekends, start: start)
    }

    static func prices(_ problem: Problem) -> [Int32] {
        let shifts = problem.shifts.count
        var prices = [Int32](repeating: 0, count: problem.officers.count * problem.days * shifts)
        for officer in 0..<problem.officers.count {
            for day in 0..<problem.days {
                let cell = problem.cell(officer, day)
                let rostered = Int(problem.officers.rostered[cell])
                for shift in 0..<shifts where shift != rostered {
                    let price = rostered < 0 ? problem.weights.workedRestDay : problem.weights.changedShift
                    prices[cell * shifts + shift] = Int32(price[day])
                }
            }
            for request in problem.officers.requests[officer] {
                for shift in 0..<shifts where request.shift == nil || request.shift == shift {
                    prices[problem.cell(officer, request.day) * shifts + shift] +=
                        Int32(problem.weights.request * request.weight)
                }
            }
        }
        return prices
    }

    static func mayFollow(_ shifts: ShiftTable) -> [Bool] {
        (-1..<shifts.count).flatMap { earlier in
            (-1..<shifts.count).map { later in
                earlier < 0 || later < 0 || shifts.gap[earlier * shifts.count + later] <= 1
            }
        }
    }

    /// Whether no day has a price for working a rest day or another shift than rostered.
    static func isFree(_ problem: Problem) -> Bool {
        (0..<problem.days).allSatisfy {
            problem.weights.workedRestDay[$0] == 0 && problem.weights.changedShift[$0] == 0
        }
    }

    /// Officers rostered on each shift of each day who are not away; all of them, where no pattern has a price.
    static func onPattern(_ problem: Problem) -> [[Int32]] {
        var lists = [[Int32]](repeating: [], count: problem.days * problem.shifts.count)
        for officer in 0..<problem.officers.count {
            for day in 0..<problem.days {
                let cell = problem.cell(officer, day)
                if problem.weights.workedRestDay[day] == 0, problem.weights.changedShift[day] == 0 {
                    for shift in 0..<problem.shifts.count {
                        lists[day * problem.shifts.count + shift].append(Int32(officer))
                    }
                    continue
                }
                let shift = Int(problem.officers.rostered[cell])
                if shift >= 0, !problem.officers.isUnavailable[cell] {
                    lists[day * problem.shifts.count + shift].append(Int32(officer))
                }
            }
        }
        return lists
    }

    /// The groups of each officer as bits.
    static func groupBits(_ groups: RequirementGroups, officers: Int) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: officers)
        for (group, holders) in groups.holders.enumerated() {
            for officer in holders { bits[Int(officer)] |= 1 << UInt64(group % 64) }
        }
        return bits
    }

    /// Officers grouped by their whole rostered pattern, in the order of the first of each.
    static func patternClasses(_ problem: Problem) -> [[Int32]] {
        var known: [[Int32]: Int] = [:]
        var classes: [[Int32]] = []
        for officer in 0..<problem.officers.count {
            let first = problem.cell(officer, 0)
            let pattern = Array(problem.officers.rostered[first..<first + problem.days])
            if let index = known[pattern] {
                classes[index].append(Int32(officer))
            } else {
                known[pattern] = classes.count
                classes.append([Int32(officer)])
            }
        }
        return classes
    }

    /// Lists one after another, with their starts.
    static func flatten(_ lists: [[Int32]]) -> (Flat<Int32>, Flat<Int32>) {
        var starts: [Int32] = [0]
        for list in lists { starts.append((starts.last ?? 0) + Int32(list.count)) }
        return (Flat(starts), Flat(lists.flatMap { $0 }))
    }
}
