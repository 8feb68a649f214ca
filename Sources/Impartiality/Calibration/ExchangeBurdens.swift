import Deployment

extension ExchangeTable {
    /// Day by day: notes the strata, and exchanges lieu days and duties off the night within teams.
    mutating func exchangeBurdens(_ exchange: PermutedHistory.Exchange) {
        var skills = SkillsInCurrency(original)
        let isAway = exchange.contains(.lieu) ? awayOtherwise() : []
        var lieu: [Int32: [Int]] = [:]
        if exchange.contains(.lieu) {
            for (place, absence) in original.abstractions.enumerated()
            where absence.kind == .lieu && absence.from == absence.to && absence.from >= 0 && absence.from < days {
                lieu[absence.from, default: []].append(place)
            }
        }
        for day in 0..<days {
            skills.advance(to: day)
            if let places = lieu[day] { exchangeLieu(day, places, skills, isAway) }
            if exchange.contains(.nights) { exchangeNights(day, skills) }
            for row in original.published.rows(day) {
                stratum[row] = skills.stratum(officer[row])
                self.skills[row] = skills.set(officer[row])
            }
        }
    }

    /// Who is away for another cause than a day in lieu, by `cell`.
    private func awayOtherwise() -> [Bool] {
        var isAway = [Bool](repeating: false, count: rowOf.count)
        func mark(_ officer: Int32, _ from: Int32, _ to: Int32) {
            guard to >= 0, from < days, from <= to else { return }
            for day in max(0, from)...min(to, days - 1) { isAway[cell(day, officer)] = true }
        }
        for absence in original.abstractions where absence.kind != .lieu {
            mark(absence.officer, absence.from, absence.to)
        }
        for decision in history.decisions where decision.isGranted {
            mark(decision.officer, decision.from, decision.to)
        }
        return isAway
    }

    private mutating func exchangeLieu(_ day: Int32, _ places: [Int], _ skills: SkillsInCurrency, _ isAway: [Bool]) {
        var groups: [Int32: [Int]] = [:]
        for place in places {
            let person = original.abstractions[place].officer
            let isFree = original.officers[Int(person)].isFull && row(day, person) == nil && !isAway[cell(day, person)]
            if isFree { groups[original.officers[Int(person)].team, default: []].append(place) }
        }
        guard !groups.isEmpty else { return }
        var workers: [Int32: [Int32]] = [:]
        for row in original.published.rows(day) where fate[row] == .stays && swap[row] < 0 {
            let person = original.officers[Int(officer[row])]
            if person.isFull && groups[person.team] != nil && !isAway[cell(day, officer[row])] {
                workers[person.team, default: []].append(officer[row])
            }
        }
        for team in groups.keys.sorted() {
            let places = groups[team] ?? []
            var persons = places.map { history.abstractions[$0].officer } + (workers[team] ?? [])
            random.shuffle(&persons)
            giveLieu(day, places, to: persons.prefix(places.count), skills)
        }
    }

    /// Puts the chosen on lieu; their duties go to those who had it and are not chosen.
    private mutating func giveLieu(
        _ day: Int32, _ places: [Int], to chosen: ArraySlice<Int32>, _ skills: SkillsInCurrency
    ) {
        var returning = places.map { history.abstractions[$0].officer }.filter { !chosen.contains($0) }
        for (place, person) in zip(places, chosen) {
            history.abstractions[place].officer = person
            guard let row = row(day, person), let substitute = returning.popLast() else { continue }
            officer[row] = substitute
            rowOf[cell(day, person)] = -1
            rowOf[cell(day, substitute)] = Int32(row)
            guard !findPost(day, row, skills) else { continue }
            history.abstractions[place].officer = substitute
            officer[row] = person
            rowOf[cell(day, substitute)] = -1
            rowOf[cell(day, person)] = Int32(row)
        }
    }

    private mutating func exchangeNights(_ day: Int32, _ skills: SkillsInCurrency) {
        var groups: [Int32: (other: [Int], night: [Int])] = [:]
        for row in original.published.rows(day) where swap[row] < 0 && !fate[row].needsPost {
            let person = original.officers[Int(officer[row])]
            guard person.isFull, original.teams[Int(person.team)].rostered(day) == 2 else { continue }
            if shift[row] == 2 {
                groups[person.team, default: ([], [])].night.append(row)
            } else {
                groups[person.team, default: ([], [])].other.append(row)
            }
        }
        for team in groups.keys.sorted() {
            guard let group = groups[team] else { continue }
            let rows = group.other + group.night
            for place in group.other.indices {
                let partner = rows[place + random.below(rows.count - place)]
                exchangePersons(day, rows[place], partner)
                guard findPost(day, rows[place], skills), findPost(day, partner, skills) else {
                    exchangePersons(day, rows[place], partner)
                    continue
                }
            }
        }
    }

    private mutating func exchangePersons(_ day: Int32, _ left: Int, _ right: Int) {
        officer.swapAt(left, right)
        fate.swapAt(left, right)
        rowOf[cell(day, officer[left])] = Int32(left)
        rowOf[cell(day, officer[right])] = Int32(right)
    }

    /// Sees to it that the person of a row has the skills of its post: where not, by an exchange with somebody of the shift
    /// who has, drawn at random. False when there is nobody.
    private mutating func findPost(_ day: Int32, _ row: Int, _ skills: SkillsInCurrency) -> Bool {
        func fits(_ person: Int, _ place: Int) -> Bool {
            post[place] < 0 || original.posts[Int(post[place])].requires & ~skills.set(officer[person]) == 0
        }
        guard !fits(row, row) else { return true }
        let others = original.published.rows(day).filter {
            shift[$0] == shift[row] && swap[$0] < 0 && !fate[$0].needsPost && fits(row, $0) && fits($0, row)
        }
        guard !others.isEmpty else { return false }
        exchangePersons(day, row, others[random.below(others.count)])
        return true
    }
}
