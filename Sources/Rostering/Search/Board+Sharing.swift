/// What searches on one roster tell each other between their slices.
extension Board {
    /// Makes all duties its own again, or deals it some: of the others it takes how many officers they have for settled.
    ///
    /// An officer less on those costs what one below the minimum costs, one more brings nothing.
    mutating func deal(_ all: Flat<Tables.DutyFacts>, isOwn: (Int) -> Bool) {
        duties.copy(from: all)
        for index in 0..<duties.count where !isOwn(index) {
            duties[index].min = filled[index]
            duties[index].target = filled[index]
            duties[index].capacity = filled[index]
        }
        for day in 0..<days { gapCount[day] = 0 }
        for index in 0..<duties.count {
            gapPlace[index] = Board.off
            if listed[index] < duties[index].target { open(index) }
        }
    }

    /// What the duties cost as this search sees them.
    func coverCost(_ duties: Flat<Tables.DutyFacts>) -> Int {
        var sum = 0
        for index in 0..<duties.count {
            let facts = duties[index]
            sum += Int(max(0, facts.min - filled[index])) * Int(facts.minPrice)
            sum += Int(max(0, facts.target - max(facts.min, filled[index]))) * Int(facts.targetPrice)
        }
        return sum
    }

    /// Takes over an officer's row from another board; `relist` counts the duties again afterwards.
    func take(_ officer: Int, from other: Board) {
        duty.copy(from: other.duty, officer * days, days)
        shift.copy(from: other.shift, officer * days, days)
        marks.copy(from: other.marks, officer * days, days)
        siteCount.copy(from: other.siteCount, officer * sites, sites)
        tally[officer] = other.tally[officer]
        worked[officer] = other.worked[officer]
        tails.copy(officer, from: other.tails)
    }

    /// Counts and lists the officers of all duties again.
    func relist() {
        for index in 0..<duties.count { filled[index] = 0 }
        for cell in 0..<duty.count where duty[cell] >= 0 {
            let index = Int(duty[cell])
            slots[Int(duties[index].slot + filled[index])] = Int32(truncatingIfNeeded: cell / days)
            filled[index] += 1
        }
        listed.copy(from: filled)
    }
}
