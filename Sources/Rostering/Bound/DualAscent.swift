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
    /// Length of each duty's steps as a part of the common one, and where its price was at the last two ends of a pass.
    private let gain: Flat<Float>
    private let before: Flat<Float>
    private let change: Flat<Float>
    private let unit: Float
    private(set) var step: Float
    /// Passes over all officers so far.
    private(set) var passes = 0

    init(_ model: BoundModel, pace: BoundPace) {
        self.model = model
        self.pace = pace
        let tables = model.tables
        let size = tables.dutyCount + model.counters.count
        point = Flat(repeating: 0, count: size)
        average = Flat(repeating: 0, count: size)
        lowest = Flat(repeating: 0, count: size)
        highest = Flat(repeating: 0, count: size)
        unit = Float(max(1, tables.problem.weights.belowTarget)) / 30
        step = pace.step * unit
        let weights = tables.problem.weights
        let limit = Float(model.mostDayCost / model.scale / 2)
        for index in 0..<tables.dutyCount {
            let facts = tables.duty[index]
            lowest[index] = -min(limit, Float(2 * (weights.shifts + weights.minRun + weights.splitWeekend)))
            highest[index] = min(limit, Float(max(facts.minPrice, facts.targetPrice)))
            point[index] =
                tables.officers == 0 ? highest[index] : min(highest[index], pace.start * Float(facts.targetPrice))
        }
        for index in 0..<model.counters.count {
            let range = model.counters[index].range(scale: 1)
            lowest[tables.dutyCount + index] = max(-limit, Float(range.lowerBound))
            highest[tables.dutyCount + index] = min(limit, Float(range.upperBound))
        }
        average.copy(from: point)
        gain = Flat(repeating: 1, count: tables.dutyCount)
        before = Flat(repeating: 0, count: tables.dutyCount)
        change = Flat(repeating: 0, count: tables.dutyCount)
        for index in 0..<tables.dutyCount { before[index] = point[index] }
    }

    let pace: BoundPace

    func free() {
        point.free()
        average.free()
        lowest.free()
        highest.free()
        gain.free()
        before.free()
        change.free()
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

    /// The prices of the duties alone, in fixed point.
    func writeDuties(_ prices: BoundPrices) {
        let scale = Float(model.scale)
        for index in 0..<prices.duty.count { prices.duty[index] = Int32(point[index] * scale) }
    }

    /// Moves by the officer's line.
    func take(_ officer: Int, _ counts: LineCounts) {
        let days = model.tables.days
        for cell in officer * days..<(officer + 1) * days {
            let duty = Int(counts.line[cell])
            if duty >= 0 { point[duty] -= step * gain[duty] }
        }
        let duties = model.tables.dutyCount
        let stride = step * pace.multiplierStep
        for index in Int(model.counterStart[officer])..<Int(model.counterStart[officer + 1]) {
            let place = duties + index
            let next = point[place] + stride * Float(counts.excess[index])
            point[place] = min(max(next, lowest[place]), highest[place])
        }
    }

    /// Moves by the duties' wants, for so many of the officers.
    func want(_ officers: Int) {
        let share = step * Float(officers) / Float(max(1, model.tables.officers))
        for index in 0..<model.tables.dutyCount {
            let price = point[index]
            let facts = model.tables.duty[index]
            let wanted =
                price > Float(facts.minPrice)
                ? 0 : price > Float(facts.targetPrice) ? facts.min : price >= 0 ? facts.target : facts.capacity
            point[index] = min(max(price + share * gain[index] * Float(wanted), lowest[index]), highest[index])
        }
    }

    /// Ends a pass: the average follows the point and the steps become shorter.
    mutating func endPass() {
        passes += 1
        for index in 0..<gain.count {
            let now = point[index] - before[index]
            let agreement = now * change[index]
            if agreement > 0 {
                gain[index] = min(gain[index] * pace.growth, pace.mostGain)
            } else if agreement < 0 {
                gain[index] = max(gain[index] * pace.shrinking, pace.leastGain)
            }
            before[index] = point[index]
            change[index] = now
        }
        let weight = max(pace.averaging, 1 / Float(passes))
        for index in 0..<point.count { average[index] += weight * (point[index] - average[index]) }
        step = pace.step * unit / (1 + Float(passes) / pace.decay)
    }
}

/// How an ascent moves.
struct BoundPace {
    /// First step, in cost units for each officer too many where one officer short costs 30.
    var step: Float = 1
    /// Passes after which the step is half the first.
    var decay: Float = 400
    /// Steps of the multipliers as a part of those of the prices.
    var multiplierStep: Float = 0.1
    /// Weight of the newest point in the average.
    var averaging: Float = 0.1
    /// First prices as a part of the price of a missing officer.
    var start: Float = 0.5
    /// Passes from one evaluation of the average to the next.
    var evaluateEvery = 8
    var growth: Float = 1.2
    var shrinking: Float = 0.7
    var leastGain: Float = 0.5
    var mostGain: Float = 50
}
