/// A post of the sample and what it wants at each level, on weekdays and weekends, by shift.
struct SamplePost {
    /// How far the minimum lies below the target.
    enum Slack {
        case none
        case one
        /// The post may go unfilled.
        case all
    }

    var site: Int
    var name: String
    var kind: String
    /// Skills on top of the authority.
    var skills: [String]
    var isArmed = true
    /// Officers at Normal, on weekdays and at weekends, by shift.
    var week: [Int]
    var weekend: [Int]
    var slack = Slack.one
    /// Whether a higher level asks for more officers.
    var followsLevel = false
    /// Most officers at Normal that demand may be moved to; nil where it is fixed.
    var ceiling: Int?
    var isCovert = false
    /// Days counted from the first of the roster.
    var activeFirst = -400
    var activeLast: Int?

    var requires: [String] {
        (isArmed ? ["AFO"] : []) + skills
    }

    /// Officers wanted on a shift at a level; 0 where the post is closed then.
    func target(_ level: SampleLevel, weekend isWeekend: Bool, _ shift: SampleShift) -> Int {
        let base = (isWeekend ? weekend : week)[shift.rawValue]
        guard followsLevel else { return base }
        if base == 0 { return level == .exceptional || (level == .heightened && shift != .night) ? 1 : 0 }
        switch level {
        case .normal: return base
        case .heightened: return shift == .night ? base : base + 1
        case .exceptional: return base + 1
        }
    }

    /// The fewest officers with which a target may be left.
    func minimum(target: Int) -> Int {
        switch slack {
        case .none: target
        case .one: target < 4 ? max(1, target - 1) : target - 2
        case .all: 0
        }
    }

    func isActive(_ day: Int) -> Bool {
        activeFirst <= day && day <= activeLast ?? .max
    }
}

/// A response level (001 ¶63).
enum SampleLevel: String, CaseIterable {
    case normal = "Normal"
    case heightened = "Heightened"
    case exceptional = "Exceptional"
}

/// A site of the sample with its levels over time.
struct SampleSite {
    struct Period {
        var level: SampleLevel
        var first: Int
        var last: Int?
    }

    var mission: Int
    var name: String
    var periods: [Period] = []

    /// The level on a day counted from the first of the roster.
    func level(_ day: Int) -> SampleLevel {
        periods.first { $0.first <= day && day <= $0.last ?? .max }?.level ?? .normal
    }
}
