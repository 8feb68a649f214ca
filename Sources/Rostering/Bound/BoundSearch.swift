/// A lower bound on the cost of every lawful roster, valid by construction, that rises with the iterations.
///
/// The cost of a roster is that of the shortages of its duties, f(d) of the officers on it, and that of its officers' lines. Of a
/// line some counts k (shifts, nights, duties at a site) cost g(k) more than in proportion, and the rest is a sum over
/// days and states of the `RowAutomaton`. Both couplings are relaxed: duties take officers of their own choice x(d) at price p(d) and
/// officers are charged for counts n(k) of their own choice at multiplier m(k):
///
///     L(p, m) = sum over duties of min over x of [f(x) + p x]
///             + sum over officers of ( sum over counters of min over n of [g(n) - m n]
///                                    + min over lawful lines of [cost + sum of m count - sum of p over the line's duties] )
///
/// For every p and m the optimum is feasible for each minimum with x and n what they are in it; its prices and charges
/// cancel and its cost remains, so L(p, m) is never above it. The last minimum is exact (`BatchProgram`), everything is
/// integer arithmetic in fixed point, and costs too large for it are only ever lowered. So no price, however found, can make
/// the bound wrong; `DualAscent` finds good ones in floating point.
final class BoundSearch: @unchecked Sendable {  // worked on by one thread at a time
    let model: BoundModel
    private let program: BatchProgram
    private let order: DutyOrder
    private let counts: LineCounts
    private var ascent: DualAscent
    private let point: BoundPrices
    /// The prices that give the bound.
    let best: BoundPrices
    private let bestOrder: DutyOrder
    private var isBestNew = false
    /// The dual at `best`, in fixed point.
    private(set) var bestValue = 0
    /// Batches of officers worked through.
    private(set) var iterations = 0
    private var sequence: [Int32]
    private var random = Random(seed: 1)
    /// Batches from one rise of the duties' prices to the next: it costs time for all duties, and each batch little.
    private let wantEvery: Int
    private var place = 0
    private var isEvaluating = false
    private var sum = 0
    /// Officers and batches since the duties last raised their prices.
    private var officers = 0
    private var waiting = 0

    init(_ tables: Tables) {
        model = BoundModel(tables)
        program = BatchProgram(model)
        order = DutyOrder(model)
        bestOrder = DutyOrder(model)
        counts = LineCounts(model)
        ascent = DualAscent(model)
        point = BoundPrices(model)
        best = BoundPrices(model)
        sequence = model.batches.indices.map { Int32($0) }
        wantEvery = max(8, model.batches.count / 32)
    }

    deinit {
        program.free()
        order.free()
        bestOrder.free()
        counts.free()
        ascent.free()
        point.free()
        best.free()
    }

    /// Passes from one evaluation to the next.
    private static let evaluateEvery = 8

    /// The best bound proved so far, in whole cost units.
    var bound: Int { (bestValue + model.scale - 1) / model.scale }

    /// Passes over all officers that moved the prices.
    var passes: Int { ascent.passes }

    /// What each choice of an officer costs at the best prices beyond his best line: some ten microseconds.
    func reducedCosts(_ officer: Int, into costs: inout ReducedCosts) {
        if isBestNew {
            bestOrder.sort(best.duty)
            isBestNew = false
        }
        program.run(officer, best, bestOrder)
        costs.fill(officer, program, best)
    }

    /// Works through so many batches of at most eight officers, some 0.1 to 0.3 ms each, less where the bound reaches `upperBound`.
    ///
    /// `upperBound` is the cost of a known roster, or `Int.max`; that of the first call sets the length of the steps.
    func run(iterations count: Int, upperBound: Int) {
        guard !model.batches.isEmpty else { return evaluate() }
        if iterations == 0 { ascent.begin(upperBound: upperBound) }
        for _ in 0..<count where bound < upperBound {
            iterations += 1
            isEvaluating ? evaluateBatch() : ascendBatch()
        }
    }
}

extension BoundSearch {
    private func ascendBatch() {
        if place == 0 {
            shuffle()
            ascent.write(point, averaged: false)
            order.sort(point.duty)
        }
        let batch = model.batches[Int(sequence[place])]
        place += 1
        _ = program.run(batch, point, order, line: counts.line)
        officers += Int(batch.count)
        for member in Int(batch.first)..<Int(batch.first + batch.count) {
            let officer = Int(model.members[member])
            _ = counts.charge(officer, point.multiplier)
            ascent.take(officer, counts, point, order)
        }
        waiting += 1
        if waiting == wantEvery || place == sequence.count {
            ascent.want(officers, point)
            order.sort(point.duty)
            officers = 0
            waiting = 0
        }
        if place < sequence.count { return }
        place = 0
        ascent.endPass()
        isEvaluating = ascent.passes % BoundSearch.evaluateEvery == 0
    }

    private func shuffle() {
        for index in stride(from: sequence.count - 1, to: 0, by: -1) {
            sequence.swapAt(index, random.below(index + 1))
        }
    }

    private func evaluateBatch() {
        if place == 0 { begin() }
        add(model.batches[place])
        place += 1
        if place < sequence.count { return }
        place = 0
        isEvaluating = false
        end()
    }

    /// Evaluates the average at once.
    private func evaluate() {
        begin()
        for batch in model.batches { add(batch) }
        end()
    }

    private func begin() {
        ascent.write(point, averaged: true)
        order.sort(point.duty)
        sum = 0
    }

    private func add(_ batch: BoundModel.Batch) {
        sum += program.run(batch, point, order, line: counts.line)
        for member in Int(batch.first)..<Int(batch.first + batch.count) {
            sum += counts.charge(Int(model.members[member]), point.multiplier)
        }
    }

    private func end() {
        let value = sum + model.constant + model.shortage(point)
        if value <= bestValue { return }
        bestValue = value
        isBestNew = true
        best.copy(from: point)
    }

    /// The dual at any prices and multipliers, in fixed point: no lawful roster costs less.
    func value(at prices: BoundPrices) -> Int {
        precondition(place == 0, "between two passes only")
        order.sort(prices.duty)
        let lines = model.batches.reduce(0) { sum, batch in
            let cost = program.run(batch, prices, order, line: counts.line)
            return (batch.first..<batch.first + batch.count).reduce(sum + cost) {
                $0 + counts.charge(Int(model.members[Int($1)]), prices.multiplier)
            }
        }
        return lines + model.constant + model.shortage(prices)
    }
}
