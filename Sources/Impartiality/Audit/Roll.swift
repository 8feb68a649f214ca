/// Who is in service today, with which skills: strength of teams, lines and commands.
struct Roll: Sendable {
    private(set) var isServing: [Bool]
    /// The skills in currency of each officer.
    private(set) var skills: [SkillSet]
    /// The same sets numbered in the order in which they were first seen: officers of one profile have the same skills.
    private(set) var profile: [Int32]
    /// How many profiles were seen.
    var profiles: Int { numbers.count }
    private var numbers: [SkillSet: Int32] = [0: 0]
    /// Officers in service of each team.
    private(set) var ofTeam: [Int32]
    /// Officers in service in the line of each supervisor.
    private(set) var ofLine: [Int32]
    /// Officers in service of each command.
    private(set) var ofCommand: [Int32]

    /// The currencies of each officer.
    private let currencies: [[History.Currency]]
    /// The officers whose currencies begin or end with each day, by day; those before day 0 are taken in on day 0.
    private var changes: [Int32: [Int32]] = [:]

    init(_ history: History) {
        var held = [[History.Currency]](repeating: [], count: history.officers.count)
        for currency in history.currencies {
            held[Int(currency.officer)].append(currency)
            changes[max(0, currency.from), default: []].append(currency.officer)
            if currency.to < History.never { changes[max(0, currency.to + 1), default: []].append(currency.officer) }
        }
        currencies = held
        isServing = [Bool](repeating: false, count: history.officers.count)
        skills = [SkillSet](repeating: 0, count: history.officers.count)
        profile = [Int32](repeating: 0, count: history.officers.count)
        ofTeam = [Int32](repeating: 0, count: history.teams.count)
        ofLine = [Int32](repeating: 0, count: history.supervisors.count)
        ofCommand = [Int32](repeating: 0, count: history.commands.count)
    }

    /// Calls the roll of a day, the day after the one called last (0 at first). O(officers).
    mutating func call(_ day: Int32, _ history: History) {
        for place in history.officers.indices {
            let officer = history.officers[place]
            let serves = officer.joined <= day && officer.left >= day
            guard serves != isServing[place] else { continue }
            isServing[place] = serves
            let change: Int32 = serves ? 1 : -1
            ofTeam[Int(officer.team)] += change
            ofCommand[Int(officer.command)] += change
            if officer.line >= 0 { ofLine[Int(officer.line)] += change }
        }
        for officer in changes[day] ?? [] { renew(Int(officer), day) }
    }

    private mutating func renew(_ officer: Int, _ day: Int32) {
        skills[officer] = 0
        for currency in currencies[officer] where currency.from <= day && currency.to >= day {
            skills[officer] |= 1 << SkillSet(currency.skill)
        }
        let next = Int32(numbers.count)
        profile[officer] = numbers[skills[officer], default: next]
        numbers[skills[officer]] = profile[officer]
    }
}
