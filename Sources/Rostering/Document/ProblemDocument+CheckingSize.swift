/// Rules about the document as a whole: how large its tables and its products may grow.
extension DocumentCheck {
    private enum Most {
        /// Cells of one table, four bytes each.
        static let cells = 100_000_000
        /// Pairs looked at one by one, or kept as one bit each.
        static let pairs = 4_000_000_000
        /// What one broken run may cost.
        static let run = 1_000_000_000
    }

    /// Refuses what would outgrow the memory or a number of 32 bits, before any table is made.
    mutating func size() {
        let (days, shifts) = (document.days, document.shifts.count)
        let sites = Set(document.posts.map(\.site)).count
        fits(
            [document.officers.count, days, shifts], Most.cells, "/officers", "officers x days x shifts")
        fits([document.posts.count, days, shifts], Most.cells, "/posts", "posts x days x shifts")
        fits([document.officers.count, sites], Most.cells, "/posts", "officers x sites")
        fits([document.officers.count, document.skills.count], Most.cells, "/skills", "officers x skills")
        fits([document.officers.count, document.demand.count], Most.pairs, "/demand", "officers x duties")
        fits(
            [document.nonDeployments.count, document.demand.count], Most.pairs, "/nonDeployments",
            "non-deployments x duties")
        fits([seats], Most.cells, "/demand", "officers wanted in all")
    }

    /// Refuses a price of short runs that, times the days a run may lack, passes 32 bits.
    mutating func runPrices() {
        for (index, contract) in document.contracts.enumerated() {
            for (days, name) in [
                (contract.minConsecutiveWork, "minConsecutiveWork"), (contract.minConsecutiveOff, "minConsecutiveOff"),
            ] {
                fits(
                    [days, document.weights.minRun], Most.run, "/contracts/\(index)/\(name)", "\(name) x weights.minRun"
                )
            }
        }
    }

    /// Targets are counted as far as the rules allow them, so that the sum cannot overflow.
    private var seats: Int {
        document.demand.reduce(0) { $0 + min(max($1.target, 0), ProblemDocument.Bound.count.upperBound) + 1 }
    }

    /// Factors below 1 are another rule's.
    private mutating func fits(_ factors: [Int], _ most: Int, _ pointer: String, _ what: String) {
        var product = 1
        for factor in factors where product <= most {
            let (partial, overflow) = product.multipliedReportingOverflow(by: max(factor, 0))
            product = overflow ? Int.max : partial
        }
        if product > most { faults.add(pointer, "\(what) exceed \(most)") }
    }
}
