/// Where a search stood at a moment: kept when its cost fell or its bound rose.
package struct ProgressPoint: Sendable, Codable, Equatable {
    /// Seconds since the search began.
    package var elapsed: Double
    /// Cost of the best roster so far.
    package var cost: Int
    /// A proved lower bound of the cost; nil while none is proved.
    package var lowerBound: Int?

    /// A point.
    package init(elapsed: Double, cost: Int, lowerBound: Int?) {
        self.elapsed = elapsed
        self.cost = cost
        self.lowerBound = lowerBound
    }
}

/// The way of a search, thinned so that it stays small however long the search goes on.
package struct ProgressTrail: Sendable, Equatable {
    /// Points at most. 60: a curve as fine as a page shows it, and a table that can still be read.
    package static let most = 60

    /// The points, oldest first; each was news when it came.
    package private(set) var points: [ProgressPoint] = []

    /// An empty trail.
    package init() {}

    /// Adds a point where it tells something new; beyond the most, every second one is given up, but never the first or last.
    package mutating func add(_ point: ProgressPoint) {
        if let last = points.last, (last.cost, last.lowerBound) == (point.cost, point.lowerBound) { return }
        points.append(point)
        guard points.count > Self.most else { return }
        let last = points.count - 1
        points = points.enumerated().filter { $0.offset.isMultiple(of: 2) || $0.offset == last }.map(\.element)
    }
}
