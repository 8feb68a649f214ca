/// The hard rules, each a function that lists its violations as the referee counts them.
extension HardRule {
    /// H1: an officer works at most one duty a day.
    static func oneDutyADay(_ row: OfficerRow) -> [Evaluation.Violation] {
        var counts = [Int](repeating: 0, count: row.problem.days)
        for duty in row.duties { counts[duty.day] += 1 }
        return counts.indices.filter { counts[$0] > 1 }.map { day in
            Evaluation.Violation(rule: .oneDutyADay, text: "officer \(row.id) day \(day): \(counts[day]) duties")
        }
    }

    /// H2: the officer holds every skill that the post requires, in currency on that day.
    static func skillsInCurrency(_ row: OfficerRow) -> [Evaluation.Violation] {
        let problem = row.problem
        var out: [Evaluation.Violation] = []
        for duty in row.duties {
            for skill in problem.posts.requires[duty.post] {
                let last = problem.officers.lastDay[row.officer * problem.officers.skillCount + skill]
                guard last < duty.day else { continue }
                let what =
                    last == OfficerTable.notHeld
                    ? "does not hold \(problem.skillIDs[skill])" : "\(problem.skillIDs[skill]) lapsed after day \(last)"
                let text = "officer \(row.id) day \(duty.day) post \(problem.postIDs[duty.post]): \(what)"
                out.append(Evaluation.Violation(rule: .skillsInCurrency, text: text))
            }
        }
        return out
    }

    /// H3: the officer is not unavailable on that day, and no non-deployment covers the post, shift and day.
    static func available(_ row: OfficerRow) -> [Evaluation.Violation] {
        let problem = row.problem
        var out: [Evaluation.Violation] = []
        for duty in row.duties {
            if problem.officers.isUnavailable[problem.cell(row.officer, duty.day)] {
                out.append(
                    Evaluation.Violation(rule: .available, text: "officer \(row.id) day \(duty.day): unavailable"))
            }
            for decision in problem.officers.nonDeployments[row.officer]
            where decision.covers(post: duty.post, day: duty.day, shift: duty.shift) {
                let place = "officer \(row.id) day \(duty.day) post \(problem.postIDs[duty.post])"
                out.append(Evaluation.Violation(rule: .available, text: "\(place): non-deployment \(decision.id)"))
            }
        }
        return out
    }

    /// H4: the least rest lies between the end of one duty and the start of the next, history included.
    static func restBetweenDuties(_ row: OfficerRow) -> [Evaluation.Violation] {
        let shifts = row.problem.shifts
        var out: [Evaluation.Violation] = []
        var before = row.history.last
        for duty in row.duties {
            if let before, shifts.forbids(duty.shift, on: duty.day, after: before) {
                let rest = shifts.rest(before, duty.shift, duty.day)
                let ids = row.problem.shiftIDs
                let text =
                    "officer \(row.id) day \(duty.day) shift \(ids[duty.shift]): \(rest) minutes after shift "
                    + "\(ids[before.shift]) of day \(before.day)"
                out.append(Evaluation.Violation(rule: .restBetweenDuties, text: text))
            }
            before = (duty.shift, duty.day)
        }
        return out
    }

    /// H5: never more than the contract's days worked in a row, history included; only days of the horizon can break it.
    static func daysInARow(_ row: OfficerRow) -> [Evaluation.Violation] {
        guard row.rules.work.longPrice == nil else { return [] }
        let most = row.rules.work.most
        var out: [Evaluation.Violation] = []
        var run = row.history.work
        for day in row.worked.indices {
            run = row.worked[day] ? run + 1 : 0
            if run > most {
                let text = "officer \(row.id) day \(day): day \(run) in a row, \(most) allowed"
                out.append(Evaluation.Violation(rule: .daysInARow, text: text))
            }
        }
        return out
    }

    /// H6: never more officers on a duty than its target, and only duties that are in demand.
    static func onlyWhatIsWanted(_ staffing: Staffing) -> [Evaluation.Violation] {
        let problem = staffing.problem
        func place(_ post: Int, _ day: Int, _ shift: Int) -> String {
            "post \(problem.postIDs[post]) day \(day) shift \(problem.shiftIDs[shift])"
        }
        var out: [Evaluation.Violation] = []
        var seen: Set<[Int]> = []
        for stray in staffing.unwanted where seen.insert([stray.post, stray.day, stray.shift]).inserted {
            let text = "\(place(stray.post, stray.day, stray.shift)): no such duty is in demand"
            out.append(Evaluation.Violation(rule: .onlyWhatIsWanted, text: text))
        }
        for (duty, filled) in zip(problem.duties, staffing.filled) where filled > duty.capacity {
            let text = "\(place(duty.post, duty.day, duty.shift)): \(filled) officers, target \(duty.capacity)"
            out.append(Evaluation.Violation(rule: .onlyWhatIsWanted, text: text))
        }
        return out
    }
}
