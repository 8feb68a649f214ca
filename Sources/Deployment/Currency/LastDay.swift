/// The last day on which something is held.
package enum LastDay: Hashable, Sendable {
    /// It was never held.
    case never
    /// This day is the last one.
    case on(Day)
    /// It has no end.
    case endless

    /// Whether it is held on a day.
    package func covers(_ day: Day) -> Bool {
        switch self {
        case .never: false
        case .on(let last): day <= last
        case .endless: true
        }
    }

    /// The last day, where there is one.
    package var day: Day? {
        if case .on(let day) = self { day } else { nil }
    }
}

extension LastDay: Comparable {
    package static func < (left: LastDay, right: LastDay) -> Bool {
        switch (left, right) {
        case (.on(let first), .on(let second)): first < second
        case (.never, .never), (.endless, _): false
        case (.never, _), (_, .endless): true
        case (_, .never): false
        }
    }
}
