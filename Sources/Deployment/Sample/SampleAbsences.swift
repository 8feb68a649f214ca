/// Leave, courses, sickness and court, until 25.5 to 27.5 % of the rostered days are abstracted.
struct SampleAbsences {
    /// Rostered days abstracted in a thousand; narrower than what the documents allow.
    static let share = 258...272

    /// Adds abstractions to officers who already have their restrictions and booked training.
    static func spread(_ officers: inout [SampleOfficer], random: inout SampleRandom) {
        for index in officers.indices {
            addLeave(&officers[index], random: &random)
            addOthers(&officers[index], random: &random)
        }
        balance(&officers, random: &random)
        for index in officers.indices {
            officers[index].abstractions.sort { ($0.first, $0.kind) < ($1.first, $1.kind) }
        }
    }

    /// Rostered days of the roster, and how many of them are abstracted or recuperative.
    static func rosteredDays(_ officers: [SampleOfficer]) -> (all: Int, away: Int) {
        var all = 0
        var away = 0
        for officer in officers {
            for day in 0..<SampleCalendar.horizon where officer.rostered(day) != nil {
                all += 1
                if officer.isAway(day) { away += 1 }
            }
        }
        return (all, away)
    }

    private static let reported = "Reported to the duties office"

    private static func addLeave(_ officer: inout SampleOfficer, random: inout SampleRandom) {
        guard random.chance(perMille: 340) else { return }
        let length = random.weighted([(4, 3), (6, 3), (7, 3), (10, 4), (14, 3)])
        let first = random.between(1 - length, SampleCalendar.horizon - 1)
        officer.add(
            SampleAbstraction(kind: "leave", first: first, last: first + length - 1, reference: "Annual leave"))
    }

    private static func addOthers(_ officer: inout SampleOfficer, random: inout SampleRandom) {
        if random.chance(perMille: 80) {
            let monday = 7 * random.below(SampleCalendar.horizon / 7)
            let course = random.pick(["ARV", "RPO", "SRC", "MC", "CRT", "RIFLE", "LSO", "ADV"])
            officer.add(
                SampleAbstraction(
                    kind: "course", first: monday, last: monday + random.weighted([(2, 3), (4, 5), (11, 2)]),
                    reference: "\(course) course"))
        }
        if random.chance(perMille: 260) {
            let first = random.below(SampleCalendar.horizon)
            let length = random.weighted([(0, 4), (2, 5), (4, 3), (9, 1)])
            officer.add(SampleAbstraction(kind: "sickness", first: first, last: first + length, reference: reported))
        } else if random.chance(perMille: 6) {
            officer.add(
                SampleAbstraction(kind: "sickness", first: -random.between(1, 20), last: nil, reference: reported))
        }
        if random.chance(perMille: 56) {
            let first = 7 * random.below(SampleCalendar.horizon / 7) + random.below(4)
            officer.add(
                SampleAbstraction(kind: "court", first: first, last: first + random.below(2), reference: "Witness"))
        }
    }

    /// Adds short leave and days in lieu, or takes leave back, until the share is right.
    private static func balance(_ officers: inout [SampleOfficer], random: inout SampleRandom) {
        for _ in 0..<20_000 {
            let days = rosteredDays(officers)
            let perMille = days.away * 1000 / max(1, days.all)
            guard !share.contains(perMille) else { return }
            // A tenth of the gap at a time, so that the end is met without counting everyone for every day.
            let gap = abs(perMille - (share.lowerBound + share.upperBound) / 2) * days.all / 1000
            for _ in 0...gap / 10 {
                let index = random.below(officers.count)
                if perMille < share.lowerBound {
                    let first = random.below(SampleCalendar.horizon)
                    let inLieu = random.chance(perMille: 400)
                    let last = first + (inLieu ? 0 : random.between(1, 4))
                    officers[index].add(
                        SampleAbstraction(
                            kind: inLieu ? "lieu" : "leave", first: first, last: last,
                            reference: inLieu ? "Rest day worked" : "Annual leave"))
                } else if let leave = officers[index].abstractions.lastIndex(where: { $0.kind == "leave" }) {
                    officers[index].abstractions.remove(at: leave)
                }
            }
        }
    }

    /// Gives about 30 % of the officers who stand posts one to three wishes on days they are there.
    static func addRequests(_ officers: inout [SampleOfficer], random: inout SampleRandom) {
        for index in officers.indices where officers[index].standsPosts && random.chance(perMille: 300) {
            let officer = officers[index]
            let working = (0..<SampleCalendar.horizon).filter { officer.rostered($0) != nil && !officer.isAway($0) }
            guard !working.isEmpty else { continue }
            let days = Set((0..<random.between(1, 3)).map { _ in random.pick(working) }).sorted()
            for day in days {
                let shift = random.chance(perMille: 400) ? officer.rostered(day) : nil
                officers[index].requests.append(
                    SampleRequest(day: day, shift: shift, weight: random.pick([5, 10, 10, 20])))
            }
        }
    }
}
