internal import Deployment

/// Reasons in words that a duties sergeant would say; every sentence can stand alone.
package struct ReasonWords: Sendable {
    private let start: Day
    private let numbersDays: Bool
    private let shiftName: @Sendable (String) -> String

    /// Words for the days of a problem: with their numbers for who asks by number, and with other names of the shifts where
    /// the problem's are not those that people know.
    package init(
        _ problem: Problem, numbersDays: Bool = true, shiftName: @escaping @Sendable (String) -> String = { $0 }
    ) {
        start = problem.start
        self.numbersDays = numbersDays
        self.shiftName = shiftName
    }

    /// "Mon 2026-11-30 (day 0)".
    package func day(_ day: Int) -> String {
        let date = start.adding(day)
        let name = "\(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][date.weekday]) \(date)"
        return numbersDays ? "\(name) (day \(day))" : name
    }

    /// "P012 E on Mon 2026-11-30 (day 0)".
    package func duty(_ post: String?, _ day: Int, _ shift: String) -> String {
        "\(post.map { "\($0) " } ?? "")\(shiftName(shift)) on \(self.day(day))"
    }

    /// "+40", "-1030", "no".
    package func signed(_ amount: Int) -> String {
        amount > 0 ? "+\(amount)" : "\(amount)"
    }

    /// What a change does to one thing that costs, with its price.
    package func effect(_ effect: Effect) -> String {
        "\(effect.isSpared ? "spares: " : "")\(fact(effect.fact)) (\(signed(effect.change)))"
    }

    /// A thing that costs.
    package func fact(_ fact: CostFact) -> String {
        switch fact {
        case .belowMin(let duty, let filled, let min):
            "\(self.duty(duty.post, duty.day, duty.shift)) below its minimum, \(filled) of \(min)"
        case .belowTarget(let duty, let filled, let target):
            "\(self.duty(duty.post, duty.day, duty.shift)) below its target, \(filled) of \(target)"
        case .tooFewShifts(let count, let least): "\(count) shifts in the roster, the contract wants at least \(least)"
        case .tooManyShifts(let count, let most): "\(count) shifts in the roster, the contract wants at most \(most)"
        case .shortWork(let to, let days, let least):
            "a run of only \(plural(days, "day")) worked up to \(day(to)), \(least) wanted"
        case .shortOff(let to, let days, let least):
            "only \(plural(days, "day")) off in a row up to \(day(to)), \(least) wanted"
        case .nightsInARow(let to, let nights, let most):
            "\(nights) nights in a row up to \(day(to)), \(most) wanted at most"
        case .splitWeekend(let saturday): "half of the weekend of \(day(saturday)) worked"
        case .tooManyWeekends(let count, let most): "\(count) weekends worked, \(most) wanted at most"
        case .request(let day, let shift):
            "a request not to work \(shift.map { "\(shiftName($0)) " } ?? "")on \(self.day(day)) not met"
        case .changedShift(let day, let rostered, let worked):
            "changed shift on \(self.day(day)): rostered \(shiftName(rostered)), works \(shiftName(worked))"
        case .workedRestDay(let day, let worked): "rostered rest day of \(self.day(day)) worked, \(shiftName(worked))"
        case .burden(let burden, let load, let cap): "\(load) \(words(burden)), fair share \(cap)"
        case .siteRepeat(let site, let count, let cap): "\(count) times at site \(site), \(cap) wanted at most"
        }
    }

    private func words(_ burden: BurdenName) -> String {
        switch burden {
        case .night: "nights"
        case .weekend: "weekend duties"
        case .high: "duties at Exceptional"
        }
    }

    /// A hard rule that would be broken.
    package func breach(_ breach: Breach) -> String {
        switch breach {
        case .restBefore(let other, let minutes, let least):
            "rests \(span(minutes)) after \(duty(other.post, other.day, other.shift)): "
                + "\(span(least - minutes)) short of \(span(least))"
        case .restAfter(let other, let minutes, let least):
            "rests \(span(minutes)) before \(duty(other.post, other.day, other.shift)): "
                + "\(span(least - minutes)) short of \(span(least))"
        case .daysInARow(let from, let days, let most):
            "would work \(days) days in a row from \(day(from)), \(most) allowed"
        }
    }

    /// "10 h 30 min"; time below none is an overlap.
    package func span(_ minutes: Int) -> String {
        if minutes < 0 { return "\(span(-minutes)) less than nothing" }
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// A change outside the roster.
    package func remedy(_ change: Remedy.Change) -> String {
        switch change {
        case .renewCurrency(let officer, let skill, let last):
            "renew \(skill) of \(officer) (lapsed after \(day(last)))"
        case .moveAbstraction(let officer, let from, let to):
            from == to
                ? "move the abstraction of \(officer) on \(day(from)), if it is one that can be moved"
                : "move the abstraction of \(officer) from \(day(from)) to \(day(to)), if it is one that can be moved"
        case .bringIn(let officer, let team, let rostered):
            "bring in \(officer) of team \(team) (rostered \(rostered.map(shiftName) ?? "rest day")) and roster the day anew"
        case .lowerLevel(let level):
            "lower site \(level.site) from \(self.level(level.from)) to \(self.level(level.to)) for the day: "
                + (level.isKnown
                    ? "the duty would want \(level.target), at least \(level.min)"
                    : "the problem does not say what the duty wants then; the same gap would count less")
        }
    }

    /// "Heightened" for 2; the weight where no level has it.
    package func level(_ weight: Int) -> String {
        ResponseLevel.allCases.first { $0.weight == weight }?.rawValue ?? "weight \(weight)"
    }

    /// Where officers stand, those on the duty first; the order in which they are counted.
    package func standings(_ standings: Standings) -> [String] {
        func skills(_ counts: [Standings.SkillCount]) -> String {
            counts.map { "\($0.skill) \($0.officers)" }.joined(separator: ", ")
        }
        return Standing.allCases.compactMap { standing in
            let count = standings[standing]
            guard count > 0 else { return nil }
            return switch standing {
            case .onThisDuty: "\(count) on this duty"
            case .lacksSkill: "\(count) without a skill it needs (\(skills(standings.lacking)))"
            case .lapsed: "\(count) with a lapsed skill (\(skills(standings.lapsed)))"
            case .unavailable: "\(count) abstracted"
            case .excluded: "\(count) not for this duty (decisions on record)"
            case .onAnotherDuty: "\(count) on another duty"
            case .resting: "\(count) with too little rest"
            case .runLimit: "\(count) with too many days in a row"
            case .free: "\(count) who could take it"
            }
        }
    }

    /// "1 day", "2 days".
    private func plural(_ count: Int, _ thing: String) -> String {
        count == 1 ? "1 \(thing)" : "\(count) \(thing)s"
    }
}
