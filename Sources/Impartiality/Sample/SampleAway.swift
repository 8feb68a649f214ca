import Deployment

extension SampleWorld {
    /// Lays out who is on duty on which shift: the team's pattern, no nights for those whose contract has none, and the
    /// changes of shift that every roster sees (1.5 %).
    mutating func roster() {
        shifts = [Int8](repeating: -1, count: Int(span) * officers)
        for day in 0..<span {
            for officer in 0..<Int32(officers) where isServing(officer, on: day) {
                let person = history.officers[Int(officer)]
                var shift = history.teams[Int(person.team)].rostered(day)
                guard shift >= 0 else { continue }
                if person.isFull {
                    let shed = shift == 2 ? schemes.share(of: officer, in: schemes.night, on: day) : 0
                    if random.chance(max(0.015, shed)) { shift = (shift + Int8(random.between(1, 2))) % 3 }
                } else if shift == 2 {
                    shift = 0
                }
                shifts[cell(day, officer)] = shift
            }
        }
    }

    /// Draws every absence but those that follow a publication: rates an officer and year, from what a command sees.
    mutating func absent() {
        away = [Int32](repeating: History.never, count: Int(span) * officers)
        let waves = drawWaves()
        for officer in 0..<Int32(officers) {
            let frailty = [0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7][random.below(8)]
            for day in 0..<span where isServing(officer, on: day) {
                let season = Self.yearWave(day)
                spell(.leave, officer, day, chance: 4 * (1 - 0.7 * season), length: random.days(5, 15))
                spell(.course, officer, day, chance: 1.6, length: random.days(2, 5))
                if random.chance(1.2 / 365 * frailty * (1 + 0.6 * season) * waves[Int(day)]) {
                    leave(officer, day, day + random.trials(0.25, most: 60) - 1, .sickness)
                }
                spell(.court, officer, day, chance: 0.5, length: 1)
                spell(.recuperative, officer, day, chance: 0.12, length: random.days(10, 230))
                spell(.restricted, officer, day, chance: 0.035, length: random.days(20, 580))
            }
        }
        giveLieu()
    }

    /// 1 in the middle of January, -1 in the middle of July, straight between: the day of the year decides.
    private static func yearWave(_ day: Int32) -> Double {
        let place = Double((day + 365 - 14) % 365) / 365
        return place < 0.5 ? 1 - 4 * place : 4 * place - 3
    }

    /// What multiplies sickness on each day: two waves a year that come when they like and last six weeks.
    private mutating func drawWaves() -> [Double] {
        var waves = [Double](repeating: 1, count: Int(span))
        for _ in 0...span * 2 / 365 {
            let peak = random.days(0, span - 1)
            let height = 0.3 + 0.7 * random.unit()
            for day in max(0, peak - 20)...min(span - 1, peak + 20) {
                waves[Int(day)] += height * (1 - Double(abs(day - peak)) / 21)
            }
        }
        return waves
    }

    private mutating func spell(
        _ kind: History.Abstraction.Kind, _ officer: Int32, _ day: Int32, chance yearly: Double, length: Int32
    ) {
        if random.chance(yearly / 365) { leave(officer, day, day + length - 1, kind) }
    }

    /// Puts an absence on record: planned ones weeks before, court days before, illness up to two days late.
    mutating func leave(_ officer: Int32, _ from: Int32, _ to: Int32, _ kind: History.Abstraction.Kind) {
        let recorded =
            switch kind {
            case .leave, .course: from - random.days(45, 89)
            case .lieu: from - 45
            case .court: from - random.days(2, 11)
            case .sickness, .recuperative, .restricted: from + random.days(0, 2)
            }
        history.abstractions.append(
            History.Abstraction(id: "", officer: officer, from: from, to: to, kind: kind, recorded: recorded))
        guard from < span else { return }
        let known = kind.isOpenEnded ? from : recorded
        for day in from...min(to, span - 1) {
            away[cell(day, officer)] = min(away[cell(day, officer)], known)
        }
    }

    /// One duty in 67 is given off in lieu, whatever the day.
    private mutating func giveLieu() {
        for day in 0..<span {
            let isWeekend = history.date(day).weekday >= 5
            for officer in 0..<Int32(officers) where shifts[cell(day, officer)] >= 0 {
                let shed = isWeekend ? schemes.share(of: officer, in: schemes.weekend, on: day) : 0
                guard random.chance(max(0.015, shed)), away[cell(day, officer)] == History.never else { continue }
                leave(officer, day, day, .lieu)
            }
        }
    }
}
