internal import Deployment

/// What a sample problem is made of, drawn step by step from one random stream.
struct SampleDraft {
    /// Places in `shiftIDs`.
    enum Shift: Int, CaseIterable {
        case early, late, night
    }

    static let shiftIDs = ["E", "L", "N"]
    static let skills = [
        "AFO", "MP5", "TASER", "RPO", "ARV", "ADV", "SRC", "MC", "CRT", "RIFLE", "LSO", "DESK",
    ]

    var random: Random
    let days: Int
    /// Where in the pattern team A is on day 0.
    var phase = 0
    var officers: [Officer] = []
    var posts: [Post] = []
    var demand: [ProblemDocument.Demand] = []
    var nonDeployments: [ProblemDocument.NonDeployment] = []
    var caps = ProblemDocument.Caps(night: [:], weekend: [:], high: [:])
    var siteCap = 6

    init(seed: UInt64, days: Int) {
        random = Random(seed: seed)
        self.days = days
    }

    mutating func between(_ low: Int, _ high: Int) -> Int {
        low + random.below(high - low + 1)
    }

    mutating func chance(perMille: Int) -> Bool {
        random.below(1000) < perMille
    }

    mutating func pick<Item>(_ items: [Item]) -> Item {
        items[random.below(items.count)]
    }

    /// One item, drawn in proportion to the weights.
    mutating func weighted<Item>(_ pairs: KeyValuePairs<Item, Int>) -> Item {
        var roll = random.below(pairs.reduce(0) { $0 + $1.value })
        for (item, weight) in pairs {
            roll -= weight
            if roll < 0 { return item }
        }
        return pairs[0].key
    }

    mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
        var out = items
        for index in stride(from: out.count - 1, to: 0, by: -1) { out.swapAt(index, random.below(index + 1)) }
        return out
    }

    func document(named name: String) -> ProblemDocument {
        ProblemDocument(
            name: name, start: Day(number: 20_787), days: days, minRestMinutes: 660,
            shifts: [
                .init(id: "E", startMinute: 420, minutes: 480, night: false),
                .init(id: "L", startMinute: 900, minutes: 480, night: false),
                .init(id: "N", startMinute: 1380, minutes: 480, night: true),
            ],
            skills: SampleDraft.skills, contracts: contracts, officers: officers.map(entry),
            posts: posts.map { ProblemDocument.Post(id: $0.id, site: $0.site, requires: $0.requires) }, demand: demand,
            nonDeployments: nonDeployments, weights: .init(), caps: caps, siteCap: siteCap)
    }

    /// Shifts and weekends in proportion to the horizon.
    private var contracts: [ProblemDocument.Contract] {
        let weeks = (days + 6) / 7
        return [
            .init(
                id: "full", maxConsecutiveWork: 6, minConsecutiveWork: 2, minConsecutiveOff: 2,
                maxConsecutiveNights: 4, minShifts: days * 8 / 28, maxShifts: (days * 18 + 27) / 28,
                maxWeekends: max(1, (weeks * 3 + 3) / 4), completeWeekends: true),
            .init(
                id: "flexible", maxConsecutiveWork: 5, minConsecutiveWork: 2, minConsecutiveOff: 2,
                maxConsecutiveNights: 3, minShifts: days * 6 / 28, maxShifts: (days * 16 + 27) / 28,
                maxWeekends: max(1, weeks / 2), completeWeekends: false),
        ]
    }

    private func entry(_ officer: Officer) -> ProblemDocument.Officer {
        ProblemDocument.Officer(
            id: officer.id, team: ["A", "B", "C", "D", "E"][officer.team],
            contract: officer.flexible == nil ? "full" : "flexible", skills: officer.skills,
            unavailable: officer.unavailable(days),
            rostered: (0..<days).map { day in rostered(officer, day).map { SampleDraft.shiftIDs[$0.rawValue] } },
            requests: officer.requests, history: officer.history)
    }
}
