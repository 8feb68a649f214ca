internal import Dispatch
internal import Synchronization

/// The bound of one solve: made aside while the search goes on, worked on in slices, and asked what is worth trying.
final class Bounding: @unchecked Sendable {  // `search` is set under the lock; the rest is the solve's own thread's
    private let tables: Tables
    private let search = Mutex<BoundSearch?>(nil)
    private var isTimed = true
    private var steered = 0.0
    private var steeredGap = Double.infinity

    /// Batches a slice where the result must not depend on time; else batches at a time, until a slice's time is over.
    private static let batches = 16
    private static let slice = Duration.milliseconds(3)
    /// Where no pattern binds the searches' slices are longer.
    private static let freeBatches = 128
    private static let freeSlice = Duration.milliseconds(15)
    /// Parts of the time after which prices are asked again.
    private static let steerings = [0.12, 0.3, 0.6]

    init(_ tables: Tables) {
        self.tables = tables
    }

    /// Makes the bound's tables, which takes seconds at the size of a country; at once where the result must not depend on time.
    func prepare(upperBound: Int, atOnce: Bool) {
        isTimed = !atOnce
        if atOnce { return make(upperBound) }
        DispatchQueue.global().async { self.make(upperBound) }
    }

    private func make(_ upperBound: Int) {
        let made = BoundSearch(tables)
        // The first steps are sized by this; a first roster costs about that much more than the best.
        made.run(iterations: 1, upperBound: upperBound - upperBound / 6)
        search.withLock { $0 = made }
    }

    var isReady: Bool { search.withLock { $0 != nil } }

    /// The best bound proved; nil while there is none.
    var bound: Int? { search.withLock { $0?.bound } }

    /// Works on the bound for some milliseconds.
    func run(upperBound: Int) {
        guard let search = search.withLock({ $0 }) else { return }
        guard isTimed else {
            let batches = tables.isFree ? Bounding.freeBatches : Bounding.batches
            return search.run(iterations: batches, upperBound: upperBound)
        }
        let end = ContinuousClock.now + (tables.isFree ? Bounding.freeSlice : Bounding.slice)
        repeat { search.run(iterations: 4, upperBound: upperBound) } while ContinuousClock.now < end
    }

    /// Whether prices should be asked again: at set parts of the time, and when bound and cost have come nearer by a sixth.
    func isDue(_ fraction: Double, cost: Int) -> Bool {
        guard let bound, let next = Bounding.steerings.last(where: { $0 <= fraction }) else { return false }
        let gap = Double(cost - bound)
        guard next > steered || gap < steeredGap * 5 / 6 else { return false }
        (steered, steeredGap) = (next, gap)
        return true
    }

    /// What the prices say; nil while they are too far from the cost to be trusted.
    func steering(upperBound: Int) -> Steering? {
        guard let search = search.withLock({ $0 }), search.bound * 20 > upperBound * 19 else { return nil }
        return Steering(tables, search, upperBound: upperBound)
    }
}
