import Deployment

/// One neutral sentence with the plain counts of a finding.
struct FindingSentence {
    let flag: AuditFlag
    let history: History
    let comparison: FlagExplanation.Comparison?

    /// The sentence for a statistic.
    func text(_ statistic: Statistic) -> String {
        let about = flag.subjects.map(history.name(of:)).joined(separator: ", ")
        guard let finding = flag.finding else {
            return "From \(span) the record of \(about) differs from what chance would do; the counts were not kept."
        }
        var text = counts(statistic, finding)
        text += "; expected about \(NumberWords.count(finding.expected))"
        if let comparison, let median = comparison.median {
            let others = comparison.members.count - 1
            let group = "\(comparison.group) (\(NumberWords.count(Double(others))))"
            text += "; \(comparison.period) \(group) have a median of \(NumberWords.count(median))"
            if !comparison.isOfSameDays, let subject = comparison.members.first {
                text += ", the subject has \(NumberWords.count(subject.observed))"
            }
        }
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private var span: String { "\(history.date(flag.firstEvent)) to \(history.date(flag.lastEvent))" }

    private func counts(_ statistic: Statistic, _ finding: Finding) -> String {
        switch statistic.pattern {
        case .supervisorConcentration, .pairConcentration: ofSupervisor(statistic, finding)
        case .officerAvoidance, .swapNetwork: ofOfficer(statistic, finding)
        case .burdenInequality: ofBurden(statistic, finding)
        case .surge where statistic != .missionSurge:
            "from \(span) \(name(.team) ?? name(.command) ?? "the command") made "
                + NumberWords.of(finding.observed, "request", "requests") + " not to be deployed"
        default: ofPlace(statistic, finding)
        }
    }

    private func ofPlace(_ statistic: Statistic, _ finding: Finding) -> String {
        let seen = NumberWords.count(finding.observed)
        if statistic == .siteShort {
            return "from \(span), on "
                + NumberWords.of(finding.opportunities, "day", "days")
                + " on which places of its kind were left open, \(name(.mission) ?? name(.site) ?? "the site") was \(seen) short"
        }
        let place = name(.mission) ?? "the mission"
        return
            "from \(span), of \(NumberWords.of(finding.opportunities, "decision", "decisions")) that took an officer off a "
            + "published duty, \(seen) first fell on \(place)"
    }

    private func ofSupervisor(_ statistic: Statistic, _ finding: Finding) -> String {
        let supervisor = name(.supervisor) ?? "the supervisor"
        let seen = finding.observed
        switch statistic {
        case .supervisorRefusals:
            return
                "from \(span) \(supervisor) decided \(NumberWords.of(finding.opportunities, "request", "requests")) and "
                + "refused \(NumberWords.count(seen))"
        case _ where statistic.pattern == .pairConcentration:
            let line = isInLine ? ", in the line," : ", outside the line,"
            return "from \(span) \(supervisor)\(line) granted \(NumberWords.of(seen, "request", "requests")) of "
                + (name(.officer) ?? "the officer")
        default:
            return "from \(span) \(supervisor) granted \(NumberWords.of(seen, "request", "requests"))"
        }
    }

    private func ofOfficer(_ statistic: Statistic, _ finding: Finding) -> String {
        let officer = name(.officer) ?? "the officer"
        let mission = name(.mission) ?? "the mission"
        let (seen, offered) = (finding.observed, finding.opportunities)
        let duties = NumberWords.of(offered, "duty", "duties")
        switch statistic {
        case .postings:
            return "from \(span) \(officer) was published on \(duties) for which \(mission) had places to fill, "
                + "\(NumberWords.count(seen)) of them there"
        case .swaps:
            return
                "from \(span) \(officer) was offered \(duties) at \(mission) and asked to swap \(NumberWords.count(seen)) away"
        default:
            return "from \(span) \(officer) was offered \(duties) at \(mission) and served "
                + "\(NumberWords.count(max(0, offered - seen))), so that \(NumberWords.count(seen)) fell away after publication"
        }
    }

    private func ofBurden(_ statistic: Statistic, _ finding: Finding) -> String {
        let officer = flag.subjects.contains { if case .officer = $0 { true } else { false } }
        let who =
            officer ? (name(.officer) ?? "the officer") : "a few officers of \(name(.team) ?? "the team") together"
        let verb = officer ? "was" : "were"
        let seen = NumberWords.count(finding.observed)
        let offered = finding.opportunities
        switch statistic {
        case .nights:
            return
                "from \(span) \(who) \(verb) published on \(NumberWords.of(offered, "night", "nights")) of the team and "
                + "worked another shift on \(seen)"
        case .weekends:
            return
                "from \(span), of \(NumberWords.of(offered, "weekend day", "weekend days")) of the team, \(who) had \(seen) in "
                + "lieu"
        default:
            return
                "from \(span) \(who) \(verb) published on \(NumberWords.of(offered, "duty", "duties")) while places at the "
                + "Exceptional level were to be filled, \(seen) of them there"
        }
    }

    /// Whether the supervisor named is the officer's own.
    private var isInLine: Bool {
        flag.subjects.officer.map { history.officers[Int($0)].line == flag.subjects.supervisor } ?? false
    }

    private enum Kind {
        case officer, supervisor, mission, site, team, command
    }

    private func name(_ kind: Kind) -> String? {
        let subjects = flag.subjects
        let subject: Subject? =
            switch kind {
            case .officer: subjects.officer.map(Subject.officer)
            case .supervisor: subjects.supervisor.map(Subject.supervisor)
            case .mission: subjects.mission.map(Subject.mission)
            case .site: subjects.site.map(Subject.site)
            case .team: subjects.team.map(Subject.team)
            case .command: subjects.command.map(Subject.command)
            }
        return subject.map(history.name(of:))
    }
}
