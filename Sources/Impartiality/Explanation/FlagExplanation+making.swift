extension FlagExplanation {
    /// Explains a flag from the history on which it was raised, or any later one: what became known afterwards is left out.
    ///
    /// O(records + events × rows of a day).
    package init(_ flag: AuditFlag, of history: History) {
        let statistic = Statistic(rawValue: flag.detail)
        raisedOn = history.date(flag.raisedOn)
        from = history.date(flag.firstEvent)
        to = history.date(flag.lastEvent)
        subjects = flag.subjects.map(history.name(of:))
        notes = ["This is a question that a person answers, not a verdict."]
        if flag.evidence != .rule, let statistic {
            let words = StatisticWords(statistic)
            question = words.question
            finding = ""
            weigh(flag, statistic, words, history)
        } else {
            let words = RuleWords(flag: flag, history: history)
            question = Self.ruleQuestion(flag.pattern)
            finding = words.finding
            rule = words.rule
            timeline = words.timeline
            notKnown = ["Whether a cause existed that nobody recorded."]
        }
    }

    private mutating func weigh(
        _ flag: AuditFlag, _ statistic: Statistic, _ words: StatisticWords, _ history: History
    ) {
        let scope = FlagScope(flag, history)
        let people = RecordsInView(history, day: flag.raisedOn) { scope.isConcerned($0) }
        let decided = RecordsInView(history, day: flag.raisedOn) { scope.isDecidedFor($0) }
        comparison = flag.finding.flatMap { Comparison($0, history) }
        finding = FindingSentence(flag: flag, history: history, comparison: comparison).text(statistic)
        null = words.null
        chance = ChanceStatement(words: words).sentences(flag)
        timeline = FlagTimeline(flag, decided).events(statistic)
        innocent = InnocentChecks(flag, statistic, people).all
        notKnown = words.notKnown
        notes += words.notes
        power = PowerStatement(flag, statistic)?.power
        course = (flag.finding?.course ?? []).map { Step(day: history.date($0.day), logRatio: $0.logRatio) }
    }

    private static func ruleQuestion(_ pattern: Pattern) -> String {
        switch pattern {
        case .selectiveScope: "Why does this decision cover some posts and not all?"
        case .undocumented: "What was the cause, and why is it not on record?"
        default: "Can what is missing in this decision's documents be put right?"
        }
    }
}

extension FlagExplanation.Comparison {
    /// The group of a finding; nil where nobody was compared.
    init?(_ finding: Finding, _ history: History) {
        guard !finding.comparison.isEmpty else { return nil }
        members = finding.comparison.enumerated().map { place, peer in
            FlagExplanation.Member(
                name: history.name(of: peer.subject), observed: peer.observed, expected: peer.expected,
                isSubject: place == 0)
        }
        isOfSameDays = finding.comparesSameDays
        let others = finding.comparison.dropFirst()
        group = Self.group(others.map(\.subject), history)
        let counts = others.map(\.observed).sorted()
        let middle = counts.count / 2
        median = counts.isEmpty ? nil : (counts[middle] + counts[(counts.count - 1) / 2]) / 2
    }

    private static func group(_ others: [Subject], _ history: History) -> String {
        switch others.first {
        case .officer(let first):
            let team = history.officers[Int(first)].team
            let isOneTeam = others.allSatisfy {
                if case .officer(let place) = $0 { history.officers[Int(place)].team == team } else { false }
            }
            return isOneTeam && team >= 0
                ? "the other officers of team \(history.teams[Int(team)].id)" : "the other officers compared"
        case .supervisor: return "the other supervisors compared"
        case .mission: return "the other missions compared"
        case .site: return "the other sites compared"
        case .team: return "the other teams compared"
        case .command: return "the other commands compared"
        default: return "the others compared"
        }
    }
}
