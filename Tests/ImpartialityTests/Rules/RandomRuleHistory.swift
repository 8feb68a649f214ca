import Deployment

@testable import Impartiality

/// A generator of a known sequence (SplitMix64, Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension RuleHistory {
    /// Histories full of breaches: eight officers at first, more that join, some fifty days.
    static func random(seed: UInt64) -> History {
        var random = SplitMix(state: seed)
        var history = empty(lastDay: Int32.random(in: 20...60, using: &random), officers: 8)
        let joiners = (1...4).map { _ in Int32.random(in: 50...110, using: &random) }.sorted()
        for joined in joiners {
            let id = "W\(history.officers.count)"
            history.officers.append(
                .init(id: id, rank: .constable, team: 0, line: 0, isFull: true, joined: joined, command: 0))
        }
        for day in 0...history.lastDay { addDuties(day, to: &history, &random) }
        history.decisions = decisions(in: history, &random)
        history.abstractions = (0..<25).map { index in
            let from = Int32.random(in: -3...history.lastDay, using: &random)
            let kind = History.Abstraction.Kind.allCases.randomElement(using: &random) ?? .leave
            return .init(
                id: "A\(index)", officer: officer(known: from - 6, in: history, &random), from: from,
                to: from + Int32.random(in: 0...9, using: &random), kind: kind,
                recorded: from + Int32.random(in: -6...5, using: &random))
        }.sorted { ($0.recorded, $0.id) < ($1.recorded, $1.id) }
        history.swaps = (0..<25).map { index in
            let day = Int32.random(in: -1...history.lastDay, using: &random)
            return .init(
                id: "X\(index)", day: day, shift: 0, isAsked: true,
                officer: officer(known: day - 3, in: history, &random), from: 0,
                other: Bool.random(using: &random) ? officer(known: day - 3, in: history, &random) : History.none,
                to: 1, approver: 0, recorded: day + Int32.random(in: -3...5, using: &random), reason: "")
        }.sorted { ($0.knownOn, $0.id) < ($1.knownOn, $1.id) }
        return history
    }

    private static func addDuties(_ day: Int32, to history: inout History, _ random: inout SplitMix) {
        history.published.beginDay()
        history.worked.beginDay()
        for shift in UInt8(0)..<3 {
            for officer in history.officers.indices where UInt8(officer % 3) == shift {
                guard history.officers[officer].joined - 60 <= day else { continue }
                let post = Int32.random(in: -1...3, using: &random)
                history.published.append(officer: Int32(officer), shift: shift, post: post)
                let chance = Int.random(in: 0..<10, using: &random)
                if chance == 0 { continue }
                let place = chance == 1 ? Int32.random(in: -1...3, using: &random) : post
                history.worked.append(officer: Int32(officer), shift: shift, post: place)
            }
        }
    }

    private static func decisions(in history: History, _ random: inout SplitMix) -> [History.Decision] {
        let scopes: [History.Decision.Scope] = [
            .allArmed, .allArmed, .shifts(3), .missions([0]), .missions([1, 0]), .sites([2]), .posts([0, 1]),
            .posts([0, 1, 2, 3]),
        ]
        let reasons = [reason, "Not now.", "the same words are used for every officer", "  " + reason.uppercased()]
        let days = (0..<30).map { _ in Int32.random(in: -4...history.lastDay, using: &random) }.sorted()
        return days.enumerated().map { place, recorded in
            var decision = decision(0, officer: officer(known: recorded, in: history, &random), recorded: recorded)
            decision.id = "D\(place)"
            decision.from = recorded + Int32.random(in: -4...3, using: &random)
            decision.to = decision.from + Int32.random(in: 0...95, using: &random)
            decision.isGranted = Int.random(in: 0..<4, using: &random) > 0
            decision.scope = scopes.randomElement(using: &random) ?? .allArmed
            decision.reason = reasons.randomElement(using: &random) ?? reason
            decision.welfare = ["Spoken to, content.", "n/a"].randomElement(using: &random) ?? ""
            decision.impartiality = ["All sites alike.", "-"].randomElement(using: &random) ?? ""
            decision.deciderRank = [.constable, .sergeant, .inspector].randomElement(using: &random) ?? .sergeant
            if Int.random(in: 0..<4, using: &random) == 0 {
                decision.decider = .officer(Int32.random(in: 0..<Int32(history.officers.count), using: &random))
            }
            decision.reviewOn = recorded + Int32.random(in: -12...6, using: &random)
            decision.reviewed = max(recorded, decision.reviewOn + Int32.random(in: 0...12, using: &random))
            if Bool.random(using: &random) { decision.reviewed = History.never }
            if place > 0, Bool.random(using: &random) {
                decision.extends = Int32.random(in: 0..<Int32(place), using: &random)
            }
            return decision
        }
    }

    private static func officer(known day: Int32, in history: History, _ random: inout SplitMix) -> Int32 {
        let known = history.officers.prefix { $0.joined - 60 <= day }.count
        return Int32.random(in: 0..<Int32(known), using: &random)
    }
}

extension History {
    /// The history as it was known at the end of a day; its officers stand in the order of joining.
    func known(on day: Int32) -> History {
        var known = self
        known.lastDay = day
        known.officers = officers.filter { $0.joined - 60 <= day }
        known.swaps = swaps.filter { $0.knownOn <= day }
        known.decisions = decisions.filter { $0.recorded <= day }
        for index in known.decisions.indices where known.decisions[index].reviewed > day {
            known.decisions[index].reviewed = History.never
        }
        for index in known.decisions.indices {
            if case .officer(let officer) = known.decisions[index].decider, officer >= known.officers.count {
                known.decisions[index].decider = .officer(History.none)
            }
        }
        known.abstractions = abstractions.filter { $0.recorded <= day }
        for index in known.abstractions.indices
        where known.abstractions[index].kind.isOpenEnded && known.abstractions[index].to > day {
            known.abstractions[index].to = History.never
        }
        known.published = published.upTo(day)
        known.worked = worked.upTo(day)
        return known
    }
}

extension Postings {
    fileprivate func upTo(_ day: Int32) -> Postings {
        var cut = Postings()
        for each in 0...day {
            cut.beginDay()
            for row in rows(each) { cut.append(officer: officer[row], shift: shift[row], post: post[row]) }
        }
        return cut
    }
}
