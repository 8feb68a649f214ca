import Rostering

/// Where an officer stands towards a duty, read from the document and the roster alone: slow, and by ids.
struct StandingOracle {
    let document: ProblemDocument
    let deployments: [Roster.Deployment]

    /// The first rule that applies, with the skill where one decides.
    func standing(_ officer: ProblemDocument.Officer, _ demand: ProblemDocument.Demand) -> (Standing, skill: String?) {
        let own = deployments.filter { $0.officer == officer.id }
        if own.contains(where: { $0.post == demand.post && $0.day == demand.day && $0.shift == demand.shift }) {
            return (.onThisDuty, nil)
        }
        let requires = document.posts.first { $0.id == demand.post }?.requires ?? []
        if let skill = requires.first(where: { officer.skills[$0] == nil }) { return (.lacksSkill, skill) }
        if let skill = requires.first(where: { officer.skills[$0, default: 0] < demand.day }) {
            return (.lapsed, skill)
        }
        if officer.unavailable.contains(where: { $0.contains(demand.day) }) { return (.unavailable, nil) }
        if isExcluded(officer.id, demand) { return (.excluded, nil) }
        if own.contains(where: { $0.day == demand.day }) { return (.onAnotherDuty, nil) }
        let with =
            own + [Roster.Deployment(officer: officer.id, day: demand.day, shift: demand.shift, post: demand.post)]
        if shortRests(officer, with) > shortRests(officer, own) { return (.resting, nil) }
        if daysTooMany(officer, with) > daysTooMany(officer, own) { return (.runLimit, nil) }
        return (.free, nil)
    }

    func isExcluded(_ officer: String, _ demand: ProblemDocument.Demand) -> Bool {
        document.nonDeployments.contains {
            $0.officer == officer && $0.from <= demand.day && demand.day <= $0.to
                && ($0.posts ?? [demand.post]).contains(demand.post)
                && ($0.shifts ?? [demand.shift]).contains(demand.shift)
        }
    }

    func shift(_ id: String) -> ProblemDocument.Shift? {
        document.shifts.first { $0.id == id }
    }

    /// How often one duty follows another too soon, in absolute minutes.
    private func shortRests(_ officer: ProblemDocument.Officer, _ own: [Roster.Deployment]) -> Int {
        var spans = own.compactMap { duty in
            shift(duty.shift).map { (from: duty.day * 1440 + $0.startMinute, minutes: $0.minutes, duty.day) }
        }.sorted { ($0.2, $0.from) < ($1.2, $1.from) }
        if let day = officer.history.lastDay, let last = officer.history.lastShift.flatMap(shift) {
            spans.insert((day * 1440 + last.startMinute, last.minutes, day), at: 0)
        }
        return zip(spans, spans.dropFirst()).count { $1.from - $0.from - $0.minutes < document.minRestMinutes }
    }

    /// Days of the horizon that are one more in a row than allowed, each looked back from by itself.
    private func daysTooMany(_ officer: ProblemDocument.Officer, _ own: [Roster.Deployment]) -> Int {
        let most = document.contracts.first { $0.id == officer.contract }?.maxConsecutiveWork ?? 0
        let worked = Set(own.map(\.day)).union(-officer.history.consecutiveWork..<0)
        return (0..<document.days).count { day in
            (0...most).allSatisfy { worked.contains(day - $0) }
        }
    }
}
