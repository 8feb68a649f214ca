import Deployment
import Testing

@Suite("The rule sets against a second, plain version")
struct RuleSetPropertyTests {
    /// xorshift, so that a failing seed can be run again.
    private struct Random {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }

        mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
    }

    /// One officer's roster by chance: turns of duty, reliefs beside a tour, leave, courses, opt-outs, joining late.
    private func officer(
        _ start: Day, _ days: Int, _ random: inout Random
    ) -> (tours: [DutyTimes.Tour], marks: [DutyTimes.Marks]) {
        let shifts = [(420, 480), (900, 480), (1380, 480), (1320, 600), (420, 720), (600, 540), (1140, 660)]
        let busyness = 55 + random.below(45)
        let joined = random.chance(25) ? random.below(days / 2) : 0
        var marks = [DutyTimes.Marks](repeating: .known, count: days)
        for day in 0..<days where random.chance(28) { marks[day].insert(.restDay) }
        for (mark, most) in [(DutyTimes.Marks.excluded, 20), (.excluded, 4), (.otherDuty, 5), (.optedOut, 30)]
        where random.chance(50) {
            let first = random.below(days)
            for day in first..<min(days, first + 1 + random.below(most)) { marks[day].insert(mark) }
        }
        if random.chance(20) { marks[random.below(days)].remove(.known) }
        for day in 0..<joined { marks[day] = .notJoined }
        var tours: [DutyTimes.Tour] = []
        for day in joined..<days where random.chance(busyness) && !marks[day].contains(.excluded) {
            let (minute, length) = shifts[random.below(shifts.count)]
            let tour = RuleSetFixture.tour(start, day, at: minute, minutes: length)
            guard tours.last.map({ $0.end <= tour.start }) ?? true else { continue }
            tours.append(tour)
            if random.chance(4) {
                tours.append(DutyTimes.Tour(start: tour.end + 30, end: tour.end + 150, day: day))
            }
        }
        return (tours, marks)
    }

    @Test(
        "random rosters, across both changes of the clock, give the same breaches",
        arguments: ["2026-11-16", "2027-02-20", "2027-07-05"], [false, true])
    func agrees(first: String, isHazard: Bool) throws {
        var random = Random(state: UInt64(RuleSetFixture.day(first).number) &* 0x9E37_79B9_7F4A_7C15 | 1)
        let figures = RuleSetFixture.figures(["night_is_special_hazard": isHazard ? 1 : 0])
        var rules: Set<String> = []
        for _ in 0..<12 {
            let start = RuleSetFixture.day(first).adding(random.below(7))
            let days = 120 + random.below(30)
            let from = random.below(days - 20)
            let judged = from..<min(days, from + 1 + random.below(35))
            let (tours, marks) = officer(start, days, &random)
            let times = RuleSetFixture.times(start, days: days, judged: judged, tours) { marks[$0] }
            let found = try RuleSetFixture.breaches(times, figures: figures).filter { $0.officer != nil }
            let plain = RuleSetOracle(start: start, days: days, judged: judged, tours: tours, marks: marks)
            let wanted = plain.found(isHazard: isHazard)
            #expect(
                found.map {
                    RuleSetOracle.Found(
                        rule: $0.rule.rawValue, from: $0.from.days(since: start), to: $0.to.days(since: start),
                        measured: $0.measured)
                }.sorted() == wanted, "\(start) \(judged)")
            rules.formUnion(wanted.map(\.rule))
        }
        // A comparison of nothing with nothing would prove nothing.
        #expect(rules.isSuperset(of: ["rest_between_tours", "rest_day_spacing", "tour_length", "weekly_hours"]))
    }

    @Test("many officers at once give what each gives alone")
    func together() throws {
        var random = Random(state: 77)
        let start = RuleSetFixture.day("2027-02-22")
        let all = (0..<9).map { number in
            let (tours, marks) = officer(start, 140, &random)
            return DutyTimes.Officer(id: "W00\(number)", rank: .sergeant, tours: tours, marks: marks)
        }
        func breaches(_ officers: [DutyTimes.Officer]) throws -> [Breach] {
            try RuleSetFixture.breaches(DutyTimes(start: start, days: 140, judged: 112..<140, officers: officers))
                .filter { $0.officer != nil }
        }
        #expect(try breaches(all) == all.flatMap { try breaches([$0]) })
    }
}
