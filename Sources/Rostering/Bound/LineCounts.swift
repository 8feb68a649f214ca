/// The officers' lines, and by how much their counts exceed the charges they meet.
struct LineCounts {
    private let model: BoundModel
    /// Duty of each officer and day, -1 for a day off.
    let line: Flat<Int32>
    /// By how much each counter's count exceeds the one charged.
    let excess: Flat<Int32>
    private let atSite: Flat<Int32>

    init(_ model: BoundModel) {
        self.model = model
        line = Flat(repeating: -1, count: model.tables.officers * model.tables.days)
        excess = Flat(repeating: 0, count: model.counters.count)
        atSite = Flat(repeating: 0, count: model.tables.sites)
    }

    func free() {
        line.free()
        excess.free()
        atSite.free()
    }

    /// The officer's charges at their best for the multipliers: scaled cost less multiplier x count, summed.
    func charge(_ officer: Int, _ multiplier: Flat<Int32>) -> Int {
        let tables = model.tables
        let days = tables.days
        var counts = (shifts: 0, weekends: 0, nights: 0, weekendDuties: 0, highs: 0)
        var lastWeekend = -1
        for day in 0..<days {
            let duty = Int(line[officer * days + day])
            if duty < 0 { continue }
            let facts = tables.duty[duty]
            counts.shifts += 1
            if facts.isNight { counts.nights += 1 }
            if facts.isHigh { counts.highs += 1 }
            atSite[Int(facts.site)] += 1
            if facts.isWeekend {
                counts.weekendDuties += 1
                if lastWeekend != day / 7 { counts.weekends += 1 }
                lastWeekend = day / 7
            }
        }
        let first = Int(model.counterStart[officer])
        var sum = 0
        sum += settle(first, counts.shifts, multiplier)
        sum += settle(first + 1, counts.weekends, multiplier)
        sum += settle(first + 2, counts.nights, multiplier)
        sum += settle(first + 3, counts.weekendDuties, multiplier)
        sum += settle(first + 4, counts.highs, multiplier)
        for index in first + 5..<Int(model.counterStart[officer + 1]) {
            sum += settle(index, Int(atSite[Int(model.counters[index].site)]), multiplier)
        }
        for day in 0..<days {
            let duty = Int(line[officer * days + day])
            if duty >= 0 { atSite[Int(tables.duty[duty].site)] = 0 }
        }
        return sum
    }

    @inline(__always)
    private func settle(_ index: Int, _ count: Int, _ multiplier: Flat<Int32>) -> Int {
        let counter = model.counters[index]
        let price = Int(multiplier[index])
        if price == 0, count <= counter.high, count >= counter.low {
            excess[index] = 0
            return 0
        }
        let charged = counter.best(price, scale: model.scale, near: count)
        excess[index] = Int32(truncatingIfNeeded: count - charged)
        return counter.cost(charged) * model.scale - price * charged
    }
}
