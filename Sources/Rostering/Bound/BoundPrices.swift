/// A point of the dual: a price for each duty and a multiplier for each counter, in fixed point.
///
/// Any point gives a valid bound; `BoundSearch.value(at:)` says how good it is.
struct BoundPrices {
    /// What an officer on the duty is worth: index duty.
    let duty: Flat<Int32>
    /// What one more of what the counter counts costs: index counter.
    let multiplier: Flat<Int32>

    init(_ model: BoundModel) {
        duty = Flat(repeating: 0, count: model.tables.dutyCount)
        multiplier = Flat(repeating: 0, count: model.counters.count)
    }

    func copy(from other: BoundPrices) {
        duty.copy(from: other.duty)
        multiplier.copy(from: other.multiplier)
    }

    func free() {
        duty.free()
        multiplier.free()
    }
}
