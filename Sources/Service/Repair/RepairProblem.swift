import Deployment
import FoundationEssentials
import Records
import Rostering

/// The rostering problem of a window after an event, and the roster that stands in it.
///
/// Every standing duty of the window is a placement of the base. What stands beyond a duty's target, or on a duty that
/// nobody wants any more, is let stand: the problem wants it, at the least weight.
struct RepairProblem: Sendable {
    let basis: RepairBasis
    let built: BuiltProblem
    let problem: Problem
    let base: [Placement]
    /// The deployment of each placement of the base.
    let deployments: [Placement: Int64]
    /// Duties that have begun, by index.
    let begun: Set<Int>
    let asOf: Date
    /// Officers with a rostered pattern.
    let patterned: Set<String>
    /// The standing duties of each officer.
    let standingOf: [String: [RepairBasis.Standing]]

    /// Builds it from the record, with the event as if it were on record.
    ///
    /// Throws `RecordError.invalid` where the event is about nobody and nothing of the window, `ProblemBuildError` and
    /// `ProblemError` as building does.
    init(_ basis: RepairBasis, event: RepairEvent?, asOf: Date) throws {
        var basis = basis
        if let event { try event.apply(to: &basis) }
        guard !basis.published.isEmpty else {
            throw RecordError.invalid([FieldProblem("/from", "no roster is published for these days")])
        }
        let plan = try ProblemBuilder().build(basis.planning, asOf: asOf)
        var document = plan.document
        let start = document.start
        document.demand.removeAll { !basis.published.contains(start.adding($0.day)) }
        RepairProblem.letStand(basis.standing, in: &document, plan.calendar)
        self.basis = basis
        built = BuiltProblem(
            document: document, blocks: plan.blocks, away: plan.away, asOf: asOf, calendar: plan.calendar)
        let problem = try Problem(document)
        var deployments: [Placement: Int64] = [:]
        var base: [Placement] = []
        for duty in basis.standing {
            let day = duty.day.days(since: start)
            guard let officer = problem.index(officer: duty.officer), let post = problem.index(post: duty.post),
                let shift = problem.index(shift: plan.calendar.problemID(duty.shift, on: day))
            else { continue }
            let placement = Placement(officer: officer, day: day, shift: shift, post: post)
            base.append(placement)
            deployments[placement] = duty.id
        }
        self.problem = problem
        self.base = base
        self.deployments = deployments
        self.asOf = asOf
        patterned = Set(basis.planning.officers.filter { !$0.patterns.isEmpty }.map(\.id))
        standingOf = Dictionary(grouping: basis.standing, by: \.officer)
        let now = Int((asOf.timeIntervalSince1970 / 60).rounded(.down))
        begun = Set(
            problem.duties.indices.filter { index in
                let duty = problem.duties[index]
                return plan.calendar.shift(plan.calendar.recordID(problem.shiftIDs[duty.shift])).map {
                    plan.calendar.window($0, duty.day).start <= now
                } ?? false
            })
    }

    private struct Key: Hashable {
        var post: String
        var day: Int
        var shift: String
    }

    /// Makes room for what stands; an officer at a post out of use is busy that day.
    private static func letStand(
        _ standing: [RepairBasis.Standing], in document: inout ProblemDocument, _ calendar: ShiftCalendar
    ) {
        let posts = Set(document.posts.map(\.id))
        var places: [String: Int] = [:]
        for (place, officer) in document.officers.enumerated() { places[officer.id] = place }
        var counts: [Key: Int] = [:]
        for duty in standing {
            let day = duty.day.days(since: document.start)
            guard let place = places[duty.officer] else { continue }
            guard posts.contains(duty.post) else {
                document.officers[place].unavailable.append(day...day)
                continue
            }
            counts[Key(post: duty.post, day: day, shift: calendar.problemID(duty.shift, on: day)), default: 0] += 1
        }
        for index in document.demand.indices {
            let demand = document.demand[index]
            let key = Key(post: demand.post, day: demand.day, shift: demand.shift)
            if let count = counts.removeValue(forKey: key), count > demand.target {
                document.demand[index].target = count
            }
        }
        for (key, count) in counts.sorted(by: {
            ($0.key.day, $0.key.post, $0.key.shift) < ($1.key.day, $1.key.post, $1.key.shift)
        }) {
            document.demand.append(
                ProblemDocument.Demand(
                    post: key.post, day: key.day, shift: key.shift, min: 0, target: count,
                    weight: ResponseLevel.normal.weight))
        }
    }

    /// The day of the record.
    func date(_ day: Int) -> Day { problem.start.adding(day) }

    /// The shift of the record that a duty is on.
    func shift(_ duty: Int) -> String { built.recordShift(problem.shiftIDs[problem.duties[duty].shift]) }

    /// The post of a duty.
    func post(_ duty: Int) -> String { problem.postIDs[problem.duties[duty].post] }

    /// The level that a duty's weight is of.
    func level(_ duty: Int) -> ResponseLevel {
        ResponseLevel.allCases.first { $0.weight == problem.duties[duty].weight } ?? .normal
    }

    /// The duty of a post on a shift of the record; nil where none is wanted.
    func duty(post: String, day: Day, shift: String) -> Int? {
        let place = day.days(since: problem.start)
        guard place >= 0, place < problem.days, let post = problem.index(post: post),
            let shift = problem.index(shift: built.calendar.problemID(shift, on: place))
        else { return nil }
        return problem.duty(post: post, day: place, shift: shift)
    }

    /// Start and end of a shift of the record on a day of the window.
    func window(_ shift: String, _ day: Int) -> Stretch? {
        built.calendar.shift(shift).map {
            let window = built.calendar.window($0, day)
            return Stretch(window.start, window.end)
        }
    }
}

extension RepairEvent {
    /// Puts the event into the plan as if it were on record.
    fileprivate func apply(to basis: inout RepairBasis) throws {
        switch kind {
        case .officerUnavailable:
            guard let officer, basis.planning.officers.contains(where: { $0.id == officer }) else {
                throw RecordError.invalid([FieldProblem("/officer", "is not in service on these days")])
            }
            if absence != nil { basis.assumeAbsent(officer, from: from, to: to) }
        case .levelRaised:
            guard let site, let level, basis.planning.posts.contains(where: { $0.site == site }) else {
                throw RecordError.invalid([FieldProblem("/site", "has no post in use on these days")])
            }
            basis.assumeLevel(level, of: site, from: from, to: to)
        case .guardWanted: break
        }
    }
}
