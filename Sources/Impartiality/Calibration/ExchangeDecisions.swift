import Deployment

extension ExchangeTable {
    /// Gives the decisions of each officer to another of the command and rank, and draws anew who decided.
    mutating func exchangeDecisions(needsLast: Int32) {
        undoReliefs()
        let share = shareInLine()
        let supervisors = Dictionary(grouping: original.supervisors.indices, by: { original.supervisors[$0].team })
        var successor: [Int32] = []
        var period = Int32.min
        for place in history.decisions.indices {
            let decision = history.decisions[place]
            let root = decision.extends
            if root >= 0, Int(root) < place {
                history.decisions[place].officer = history.decisions[Int(root)].officer
                history.decisions[place].decider = history.decisions[Int(root)].decider
                history.decisions[place].deciderRank = history.decisions[Int(root)].deciderRank
            } else {
                // Floored, so that requests before the first day have a period of their own.
                let next = (decision.requested + needsLast * 1000) / needsLast
                if next != period { successor = drawSuccessors() }
                period = next
                let officer = successorInService(successor, decision)
                history.decisions[place].officer = officer
                let team = original.officers[Int(officer)].team
                redrawDecider(place, among: supervisors[team] ?? [], lineShare: share)
            }
            if !coversEveryPost(decision.scope) { history.decisions[place].scope = .allArmed }
        }
        relieve()
    }

    /// Whether a scope, in its shifts, leaves out no post.
    private func coversEveryPost(_ scope: History.Decision.Scope) -> Bool {
        let sites = original.sites
        return switch scope {
        case .allArmed, .shifts: true
        case .missions(let named): original.posts.allSatisfy { named.contains(sites[Int($0.site)].mission) }
        case .sites(let named): original.posts.allSatisfy { named.contains($0.site) }
        case .posts(let named): original.posts.indices.allSatisfy { named.contains(Int32($0)) }
        }
    }

    /// Duties unworked for a decision alone are worked again, as published.
    private mutating func undoReliefs() {
        var isAbstracted = [Bool](repeating: false, count: officer.count)
        for absence in original.abstractions {
            guard absence.to >= 0, absence.from < days else { continue }
            for day in max(0, absence.from)...min(absence.to, days - 1) {
                if let row = row(day, absence.officer) { isAbstracted[row] = true }
            }
        }
        for decision in original.decisions where decision.isGranted && decision.to >= 0 && decision.from < days {
            guard decision.from <= decision.to else { continue }
            for day in max(0, decision.from)...min(decision.to, days - 1) {
                guard let row = row(day, decision.officer), !isAbstracted[row] else { continue }
                let isRelief = fate[row] == .absent || (swap[row] < 0 && fate[row] == .steppedBack)
                if isRelief { fate[row] = .stays }
            }
        }
    }

    /// Published duties that the exchanged decisions cover are not worked.
    private mutating func relieve() {
        for decision in history.decisions where decision.isGranted && decision.to >= 0 && decision.from < days {
            guard decision.from <= decision.to else { continue }
            for day in max(0, decision.from)...min(decision.to, days - 1) {
                guard let row = row(day, decision.officer) else { continue }
                if case .shifts(let set) = decision.scope, set >> shift[row] & 1 == 0 { continue }
                if fate[row] == .swaps { endSwap(row) }
                fate[row] = .absent
            }
        }
    }

    /// Whoever was to change places with somebody who is now away works as published.
    private mutating func endSwap(_ row: Int) {
        let change = original.swaps[Int(swap[row])]
        for officer in [change.officer, change.other] {
            if let other = self.row(change.day, officer), fate[other] == .swaps { fate[other] = .stays }
        }
    }

    /// For every officer another of the command and rank, each of them for one.
    private mutating func drawSuccessors() -> [Int32] {
        var successor = original.officers.indices.map { Int32($0) }
        let groups = Dictionary(grouping: original.officers.indices) { groupKey($0) }
        for key in groups.keys.sorted() {
            let members = groups[key] ?? []
            var order = members.map { Int32($0) }
            random.shuffle(&order)
            for (member, next) in zip(members, order) { successor[member] = next }
        }
        return successor
    }

    private func groupKey(_ officer: Int) -> Int {
        Int(original.officers[officer].command) * 16 + original.officers[officer].rank.seniority
    }

    /// The successor, or where that one is not in service the successor's, and so on round the circle.
    private func successorInService(_ successor: [Int32], _ decision: History.Decision) -> Int32 {
        var next = successor[Int(decision.officer)]
        while next != decision.officer {
            let person = original.officers[Int(next)]
            if person.joined <= decision.requested && person.left >= decision.from { return next }
            next = successor[Int(next)]
        }
        return next
    }

    /// The share of first decisions that are decided in the officer's line, where the team has another who could.
    private func shareInLine() -> Double {
        var inLine = 0
        var all = 0
        for decision in original.decisions where decision.extends < 0 {
            guard case .supervisor(let supervisor) = decision.decider else { continue }
            all += 1
            if supervisor == original.officers[Int(decision.officer)].line { inLine += 1 }
        }
        return all == 0 ? 1 : Double(inLine) / Double(all)
    }

    private mutating func redrawDecider(_ place: Int, among team: [Int], lineShare: Double) {
        let person = original.officers[Int(history.decisions[place].officer)]
        let others = team.filter {
            Int32($0) != person.line && original.supervisors[$0].rank > person.rank
        }
        var decider = person.line
        if !random.chance(lineShare) || decider < 0, !others.isEmpty {
            decider = Int32(others[random.below(others.count)])
        }
        guard decider >= 0 else { return }
        history.decisions[place].decider = .supervisor(decider)
        history.decisions[place].deciderRank = original.supervisors[Int(decider)].rank
    }
}
