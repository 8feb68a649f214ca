import Deployment

@testable import Rostering

/// Small problems with everything in them, and rosters that may break any rule.
struct RandomProblem {
    var random: Random

    init(seed: UInt64) {
        random = Random(seed: seed)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + random.below(range.count)
    }

    mutating func chance(_ percent: Int) -> Bool {
        random.below(100) < percent
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[random.below(values.count)]
    }

    mutating func document(officers most: Int = 6) -> ProblemDocument {
        let days = number(1...17)
        let shifts = (0..<number(1...4)).map { index in
            ProblemDocument.Shift(
                id: "S\(index)", startMinute: number(0...95) * 15, minutes: pick([240, 480, 600, 720, 1440]),
                night: chance(35))
        }
        let ids = shifts.map(\.id)
        let skills = (0..<number(0...3)).map { "K\($0)" }
        let contracts = (0..<2).map { _ in contract() }
        let posts = (0..<number(1...4)).map { index in
            ProblemDocument.Post(
                id: "P\(index)", site: "T\(number(0...2))", requires: skills.filter { _ in chance(30) })
        }
        var named: [ProblemDocument.Contract] = []
        for (index, contract) in contracts.enumerated() {
            var contract = contract
            contract.id = "C\(index)"
            named.append(contract)
        }
        let officers = (0..<number(0...most)).map { officer("W\($0)", days, shifts, skills) }
        var demand: [ProblemDocument.Demand] = []
        for post in posts {
            for day in 0..<days {
                for shift in ids where chance(40) {
                    let target = number(1...2)
                    demand.append(
                        .init(
                            post: post.id, day: day, shift: shift, min: number(0...target), target: target,
                            weight: pick([1, 2, 4])))
                }
            }
        }
        let decisions = officers.filter { _ in chance(30) }.map { officer in
            let from = number(-3...days)
            return ProblemDocument.NonDeployment(
                id: "ND-\(officer.id)", officer: officer.id, posts: chance(50) ? nil : [pick(posts).id], from: from,
                to: from + number(0...6), shifts: chance(50) ? nil : [pick(ids)])
        }
        func prices() -> [Int] { (0..<days).map { _ in number(0...90) } }
        let weights = ProblemDocument.Weights(
            minRun: number(0...20), changedShift: chance(50) ? .everyDay(40) : .byDay(prices()),
            workedRestDay: chance(50) ? .everyDay(80) : .byDay(prices()))
        func caps() -> [String: Int] {
            Dictionary(uniqueKeysWithValues: officers.map { ($0.id, number(0...6)) })
        }
        return ProblemDocument(
            name: "random", start: Day(number: 4), days: days, minRestMinutes: pick([0, 480, 660, 660, 1500, 3000]),
            shifts: shifts,
            skills: skills, contracts: named, officers: officers, posts: posts, demand: demand,
            nonDeployments: decisions,
            weights: weights, caps: .init(night: caps(), weekend: caps(), high: caps()), siteCap: number(0...4))
    }

    private mutating func contract() -> ProblemDocument.Contract {
        let least = number(0...4)
        return .init(
            id: "", maxConsecutiveWork: number(1...6), minConsecutiveWork: number(0...4),
            minConsecutiveOff: number(0...4),
            maxConsecutiveNights: number(0...3), minShifts: least, maxShifts: least + number(0...6),
            maxWeekends: number(0...2),
            completeWeekends: chance(50))
    }

    private mutating func officer(
        _ id: String, _ days: Int, _ shifts: [ProblemDocument.Shift], _ skills: [String]
    ) -> ProblemDocument.Officer {
        let held = skills.filter { _ in chance(70) }.map { ($0, number(-2...25)) }
        let away = (0..<number(0...2)).map { _ in
            let from = number(-3...days)
            return from...from + number(0...3)
        }
        let requests = (0..<number(0...2)).map { _ in
            ProblemDocument.Request(
                day: number(0...days - 1), shift: chance(50) ? nil : pick(shifts).id, weight: number(0...9))
        }
        let rostered: [String?] = (0..<days).map { _ in chance(60) ? pick(shifts).id : nil }
        return .init(
            id: id, team: "A", contract: "C\(number(0...1))", skills: Dictionary(uniqueKeysWithValues: held),
            unavailable: away,
            rostered: rostered, requests: requests, history: history(shifts))
    }

    private mutating func history(_ shifts: [ProblemDocument.Shift]) -> ProblemDocument.History {
        var history = ProblemDocument.History(
            load: .init(night: number(0...5), weekend: number(0...5), high: number(0...5)),
            sites: ["T0": number(0...4), "Old": number(0...5)])
        if chance(60) {
            let shift = pick(shifts)
            let lastDay = chance(60) ? -1 : -number(2...5)
            history.lastShift = shift.id
            history.lastDay = lastDay
            history.consecutiveOff = -1 - lastDay
            if lastDay == -1 {
                history.consecutiveWork = number(1...7)
                history.consecutiveNights = shift.night ? number(1...history.consecutiveWork) : 0
            }
        } else {
            history.consecutiveOff = number(0...4)
        }
        return history
    }

    /// Some placements, lawful or not.
    mutating func placements(_ problem: Problem) -> [Placement] {
        guard !problem.officerIDs.isEmpty else { return [] }
        let count = random.below(problem.officerIDs.count * problem.days + 1)
        return (0..<count).map { _ in
            let officer = random.below(problem.officerIDs.count)
            if !problem.duties.isEmpty, chance(85) {
                let duty = pick(problem.duties)
                return Placement(officer: officer, day: duty.day, shift: duty.shift, post: duty.post)
            }
            return Placement(
                officer: officer, day: random.below(problem.days), shift: random.below(problem.shiftIDs.count),
                post: random.below(problem.postIDs.count))
        }
    }
}
