/// Posts of several kinds and what each wants.
extension SampleDraft {
    struct Post {
        /// How far the minimum may lie below the target.
        enum Slack {
            case none, one, all
        }

        var id = ""
        var site: String
        var requires: [String]
        /// Officers wanted on weekdays and on weekends, by shift.
        var week: [Int]
        var end: [Int]
        var slack: Slack
        var weight = 1
        /// Days on which the post exists.
        var window: ClosedRange<Int>
        /// Whether its targets follow the officers there are.
        var isAdjustable = false
        /// A change of the level in mid-horizon.
        var change: (day: Int, weight: Int)?

        /// Officers wanted on a day and shift, and the weight; nil where none are.
        func wanted(_ day: Int, _ shift: Int) -> (target: Int, weight: Int)? {
            guard window.contains(day) else { return nil }
            let plain = isWeekend(day) ? end[shift] : week[shift]
            guard plain > 0 else { return nil }
            guard let change, day >= change.day else { return (plain, weight) }
            let more = shift == Shift.night.rawValue ? 0 : (change.weight - weight).signum()
            return (max(1, plain + more), change.weight)
        }
    }

    /// Sites are handed out one after another, then at random.
    mutating func makePosts(_ count: Int, sites: Int) {
        let names = (1...sites).map { number in
            let digits = String(number)
            return "S" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
        var made: [Post] = []
        var palace: String?
        func site(_ draft: inout SampleDraft) -> String {
            made.count < names.count ? names[made.count] : draft.pick(names)
        }
        while made.count < min(count, specialPosts(count).count) {
            made.append(special(specialPosts(count)[made.count], site(&self), made.count))
        }
        while made.count < count {
            var post = ordinary(site(&self))
            if post.slack == .one, post.requires == ["AFO", "MP5"], chance(perMille: 200) {
                palace = palace ?? post.site
                post.site = palace ?? post.site
                post.weight = max(2, post.weight)
            }
            made.append(post)
        }
        posts = shuffled(made)
        for index in posts.indices {
            let digits = String(index + 1)
            posts[index].id = "P" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
    }

    private enum Special {
        case responseVehicle, hospitalGuard, residential, desk
    }

    /// The posts that need a rare skill or last for some days; none but one where there are few posts.
    private func specialPosts(_ count: Int) -> [Special] {
        guard count >= 10 else { return count > 1 ? [.residential] : [] }
        func some(_ perMille: Int) -> Int { max(1, (count * perMille + 500) / 1000) }
        return [Special](repeating: .responseVehicle, count: some(18))
            + [Special](repeating: .hospitalGuard, count: some(36))
            + [Special](repeating: .residential, count: some(36))
            + [Special](repeating: .desk, count: some(36))
    }

    private mutating func window(_ low: Int, _ high: Int) -> ClosedRange<Int> {
        let length = min(days, between(low, high))
        let first = between(0, days - length)
        return first...first + length - 1
    }

    private mutating func special(_ kind: Special, _ site: String, _ number: Int) -> Post {
        switch kind {
        case .responseVehicle:
            let crew = officers.count > 200 ? [3, 3, 2] : [2, 2, 1]
            return Post(
                site: site, requires: ["AFO", "MP5", "ARV"], week: crew, end: crew, slack: .one, weight: 2,
                window: 0...days - 1)
        case .hospitalGuard:
            return Post(
                site: site, requires: ["AFO", "MP5"], week: [2, 2, 2], end: [2, 2, 2], slack: .none,
                weight: number % 3 == 0 ? 4 : 2, window: window(5, 20))
        case .residential:
            return Post(
                site: site, requires: ["AFO", "RPO"], week: [0, 0, 2], end: [0, 0, 2], slack: .one, weight: 2,
                window: window(3, 8))
        case .desk:
            return Post(
                site: site, requires: ["DESK"], week: [1, 1, number % 2], end: [1, number % 2, 0], slack: .none,
                window: 0...days - 1)
        }
    }

    private mutating func ordinary(_ site: String) -> Post {
        let weight = weighted([1: 62, 2: 28, 4: 10])
        func post(_ requires: [String], _ week: [Int], _ end: [Int], _ slack: Post.Slack, _ weight: Int) -> Post {
            Post(
                site: site, requires: requires, week: week, end: end, slack: slack, weight: weight,
                window: 0...days - 1, isAdjustable: true)
        }
        var made: Post
        switch random.below(100) {
        case 0..<48:
            let crew = weight > 1 || chance(perMille: 250) ? 2 : 1
            let night = weight == 1 && chance(perMille: 350) ? 0 : 1
            let requires = weight == 4 || chance(perMille: 550) ? ["AFO", "MP5"] : ["AFO"]
            made = post(requires, [crew, crew, night], [crew, 1, night], .one, weight)
        case 48..<62: made = post(["AFO", "TASER"], [1, 1, 1], [1, 1, 1], .none, weight)
        case 62..<84: made = post(["AFO", "MP5"], [2, 2, 1], [1, 1, 1], .one, weight)
        case 84..<92: return post(["AFO", "SRC"], [2, 2, 2], [2, 2, 2], .one, 1)
        case 92..<95: made = post(["AFO", "MC"], [2, 2, 0], [0, 0, 0], .all, 1)
        default:
            made = post(pick([["AFO", "CRT"], ["AFO", "LSO"], ["AFO", "MP5"]]), [2, 1, 0], [0, 0, 0], .all, 1)
        }
        if made.slack == .all {
            made.isAdjustable = false
        } else if chance(perMille: 150) {
            made.change = (between(3, days - 3), pick([1, 2, 4].filter { $0 != weight }))
        }
        return made
    }

    /// Spreads scarce skills as their posts need them: at least five holders for each seat of a day that must be filled.
    mutating func train() {
        for skill in ["RPO", "ARV", "MC", "CRT", "LSO", "SRC", "DESK"] {
            var seats = [Int](repeating: 0, count: days)
            for post in posts where post.requires.contains(skill) && post.slack != .all {
                for day in 0..<days {
                    for shift in Shift.allCases { seats[day] += post.wanted(day, shift.rawValue)?.target ?? 0 }
                }
            }
            let able = officers.indices.filter {
                officers[$0].skills["MP5"] != nil && officers[$0].skills[skill] == nil
            }
            let holders = officers.count { $0.skills[skill] != nil }
            for officer in shuffled(able).prefix(max(0, 5 * (seats.max() ?? 0) - holders)) {
                officers[officer].skills[skill] = days + random.below(180)
            }
        }
    }
}
