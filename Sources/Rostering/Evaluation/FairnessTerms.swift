/// What an unfair share costs.
extension Term {
    /// `burden`: the triangle of the excess of nights, weekend duties and high duties over the officer's caps.
    static func burden(_ row: OfficerRow) -> Int {
        var load = row.history.load
        for duty in row.duties {
            if row.problem.shifts.isNight[duty.shift] { load[Burden.night.rawValue] += 1 }
            if isWeekend(duty.day) { load[Burden.weekend.rawValue] += 1 }
            if let wanted = row.problem.duty(post: duty.post, day: duty.day, shift: duty.shift),
                row.problem.duties[wanted].isHigh
            {
                load[Burden.high.rawValue] += 1
            }
        }
        let excess = zip(load, row.history.cap).reduce(0) { $0 + triangle($1.0 - $1.1) }
        return row.problem.weights.burden * excess
    }

    /// `siteRepeat`: the triangle of the deployments at each site over the cap, history included.
    static func siteRepeat(_ row: OfficerRow) -> Int {
        let officers = row.problem.officers
        let first = row.officer * officers.siteCount
        var counts = Array(officers.siteHistory[first..<first + officers.siteCount])
        for duty in row.duties { counts[row.problem.posts.site[duty.post]] += 1 }
        let excess = counts.reduce(officers.strandedExcess[row.officer]) {
            $0 + triangle(Int($1) - row.problem.siteCap)
        }
        return row.problem.weights.siteRepeat * excess
    }
}
