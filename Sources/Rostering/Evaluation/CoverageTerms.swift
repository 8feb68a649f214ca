/// What missing officers cost.
extension Term {
    /// `belowMin`: each officer short of the minimum, times the duty's weight.
    static func belowMin(_ staffing: Staffing) -> Int {
        zip(staffing.problem.duties, staffing.filled).reduce(0) { sum, pair in
            sum + staffing.problem.weights.belowMin * pair.0.weight * max(0, pair.0.min - pair.1)
        }
    }

    /// `belowTarget`: each officer short between minimum and target, times the duty's weight.
    static func belowTarget(_ staffing: Staffing) -> Int {
        zip(staffing.problem.duties, staffing.filled).reduce(0) { sum, pair in
            sum + staffing.problem.weights.belowTarget * pair.0.weight * max(0, pair.0.target - max(pair.1, pair.0.min))
        }
    }
}
