import Deployment

extension SampleWorld {
    /// Appoints supervisors and officers, with those who succeed them, and what each may do when.
    mutating func staff() {
        let cycle: [Int8] = [0, 0, 1, 1, 2, 2, -1, -1, -1]
        for team in 0..<Int32(Self.teams) {
            let id = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(team)))
            history.teams.append(History.Team(id: id, command: 0, cycle: cycle, anchor: team))
            for place in 0..<scale.supervisors {
                let rank: Rank = place == scale.supervisors - 1 ? .inspector : .sergeant
                let id = Self.name("V", history.supervisors.count, 3)
                history.supervisors.append(History.Supervisor(id: id, rank: rank, team: team, command: 0))
            }
        }
        let popularity = (0..<Self.teams * scale.supervisors).map { _ in 0.5 + random.unit() }
        for place in 0..<scale.officers { appoint(team: Int32(place % Self.teams), popularity) }
        qualify()
    }

    /// Fills one place of the establishment from before the history to after it: one holder after another, with a vacancy
    /// between them until the next intake, so that vacancy rises and falls through the year.
    private mutating func appoint(team: Int32, _ popularity: [Double]) {
        var joined = -random.days(100, 4000)
        while joined < span {
            var left = max(0, joined)
            while left < span + 365 && !random.chance(0.12 / 365) { left += 1 }
            let rank: Rank = scale.supervisors > 1 && random.chance(0.06) ? .sergeant : .constable
            history.officers.append(
                History.Officer(
                    id: Self.name("W", history.officers.count, 5), rank: rank, team: team,
                    line: drawLine(team, rank, popularity), isFull: !random.chance(0.05), joined: joined, left: left,
                    command: 0))
            joined = (left + 14) / 91 * 91 + 91
        }
    }

    /// Sergeants answer to the inspector of the team, constables to one of its sergeants (where it has any).
    private mutating func drawLine(_ team: Int32, _ rank: Rank, _ popularity: [Double]) -> Int32 {
        let first = Int(team) * scale.supervisors
        let sergeants = scale.supervisors - 1
        guard rank == .constable, sergeants > 0 else { return Int32(first + sergeants) }
        var roll = random.unit() * popularity[first..<first + sergeants].reduce(0, +)
        for place in first..<first + sergeants {
            roll -= popularity[place]
            if roll < 0 { return Int32(place) }
        }
        return Int32(first)
    }

    /// Everybody is an authorised firearms officer; three in four may carry a carbine and three in ten drive, and those two
    /// lapse once in seven years for a month or three.
    private mutating func qualify() {
        skills = [UInt8](repeating: 0, count: Int(span) * officers)
        for officer in 0..<Int32(officers) {
            let joined = history.officers[Int(officer)].joined
            grant(0, to: officer, from: joined, until: History.never)
            for (skill, share) in [(Int32(1), 0.75), (2, 0.30)] where random.chance(share) {
                var from = joined
                while from < span {
                    var lapse = max(0, from) + 30
                    while lapse < span && !random.chance(0.15 / 365) { lapse += 1 }
                    grant(skill, to: officer, from: from, until: lapse < span ? lapse : History.never)
                    from = lapse + random.days(30, 90)
                }
            }
        }
        history.currencies = history.currencies.filter { $0.knownOn < days }
            .sorted { ($0.from, $0.officer, $0.skill) < ($1.from, $1.officer, $1.skill) }
    }

    private mutating func grant(_ skill: Int32, to officer: Int32, from: Int32, until last: Int32) {
        history.currencies.append(History.Currency(officer: officer, skill: skill, from: from, to: last))
        let first = max(0, from)
        guard first < span else { return }
        for day in first...min(last, span - 1) { skills[cell(day, officer)] |= 1 << UInt8(skill) }
    }
}
