import Deployment

extension ExchangeTable {
    /// Draws the holders of all places, lets the days be worked, and writes both down in `history`.
    mutating func exchangePlaces(_ exchange: PermutedHistory.Exchange) {
        let runs = findRuns()
        var demand = DemandByClass(original)
        var outcome = ExchangedDays(rows: officer.count)
        var extra = unannounced[...]
        for day in 0..<days {
            demand.advance(to: day)
            let today = original.published.rows(day)
            var start = today.lowerBound
            outcome.beginDay(isWorked: day < original.worked.days)
            while start < today.upperBound {
                var end = start
                while end < today.upperBound && shift[end] == shift[start] { end += 1 }
                let rows = start..<end
                let open = openGaps(day, rows, demand)
                if exchange.contains(.shortfall) { exchangeShortfall(rows, runs, demand) }
                draw(rows, runs, isExchanged: exchange.contains(.places))
                let worked = work(rows, open, demand)
                outcome.note(self, rows, worked)
                start = end
            }
            while let first = extra.first, first.day == day {
                outcome.note(first.officer, first.shift, first.post)
                extra.removeFirst()
            }
            outcome.endDay()
        }
        history.published = outcome.published
        history.worked = outcome.worked
        writeSwaps(outcome)
    }

    /// Runs of days at one post on one shift, which are one draw.
    struct Runs {
        /// The row of the person on the next day, on the same shift and in the same stratum; -1 for none.
        var next: [Int32]
        /// The days for which `next` goes on.
        var length: [Int32]
        /// Of those, the days on which the person keeps the post.
        var kept: [Int32]
        /// Whether the person keeps the post of the day before.
        var isContinued: [Bool]
    }

    private func findRuns() -> Runs {
        let count = officer.count
        var runs = Runs(
            next: [Int32](repeating: -1, count: count), length: [Int32](repeating: 0, count: count),
            kept: [Int32](repeating: 0, count: count), isContinued: [Bool](repeating: false, count: count))
        for day in stride(from: days - 2, through: 0, by: -1) {
            for row in original.published.rows(day) {
                guard let next = self.row(day + 1, officer[row]), shift[next] == shift[row],
                    stratum[next] == stratum[row]
                else { continue }
                runs.next[row] = Int32(next)
                runs.length[row] = runs.length[next] + 1
                guard post[row] >= 0, post[next] == post[row] else { continue }
                runs.kept[row] = runs.kept[next] + 1
                runs.isContinued[next] = true
            }
        }
        return runs
    }

    /// Draws the holders of the places of a shift, stratum by stratum.
    private mutating func draw(_ rows: Range<Int>, _ runs: Runs, isExchanged: Bool) {
        guard isExchanged else {
            for row in rows { holder[row] = Int32(row) }
            return
        }
        var groups: [UInt64: (places: [Int32], persons: [Int32])] = [:]
        var isTaken = [Bool](repeating: false, count: rows.count)
        for row in rows where holder[row] >= 0 { isTaken[Int(holder[row]) - rows.lowerBound] = true }
        for row in rows {
            if holder[row] < 0 { groups[stratum[row], default: ([], [])].places.append(Int32(row)) }
            if !isTaken[row - rows.lowerBound] {
                groups[stratum[row], default: ([], [])].persons.append(Int32(row))
            }
        }
        for key in groups.keys.sorted() {
            guard var group = groups[key] else { continue }
            random.shuffle(&group.persons)
            random.shuffle(&group.places)
            drawRuns(&group.places, &group.persons, runs)
            drawPosts(&group.places, &group.persons)
            for (place, person) in zip(group.places, group.persons) { holder[Int(place)] = person }
        }
        for row in rows where runs.kept[row] > 0 {
            let person = Int(holder[row])
            holder[Int(runs.next[row])] = runs.next[person]
        }
    }

    /// Places kept for some days go to persons who are there on all of them: the longest first, for whoever can take a long
    /// one can take a short one, so that every way of filling them is equally likely.
    private mutating func drawRuns(_ places: inout [Int32], _ persons: inout [Int32], _ runs: Runs) {
        let kept = places.filter { runs.kept[Int($0)] > 0 }.sorted { runs.kept[Int($0)] > runs.kept[Int($1)] }
        guard !kept.isEmpty else { return }
        places.removeAll { runs.kept[Int($0)] > 0 }
        for place in kept {
            let days = runs.kept[Int(place)]
            guard let at = persons.firstIndex(where: { runs.length[Int($0)] >= days }) else {
                preconditionFailure("whoever held a run is on duty on its days, and longer runs are given first")
            }
            holder[Int(place)] = persons.remove(at: at)
        }
    }

    /// Persons who swapped or left a post have posts, as far as there are any left.
    private mutating func drawPosts(_ places: inout [Int32], _ persons: inout [Int32]) {
        let bound = persons.filter { fate[Int($0)].needsPost || swap[Int($0)] >= 0 }
        for person in bound {
            guard let place = places.lastIndex(where: { post[Int($0)] >= 0 }),
                let at = persons.firstIndex(of: person)
            else { continue }
            persons.remove(at: at)
            holder[Int(places.remove(at: place))] = person
        }
    }

    /// Exchanges filled with unfilled places of a level and requirement; runs of days stay where they are.
    private mutating func exchangeShortfall(_ rows: Range<Int>, _ runs: Runs, _ demand: DemandByClass) {
        guard let first = rows.first else { return }
        var copies = demand.targets(shift[first])
        for row in rows where post[row] >= 0 { copies[Int(post[row])] -= 1 }
        guard copies.contains(where: { $0 > 0 }) else { return }
        var free = [[Int32]](repeating: [], count: demand.classes)
        var filled = free
        for (post, unfilled) in copies.enumerated() where unfilled > 0 {
            free[demand.classOf[post]] += [Int32](repeating: Int32(post), count: Int(unfilled))
        }
        for row in rows where post[row] >= 0 && runs.kept[row] == 0 && !runs.isContinued[row] {
            filled[demand.classOf[Int(post[row])]].append(Int32(row))
        }
        for kind in free.indices where !free[kind].isEmpty {
            var posts = free[kind] + filled[kind].map { post[Int($0)] }
            random.shuffle(&posts)
            for (row, post) in zip(filled[kind], posts) { self.post[Int(row)] = post }
        }
    }
}
