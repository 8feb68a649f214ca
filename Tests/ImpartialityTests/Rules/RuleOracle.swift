@testable import Impartiality

/// The rules written down once more, without haste or state: every flag from the whole history, each fact asked whether it was
/// on record on the day of the flag.
enum RuleOracle {
    static func flags(_ history: History) -> Set<String> {
        var flags: Set<String> = []
        func raise(_ day: Int32, _ text: String) {
            if max(0, day) <= history.lastDay { flags.insert("\(max(0, day)) \(text)") }
        }
        for (index, decision) in history.decisions.enumerated() {
            for fault in faults(history, index) { raise(decision.recorded, "\(fault) D\(index)") }
            let last = decision.reviewOn + 7
            if decision.isGranted, decision.reviewed > last {
                raise(max(decision.recorded, last + 1), "review_missed D\(index)")
            }
        }
        for day in 0...history.lastDay {
            let worked = Dictionary(
                uniqueKeysWithValues: history.worked.rows(day).map {
                    (history.worked.officer[$0], history.worked.post[$0])
                })
            for row in history.published.rows(day) {
                let (officer, post) = (history.published.officer[row], history.published.post[row])
                let place = worked[officer]
                if place == post || (post == History.none && place != nil) { continue }
                let shift = history.published.shift[row]
                if isExplained(history, officer, day, post, shift, isAbsent: place == nil) { continue }
                raise(day + 3, "\(place == nil ? "absent" : "moved") W\(officer) P\(post)")
            }
        }
        return flags
    }

    private static func isExplained(
        _ history: History, _ officer: Int32, _ day: Int32, _ post: Int32, _ shift: UInt8, isAbsent: Bool
    ) -> Bool {
        let isAway = history.abstractions.contains {
            $0.officer == officer && ($0.from...max($0.from, $0.to)).contains(day) && $0.recorded <= day + 3
        }
        let isSwapped = history.swaps.contains {
            ($0.officer == officer || $0.other == officer) && $0.day == day && $0.recorded <= day + 3
        }
        let isRelieved = history.decisions.contains {
            guard $0.officer == officer, $0.isGranted, $0.recorded <= day + 3, $0.from <= day, day <= $0.to else {
                return false
            }
            if case .shifts(let shifts) = $0.scope {
                return [1, 2, 4].contains { shifts & $0 != 0 && 1 << shift == $0 }
            }
            return post == History.none || posts(history, $0.scope).contains(post)
        }
        return isAway && isAbsent || isSwapped || isRelieved
    }

    private static func posts(_ history: History, _ scope: History.Decision.Scope) -> Set<Int32> {
        let all = history.posts.indices.map(Int32.init)
        return switch scope {
        case .allArmed, .shifts: Set(all)
        case .missions(let ids): Set(all.filter { ids.contains(history.mission(ofPost: $0)) })
        case .sites(let ids): Set(all.filter { ids.contains(history.posts[Int($0)].site) })
        case .posts(let ids): Set(ids)
        }
    }

    private static func faults(_ history: History, _ index: Int) -> [String] {
        let decision = history.decisions[index]
        var faults: [String] = []
        if decision.reason.split(separator: " ").count < 5 || decision.reason.count < 30 { faults.append("short") }
        let alike = history.decisions[..<index].filter {
            fold($0.reason) == fold(decision.reason) && decision.recorded - $0.recorded <= 365
        }
        if Set(alike.map(\.officer) + [decision.officer]).count >= 5 { faults.append("boilerplate") }
        if decision.recorded - decision.from > 1 { faults.append("retrospective") }
        if decision.welfare.filter(\.isLetter).count < 4 { faults.append("no_welfare") }
        if decision.impartiality.filter(\.isLetter).count < 4 { faults.append("no_impartiality") }
        if decision.deciderRank <= history.officers[Int(decision.officer)].rank
            || decision.decider == .officer(decision.officer)
        {
            faults.append("own_rank")
        }
        guard decision.isGranted else { return faults }
        let covered = posts(history, decision.scope)
        if !covered.isEmpty, covered.count < history.posts.count { faults.append("selective") }
        var chain = [index]
        while let last = chain.last, history.decisions[last].extends >= 0 {
            chain.append(Int(history.decisions[last].extends))
        }
        if chain.count > 3 || decision.to - history.decisions[chain[chain.count - 1]].from >= 90 {
            faults.append("rollover")
        }
        return faults
    }

    private static func fold(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter }.joined(separator: " ")
    }
}
