/// Duties that require the same skills, and the officers who hold them all (in currency on some day of the horizon).
struct RequirementGroups {
    /// Group of each post.
    let ofPost: [Int]
    /// Last day on which an officer holds all skills of a group: index officer x groups + group.
    let lastDay: [Int32]
    let count: Int
    /// Holders of each group.
    let holders: [[Int32]]

    init(_ problem: Problem) {
        var known: [[Int]: Int] = [:]
        var members: [[Int]] = []
        ofPost = problem.posts.requires.map { skills in
            let key = skills.sorted()
            if let group = known[key] { return group }
            known[key] = members.count
            members.append(key)
            return members.count - 1
        }
        count = members.count
        var lastDay: [Int32] = []
        lastDay.reserveCapacity(problem.officers.count * members.count)
        var holders = [[Int32]](repeating: [], count: members.count)
        for officer in 0..<problem.officers.count {
            let first = officer * problem.officers.skillCount
            for (group, skills) in members.enumerated() {
                let last = skills.map { problem.officers.lastDay[first + $0] }.min() ?? Int32.max
                lastDay.append(last)
                if last >= 0 { holders[group].append(Int32(officer)) }
            }
        }
        self.lastDay = lastDay
        self.holders = holders
    }
}
