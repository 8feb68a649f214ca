/// Does what takes an officer off published duties fall on one mission more often than on the others?
struct ReliefHabit: Sendable {
    enum Kind { case absences, swaps, both }

    /// Chances of a relief a duty at the mission, of one who avoids it.
    static let chances: [Double] = [0.1, 0.25, 0.5, 0.9]
    /// Shape of the Gamma spread of officers' habits, by command.
    private var habit: [Double]

    private let kind: Kind
    private var alarm: Alarm
    private var evidence: RunningEvidence
    private let weight: [Double]
    private var reliefs: [Double]
    private var usual: [Double]
    private var recent: [(reliefs: Double, occasions: Double)]

    init(_ kind: Kind, _ statistic: Statistic, _ history: History, _ places: Places, _ budget: ErrorBudget) {
        self.kind = kind
        alarm = Alarm(statistic, keys: places.cells, budget: budget)
        evidence = RunningEvidence(keys: places.cells, alternatives: Self.chances.count)
        weight = missionWeights(history, places)
        reliefs = [Double](repeating: 0, count: history.officers.count)
        usual = reliefs
        habit = [Double](repeating: 2, count: history.commands.count)
        recent = [(Double, Double)](repeating: (2, 100), count: history.commands.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        let decay = 13.0 / 14
        for command in recent.indices { recent[command].reliefs *= decay; recent[command].occasions *= decay }
        if ground.day % 28 == 27 { learnHabits(history) }
        for o in ground.reliefs.occasions {
            guard kind == .both || !(kind == .swaps && o.isAbsent) else { continue }
            let c = Int(history.officers[Int(o.officer)].command)
            recent[c].occasions += 1
            if isRelief(o) { recent[c].reliefs += 1 }
        }
        for o in ground.reliefs.occasions {
            guard kind == .both || !(kind == .swaps && o.isAbsent) else { continue }
            let officer = Int(o.officer)
            let command = Int(history.officers[officer].command)
            let rate = recent[command].reliefs / recent[command].occasions
            let own = (habit[command] + reliefs[officer]) / (habit[command] + usual[officer])
            let p = min(0.5, rate * own)
            let isHit = isRelief(o)
            let key = ground.places.cell(officer: o.officer, mission: o.mission)
            let total = evidence.take(key, on: ground.day, observed: isHit ? 1 : 0, expected: p) {
                let q = max(Self.chances[$0], p)
                return isHit ? q / p : (1 - q) / (1 - p)
            }
            usual[officer] += rate
            if isHit { reliefs[officer] += 1 }
            let threshold = alarm.threshold(
                keys: Double(ground.places.missions[command].count) * Double(ground.roll.ofCommand[command]))
            guard isHit, total * weight[Int(o.mission)] >= threshold else { continue }
            if alarm.sounds(key, ground.day) {
                flags.append(
                    alarm.flag(
                        [.officer(o.officer), .mission(o.mission)], on: ground.day, evidence: total,
                        since: evidence.start(key)))
            }
            evidence.clear(key)
        }
    }

    /// The spread of officers' habits by moments: of the squared differences from what was usual, what Poisson does not explain.
    private mutating func learnHabits(_ history: History) {
        var excess = [Double](repeating: 0, count: habit.count)
        var square = excess
        for (o, officer) in history.officers.enumerated() {
            let difference = reliefs[o] - usual[o]
            excess[Int(officer.command)] += difference * difference - usual[o]
            square[Int(officer.command)] += usual[o] * usual[o]
        }
        // A prior of 50 squares at shape 2: little is learned from little.
        for c in habit.indices { habit[c] = min(20, max(1, (square[c] + 50) / max(1, excess[c] + 25))) }
    }

    private func isRelief(_ o: Reliefs.Occasion) -> Bool {
        switch kind {
        case .absences: o.isAbsent
        case .swaps: o.isSwapped
        case .both: o.isAbsent || o.isSwapped
        }
    }
}
