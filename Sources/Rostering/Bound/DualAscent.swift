/// The moving point of the ascent, and its running average, in cost units.
///
/// After each block of officers the price of every duty falls by the officers it got and rises by its share of those it wants, and
/// each officer's multipliers move by what his counts exceed their charges: an incremental subgradient (Nedic and Bertsekas, 2001).
/// Blocks that follow see the new prices, so that officers spread over duties of like worth within one pass. The average of
/// the points is much nearer the optimum than the points themselves.
struct DualAscent {
    private let model: BoundModel
    /// Prices of the duties, then multipliers of the counters.
    private let point: Flat<Float>
    private let average: Flat<Float>
    private let lowest: Flat<Float>
    private let highest: Flat<Float>
    /// How far the price of a duty moves for each officer too many or too few, at first and now.
    private var firstStep: Float = 0
    private(set) var step: Float = 0
    /// Passes over all officers so far.
    private(set) var passes = 0

    init(_ model: BoundModel) {
        self.model = model
        let tables = model.tables
        let size = tables.dutyCount + model.counters.count
        point = Flat(repeating: 0, count: size)
        average = Flat(repeating: 0, count: size)
        lowest = Flat(repeating: 0, count: size)
        highest = Flat(repeating: 0, count: size)
        let weights = tables.problem.weights
        let limit = Float(model.mostDayCost / model.scale / 2)
        for index in 0..<tables.dutyCount {
            let facts = tables.duty[index]
            lowest[index] = -min(limit, Float(2 * (weights.shifts + weights.minRun + weights.splitWeekend)))
            highest[index] = min(limit, Float(max(facts.minPrice, facts.targetPrice)))
            point[index] =
                tables.officers == 0 ? highest[index] : min(highest[index], DualAscent.start * Float(facts.targetPrice))
        }
        for index in 0..<model.counters.count {
            let range = model.counters[index].range(scale: 1)
            lowest[tables.dutyCount + index] = max(-limit, Float(range.lowerBound))
            highest[tables.dutyCount + index] = min(limit, Float(range.upperBound))
        }
        average.copy(from: point)
    }

    /// Sets the length of the steps, that of Polyak (1969): the cost to be gained over the square of a direction, about one for
    /// each duty. Without a roster's cost it is as if a quarter of a missing officer were to be gained for each duty.
    mutating func begin(upperBound: Int) {
        let usual = Float(max(1, model.tables.problem.weights.belowTarget)) / 4
        let gain = Float(min(upperBound, 1 << 40)) / Float(max(1, model.tables.dutyCount))
        firstStep = upperBound == .max ? usual : min(max(gain, usual / 8), usual * 8)
        step = firstStep
    }

    /// First prices as a part of the price of a missing officer.
    private static let start: Float = 0.5
    /// Passes after which the step is half the first.
    private static let decay: Float = 20
    /// Steps of the multipliers as a part of those of the prices.
    private static let multiplierStep: Float = 0.1
    /// The average's newest point weighs as if the average were over the last eighth of the passes, at most the last hundred.
    private static let weight: Float = 8
    private static let leastWeight: Float = 0.01

    func free() {
        point.free()
        average.free()
        lowest.free()
        highest.free()
    }

    /// The moving point in fixed point, or its average.
    func write(_ prices: BoundPrices, averaged: Bool) {
        let source = averaged ? average : point
        let duties = prices.duty.count
        let scale = Float(model.scale)
        for index in 0..<duties { prices.duty[index] = Int32(source[index] * scale) }
        for index in 0..<prices.multiplier.count {
            prices.multiplier[index] = Int32(source[duties + index] * scale)
        }
    }

    /// Moves by the officer's line.
    func take(_ officer: Int, _ counts: LineCounts, _ prices: BoundPrices, _ order: DutyOrder) {
        let scale = Float(model.scale)
        let days = model.tables.days
        for cell in officer * days..<(officer + 1) * days {
            let duty = Int(counts.line[cell])
            if duty >= 0 {
                point[duty] = max(point[duty] - step, lowest[duty])
                prices.duty[duty] = Int32(point[duty] * scale)
                order.lower(duty, to: prices.duty[duty])
            }
        }
        let duties = model.tables.dutyCount
        let stride = step * DualAscent.multiplierStep
        for index in Int(model.counterStart[officer])..<Int(model.counterStart[officer + 1]) {
            if counts.excess[index] == 0 { continue }
            let place = duties + index
            let next = point[place] + stride * Float(counts.excess[index])
            point[place] = min(max(next, lowest[place]), highest[place])
        }
    }

    /// Moves by the duties' wants, for so many of the officers.
    func want(_ officers: Int, _ prices: BoundPrices) {
        let scale = Float(model.scale)
        let share = step * Float(officers) / Float(max(1, model.tables.officers))
        for index in 0..<model.tables.dutyCount {
            let price = point[index]
            let facts = model.tables.duty[index]
            let wanted =
                price > Float(facts.minPrice)
                ? 0 : price > Float(facts.targetPrice) ? facts.min : price >= 0 ? facts.target : facts.capacity
            let next = min(max(price + share * Float(wanted), lowest[index]), highest[index])
            point[index] = next
            prices.duty[index] = Int32(next * scale)
        }
    }

    /// Ends a pass: the average follows the point and the steps become shorter.
    mutating func endPass() {
        passes += 1
        let weight = max(DualAscent.leastWeight, DualAscent.weight / (DualAscent.weight + Float(passes)))
        for index in 0..<point.count { average[index] += weight * (point[index] - average[index]) }
        step = firstStep / (1 + Float(passes) / DualAscent.decay)
    }
}
