/// Who holds the skills of the posts, worked out once for each list of skills that a post requires.
struct Holders {
    /// One list of required skills.
    struct Group {
        /// Officers who hold them all, in currency or not.
        var officers: [Int32] = []
        /// Last day on which all are in currency, beside `officers`.
        var lastDay: [Int32] = []
        /// Officers who lack each skill first, by skill.
        var lacking: [Int: Int] = [:]
    }

    /// Group of each post.
    let group: [Int]
    let groups: [Group]

    init(_ problem: Problem) {
        var known: [[Int]: Int] = [:]
        var groups: [Group] = []
        group = problem.posts.requires.map { requires in
            if let place = known[requires] { return place }
            known[requires] = groups.count
            groups.append(Holders.group(problem, requires))
            return groups.count - 1
        }
        self.groups = groups
    }

    private static func group(_ problem: Problem, _ requires: [Int]) -> Group {
        var group = Group()
        for officer in 0..<problem.officers.count {
            let first = officer * problem.officers.skillCount
            var last = Int32.max
            var lacks: Int?
            for skill in requires {
                let until = problem.officers.lastDay[first + skill]
                if until == OfficerTable.notHeld {
                    lacks = skill
                    break
                }
                last = min(last, until)
            }
            if let lacks {
                group.lacking[lacks, default: 0] += 1
            } else {
                group.officers.append(Int32(officer))
                group.lastDay.append(last)
            }
        }
        return group
    }
}
