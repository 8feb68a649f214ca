/// Whether what takes an officer off published duties falls on one mission: the part that several patterns share.
///
/// Each published duty at a post is an occasion; its chance of a relief is the command's rate of late times the officer's own
/// habit, learned from all of the officer's duties: a Gamma spread whose shape is learned by moments from the command.
/// The factor of an occasion at a mission is the likelihood ratio of a relief with a fixed chance against that one.
struct ReliefHabit: Sendable {
    /// Which reliefs count.
    enum Kind: Sendable {
        /// The first day of an absence.
        case absences
        /// Swaps that the officer asked for, of those present.
        case swaps
        /// Either.
        case any
    }

    /// Chances of a relief a duty at the mission for one who avoids it: the format's weak size, and between medium and strong.
    private static let chances = SIMD2<Float>(0.22, 0.6)
    /// What is left of a day's counts on the next: two weeks, as long as a wave of illness takes to rise.
    private static let fading = 13.0 / 14
    /// Days between two looks at the spread of habits.
    private static let learning: Int32 = 28

    private let kind: Kind
    private let weights: [Double]
    private var alarm: Alarm
    private var evidence: RunningEvidence
    /// Each officer's reliefs, and those that were usual.
    private var reliefs: [Double]
    private var usual: [Double]
    /// Shape of the Gamma spread of officers' habits, by command.
    private var habit: [Double]
    /// Reliefs and occasions of late, by command; at first 2 in 100.
    private var recent: [(reliefs: Double, occasions: Double)]

    init(_ kind: Kind, _ statistic: Statistic, _ history: History, _ places: Places, _ budget: ErrorBudget) {
        self.kind = kind
        weights = places.weights
        alarm = Alarm(statistic, keys: places.cells, budget: budget)
        evidence = RunningEvidence(keys: places.cells, alternatives: Self.chances.scalarCount)
        reliefs = [Double](repeating: 0, count: history.officers.count)
        usual = reliefs
        habit = [Double](repeating: 2, count: history.commands.count)
        recent = [(Double, Double)](repeating: (2, 100), count: history.commands.count)
    }

    mutating func close(_ ground: Ground, _ history: History, _ flags: inout [AuditFlag]) {
        if ground.day % Self.learning == Self.learning - 1 { learnHabits(history) }
        learnRates(ground, history)
        let occasions = ground.reliefs.occasions.filter { kind != .swaps || !$0.isAbsent }
        let keys = occasions.map { ground.places.cell(officer: $0.officer, mission: $0.mission) }
        // Read in a pass of its own: keys come in no order, and so the waits for memory overlap.
        let before = keys.map { evidence.before($0, on: ground.day) }
        for (place, occasion) in occasions.enumerated() {
            weigh(occasion, keys[place], before[place], ground, history, &flags)
        }
    }

    private func isRelief(_ occasion: Reliefs.Occasion) -> Bool {
        switch kind {
        case .absences: occasion.isAbsent
        case .swaps: occasion.isSwapped
        case .any: occasion.isAbsent || occasion.isSwapped
        }
    }

    /// Today's occasions count among the recent ones: an epidemic that begins today is no officer's habit.
    private mutating func learnRates(_ ground: Ground, _ history: History) {
        for command in recent.indices {
            recent[command].reliefs *= Self.fading
            recent[command].occasions *= Self.fading
        }
        for occasion in ground.reliefs.occasions where kind != .swaps || !occasion.isAbsent {
            let command = Int(history.officers[Int(occasion.officer)].command)
            recent[command].occasions += 1
            recent[command].reliefs += isRelief(occasion) ? 1 : 0
        }
    }

    /// The spread of habits by moments: of the squared differences from what was usual, what Poisson does not explain.
    private mutating func learnHabits(_ history: History) {
        var excess = [Double](repeating: 25, count: habit.count)
        var square = [Double](repeating: 50, count: habit.count)
        for (place, officer) in history.officers.enumerated() {
            let difference = reliefs[place] - usual[place]
            excess[Int(officer.command)] += difference * difference - usual[place]
            square[Int(officer.command)] += usual[place] * usual[place]
        }
        // Between 1 (habits differ as much as can be) and 20 (hardly); little is learned from little: 50 squares at shape 2.
        for command in habit.indices { habit[command] = min(20, max(1, square[command] / max(1, excess[command]))) }
    }

    private mutating func weigh(
        _ occasion: Reliefs.Occasion, _ key: Int, _ before: RunningEvidence.Before, _ ground: Ground,
        _ history: History,
        _ flags: inout [AuditFlag]
    ) {
        let officer = Int(occasion.officer)
        let command = Int(history.officers[officer].command)
        let rate = recent[command].reliefs / recent[command].occasions
        let own = (habit[command] + reliefs[officer]) / (habit[command] + usual[officer])
        let chance = min(0.5, rate * own)
        let isRelief = isRelief(occasion)
        let avoiding = pointwiseMax(Self.chances, SIMD2(repeating: Float(chance)))
        let factors = isRelief ? avoiding / Float(chance) : (1 - avoiding) / Float(1 - chance)
        let total = evidence.take(
            key, on: ground.day, before: before, observed: isRelief ? 1 : 0, expected: chance,
            SIMD4(lowHalf: factors, highHalf: .zero))
        usual[officer] += rate
        guard isRelief else { return }
        reliefs[officer] += 1
        let weight = weights[Int(occasion.mission)]
        let keys = ground.places.missions[command].count * Int(ground.roll.ofCommand[command])
        let threshold = alarm.threshold(keys: keys) / max(weight, 1e-9)
        guard total >= threshold else { return }
        if alarm.sounds(key, ground.day) {
            let finding = evidence.finding(
                key, threshold: threshold,
                comparison: ground.places.peers(of: occasion.officer, at: occasion.mission, history))
            flags.append(
                alarm.flag(
                    [.officer(occasion.officer), .mission(occasion.mission)], on: ground.day, evidence: total,
                    since: evidence.start(key), finding: finding))
        }
        evidence.clear(key, ground.day)
    }
}
