import Deployment

extension SampleWorld {
    /// Sorts what was invented, cuts it at the last day, gives names, and returns the plants that took place.
    mutating func finish() -> [SampleHistory.Planted] {
        spoilReasons()
        finishDecisions()
        history.abstractions = history.abstractions
            .filter { $0.recorded < days && $0.from < days }
            .sorted { ($0.recorded, $0.officer, $0.from, $0.to) < ($1.recorded, $1.officer, $1.from, $1.to) }
        for place in history.abstractions.indices {
            history.abstractions[place].id = Self.name("A", place, 6)
            let row = history.abstractions[place]
            if row.kind.isOpenEnded && row.to >= days { history.abstractions[place].to = History.never }
        }
        history.swaps.sort { ($0.knownOn, $0.shift, $0.officer) < ($1.knownOn, $1.shift, $1.officer) }
        for place in history.swaps.indices { history.swaps[place].id = Self.name("SW", place, 6) }
        for place in history.officers.indices where history.officers[place].left >= days {
            history.officers[place].left = History.never
        }
        return schemes.planted.filter { !$0.subjects.isEmpty }
    }

    private mutating func finishDecisions() {
        let order = decisions.indices.filter { decisions[$0].recorded < days }.sorted {
            let (left, right) = (decisions[$0], decisions[$1])
            return (left.recorded, left.officer, left.from, $0) < (right.recorded, right.officer, right.from, $1)
        }
        var place = [Int32](repeating: History.none, count: decisions.count)
        for (new, old) in order.enumerated() { place[old] = Int32(new) }
        history.decisions = order.map { decisions[$0] }
        for new in history.decisions.indices {
            history.decisions[new].id = Self.name("D", new, 5)
            let old = history.decisions[new].extends
            if old >= 0 { history.decisions[new].extends = place[Int(old)] }
            if history.decisions[new].reviewed >= days { history.decisions[new].reviewed = History.never }
        }
        for plant in schemes.planted.indices {
            guard case .decision(let old) = schemes.planted[plant].subjects.first else { continue }
            schemes.planted[plant].subjects[0] = .decision(place[Int(old)])
        }
    }

    /// A plant: the first grant from its day on that no other plant uses says nothing.
    private mutating func spoilReasons() {
        for waiting in schemes.waiting {
            guard case .shortReason(let from) = schemes.planted[waiting].plant else { continue }
            let free = decisions.indices.filter {
                let row = decisions[$0]
                return row.isGranted && row.recorded >= from && row.recorded < days
                    && !schemes.used.contains(.decision(Int32($0))) && row.scope == .allArmed
            }
            guard let place = free.min(by: { decisions[$0].recorded < decisions[$1].recorded }),
                case .supervisor(let decider) = decisions[place].decider
            else { continue }
            decisions[place].reason = random.pick(SampleWords.hollow)
            schemes.used.insert(.decision(Int32(place)))
            schemes.planted[waiting].subjects = [
                .decision(Int32(place)), .officer(decisions[place].officer), .supervisor(decider),
            ]
            schemes.planted[waiting].start = decisions[place].recorded
            schemes.planted[waiting].end = decisions[place].recorded
        }
    }
}
