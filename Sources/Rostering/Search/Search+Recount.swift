/// The from-scratch twin of the search's sums.
extension Search {
    /// The placements of rows of duties.
    func placements(_ rows: Flat<Int32>) -> [Placement] {
        (0..<rows.count).filter { rows[$0] >= 0 }.map { cell in
            let duty = tables.problem.duties[Int(rows[cell])]
            return Placement(officer: cell / tables.days, day: duty.day, shift: duty.shift, post: duty.post)
        }
    }

    /// Counts the board again from scratch and traps with the name of what drifted.
    func recount() {
        let problem = tables.problem
        let evaluation = evaluate(problem, placements(board.duty))
        precondition(evaluation.isLawful, "hard rule broken: \(evaluation.violations.first.map(\.text) ?? "")")
        if evaluation.total == board.cost { return }
        var drifted: [String] = []
        let filled = (0..<tables.dutyCount).map { Int(board.filled[$0]) }
        var staffing = Staffing(problem, [])
        staffing.filled = filled
        for (term, amount) in [(Term.belowMin, Term.belowMin(staffing)), (.belowTarget, Term.belowTarget(staffing))]
        where amount != evaluation.costs[term] {
            drifted.append("\(term.rawValue) \(amount), recounted \(evaluation.costs[term])")
        }
        let sums = rowSums()
        for (terms, amount) in sums {
            let recounted = terms.reduce(0) { $0 + evaluation.costs[$1] }
            if amount != recounted {
                drifted.append("\(terms.map(\.rawValue).joined(separator: "+")) \(amount), recounted \(recounted)")
            }
        }
        preconditionFailure("cost \(board.cost), recounted \(evaluation.total): \(drifted.joined(separator: "; "))")
    }

    /// What the tallies and marks of the board say of each term or group of terms.
    private func rowSums() -> [([Term], Int)] {
        let problem = tables.problem
        var (shifts, weekends, burden, sites, walked) = (0, 0, 0, 0, 0)
        for officer in 0..<tables.officers {
            let (tally, facts) = (board.tally[officer], tables.officer[officer])
            shifts += Int(max(0, facts.minShifts - tally.shifts, tally.shifts - facts.maxShifts))
            weekends += Int(max(0, tally.weekends - facts.maxWeekends))
            burden +=
                triangle(Int(tally.nights - facts.nightRoom)) + triangle(Int(tally.weekendDuties - facts.weekendRoom))
                + triangle(Int(tally.highs - facts.highRoom))
            sites += problem.officers.strandedExcess[officer]
            for site in 0..<tables.sites {
                sites += triangle(Int(board.siteCount[officer * tables.sites + site]) - problem.siteCap)
            }
            for day in 0..<tables.days { walked += Int(board.marks[officer * tables.days + day].cost) }
        }
        return [
            ([.shifts], shifts * problem.weights.shifts), ([.maxWeekends], weekends * problem.weights.maxWeekends),
            ([.burden], burden * problem.weights.burden), ([.siteRepeat], sites * problem.weights.siteRepeat),
            ([.minRun, .maxNights, .splitWeekend, .request, .changedShift, .workedRestDay], walked),
        ]
    }
}
