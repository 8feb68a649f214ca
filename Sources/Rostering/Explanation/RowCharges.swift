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
        weekendCharges(add)
        patternCharges(add)
        burdenCharges(add)
        siteCharges(add)
        return out
    }

    private typealias Add = (CostFact, Int) -> Void

    private func countCharges(_ add: Add) {
        let (wanted, weight) = (rules.shifts, problem.weights.shifts)
        let count = history.shifts + duties.count
        if count < wanted.lowerBound {
            add(.tooFewShifts(count: count, least: wanted.lowerBound), weight * (wanted.lowerBound - count))
        } else if count > wanted.upperBound {
            add(.tooManyShifts(count: count, most: wanted.upperBound), weight * (count - wanted.upperBound))
        }
    }

    private func runCharges(_ add: Add) {
        for run in runs() {
            let short = run.limits.shortPrice * run.short(of: worked.count)
            switch run.subject {
            case .work: add(.shortWork(to: run.to, days: run.length, least: run.limits.least), short)
            case .off: add(.shortOff(to: run.to, days: run.length, least: run.limits.least), short)
            case .kind:
                add(
                    .nightsInARow(to: run.to, nights: run.length, most: run.limits.most),
                    (run.limits.longPrice ?? 0) * run.over)
            }
        }
    }

    private func weekendCharges(_ add: Add) {
        var count = history.weekends
        for saturday in stride(from: 5, to: worked.count, by: 7) {
            let sunday = saturday + 1 < worked.count ? worked[saturday + 1] : nil
            if worked[saturday] || sunday == true { count += 1 }
            if rules.completeWeekends, let sunday, sunday != worked[saturday] {
                add(.splitWeekend(saturday: saturday), problem.weights.splitWeekend)
            }
        }
        if count > rules.maxWeekends {
            add(
                .tooManyWeekends(count: count, most: rules.maxWeekends),
                problem.weights.maxWeekends * (count - rules.maxWeekends))
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
