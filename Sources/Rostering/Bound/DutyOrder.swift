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

    init(_ model: BoundModel) {
        cellStart = model.cellStart
        entries = Flat(
            (0..<model.tables.dutyCount).map {
                let facts = model.tables.duty[$0]
                return Entry(price: 0, duty: Int32($0), site: facts.site, isHigh: facts.isHigh)
            })
    }

    func free() {
        entries.free()
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
                    entries[place] = entries[place - 1]
                    place -= 1
                }
                if place < index { entries[place] = entry }
            }
        }
    }
}
