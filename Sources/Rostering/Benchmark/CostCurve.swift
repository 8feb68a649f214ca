/// Cost and bound of a running solve at set times.
package struct CostCurve: Sendable, Equatable {
    /// What was known at a time.
    package struct Point: Sendable, Equatable {
        /// Seconds since the start.
        package var seconds: Double
        /// Cost of the best roster so far.
        package var cost: Int
        /// The best proved lower bound; nil while there was none.
        package var lowerBound: Int?
    }

    /// The times of the curve, in seconds.
    package static let usualTimes: [Double] = [1, 5, 10, 30, 60, 300]

    /// One point for each time that the solve has passed.
    package private(set) var points: [Point] = []
    private var times: ArraySlice<Double>
    private var last: Point?

    /// A curve that waits for these times, in rising order.
    package init(times: [Double] = CostCurve.usualTimes) {
        self.times = times[...]
    }

    /// Takes note of a report; at a time counts what was reported last before it.
    package mutating func note(seconds: Double, cost: Int, lowerBound: Int?) {
        while let time = times.first, time < seconds {
            if let last { points.append(Point(seconds: time, cost: last.cost, lowerBound: last.lowerBound)) }
            times.removeFirst()
        }
        last = Point(seconds: seconds, cost: cost, lowerBound: lowerBound)
    }

    /// Takes note of the end: a time reached to within a tenth has the final cost.
    package mutating func finish(seconds: Double, cost: Int, lowerBound: Int?) {
        note(seconds: seconds, cost: cost, lowerBound: lowerBound)
        if let time = times.first, seconds >= time * 0.9 {
            points.append(Point(seconds: time, cost: cost, lowerBound: lowerBound))
            times.removeFirst()
        }
    }
}
