import Deployment

extension ExchangeTable {
    /// How many of the posts left after publication stayed open, by level, in the original.
    func openGaps(_ day: Int32, _ rows: Range<Int>, _ demand: DemandByClass) -> [Int] {
        var missing = [Int32](repeating: 0, count: original.posts.count)
        let published = original.published
        for row in rows where published.post[row] >= 0 { missing[Int(published.post[row])] += 1 }
        for row in original.worked.rows(day) where original.worked.shift[row] == shift[rows.lowerBound] {
            if original.worked.post[row] >= 0 { missing[Int(original.worked.post[row])] -= 1 }
        }
        var open = [0, 0, 0]
        for (post, count) in missing.enumerated() where count > 0 { open[demand.level(Int32(post))] += Int(count) }
        return open
    }

    /// The posts worked by the holders of a shift's places; `absentPost` for those who are not there.
    ///
    /// The gaps are then filled from the reserve until as many of each level stay open as did, fewer where there are fewer
    /// gaps; which of a level, chance decides.
    mutating func work(_ rows: Range<Int>, _ open: [Int], _ demand: DemandByClass) -> [Int32] {
        var worked = [Int32](repeating: History.none, count: rows.count)
        var place = [Int32](repeating: -1, count: rows.count)
        for row in rows { place[Int(holder[row]) - rows.lowerBound] = Int32(row) }
        var gaps: [Int32] = []
        var transferred: [Int] = []
        for row in rows {
            worked[row - rows.lowerBound] = post[row]
            switch fate[Int(holder[row])] {
            case .absent: worked[row - rows.lowerBound] = Self.absentPost
            case .steppedBack where post[row] >= 0: worked[row - rows.lowerBound] = History.none
            case .transferred where post[row] >= 0:
                worked[row - rows.lowerBound] = History.none
                transferred.append(row)
            default: continue
            }
            if post[row] >= 0 { gaps.append(post[row]) }
        }
        exchangeSwaps(rows, place, &worked)
        random.shuffle(&gaps)
        for row in transferred {
            guard let at = gaps.firstIndex(where: { $0 != post[row] && fits(row, $0) }) else { continue }
            worked[row - rows.lowerBound] = gaps.remove(at: at)
        }
        callReserve(rows, &gaps, open, demand, &worked)
        return worked
    }

    /// Whether the holder of a place may stand at a post.
    private func fits(_ row: Int, _ post: Int32) -> Bool {
        original.posts[Int(post)].requires & ~skills[Int(holder[row])] == 0
    }

    /// Lets each pair that swapped exchange its new places; where skills forbid it, the asker finds another on the shift.
    private mutating func exchangeSwaps(_ rows: Range<Int>, _ place: [Int32], _ worked: inout [Int32]) {
        var isBusy = [Bool](repeating: false, count: rows.count)
        for row in rows where fate[Int(holder[row])] != .stays || post[row] < 0 || swap[Int(holder[row])] >= 0 {
            isBusy[row - rows.lowerBound] = true
        }
        for row in rows {
            let person = Int(holder[row])
            guard fate[person] == .swaps, original.swaps[Int(swap[person])].officer == officer[person] else { continue }
            let change = original.swaps[Int(swap[person])]
            guard post[row] >= 0, let other = self.row(change.day, change.other) else { continue }
            var substitute = Int(place[other - rows.lowerBound])
            func suits(_ candidate: Int) -> Bool {
                post[candidate] >= 0 && post[candidate] != post[row] && fits(row, post[candidate])
                    && fits(candidate, post[row])
            }
            if !suits(substitute) {
                let others = rows.filter { !isBusy[$0 - rows.lowerBound] && suits($0) }
                guard !others.isEmpty else { continue }
                substitute = others[random.below(others.count)]
            }
            isBusy[substitute - rows.lowerBound] = true
            self.partner[person] = holder[substitute]
            worked[row - rows.lowerBound] = post[substitute]
            worked[substitute - rows.lowerBound] = post[row]
        }
    }

    private mutating func callReserve(
        _ rows: Range<Int>, _ gaps: inout [Int32], _ open: [Int], _ demand: DemandByClass, _ worked: inout [Int32]
    ) {
        var open = open
        var reserve = rows.filter { row in
            let fate = fate[Int(holder[row])]
            return post[row] < 0 && fate != .absent
        }.map { Int32($0) }
        random.shuffle(&reserve)
        for post in gaps {
            if open[demand.level(post)] > 0 {
                open[demand.level(post)] -= 1
                continue
            }
            guard let at = reserve.firstIndex(where: { fits(Int($0), post) }) else { continue }
            worked[Int(reserve.remove(at: at)) - rows.lowerBound] = post
        }
    }
}
