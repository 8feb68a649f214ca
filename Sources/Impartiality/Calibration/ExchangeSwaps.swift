import Deployment

extension ExchangeTable {
    /// Writes the swaps and moves anew with the places that their officers have now, and leaves out what could not happen.
    mutating func writeSwaps(_ outcome: ExchangedDays) {
        history.swaps = []
        for (place, change) in original.swaps.enumerated() {
            guard let person = row(change.day, change.officer) else {
                history.swaps.append(change)
                continue
            }
            var written = change
            let place = Placed(
                post: post[Int(outcome.placeOf[person])], worked: outcome.workedBy[person],
                isBound: swap[person] == Int32(place))
            written.shift = shift[Int(outcome.placeOf[person])]
            written.from = place.post
            let happened =
                change.isAsked ? exchangeSwap(&written, person, place, outcome) : exchangeMove(&written, place)
            if happened {
                history.swaps.append(written)
            } else if change.isAsked {
                droppedSwaps += 1
            } else {
                droppedMoves += 1
            }
        }
    }

    /// What became of the person whom a swap or move is about.
    private struct Placed {
        var post: Int32
        var worked: Int32
        /// Whether the day's work of the original followed the swap or move.
        var isBound: Bool
    }

    private func exchangeSwap(
        _ swap: inout History.Swap, _ person: Int, _ placed: Placed, _ outcome: ExchangedDays
    ) -> Bool {
        guard placed.post >= 0 else { return false }
        if fate[person] == .swaps {
            guard partner[person] >= 0 else { return false }
            swap.other = officer[Int(partner[person])]
            swap.to = placed.worked
            return true
        }
        guard placed.isBound, let other = row(swap.day, swap.other) else { return true }
        swap.to = post[Int(outcome.placeOf[other])]
        return swap.to >= 0
    }

    private func exchangeMove(_ move: inout History.Swap, _ placed: Placed) -> Bool {
        guard placed.post >= 0 else { return false }
        if placed.isBound && placed.worked != Self.absentPost {
            move.to = placed.worked
            return true
        }
        return move.to < 0
    }
}
