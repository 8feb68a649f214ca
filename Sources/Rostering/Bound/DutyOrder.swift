/// The duties of each day and shift in falling order of their prices.
///
/// An officer's best duty is found among the first few: those after it are worth no more even where nothing is charged for them.
struct DutyOrder {
    struct Entry {
        var price: Int32
        var duty: Int32
        var site: Int32
        var isHigh: Bool
    }

    let entries: Flat<Entry>
    private let cellStart: Flat<Int32>
    /// Where each duty lies in `entries`, and where those of its day and shift end.
    private let place: Flat<Int32>
    private let end: Flat<Int32>

    init(_ model: BoundModel) {
        cellStart = model.cellStart
        let duties = model.tables.problem.duties.indices
        place = Flat(duties.map { Int32($0) })
        end = Flat(
            duties.map {
                let facts = model.tables.duty[$0]
                return model.cellStart[Int(facts.day) * model.tables.shifts + Int(facts.shift) + 1]
            })
        entries = Flat(
            duties.map {
                let facts = model.tables.duty[$0]
                return Entry(price: 0, duty: Int32($0), site: facts.site, isHigh: facts.isHigh)
            })
    }

    func free() {
        entries.free()
        place.free()
        end.free()
    }

    /// Sorts again after the prices changed; nearly linear where they changed little.
    func sort(_ price: Flat<Int32>) {
        for index in 0..<entries.count { entries[index].price = price[Int(entries[index].duty)] }
        for cell in 0..<cellStart.count - 1 {
            let first = Int(cellStart[cell])
            for index in first..<max(first, Int(cellStart[cell + 1])) {
                let entry = entries[index]
                var place = index
                while place > first, entries[place - 1].price < entry.price {
                    put(entries[place - 1], place)
                    place -= 1
                }
                if place < index { put(entry, place) }
            }
        }
    }

    /// Takes over the lower price of one duty.
    @inline(__always)
    func lower(_ duty: Int, to price: Int32) {
        var here = Int(place[duty])
        var entry = entries[here]
        entry.price = price
        let last = Int(end[duty]) - 1
        while here < last, entries[here + 1].price > price {
            put(entries[here + 1], here)
            here += 1
        }
        put(entry, here)
    }

    @inline(__always)
    private func put(_ entry: Entry, _ index: Int) {
        entries[index] = entry
        place[Int(entry.duty)] = Int32(truncatingIfNeeded: index)
    }
}
