/// Duties for about as many officers as the pattern brings, and the decisions that keep some officers off some of them.
extension SampleDraft {
    /// About 14 officers in 1000 have a decision; one in four of these covers the posts of one site only.
    mutating func makeNonDeployments() {
        let able = officers.indices.filter { officers[$0].skills["AFO"] != nil }
        let sites = Set(posts.map(\.site)).sorted()
        let count = max(1, (officers.count * 14 + 500) / 1000)
        for (number, officer) in shuffled(able).prefix(count).enumerated() {
            let first = between(0, days - 2)
            let length = weighted([3: 2, 7: 4, 14: 4, 28: 2])
            let site = pick(sites)
            nonDeployments.append(
                .init(
                    id: "ND-\(number + 1)", officer: officers[officer].id,
                    posts: number % 4 == 3 ? posts.filter { $0.site == site }.map(\.id) : nil, from: first,
                    to: first + length - 1))
        }
    }

    mutating func makeDemand() {
        let wanted = wantedByShift()
        for shift in Shift.allCases { adjust(shift.rawValue, to: wanted[shift.rawValue]) }
        for day in 0..<days {
            for shift in Shift.allCases {
                for post in posts {
                    guard let (target, weight) = post.wanted(day, shift.rawValue) else { continue }
                    let least = target < 4 ? max(1, target - 1) : target - 2
                    let min = post.slack == .none ? target : post.slack == .one ? least : 0
                    demand.append(
                        .init(
                            post: post.id, day: day, shift: SampleDraft.shiftIDs[shift.rawValue], min: min,
                            target: target,
                            weight: weight))
                }
            }
        }
    }

    /// Officers on pattern, moved a little from nights to lates and earlies, where more are wanted.
    private mutating func wantedByShift() -> [Int] {
        let barred = Set(nonDeployments.filter { $0.posts == nil }.map(\.officer))
        var supply = [Int](repeating: 0, count: Shift.allCases.count)
        for officer in officers where !barred.contains(officer.id) {
            let last = officer.skills["AFO"] ?? officer.skills["DESK"] ?? -1
            for day in 0..<days where day <= last && !officer.isAway(day) {
                if let shift = rostered(officer, day) { supply[shift.rawValue] += 1 }
            }
        }
        let ratio = between(970, 1030)
        let night = ratio * supply[Shift.night.rawValue] * 84 / 100_000
        let late = ratio * supply[Shift.late.rawValue] * 107 / 100_000
        return [max(0, ratio * supply.reduce(0, +) / 1000 - night - late), late, night]
    }

    /// Raises or lowers the targets of the adjustable posts, weekday or weekend, until a shift wants so many officers.
    private mutating func adjust(_ shift: Int, to wanted: Int) {
        let adjustable = posts.indices.filter { posts[$0].isAdjustable }
        guard !adjustable.isEmpty else { return }
        var now = posts.reduce(0) { $0 + total($1, shift) }
        for _ in 0..<adjustable.count * 20 {
            let gap = wanted - now
            let post = pick(adjustable)
            let isEnd = chance(perMille: 400)
            let target = isEnd ? posts[post].end[shift] : posts[post].week[shift]
            let most = posts[post].requires.contains("MP5") ? 4 : 3
            // A post at Normal can be left empty on lates and nights, seldom.
            let mayClose = target == 1 && shift > 0 && posts[post].weight == 1 && chance(perMille: 100)
            guard gap > 0 ? (1..<most).contains(target) : target > 1 || mayClose else { continue }
            var changed = posts[post]
            if isEnd { changed.end[shift] += gap.signum() } else { changed.week[shift] += gap.signum() }
            let difference = total(changed, shift) - total(posts[post], shift)
            // A step that would carry past the goal by more than it is away is not taken.
            guard abs(gap - difference) < abs(gap) else { continue }
            posts[post] = changed
            now += difference
        }
    }

    private func total(_ post: Post, _ shift: Int) -> Int {
        (0..<days).reduce(0) { $0 + (post.wanted($1, shift)?.target ?? 0) }
    }
}
