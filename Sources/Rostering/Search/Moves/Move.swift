/// The moves and how often each is tried.
///
/// A move is a function in a file of its own. It returns true when a lawful change stands on the board and waits to be
/// kept or taken back, false when it has changed nothing.
extension Search {
    @inline(__always)
    mutating func move() -> Bool {
        tables.isFree ? freeMove() : patternMove()
    }

    /// Where officers have patterns: mostly one day of one or two officers.
    @inline(__always)
    private mutating func patternMove() -> Bool {
        switch random.below(64) {
        case 0..<14: fillGap()
        case 14..<24: chain()
        case 24..<28: release()
        case 28..<50: swapDay()
        case 50..<56: swapBlock()
        case 56..<59: takeOver()
        case 59..<62: stretch()
        default: paint()
        }
    }

    /// Where there are none: mostly runs of days.
    @inline(__always)
    private mutating func freeMove() -> Bool {
        switch random.below(64) {
        case 0..<4: fillGap()
        case 4..<8: release()
        case 8..<12: swapDay()
        case 12..<52: board.hasTails ? swapRun() : swapBlock()
        case 52..<54: stretch()
        default: board.hasTails ? paintRun() : paint()
        }
    }

    /// Ends a move that may not be made.
    @inline(__always)
    mutating func refuse() -> Bool {
        board.takeBack()
        return false
    }

    /// An officer of this search's share.
    @inline(__always)
    mutating func member() -> Int { Int(share.members[random.below(share.count)]) }

    /// A duty below target on a random day; nil where that day has none.
    @inline(__always)
    mutating func randomGap() -> Int? {
        let day = random.below(tables.days)
        let count = Int(board.gapCount[day])
        return count == 0 ? nil : Int(board.gaps[Int(tables.dayStart[day]) + random.below(count)])
    }

    /// An officer who may suit a duty: mostly one whose pattern has that shift, sometimes any who holds the skills.
    @inline(__always)
    mutating func candidate(for index: Int, onPatternOf64: Int) -> Int? {
        if tables.likely.start.count > 0 {
            let start = Int(tables.likely.start[index])
            let count = Int(tables.likely.start[index + 1]) - start
            // The lower of two draws: the cheap ones come first.
            return count == 0
                ? nil : Int(tables.likely.officers[start + min(random.below(count), random.below(count))])
        }
        let facts = tables.duty[index]
        if random.below(64) < onPatternOf64 {
            if tables.isFree { return member() }
            let cell = Int(facts.day) * tables.shifts + Int(facts.shift)
            return pick(tables.onPattern, Int(tables.patternStart[cell]), Int(tables.patternStart[cell + 1]))
        }
        let group = Int(facts.group)
        guard let holder = pick(tables.holders, Int(tables.holderStart[group]), Int(tables.holderStart[group + 1])),
            share.isMember[holder]
        else { return nil }
        return holder
    }

    @inline(__always)
    private mutating func pick(_ list: Flat<Int32>, _ start: Int, _ end: Int) -> Int? {
        start == end ? nil : Int(list[start + random.below(end - start)])
    }
}
