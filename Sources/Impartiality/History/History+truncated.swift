extension History {
    /// Days before they come about that a joiner, a skill and a declared season are on record.
    static let daysPlannedAhead: Int32 = 60

    /// The history as it was on record at the end of a day: what the audit may use when it closes that day.
    ///
    /// Rows known later are left out, and officers with them; dates that had not come (`left`, `reviewed`, the end of an
    /// open-ended absence) are `never`. Commands, teams and skills that nothing names any more go too, and the rest stand in the
    /// order of their names. The day is one of the history or later. O(rows).
    package func truncated(to day: Int32) -> History {
        precondition(day >= 0, "a day before the history")
        var history = self
        history.lastDay = min(day, lastDay)
        let last = history.lastDay
        let places = History.places(of: officers) { $0.joined - History.daysPlannedAhead <= last }
        func isKept(_ officer: Int32) -> Bool { places[Int(officer)] >= 0 }

        history.officers.removeAll { $0.joined - History.daysPlannedAhead > last }
        history.currencies.removeAll { $0.knownOn > last || !isKept($0.officer) }
        history.levels.removeAll { $0.from > last }
        history.seasons.removeAll { $0.from - History.daysPlannedAhead > last }
        history.swaps.removeAll { $0.knownOn > last }
        // In the order of recording the later ones go, so no place of a decision changes.
        history.decisions.removeAll { $0.recorded > last }
        history.abstractions.removeAll { $0.recorded > last || !isKept($0.officer) }
        history.forgetDates()
        if history.officers.count < officers.count { history.moveOfficers(places) }
        history.published = published.truncated(to: last, places)
        history.worked = worked.truncated(to: last, places)
        history.dropUnused()
        return history
    }

    /// The new place of each element that is kept, `none` for the others.
    static func places<Element>(of elements: [Element], isKept: (Element) -> Bool) -> [Int32] {
        var next: Int32 = 0
        return elements.map { element in
            guard isKept(element) else { return none }
            next += 1
            return next - 1
        }
    }

    /// Dates that have not come by the last day.
    private mutating func forgetDates() {
        for place in officers.indices where officers[place].left > lastDay {
            officers[place].left = History.never
        }
        for place in decisions.indices where decisions[place].reviewed > lastDay {
            decisions[place].reviewed = History.never
        }
        for place in abstractions.indices where abstractions[place].to > lastDay {
            if abstractions[place].kind.isOpenEnded { abstractions[place].to = History.never }
        }
    }

    private mutating func moveOfficers(_ places: [Int32]) {
        func moved(_ officer: Int32) -> Int32 { officer < 0 ? officer : places[Int(officer)] }
        for place in currencies.indices { currencies[place].officer = moved(currencies[place].officer) }
        for place in abstractions.indices { abstractions[place].officer = moved(abstractions[place].officer) }
        for place in swaps.indices {
            swaps[place].officer = moved(swaps[place].officer)
            swaps[place].other = moved(swaps[place].other)
        }
        for place in decisions.indices {
            decisions[place].officer = moved(decisions[place].officer)
            if case .officer(let decider) = decisions[place].decider {
                decisions[place].decider = .officer(moved(decider))
            }
        }
    }
}

extension Postings {
    /// The days up to one, with officers at new places (in the same order). O(1) where nothing changes.
    fileprivate func truncated(to last: Int32, _ places: [Int32]) -> Postings {
        if days == Int(last) + 1, places.last.map({ Int($0) == places.count - 1 }) ?? true { return self }
        var postings = Postings()
        postings.reserve(last < 0 ? 0 : rows(min(last, Int32(days) - 1)).upperBound)
        for day in 0...last {
            postings.beginDay()
            for row in rows(day) {
                postings.append(officer: places[Int(officer[row])], shift: shift[row], post: post[row])
            }
        }
        return postings
    }
}
