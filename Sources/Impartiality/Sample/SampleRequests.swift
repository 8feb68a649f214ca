import Deployment

extension SampleWorld {
    /// Draws the requests not to be deployed and decides them, in the order of days.
    ///
    /// Officers' needs differ (a Gamma spread of shape 2 in eight steps); declared seasons raise requests by 60 %.
    mutating func request() {
        let steps = [0.20, 0.41, 0.58, 0.77, 0.98, 1.24, 1.60, 2.22]
        let needs = (0..<officers).map { _ in steps[random.below(steps.count)] * Self.requests / 365 }
        let extras = Dictionary(grouping: schemes.extras, by: \.day)
        for day in 0..<days {
            for officer in 0..<Int32(officers) where random.chance(needs[Int(officer)] * appetite[Int(day)]) {
                guard isServing(officer, on: day) else { continue }
                decide(officer, requested: day)
            }
            for extra in extras[day] ?? [] where isServing(extra.officer, on: day) {
                let decided = day + random.days(0, 2)
                give(
                    extra.officer, requested: day, decided: decided, from: decided + random.days(0, 2),
                    length: extra.length, by: extra.decider ?? drawDecider(extra.officer))
            }
        }
    }

    /// Seasons declared in advance: 30 days, each year 11 days earlier.
    mutating func declareSeasons() {
        appetite = [Double](repeating: 1, count: Int(span))
        var from: Int32 = 100
        while from < days {
            let to = from + 29
            history.seasons.append(History.Season(from: from, to: to, label: "declared season"))
            for day in from...min(to, span - 1) { appetite[Int(day)] = 1.6 }
            from += 354
        }
    }

    /// One honest request: decided within three days, granted or refused, sometimes extended once or twice.
    private mutating func decide(_ officer: Int32, requested: Int32) {
        let decider = drawDecider(officer)
        let decided = requested + random.days(0, 2)
        var isGranted = random.chance(Self.granted)
        if let refusing = schemes.refusing[decider], requested >= refusing.from {
            isGranted = !random.chance(refusing.share)
        }
        var place = give(
            officer, requested: requested, decided: decided, from: decided + random.days(0, 2),
            length: random.days(7, 35), by: decider, isGranted: isGranted,
            scope: random.chance(0.08) ? .shifts(0b100) : .allArmed)
        guard isGranted else { return }
        let first = decisions[place].from
        for _ in 0..<2 where random.chance(0.25) {
            let last = decisions[place]
            let decided = last.to - random.days(0, 2)
            let length = random.days(7, 22)
            guard last.to + length - first < 84 else { return }
            place = give(
                officer, requested: decided, decided: decided, from: last.to + 1, length: length, by: decider,
                scope: last.scope, extends: Int32(place))
        }
    }

    /// The line supervisor, or one time in five another of the team whose rank is above the officer's.
    mutating func drawDecider(_ officer: Int32) -> Int32 {
        let person = history.officers[Int(officer)]
        guard scale.supervisors > 1, !random.chance(Self.inLine) else { return person.line }
        var other = person.team * Int32(scale.supervisors) + Int32(random.below(scale.supervisors - 1))
        if other >= person.line { other += 1 }
        return history.supervisors[Int(other)].rank > person.rank ? other : person.line
    }

    /// Puts a decision on record and, when it is a grant, the officer off the duties that it covers.
    @discardableResult
    mutating func give(
        _ officer: Int32, requested: Int32, decided: Int32, from: Int32, length: Int32, by decider: Int32,
        isGranted: Bool = true, scope: History.Decision.Scope = .allArmed, extends: Int32 = History.none
    ) -> Int {
        let to = from + length - 1
        let review = from + min(length - 1, random.days(6, 27))
        decisions.append(
            History.Decision(
                id: "", officer: officer, requested: requested, decided: decided, recorded: decided,
                decider: .supervisor(decider), deciderRank: history.supervisors[Int(decider)].rank,
                isGranted: isGranted, category: random.pick(SampleWords.categories), scope: scope, from: from, to: to,
                reason: SampleWords.reason(&random), welfare: SampleWords.welfare(&random),
                impartiality: SampleWords.impartiality(&random), reviewOn: review,
                reviewed: review + random.days(-1, 5), extends: extends))
        if isGranted { cover(officer, from, to, scope, known: decided) }
        return decisions.count - 1
    }

    private mutating func cover(
        _ officer: Int32, _ from: Int32, _ to: Int32, _ scope: History.Decision.Scope, known: Int32
    ) {
        guard from < span else { return }
        for day in max(0, from)...max(0, min(to, span - 1)) {
            let cell = cell(day, officer)
            switch scope {
            case .allArmed: away[cell] = min(away[cell], known)
            case .shifts(let set):
                if shifts[cell] >= 0, set >> UInt8(shifts[cell]) & 1 == 1 { away[cell] = min(away[cell], known) }
            case .missions, .sites, .posts: break
            }
        }
    }
}
