/// What came before day 0, and each officer's fair share of it and of what is to come.
extension SampleDraft {
    /// The load of history covers 24 weeks.
    private static let historyDays = 168

    mutating func makeHistory() {
        let sites = Set(posts.filter { $0.window == 0...days - 1 }.map(\.site)).sorted()
        makeSiteCap()
        for officer in officers.indices {
            officers[officer].history = lastDuties(officers[officer])
            officers[officer].served = between(600, 800)
            guard !sites.isEmpty else { continue }
            var visits: [String: Int] = [:]
            for _ in 0..<between(5, 12) { visits[pick(sites), default: 0] += 1 }
            if chance(perMille: 120) { visits[pick(sites)] = between(siteCap - 2, siteCap) }
            officers[officer].history.sites = visits.mapValues { min($0, siteCap) }
        }
        makeFairShares()
    }

    private mutating func lastDuties(_ officer: Officer) -> ProblemDocument.History {
        var away: Set<Int> = []
        if officer.isAway(0) { for day in 0..<random.below(8) { away.insert(-1 - day) } }
        for day in 1...11 where chance(perMille: 80) { away.formUnion([-day, -day - 1, -day - 2]) }
        var worked: [Int: Shift] = [:]
        for day in -14 ... -1 where !away.contains(day) {
            if let shift = rostered(officer, day), !chance(perMille: 30) { worked[day] = shift }
        }
        guard let last = worked.keys.max(), let shift = worked[last] else {
            return ProblemDocument.History(consecutiveOff: 14)
        }
        var (run, nights) = (0, 0)
        while worked[-1 - run] != nil { run += 1 }
        while worked[-1 - nights] == .night { nights += 1 }
        return ProblemDocument.History(
            lastShift: SampleDraft.shiftIDs[shift.rawValue], lastDay: last, consecutiveWork: run,
            consecutiveNights: nights, consecutiveOff: -1 - last)
    }

    /// What an officer's pattern brings in 70 days, by burden.
    private func share(_ officer: Officer, high: Int) -> [Int] {
        let cycle = (-70..<0).map { rostered(officer, $0) }
        var share = [
            cycle.count { $0 == .night }, cycle.indices.count { cycle[$0] != nil && isWeekend($0) },
            cycle.count { $0 != nil } * high / 1000,
        ]
        if officer.skills["AFO"] == nil { share = [share[0] / 3, share[1] / 3, 0] }
        return share
    }

    /// Loads served and caps: of past and coming burdens each officer's part, pro rata, rounded up.
    private mutating func makeFairShares() {
        let all = max(1, demand.reduce(0) { $0 + $1.target })
        let coming = [
            demand.filter { $0.shift == "N" }, demand.filter { isWeekend($0.day) }, demand.filter { $0.weight == 4 },
        ].map { $0.reduce(0) { $0 + $1.target } }
        let shares = officers.map { share($0, high: coming[2] * 1000 / all) }
        var caps: [[String: Int]] = []
        for burden in 0..<3 {
            var parts: [Int] = []
            var total = coming[burden]
            for (officer, entry) in officers.enumerated() {
                let past = shares[officer][burden] * SampleDraft.historyDays * entry.served / 70
                let load = (past * between(85, 112) / 100 + 500) / 1000
                let here = days - (0..<days).count(where: entry.isAway)
                parts.append(past + shares[officer][burden] * here * 1000 / 70)
                total += load
                switch burden {
                case 0: officers[officer].history.load.night = load
                case 1: officers[officer].history.load.weekend = load
                default: officers[officer].history.load.high = load
                }
            }
            let whole = max(1, parts.reduce(0, +))
            caps.append(
                Dictionary(
                    uniqueKeysWithValues: zip(officers, parts).map { ($0.id, (total * $1 + whole - 1) / whole) }))
        }
        self.caps = .init(night: caps[0], weekend: caps[1], high: caps[2])
    }

    /// Somewhat more visits than an even turn at the busiest site would bring.
    private mutating func makeSiteCap() {
        let siteOf = Dictionary(uniqueKeysWithValues: posts.map { ($0.id, $0.site) })
        var wanted: [String: Int] = [:]
        for duty in demand { wanted[siteOf[duty.post, default: ""], default: 0] += duty.target }
        let busiest = wanted.values.max() ?? 0
        siteCap = max(6, 22 * busiest / (10 * officers.count) + 1)
    }
}
