import Deployment
import FoundationEssentials
import Records
import Rostering

/// A roster problem built from the record, and what its ids stand for.
package struct BuiltProblem: Sendable {
    /// The problem in the form of FORMAT.md.
    package let document: ProblemDocument
    /// What each entry of `nonDeployments` stands for.
    package let blocks: [String: Block]
    /// By officer, in the order of the document: why the officer is unavailable, day by day; nil where free.
    package let away: [[AwayCause?]]
    /// The moment whose records and notice it honours.
    package let asOf: Date
    let calendar: ShiftCalendar

    /// The record's id of a shift of the problem.
    package func recordShift(_ problemShift: String) -> String {
        calendar.recordID(problemShift)
    }
}

/// Builds the roster problem of a period.
package struct ProblemBuilder: Sendable {
    /// Prices of changes to rostered days.
    package var pricing: NoticePricing

    /// A builder with these prices.
    package init(pricing: NoticePricing = NoticePricing()) {
        self.pricing = pricing
    }

    /// The problem of a period as the record stands at `asOf`.
    ///
    /// Every officer in service takes part on every day; only a row with a reason takes one off a duty: joining or
    /// leaving, abstraction, restriction, a recorded non-deployment, a skill not held, a deployment that stands already.
    /// Linear in officers x days (history included). Throws where the period does not begin on a Monday, where it wants
    /// nobody, or where a shift cannot be said in the format.
    package func build(_ planning: Planning, asOf: Date) throws(ProblemBuildError) -> BuiltProblem {
        guard planning.from.weekday == 0 else {
            throw ProblemBuildError(
                "\(planning.from) is not a Monday; the week of this day begins on \(planning.from.monday)")
        }
        guard !planning.shifts.isEmpty, !planning.officers.isEmpty else {
            throw ProblemBuildError("there are no shifts or no officers in service in this period")
        }
        let recent = Dictionary(grouping: planning.history.recent, by: \.officer)
        let calendar = try shiftCalendar(planning, recent)
        let officers = calendars(planning)
        let demand = self.demand(planning, calendar)
        guard !demand.isEmpty else {
            throw ProblemBuildError("no post wants anybody in this period: look at posts, their demand and the levels")
        }
        let away = officers.map { officer in (0..<planning.days).map { officer.away($0) } }
        let blocks = self.blocks(planning, calendar)
        let shares = FairShares(planning, demand: demand, calendar)
        let histories = HistoryBuilder(planning)
        let requests = Dictionary(grouping: planning.requests, by: \.officer)
        let document = ProblemDocument(
            name: "\(planning.from) for \(planning.days) days", start: planning.from, days: planning.days,
            minRestMinutes: planning.restMinutes, shifts: calendar.problemShifts, skills: planning.skills.map(\.id),
            contracts: planning.contracts.map { contract($0, planning.days) },
            officers: officers.enumerated().map { place, officer in
                self.officer(
                    officer, away[place], requests[officer.officer.id] ?? [], planning, calendar,
                    histories.history(of: officer.officer.id, recent: recent[officer.officer.id] ?? [], calendar))
            },
            posts: planning.posts.map { ProblemDocument.Post(id: $0.id, site: $0.site, requires: $0.requires) },
            demand: demand, nonDeployments: blocks.entries,
            weights: pricing.weights(from: planning.from, days: planning.days, asOf: asOf), caps: shares.caps(officers),
            siteCap: shares.siteCap(officers.count))
        return BuiltProblem(document: document, blocks: blocks.blocks, away: away, asOf: asOf, calendar: calendar)
    }

    /// The calendar, with the true windows of the duties that stand just before the period.
    private func shiftCalendar(
        _ planning: Planning, _ recent: [String: [Planning.Standing]]
    ) throws(ProblemBuildError) -> ShiftCalendar {
        var calendar = try ShiftCalendar(planning)
        for duties in recent.values {
            guard let last = duties.last, let shift = calendar.shift(last.shift) else { continue }
            let day = last.day.days(since: planning.from)
            let end = Int(last.endsAt.timeIntervalSince1970 / 60)
            if day >= -4, end != calendar.window(shift, day).end { try calendar.admit(shift, day, endsAt: end) }
        }
        return calendar
    }

    private func calendars(_ planning: Planning) -> [OfficerCalendar] {
        let absences = Dictionary(grouping: planning.absences, by: \.officer)
        let ahead = Dictionary(grouping: planning.history.ahead, by: \.officer)
        return planning.officers.map {
            OfficerCalendar($0, absences: absences[$0.id] ?? [], ahead: ahead[$0.id] ?? [], planning)
        }
    }

    /// Every row that keeps an officer from some duties; those of officers out of service say nothing.
    private func blocks(_ planning: Planning, _ calendar: ShiftCalendar) -> BlockBuilder {
        let known = Set(planning.officers.map(\.id))
        var builder = BlockBuilder(planning, calendar)
        for exclusion in planning.exclusions where known.contains(exclusion.officer) { builder.add(exclusion) }
        for absence in planning.absences where absence.kind == .restricted && known.contains(absence.officer) {
            builder.add(restriction: absence)
            for limit in planning.limits where limit.restriction == absence.id {
                builder.add(limit: limit, of: absence.officer)
            }
        }
        for standing in planning.history.ahead where known.contains(standing.officer) {
            builder.add(standing: standing)
        }
        return builder
    }

    /// The duties of every active post at the level of its site on the day, and those of operations.
    private func demand(_ planning: Planning, _ calendar: ShiftCalendar) -> [ProblemDocument.Demand] {
        let levels = Dictionary(grouping: planning.levels, by: \.site)
        let wanted = Dictionary(grouping: planning.demand, by: \.post)
        let operations = Dictionary(grouping: planning.operations, by: \.post)
        var demand: [ProblemDocument.Demand] = []
        for day in 0..<planning.days {
            let date = planning.from.adding(day)
            for post in planning.posts where post.activeFrom <= date && date <= post.activeTo ?? date {
                let level = levels[post.site]?.first { $0.from <= date && date <= $0.to ?? date }?.level ?? .normal
                for row in wanted[post.id] ?? [] where row.level == level && row.onWeekends == (date.weekday >= 5) {
                    demand.append(
                        ProblemDocument.Demand(
                            post: post.id, day: day, shift: calendar.problemID(row.shift, on: day), min: row.min,
                            target: row.target, weight: level.weight))
                }
                for row in operations[post.id] ?? [] where row.from <= date && date <= row.to ?? date {
                    demand.append(
                        ProblemDocument.Demand(
                            post: post.id, day: day, shift: calendar.problemID(row.shift, on: day), min: row.min,
                            target: row.target, weight: row.level.weight))
                }
            }
        }
        return demand
    }

    /// A contract for the length of the period: the record's numbers are those of 28 days.
    private func contract(_ contract: Planning.Contract, _ days: Int) -> ProblemDocument.Contract {
        func most(_ count: Int) -> Int { (count * days + 27) / 28 }
        return ProblemDocument.Contract(
            id: contract.id, maxConsecutiveWork: contract.maxConsecutiveWork,
            minConsecutiveWork: contract.minConsecutiveWork, minConsecutiveOff: contract.minConsecutiveOff,
            maxConsecutiveNights: contract.maxConsecutiveNights, minShifts: contract.minShifts * days / 28,
            maxShifts: most(contract.maxShifts), maxWeekends: most(contract.maxWeekends),
            completeWeekends: contract.completeWeekends)
    }

    private func officer(
        _ officer: OfficerCalendar, _ away: [AwayCause?], _ requests: [Planning.Request], _ planning: Planning,
        _ calendar: ShiftCalendar, _ history: ProblemDocument.History
    ) -> ProblemDocument.Officer {
        // A skill without end outlasts any period.
        let forever = planning.days + 3650
        return ProblemDocument.Officer(
            id: officer.officer.id, team: officer.officer.team, contract: officer.officer.contract,
            skills: officer.officer.skills.mapValues { $0.map { $0.days(since: planning.from) } ?? forever },
            unavailable: ranges(0..<planning.days) { away[$0] != nil },
            rostered: (0..<planning.days).map { day in
                officer.rostered(day).map { calendar.problemID($0, on: day) }
            },
            requests: requests.map { request in
                let day = request.day.days(since: planning.from)
                return ProblemDocument.Request(
                    day: day, shift: request.shift.map { calendar.problemID($0, on: day) }, weight: request.weight)
            },
            history: history)
    }
}
