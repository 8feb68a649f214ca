import Deployment

/// Which posts are alike as to shortfall: command, requirement and response level, day after day.
struct DemandByClass {
    /// The class of each post on the day; the level is its remainder by 3.
    private(set) var classOf: [Int]
    let classes: Int
    private let history: History
    private let kind: [Int]
    private var next = 0

    init(_ history: History) {
        self.history = history
        var kinds: [SkillSet: [Int32: Int]] = [:]
        var count = 0
        kind = history.posts.map { post in
            let command = history.missions[Int(history.sites[Int(post.site)].mission)].command
            if let known = kinds[post.requires]?[command] { return known }
            kinds[post.requires, default: [:]][command] = count
            count += 1
            return count - 1
        }
        classes = count * 3
        classOf = kind.map { $0 * 3 }
    }

    /// Takes in the response levels that begin up to a day.
    mutating func advance(to day: Int32) {
        while next < history.levels.count && history.levels[next].from <= day {
            let change = history.levels[next]
            let level = change.level == .normal ? 0 : change.level == .heightened ? 1 : 2
            for post in history.posts.indices where history.mission(ofPost: Int32(post)) == change.mission {
                classOf[post] = kind[post] * 3 + level
            }
            next += 1
        }
    }

    /// 0 Normal to 2 Exceptional.
    func level(_ post: Int32) -> Int {
        classOf[Int(post)] % 3
    }

    /// Officers wanted at each post on a shift.
    func targets(_ shift: UInt8) -> [Int32] {
        history.posts.map { $0.targets[Int(shift)] }
    }
}
