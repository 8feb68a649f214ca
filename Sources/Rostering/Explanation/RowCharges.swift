/// What an officer's row costs, charge by charge: the terms of `Evaluation` with the facts behind them.
///
/// The tests hold the charges of each term to the sum that `evaluate` finds.
extension OfficerRow {
    func charges() -> [Charge] {
        var out: [Charge] = []
        func add(_ fact: CostFact, _ amount: Int) {
            if amount != 0 { out.append(Charge(fact: fact, amount: amount)) }
        }
        countCharges(add)
        runCharges(add)
        nightCharges(add)
        weekendCharges(add)
        patternCharges(add)
        burdenCharges(add)
        siteCharges(add)
        return out
    }

    private typealias Add = (CostFact, Int) -> Void

    private func countCharges(_ add: Add) {
        let contract = contract
        let (count, weight) = (duties.count, problem.weights.shifts)
        if count < contract.minShifts {
            add(.tooFewShifts(count: count, least: contract.minShifts), weight * (contract.minShifts - count))
        } else if count > contract.maxShifts {
            add(.tooManyShifts(count: count, most: contract.maxShifts), weight * (count - contract.maxShifts))
        }
    }

    private func runCharges(_ add: Add) {
        let (contract, history) = (contract, history)
        var isWorking: Bool? = history.work > 0 ? true : history.off > 0 ? false : nil
        var length = history.work > 0 ? history.work : history.off
        for (day, works) in worked.enumerated() {
            if works == isWorking {
                length += 1
                continue
            }
            if isWorking == true, length < contract.minConsecutiveWork {
                let least = contract.minConsecutiveWork
                add(.shortWork(to: day - 1, days: length, least: least), problem.weights.minRun * (least - length))
            } else if isWorking == false, length < contract.minConsecutiveOff {
                let least = contract.minConsecutiveOff
                add(.shortOff(to: day - 1, days: length, least: least), problem.weights.minRun * (least - length))
            }
            isWorking = works
            length = 1
        }
    }

    private func nightCharges(_ add: Add) {
        let contract = contract
        var run = history.nights
        var over = 0
        for (day, night) in atNight.enumerated() {
            run = night ? run + 1 : 0
            over = run > contract.maxConsecutiveNights ? over + 1 : 0
            let isLast = day + 1 == atNight.count || !atNight[day + 1]
            if over > 0, isLast {
                add(
                    .nightsInARow(to: day, nights: run, most: contract.maxConsecutiveNights),
                    problem.weights.maxNights * over)
            }
        }
    }

    private func weekendCharges(_ add: Add) {
        let contract = contract
        var count = 0
        for saturday in stride(from: 5, to: worked.count, by: 7) {
            let sunday = saturday + 1 < worked.count ? worked[saturday + 1] : nil
            if worked[saturday] || sunday == true { count += 1 }
            if contract.completeWeekends, let sunday, sunday != worked[saturday] {
                add(.splitWeekend(saturday: saturday), problem.weights.splitWeekend)
            }
        }
        if count > contract.maxWeekends {
            add(
                .tooManyWeekends(count: count, most: contract.maxWeekends),
                problem.weights.maxWeekends * (count - contract.maxWeekends))
        }
    }

    private func patternCharges(_ add: Add) {
        for request in problem.officers.requests[officer] {
            let isWorked = duties.contains {
                $0.day == request.day && (request.shift == nil || request.shift == $0.shift)
            }
            guard isWorked else { continue }
            add(
                .request(day: request.day, shift: request.shift.map { problem.shiftIDs[$0] }),
                problem.weights.request * request.weight)
        }
        for duty in duties {
            let rostered = Int(problem.officers.rostered[problem.cell(officer, duty.day)])
            let shift = problem.shiftIDs[duty.shift]
            if rostered < 0 {
                add(.workedRestDay(day: duty.day, worked: shift), problem.weights.workedRestDay[duty.day])
            } else if rostered != duty.shift {
                add(
                    .changedShift(day: duty.day, rostered: problem.shiftIDs[rostered], worked: shift),
                    problem.weights.changedShift[duty.day])
            }
        }
    }

    private func burdenCharges(_ add: Add) {
        let history = history
        var load = history.load
        for duty in duties {
            if problem.shifts.isNight[duty.shift] { load[Burden.night.rawValue] += 1 }
            if isWeekend(duty.day) { load[Burden.weekend.rawValue] += 1 }
            if let wanted = problem.duty(post: duty.post, day: duty.day, shift: duty.shift),
                problem.duties[wanted].isHigh
            {
                load[Burden.high.rawValue] += 1
            }
        }
        for (burden, name) in zip(Burden.allCases, BurdenName.allCases) {
            let (load, cap) = (load[burden.rawValue], history.cap[burden.rawValue])
            add(.burden(name, load: load, cap: cap), problem.weights.burden * triangle(load - cap))
        }
    }

    /// Sites that have a post; what history has at others stands outside the row, whatever it does.
    private func siteCharges(_ add: Add) {
        let first = officer * problem.officers.siteCount
        var counts = Array(problem.officers.siteHistory[first..<first + problem.officers.siteCount])
        for duty in duties { counts[problem.posts.site[duty.post]] += 1 }
        for (site, count) in counts.enumerated() where Int(count) > problem.siteCap {
            add(
                .siteRepeat(site: problem.posts.siteIDs[site], count: Int(count), cap: problem.siteCap),
                problem.weights.siteRepeat * triangle(Int(count) - problem.siteCap))
        }
    }
}
