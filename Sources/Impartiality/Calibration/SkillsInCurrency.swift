/// The skills of every officer, day after day.
struct SkillsInCurrency {
    private struct Change {
        var day: Int32
        var officer: Int32
        var skill: Int32
        var step: Int8
    }

    private var changes: [Change] = []
    private var next = 0
    /// Rows in currency of an officer and skill: a renewal may overlap what it renews.
    private var held: [Int8]
    private var sets: [SkillSet]
    /// A small number for each set of skills that anybody has had, in the order in which they appear.
    private var numbers: [SkillSet: UInt64] = [0: 0]
    private var number: [UInt64]
    private let skills: Int
    private let commands: [UInt64]
    private let commandCount: UInt64

    init(_ history: History) {
        skills = history.skills.count
        held = [Int8](repeating: 0, count: skills * history.officers.count)
        sets = [SkillSet](repeating: 0, count: history.officers.count)
        number = [UInt64](repeating: 0, count: history.officers.count)
        commands = history.officers.map { UInt64($0.command) }
        commandCount = UInt64(max(1, history.commands.count))
        for currency in history.currencies where currency.from <= currency.to {
            changes.append(Change(day: currency.from, officer: currency.officer, skill: currency.skill, step: 1))
            changes.append(Change(day: currency.to + 1, officer: currency.officer, skill: currency.skill, step: -1))
        }
        changes.sort { ($0.day, $0.officer, $0.skill, $0.step) < ($1.day, $1.officer, $1.skill, $1.step) }
    }

    /// Takes in what begins or ends up to a day.
    mutating func advance(to day: Int32) {
        while next < changes.count && changes[next].day <= day {
            let change = changes[next]
            let place = Int(change.officer) * skills + Int(change.skill)
            held[place] += change.step
            let bit = SkillSet(1) << SkillSet(change.skill)
            var set = sets[Int(change.officer)] & ~bit
            if held[place] > 0 { set |= bit }
            sets[Int(change.officer)] = set
            let count = UInt64(numbers.count)
            number[Int(change.officer)] = numbers[set, default: count]
            numbers[set] = number[Int(change.officer)]
            next += 1
        }
    }

    /// Equal for officers of one command with the same skills.
    func stratum(_ officer: Int32) -> UInt64 {
        number[Int(officer)] * commandCount + commands[Int(officer)]
    }

    /// The skills in currency.
    func set(_ officer: Int32) -> SkillSet {
        sets[Int(officer)]
    }
}
