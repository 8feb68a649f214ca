import Deployment

/// The response level of each mission today.
struct Levels: Sendable {
    private(set) var level: [ResponseLevel]
    private var next = 0

    init(_ history: History) {
        level = [ResponseLevel](repeating: .normal, count: history.missions.count)
    }

    /// Takes in the levels that begin up to a day.
    mutating func open(_ day: Int32, _ history: History) {
        while next < history.levels.count, history.levels[next].from <= day {
            level[Int(history.levels[next].mission)] = history.levels[next].level
            next += 1
        }
    }

    /// Whether a duty drawn is one at the Exceptional level; the reserve is none.
    func isExceptional(_ mission: Int32) -> Bool {
        mission >= 0 && level[Int(mission)] == .exceptional
    }
}
