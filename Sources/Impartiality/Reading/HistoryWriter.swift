import Deployment

/// Writes a history as the CSV files from which it is read (HISTORY.md): read again, they give an equal one.
package struct HistoryWriter {
    private let history: History

    /// A writer of a history that the reader gave, or one as good.
    package init(_ history: History) {
        self.history = history
    }

    /// The files in the order of HISTORY.md, by their names without `.csv`. O(rows).
    package func files() -> [(name: String, csv: [UInt8])] {
        HistoryFile.allCases.map { file in
            switch file {
            case .published: (file.rawValue, duties(history.published, file, history))
            case .worked: (file.rawValue, duties(history.worked, file, history))
            default: (file.rawValue, csv(file))
            }
        }
    }

    private func csv(_ file: HistoryFile) -> [UInt8] {
        var writer = CSVWriter()
        writer.append(file.columns)
        for row in rows(file) { writer.append(row) }
        return writer.bytes
    }

    private func rows(_ file: HistoryFile) -> [[String]] {
        switch file {
        case .history: [[date(0), date(history.lastDay)]]
        case .missions: history.missions.map { [$0.id, history.commands[Int($0.command)]] }
        case .sites:
            history.sites.map { site in
                let mission = history.missions[Int(site.mission)]
                return [site.id, mission.id, history.commands[Int(mission.command)]]
            }
        case .posts:
            history.posts.map { post in
                [post.id, history.sites[Int(post.site)].id, skills(post.requires)] + post.targets.map(String.init)
            }
        case .responseLevels:
            history.levels.map {
                [history.missions[Int($0.mission)].id, date($0.from), $0.level.rawValue]
            }
        case .supervisors:
            history.supervisors.map {
                [$0.id, $0.rank.rawValue, team($0.team), history.commands[Int($0.command)]]
            }
        case .officers: history.officers.map(row)
        case .officerSkills:
            history.currencies.map {
                [history.officers[Int($0.officer)].id, history.skills[Int($0.skill)], date($0.from), date($0.to)]
            }
        case .patterns: history.teams.flatMap(cycle)
        case .calendar: history.seasons.map { [date($0.from), date($0.to), $0.label] }
        case .swaps: history.swaps.map(row)
        case .decisions: history.decisions.map(row)
        case .abstractions:
            history.abstractions.map {
                [
                    $0.id, history.officers[Int($0.officer)].id, date($0.from), date($0.to), $0.kind.rawValue,
                    date($0.recorded),
                ]
            }
        case .published, .worked: []
        }
    }

    /// A date; empty for one that has not come.
    private func date(_ day: Int32) -> String {
        day == History.never ? "" : history.date(day).description
    }

    private func team(_ team: Int32) -> String {
        team < 0 ? "" : history.teams[Int(team)].id
    }

    private func post(_ post: Int32) -> String {
        post < 0 ? "" : history.posts[Int(post)].id
    }

    private func officer(_ officer: Int32) -> String {
        officer < 0 ? "" : history.officers[Int(officer)].id
    }

    private func supervisor(_ supervisor: Int32) -> String {
        supervisor < 0 ? "" : history.supervisors[Int(supervisor)].id
    }

    private func shift(_ shift: UInt8) -> String {
        String(decoding: [ShiftField.letters[Int(shift)]], as: UTF8.self)
    }

    private func skills(_ set: SkillSet) -> String {
        history.skills.indices.filter { set >> UInt64($0) & 1 == 1 }.map { history.skills[$0] }.joined(separator: ";")
    }

    private func row(_ officer: History.Officer) -> [String] {
        [
            officer.id, officer.rank.rawValue, team(officer.team), supervisor(officer.line),
            (officer.isFull ? HistoryDraft.Contract.full : .noNights).rawValue, date(officer.joined),
            date(officer.left), history.commands[Int(officer.command)],
        ]
    }

    private func cycle(_ team: History.Team) -> [[String]] {
        team.cycle.enumerated().map { place, shift in
            [team.id, date(team.anchor + Int32(place)), shift < 0 ? "" : self.shift(UInt8(shift))]
        }
    }

    private func row(_ swap: History.Swap) -> [String] {
        [
            swap.id, date(swap.day), shift(swap.shift),
            (swap.isAsked ? HistoryDraft.SwapKind.swap : .move).rawValue, officer(swap.officer), post(swap.from),
            officer(swap.other), post(swap.to), supervisor(swap.approver), date(swap.recorded), swap.reason,
        ]
    }

    private func row(_ decision: History.Decision) -> [String] {
        let decider: String =
            switch decision.decider {
            case .officer(let place): officer(place)
            case .supervisor(let place): supervisor(place)
            }
        let scope = scope(decision.scope)
        return [
            decision.id, officer(decision.officer), date(decision.requested), date(decision.decided),
            date(decision.recorded), decider, decision.deciderRank.rawValue,
            (decision.isGranted ? DecisionOutcome.granted : .refused).rawValue, decision.category, scope.kind,
            scope.ids,
            date(decision.from), date(decision.to), decision.reason, decision.welfare, decision.impartiality,
            date(decision.reviewOn), date(decision.reviewed),
            decision.extends < 0 ? "" : history.decisions[Int(decision.extends)].id,
        ]
    }

    private func scope(_ scope: History.Decision.Scope) -> (kind: String, ids: String) {
        let (kind, ids): (HistoryDraft.ScopeKind, [String]) =
            switch scope {
            case .allArmed: (.allArmed, [])
            case .shifts(let bits): (.shift, (0..<3).filter { bits >> $0 & 1 == 1 }.map { shift($0) })
            case .missions(let places): (.mission, places.map { history.missions[Int($0)].id })
            case .sites(let places): (.site, places.map { history.sites[Int($0)].id })
            case .posts(let places): (.post, places.map { history.posts[Int($0)].id })
            }
        return (kind.rawValue, ids.joined(separator: ";"))
    }
}
