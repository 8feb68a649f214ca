extension Tables.DutyFacts {
    /// The least of shortage and `price` for each officer, over all numbers of officers the duty can take.
    ///
    /// Both are linear between the breakpoints, so the least is at one of them.
    @inline(__always)
    func least(_ price: Int, scale: Int) -> Int {
        func cost(_ officers: Int32) -> Int { shortage(Int(officers)) * scale + price * Int(officers) }
        return Swift.min(cost(0), cost(min), cost(target), cost(capacity))
    }

    /// Cost of the shortage with so many officers.
    @inline(__always)
    func shortage(_ officers: Int) -> Int {
        Int(minPrice) * Swift.max(0, Int(min) - officers)
            + Int(targetPrice) * Swift.max(0, Int(target) - Swift.max(Int(min), officers))
    }
}

extension BoundModel {
    /// The duties' side of the dual, in fixed point.
    func shortage(_ prices: BoundPrices) -> Int {
        (0..<tables.dutyCount).reduce(0) { $0 + tables.duty[$1].least(Int(prices.duty[$1]), scale: scale) }
    }
}
