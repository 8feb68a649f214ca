import Deployment
import FoundationEssentials
import Records
import Rostering

extension RepairProblem {
    /// What the event asks of the engine. Throws `RecordError.invalid` where it leaves nothing open.
    func order(_ event: RepairEvent, posts: Set<String>) throws -> RepairOrder {
        if let to = event.to, to < event.from {
            throw RecordError.invalid([FieldProblem("/to", "lies before the first day")])
        }
        let first = max(0, event.from.days(since: problem.start))
        let last = min(problem.days - 1, event.to.map { $0.days(since: problem.start) } ?? problem.days - 1)
        guard first <= last else {
            throw RecordError.invalid([FieldProblem("/to", "is over: nothing of these days can change")])
        }
        var order: RepairOrder
        switch event.kind {
        case .officerUnavailable:
            guard let officer = event.officer.flatMap(problem.index(officer:)) else {
                throw RecordError.invalid([FieldProblem("/officer", "is not in service on these days")])
            }
            order = RepairOrder(problem: problem, base: base, without: officer, on: first...last, begun: begun)
            order.withdrawn = order.withdrawn.filter { event.takesOff($0, self) }
        case .levelRaised:
            let own = Set(
                problem.postIDs.indices.filter { place in
                    basis.planning.posts.first { $0.id == problem.postIDs[place] }?.site == event.site
                })
            order = RepairOrder(problem: problem, base: base, posts: own, on: first...last, begun: begun)
        case .guardWanted:
            let own = Set(posts.compactMap(problem.index(post:)))
            order = RepairOrder(problem: problem, base: base, posts: own, on: first...last, begun: begun)
        }
        guard !order.withdrawn.isEmpty || !order.vacancies.isEmpty else {
            throw RecordError.invalid([FieldProblem("", "nothing is left open: no published duty is concerned")])
        }
        order.pricePerChange = try basis.figures("repair_disturbance", on: date(first))
        order.restDayWeight = try (0..<problem.days).map { day in
            isLate(day) ? try basis.figures("recall_weight", on: date(day)) : 0
        }
        return order
    }

    /// Whether the midnight before a day has passed: whoever is given a duty then is recalled.
    func isLate(_ day: Int) -> Bool {
        LondonClock.day(atAbsoluteMinutes: minutes) >= date(day)
    }

    /// The moment of the record in minutes since 1970.
    var minutes: Int { Int((asOf.timeIntervalSince1970 / 60).rounded(.down)) }
}

extension RepairEvent {
    /// Whether the row that the event names takes its officer off a duty; PostgreSQL asks again when the change is made.
    fileprivate func takesOff(_ placement: Placement, _ ground: RepairProblem) -> Bool {
        guard let reference else { return true }
        let day = ground.date(placement.day)
        let planning = ground.basis.planning
        if reference.hasPrefix("ND-") {
            let shift = ground.built.recordShift(ground.problem.shiftIDs[placement.shift])
            guard let window = ground.window(shift, placement.day) else { return false }
            return planning.exclusions.contains {
                $0.number == reference && $0.officer == officer
                    && $0.startsAt.timeIntervalSince1970 < Double(window.end * 60)
                    && $0.endsAt.timeIntervalSince1970 > Double(window.start * 60)
            }
        }
        return planning.absences.contains {
            $0.id == reference && $0.officer == officer && $0.from <= day && day <= $0.to ?? day
        }
    }
}
