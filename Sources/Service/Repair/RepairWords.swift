import Deployment
import FoundationEssentials
import Records
import Rostering

/// Says what a candidate costs and breaks, as a duty sergeant would.
struct RepairWords {
    let ground: RepairProblem

    /// "Rest day worked at 9 clear days' notice: time and a half for 8 h …; leaves P012 E, which then lacks its minimum".
    func words(_ candidate: Ranking.Candidate, for duty: Int, _ pricer: RowPricer) throws -> String {
        let problem = ground.problem
        let facts = problem.duties[duty]
        var parts: [String] = []
        let notice = try ChangeNotice(
            noticedAt: ground.minutes, dutyDay: ground.date(facts.day), figures: ground.basis.figures)
        let days = notice.clearDays == 1 ? "1 clear day's notice" : "\(max(0, notice.clearDays)) clear days' notice"
        let consequence = try consequence(candidate, facts)
        if consequence.kind == .nothing || consequence.kind == .noOvertime {
            if candidate.worksRestDay {
                parts.append(
                    consequence.kind == .noOvertime ? "rest day, \(days): no rest-day pay" : "day off, \(days)")
            }
        } else {
            parts.append(consequence.words.trimmingFullStop)
        }
        if let rostered = candidate.rosteredShift {
            parts.append("rostered \(ground.built.recordShift(problem.shiftIDs[rostered])), \(days)")
        } else if !candidate.worksRestDay, candidate.leaves == nil {
            parts.append("in reserve on the rostered shift")
        }
        if let left = candidate.leaves { parts.append(leaving(left, candidate, pricer)) }
        parts += strains(candidate, facts)
        if notice.isLate { parts.append("a recall: the midnight before the duty has passed") }
        return parts.isEmpty ? "nothing is broken" : parts.joined(separator: "; ")
    }

    private func leaving(_ left: Int, _ candidate: Ranking.Candidate, _ pricer: RowPricer) -> String {
        let duty = ground.problem.duties[left]
        let place = "leaves \(ground.post(left)) \(ground.shift(left))"
        let stay = pricer.filled(left) - 1
        if candidate.leavesBelowMin { return "\(place), which then has \(stay) and needs \(duty.min)" }
        if candidate.leavesBelowTarget { return "\(place), which keeps \(stay) of \(duty.target)" }
        return "\(place), which has enough"
    }

    /// What else the duty adds to, by the terms of the cost.
    private func strains(_ candidate: Ranking.Candidate, _ duty: Problem.Duty) -> [String] {
        let change = candidate.change
        var parts: [String] = []
        if change[.burden] > 0 { parts.append("more than a fair share of nights, weekends or high duties") }
        if change[.siteRepeat] > 0 { parts.append("often at this site") }
        if change[.maxNights] > 0 { parts.append("too many nights in a row") }
        if change[.minRun] > 0 { parts.append("a short run of work or rest") }
        if change[.maxWeekends] > 0 { parts.append("one weekend more than the contract has") }
        if change[.splitWeekend] > 0 { parts.append("half a weekend") }
        if change[.shifts] > 0 { parts.append("more shifts than the contract has") }
        if change[.request] > 0 { parts.append("asked not to work then") }
        return parts
    }

    private func consequence(_ candidate: Ranking.Candidate, _ duty: Problem.Duty) throws -> Consequence {
        let problem = ground.problem
        let id = problem.officerIDs[candidate.officer]
        let document = ground.built.document.officers[candidate.officer]
        let rostered: DayEffect.Rostered
        if let shift = document.rostered[duty.day] {
            rostered = ground.window(ground.built.recordShift(shift), duty.day).map { .shift($0) } ?? .unknown
        } else {
            let hasPattern = ground.patterned.contains(id)
            rostered = hasPattern ? .restDay : .unknown
        }
        let shift = ground.built.recordShift(problem.shiftIDs[duty.shift])
        let effect = DayEffect(
            officer: id, rank: ground.basis.ranks[id] ?? .constable, day: ground.date(duty.day),
            kind: candidate.leaves == nil ? .callReserve : .move, noticedAt: ground.minutes, rostered: rostered,
            before: candidate.leaves.flatMap { ground.window(ground.shift($0), duty.day) },
            after: ground.window(shift, duty.day), others: ground.neighbours(id, ground.date(duty.day)))
        return try ConsequenceRules(ground.basis.figures).consequence(of: effect)
    }
}

extension RepairProblem {
    /// The officer's duties on the days beside a day.
    func neighbours(_ officer: String, _ day: Day) -> [DayEffect.Other] {
        standingOf[officer, default: []].filter { abs($0.day.days(since: day)) == 1 }.map {
            DayEffect.Other(
                day: $0.day,
                during: Stretch(
                    Int($0.startsAt.timeIntervalSince1970 / 60), Int($0.endsAt.timeIntervalSince1970 / 60)))
        }
    }
}

extension String {
    /// Without the full stop at the end, to stand in a list.
    var trimmingFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
