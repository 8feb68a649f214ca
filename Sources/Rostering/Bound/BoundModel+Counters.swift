extension BoundModel {
    /// Each officer's counters, and where they begin: the five kinds, then the sites at which a line can cost more than none.
    static func counters(_ tables: Tables, _ isOpen: Flat<Bool>) -> (Flat<BoundCounter>, Flat<Int32>) {
        var counters: [BoundCounter] = []
        var starts: [Int32] = [0]
        var days = [Int32](repeating: 0, count: tables.sites)
        var lastDay = [Int32](repeating: -1, count: tables.sites)
        for officer in 0..<tables.officers {
            counters += contract(tables, officer, isOpen)
            for site in 0..<tables.sites {
                days[site] = 0
                lastDay[site] = -1
            }
            for word in 0..<tables.words {
                var bits = tables.eligible[officer * tables.words + word]
                while bits != 0 {
                    let duty = tables.duty[word * 64 + bits.trailingZeroBitCount]
                    if lastDay[Int(duty.site)] != duty.day {
                        lastDay[Int(duty.site)] = duty.day
                        days[Int(duty.site)] += 1
                    }
                    bits &= bits - 1
                }
            }
            for site in 0..<tables.sites {
                let room = Int32(tables.problem.siteCap) - tables.siteHistory[officer * tables.sites + site]
                if days[site] > room || room < 0 {
                    counters.append(
                        BoundCounter(
                            low: 0, high: room, most: days[site], under: 0,
                            over: Int32(tables.weights.siteRepeat), isTriangular: true, site: Int32(site)))
                }
            }
            starts.append(Int32(counters.count))
        }
        return (Flat(counters), Flat(starts))
    }

    /// The five counters of an officer in the order of `BoundCounter.Kind`.
    private static func contract(_ tables: Tables, _ officer: Int, _ isOpen: Flat<Bool>) -> [BoundCounter] {
        let facts = tables.officer[officer]
        let weights = tables.weights
        var worked: Int32 = 0
        var nights: Int32 = 0
        var weekendDays: Int32 = 0
        var weekends: Set<Int> = []
        for day in 0..<tables.days {
            let first = (officer * tables.days + day) * tables.shifts
            let open = (0..<tables.shifts).filter { isOpen[first + $0] }
            if open.isEmpty { continue }
            worked += 1
            if open.contains(where: { tables.problem.shifts.isNight[$0] }) { nights += 1 }
            if isWeekend(day) {
                weekendDays += 1
                weekends.insert(day / 7)
            }
        }
        func burden(_ room: Int32, _ most: Int32) -> BoundCounter {
            BoundCounter(
                low: 0, high: room, most: most, under: 0, over: Int32(weights.burden), isTriangular: true, site: -1)
        }
        return [
            BoundCounter(
                low: facts.minShifts, high: facts.maxShifts, most: worked, under: Int32(weights.shifts),
                over: Int32(weights.shifts), isTriangular: false, site: -1),
            BoundCounter(
                low: 0, high: facts.maxWeekends, most: Int32(weekends.count), under: 0,
                over: Int32(weights.maxWeekends), isTriangular: false, site: -1),
            burden(facts.nightRoom, nights), burden(facts.weekendRoom, weekendDays),
            burden(facts.highRoom, worked),
        ]
    }
}
