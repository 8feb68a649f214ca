import Deployment

extension SampleWorld {
    /// Chooses whom a plant is about and arranges for it to happen; does nothing where the command has no such subject.
    mutating func prepare(_ plant: SamplePlant) {
        let from = plant.from
        guard from >= 0, from < days else { return }
        switch plant {
        case .missionConcentration(_, let ratio):
            guard let mission = pickMission(plant, 0.012...0.045) else { return }
            let daily = (ratio - 1) * Self.requests * Self.granted * Double(scale.officers) / 365
            let share = daily / Double(history.posts.reduce(0) { $0 + $1.targets.reduce(0, +) })
            schemes.reliefs.append(.init(mission: mission, from: from, until: days, share: share, remaining: .max))
        case .missionSurge(_, let officers):
            guard let mission = pickMission(plant, 0.012...0.045, until: from + 13) else { return }
            schemes.reliefs.append(
                .init(mission: mission, from: from, until: from + 14, share: 0, remaining: officers))
        case .avoidancePublished(_, let share):
            guard let avoider = pickAvoider(plant, share) else { return }
            schemes.publishing.append(avoider)
        case .avoidanceSick(_, let share):
            guard let avoider = pickAvoider(plant, share) else { return }
            schemes.sick.append(avoider)
        case .swapNetwork(_, let share):
            guard let avoider = pickAvoider(plant, share) else { return }
            schemes.swapping.append(avoider)
        case .supervisorOver(_, let ratio): plantGrants(plant, ratio)
        case .supervisorRefuse(_, let share):
            guard let supervisor = pickSupervisor(plant, lines: 9...100) else { return }
            schemes.refusing[supervisor] = (from, share)
        case .pair(_, let grantsAYear): plantPair(plant, grantsAYear)
        case .teamSurge(_, let officers): plantTeamSurge(plant, officers)
        case .commandSurge(_, let ratio):
            for day in from..<min(from + 28, span) { appetite[Int(day)] *= ratio }
            note(plant, [.command(0)], until: from + 27)
        case .burdenNight(_, let share):
            if let favour = pickFavoured(plant, share) { schemes.night.append(favour) }
        case .burdenWeekend(_, let share):
            if let favour = pickFavoured(plant, share) { schemes.weekend.append(favour) }
        case .burdenHigh(_, let share):
            if let favour = pickFavoured(plant, share) { schemes.high.append(favour) }
        case .missionShortChanged(_, let share):
            guard let mission = pickMission(plant, 0.012...0.045) else { return }
            for post in history.posts.indices where missionOfPost[post] == mission {
                schemes.neglected[Int32(post)] = (from, share)
            }
        case .siteShortChanged(_, let share): plantNeglectedSite(plant, share)
        case .selectiveScope, .undocumentedAbsence, .shortReason:
            schemes.waiting.append(schemes.planted.count)
            note(plant, [], until: from)
        }
    }

    mutating func note(_ plant: SamplePlant, _ subjects: [Subject], until end: Int32? = nil) {
        schemes.used.formUnion(subjects)
        schemes.planted.append(
            SampleHistory.Planted(
                plant: plant, subjects: subjects, start: plant.from, end: min(end ?? days - 1, days - 1)))
    }

    /// One that no other plant is about, where there is one.
    private mutating func choose(_ candidates: [Int32], _ subject: (Int32) -> Subject) -> Int32? {
        let fresh = candidates.filter { !schemes.used.contains(subject($0)) }
        let list = fresh.isEmpty ? candidates : fresh
        return list.isEmpty ? nil : random.one(of: list)
    }

    /// A mission with this share of all places; any where none has, as in a small command.
    private mutating func pickMission(
        _ plant: SamplePlant, _ shares: ClosedRange<Double>, until end: Int32? = nil
    ) -> Int32? {
        var places = [Double](repeating: 0, count: scale.missions)
        for (post, mission) in missionOfPost.enumerated() {
            places[Int(mission)] += Double(history.posts[post].targets.reduce(0, +))
        }
        let all = places.reduce(0, +)
        let missions = (0..<Int32(scale.missions))
        let right = missions.filter { shares.contains(places[Int($0)] / all) }
        guard let mission = choose(right.isEmpty ? Array(missions) : right, { .mission($0) }) else { return nil }
        note(plant, [.mission(mission)], until: end)
        return mission
    }

    /// Constables on a full contract who serve from well before the plant until well after it.
    private func candidates(_ from: Int32) -> [Int32] {
        (0..<Int32(officers)).filter {
            let person = history.officers[Int($0)]
            return person.isFull && person.rank == .constable && person.joined <= from - 120
                && person.left >= min(days, from + 550)
        }
    }

    /// An officer and one of the large missions: an officer is posted to a small one too seldom to avoid it.
    private mutating func pickAvoider(_ plant: SamplePlant, _ share: Double) -> SampleSchemes.Avoider? {
        guard let officer = choose(candidates(plant.from), { .officer($0) }) else { return nil }
        let large = scale.missions > 9 ? 0.03...1 : 0.15...1
        guard let mission = pickMission(plant, large) else { return nil }
        schemes.planted[schemes.planted.count - 1].subjects.insert(.officer(officer), at: 0)
        schemes.used.insert(.officer(officer))
        return .init(officer: officer, mission: mission, from: plant.from, share: share)
    }

    /// A supervisor whose line has about so many officers (any where the command has one supervisor a team).
    private mutating func pickSupervisor(_ plant: SamplePlant, lines: ClosedRange<Int>) -> Int32? {
        let right = (0..<Int32(history.supervisors.count)).filter { place in
            lines.contains(history.officers.indices.count { serves($0, place, on: plant.from) })
        }
        let all = (0..<Int32(history.supervisors.count))
        guard let chosen = choose(right.isEmpty ? Array(all) : right, { .supervisor($0) }) else { return nil }
        note(plant, [.supervisor(chosen)])
        return chosen
    }

    private func serves(_ officer: Int, _ supervisor: Int32, on day: Int32) -> Bool {
        history.officers[officer].line == supervisor && isServing(Int32(officer), on: day)
    }

    private mutating func plantGrants(_ plant: SamplePlant, _ ratio: Double) {
        guard let supervisor = pickSupervisor(plant, lines: 6...22) else { return }
        let daily = (ratio - 1) * Self.requests * Self.granted * Self.inLine / 365
        for day in plant.from..<days {
            for officer in history.officers.indices where serves(officer, supervisor, on: day) {
                guard random.chance(daily * appetite[Int(day)]) else { continue }
                schemes.extras.append(
                    .init(officer: Int32(officer), day: day, decider: supervisor, length: random.days(7, 35)))
            }
        }
    }

    private mutating func plantPair(_ plant: SamplePlant, _ grantsAYear: Double) {
        guard let officer = choose(candidates(plant.from), { .officer($0) }) else { return }
        let person = history.officers[Int(officer)]
        let first = person.team * Int32(scale.supervisors)
        let team = Array(first..<first + Int32(scale.supervisors))
        let others = team.filter { $0 != person.line }
        guard let supervisor = choose(others.isEmpty ? team : others, { .supervisor($0) }) else { return }
        note(plant, [.officer(officer), .supervisor(supervisor)])
        for day in plant.from..<days where random.chance(grantsAYear / 365) {
            schemes.extras.append(
                .init(officer: officer, day: day, decider: supervisor, length: random.days(5, 14)))
        }
    }

    private mutating func plantTeamSurge(_ plant: SamplePlant, _ count: Int) {
        guard let team = choose((0..<Int32(Self.teams)).map { $0 }, { .team($0) }) else { return }
        note(plant, [.team(team)], until: plant.from + 6)
        var members = (0..<Int32(officers)).filter {
            history.officers[Int($0)].team == team && isServing($0, on: plant.from)
                && isServing($0, on: min(plant.from + 30, span - 1))
        }
        random.shuffle(&members)
        for officer in members.prefix(count) {
            let day = plant.from + random.days(0, 6)
            schemes.extras.append(.init(officer: officer, day: day, decider: nil, length: random.days(7, 35)))
        }
    }

    private mutating func pickFavoured(_ plant: SamplePlant, _ share: Double) -> SampleSchemes.Favour? {
        let all = candidates(plant.from).filter { !schemes.used.contains(.officer($0)) }
        let teams = (0..<Int32(Self.teams)).filter { team in
            all.count { history.officers[Int($0)].team == team } >= 3
        }
        guard let team = choose(teams, { .team($0) }) else { return nil }
        var members = all.filter { history.officers[Int($0)].team == team }
        random.shuffle(&members)
        let favoured = members.prefix(3).sorted()
        note(plant, [.team(team)] + favoured.map { .officer($0) })
        return .init(officers: favoured, from: plant.from, share: share)
    }

    private mutating func plantNeglectedSite(_ plant: SamplePlant, _ share: Double) {
        let sites = history.sites.indices.map { Int32($0) }.filter { site in
            let mission = history.sites[Int(site)].mission
            return history.sites.count { $0.mission == mission } > 1
                && !schemes.used.contains(.mission(mission))
        }
        guard let site = choose(sites, { .site($0) }) else { return }
        note(plant, [.site(site)])
        for post in history.posts.indices where history.posts[post].site == site {
            schemes.neglected[Int32(post)] = (plant.from, share)
        }
    }
}
