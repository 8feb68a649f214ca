import Deployment

@testable import Impartiality

/// A small history whose personal texts all carry a marker, and one flag of each statistic on it with hand-made counts.
enum ExplanationCases {
    static let marker = "ZQXMARKER"

    /// Officers W0 to W7 of team A; W0 is published on post P0 each day and worked it on even days only.
    static func history(id: (String) -> String = { $0 }) -> History {
        var history = RuleHistory.empty(lastDay: 60)
        history.commands = history.commands.map(id)
        for place in history.missions.indices { history.missions[place].id = id(history.missions[place].id) }
        for place in history.sites.indices { history.sites[place].id = id(history.sites[place].id) }
        for place in history.officers.indices { history.officers[place].id = id(history.officers[place].id) }
        for place in history.supervisors.indices { history.supervisors[place].id = id(history.supervisors[place].id) }
        history.teams[0].id = id("A")
        var decision = RuleHistory.decision(0, officer: 0, recorded: 3, lasting: 3)
        (decision.reason, decision.welfare, decision.impartiality) = (marker, marker + "W", marker + "I")
        decision.category = marker
        decision.id = id("D0")
        history.decisions = [decision]
        history.swaps = [
            .init(
                id: id("X1"), day: 7, shift: 0, isAsked: true, officer: 0, from: 0, other: 1, to: 3, approver: 0,
                recorded: 6,
                reason: marker)
        ]
        history.abstractions = [.init(id: id("B1"), officer: 0, from: 9, to: 9, kind: .sickness, recorded: 9)]
        history.levels = [.init(mission: 0, from: 5, level: .exceptional)]
        for day in 0...Int32(60) {
            history.published.beginDay()
            history.worked.beginDay()
            history.published.append(officer: 0, shift: 0, post: 0)
            history.published.append(officer: 1, shift: 0, post: 3)
            if day % 2 == 0 { history.worked.append(officer: 0, shift: 0, post: 0) }
            history.worked.append(officer: 1, shift: 0, post: 3)
        }
        return history
    }

    /// The subjects of a statistic.
    static func subjects(_ statistic: Statistic) -> [Subject] {
        switch statistic.pattern {
        case .missionConcentration: [.mission(0)]
        case .surge:
            statistic == .missionSurge ? [.mission(0)] : statistic == .teamSurge ? [.team(0)] : [.command(0)]
        case .supervisorConcentration: [.supervisor(1)]
        case .officerAvoidance, .swapNetwork: [.officer(0), .mission(0)]
        case .pairConcentration: [.officer(0), .supervisor(1)]
        case .siteShortChanged: [.site(0)]
        default: statistic == .highGroup ? [.team(0)] : [.officer(0), .team(0)]
        }
    }

    /// A flag that saw 7 (0 where few are unlikely) of 9, with 4.1 expected.
    static func flag(_ statistic: Statistic, compared: Bool = true) -> AuditFlag {
        let isFew = StatisticWords(statistic).tail == .few
        let seen: Double = isFew ? 0 : 7
        var peers: [Finding.Peer] = []
        if compared {
            peers = [(0, seen), (1, 5), (2, 3), (3, 6)].map {
                Finding.Peer(subject: .officer($0.0), observed: $0.1, expected: 4.1)
            }
        }
        let finding = Finding(
            observed: seen, expected: 4.1, opportunities: 9,
            course: [(1, -5.0), (20, -2), (40, 0.1)].map { Finding.Course(day: $0.0, logRatio: $0.1) },
            events: [3, 7, 9, 11], comparison: peers, comparesSameDays: true)
        return AuditFlag(
            raisedOn: 40, pattern: statistic.pattern, subjects: subjects(statistic), evidence: .eValue(420),
            firstEvent: 1,
            lastEvent: 40, detail: statistic.rawValue, finding: finding)
    }

    /// Every explanation of a statistic, and those of all rules on a history that breaks them.
    static func everything(id: (String) -> String = { $0 }) -> [FlagExplanation] {
        let history = history(id: id)
        return Statistic.allCases.map { FlagExplanation(flag($0), of: history) }
            + RuleWatch.flags(history).map { FlagExplanation($0, of: history) }
    }

    /// All that a person may be shown of an explanation.
    static func shown(_ explanation: FlagExplanation) -> String {
        [
            FlagText(explanation).text, RatePicture(explanation)?.svg ?? "", EvidencePicture(explanation)?.svg ?? "",
            String(describing: explanation),
        ].joined(separator: "\n")
    }
}
