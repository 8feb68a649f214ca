/// What is on record to explain that an officer did not work as published: granted decisions, abstractions, swaps and moves.
struct ReliefOnRecord: Sendable {
    private var granted = RowsByOfficer()
    private var abstractions = RowsByOfficer()
    private var swapsSeen = 0
    /// A bit for each of the last eight days on which the officer stands on either side of a swap or move; bit 0 is today.
    private var swapDays: [UInt8] = []

    /// Takes in what became known on a day, which is one later than the day before.
    mutating func take(_ day: Int32, of history: History) {
        let officers = history.officers.count
        granted.makeRoom(officers)
        abstractions.makeRoom(officers)
        swapDays.append(contentsOf: repeatElement(0, count: max(0, officers - swapDays.count)))
        for officer in swapDays.indices { swapDays[officer] <<= 1 }
        takeSwaps(day, of: history)
        while granted.count < history.decisions.count, history.decisions[granted.count].recorded <= day {
            let decision = history.decisions[granted.count]
            granted.append(officer: decision.isGranted ? decision.officer : History.none)
        }
        while abstractions.count < history.abstractions.count, history.abstractions[abstractions.count].recorded <= day
        {
            abstractions.append(officer: history.abstractions[abstractions.count].officer)
        }
    }

    private mutating func takeSwaps(_ day: Int32, of history: History) {
        while swapsSeen < history.swaps.count, history.swaps[swapsSeen].knownOn <= day {
            let swap = history.swaps[swapsSeen]
            swapsSeen += 1
            let bit = UInt8(1) << (day - swap.day)  // beyond eight days it shifts out, as the bits of days past do
            swapDays[Int(swap.officer)] |= bit
            if swap.other >= 0 { swapDays[Int(swap.other)] |= bit }
        }
    }

    /// Whether the officer swapped or was moved so many days ago (at most seven).
    func hasSwap(_ officer: Int32, daysAgo: Int32) -> Bool {
        swapDays[Int(officer)] >> daysAgo & 1 == 1
    }

    /// Whether the officer is away on a day for a recorded cause. The day must not be later than the last one taken in.
    func isAway(_ officer: Int32, on day: Int32, in history: History) -> Bool {
        abstractions.contains(officer) { row in
            history.abstractions[row].from <= day && day <= history.abstractions[row].to
        }
    }

    /// Whether a granted decision covers a duty of the officer on a day.
    func isRelieved(_ officer: Int32, on day: Int32, post: Int32, shift: UInt8, in history: History) -> Bool {
        granted.contains(officer) { row in
            history.decisions[row].from <= day && day <= history.decisions[row].to
                && history.covers(history.decisions[row].scope, post: post, shift: shift)
        }
    }
}
