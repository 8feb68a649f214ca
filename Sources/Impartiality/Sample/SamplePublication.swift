import Deployment

extension SampleWorld {
    /// Publishes block after block, and lets each be worked before the next.
    mutating func run() {
        history.published.reserve(Int(days) * officers / 2)
        history.worked.reserve(Int(days) * officers / 2)
        for first in stride(from: Int32(0), to: days, by: Int32.Stride(Self.block)) {
            let block = first..<min(first + Self.block, days)
            for day in block { publish(day, on: first - Self.lead) }
            relieve(block)
            for day in block { work(day) }
        }
    }

    private mutating func publish(_ day: Int32, on publication: Int32) {
        history.published.beginDay()
        var pools = [[Int32]](repeating: [], count: 3)
        for officer in 0..<Int32(officers) {
            let cell = cell(day, officer)
            if shifts[cell] >= 0 && away[cell] > publication { pools[Int(shifts[cell])].append(officer) }
        }
        for shift in 0..<3 {
            let pool = pools[shift]
            var places = draw(pool, shift, day)
            keepAway(pool, &places, day)
            for (officer, post) in zip(pool, places) {
                history.published.append(officer: officer, shift: UInt8(shift), post: post)
            }
        }
    }

    /// Draws the places of a pool: each post from all who have its skills and none yet, the rarest skills first.
    private mutating func draw(_ pool: [Int32], _ shift: Int, _ day: Int32) -> [Int32] {
        var places = [Int32](repeating: History.none, count: pool.count)
        var wanted = wantedPlaces(shift, day)
        leaveOut(&wanted, max(0, wanted.count - pool.count), day)
        for requirement in [SkillSet(0b101), 0b011, 0b001] {
            let posts = wanted.filter { history.posts[Int($0)].requires == requirement }
            var able = pool.indices.filter {
                places[$0] < 0 && requirement & ~SkillSet(skills[cell(day, pool[$0])]) == 0
            }.map { Int32($0) }
            random.shuffle(&able)
            for (post, place) in zip(posts, able) { places[Int(place)] = post }
        }
        return places
    }

    /// The places to be filled on a shift, in an order drawn at random; those that a plant leaves empty are not among them.
    private mutating func wantedPlaces(_ shift: Int, _ day: Int32) -> [Int32] {
        var wanted: [Int32] = []
        for post in history.posts.indices {
            for _ in 0..<history.posts[post].targets[shift] {
                if let neglect = schemes.neglected[Int32(post)], day >= neglect.from, random.chance(neglect.share) {
                    continue
                }
                wanted.append(Int32(post))
            }
        }
        random.shuffle(&wanted)
        return wanted
    }

    /// Where officers are too few, Normal posts are left before Exceptional ones; one shift in three leaves any alike.
    private mutating func leaveOut(_ wanted: inout [Int32], _ count: Int, _ day: Int32) {
        guard count > 0 else { return }
        if !random.chance(1.0 / 3) {
            let byLevel = (0..<3).reversed().flatMap { level in wanted.filter { self.level($0, day) == level } }
            wanted = byLevel
        }
        wanted.removeLast(count)
    }

    /// The level of a post's mission on a day: 0 Normal to 2 Exceptional.
    func level(_ post: Int32, _ day: Int32) -> UInt8 {
        levels[Int(missionOfPost[Int(post)]) * Int(span) + Int(day)]
    }

    /// What plants do before publication: an officer drawn for a place to be avoided changes with another of the pool.
    private mutating func keepAway(_ pool: [Int32], _ places: inout [Int32], _ day: Int32) {
        for avoider in schemes.publishing where avoider.from <= day {
            guard let at = pool.firstIndex(of: avoider.officer), places[at] >= 0,
                missionOfPost[Int(places[at])] == avoider.mission, random.chance(avoider.share)
            else { continue }
            let missions = missionOfPost
            _ = exchange(pool, &places, at, day) { $0 < 0 || missions[Int($0)] != avoider.mission }
        }
        for favour in schemes.high where favour.from <= day {
            for officer in favour.officers {
                guard let at = pool.firstIndex(of: officer), places[at] >= 0, level(places[at], day) == 2,
                    random.chance(favour.share)
                else { continue }
                let calm = history.posts.indices.map { level(Int32($0), day) < 2 }
                _ = exchange(pool, &places, at, day) { $0 >= 0 && calm[Int($0)] }
            }
        }
    }

    /// Gives one of the pool the place of another drawn among those whose place is right and whose skills allow it.
    mutating func exchange(
        _ pool: [Int32], _ places: inout [Int32], _ at: Int, _ day: Int32, isRight: (Int32) -> Bool
    ) -> Int? {
        let partners = pool.indices.filter {
            $0 != at && places[$0] != places[at] && isRight(places[$0]) && fits(pool[at], places[$0], on: day)
                && fits(pool[$0], places[at], on: day)
        }
        guard !partners.isEmpty else { return nil }
        let partner = partners[random.below(partners.count)]
        places.swapAt(at, partner)
        return partner
    }

    /// Decisions made for no need, right after publication: officers published at a mission are relieved of it.
    private mutating func relieve(_ block: Range<Int32>) {
        for place in schemes.reliefs.indices {
            let relief = schemes.reliefs[place]
            let window =
                max(
                    block.lowerBound, relief.from)..<max(
                    block.lowerBound, relief.from, min(block.upperBound, relief.until))
            guard !window.isEmpty else { continue }
            var rows: [Int32] = []
            for day in window {
                rows += history.published.rows(day).filter {
                    history.mission(ofPost: history.published.post[$0]) == relief.mission
                }.map { Int32($0) }
            }
            if relief.remaining == .max {
                rows = rows.filter { _ in random.chance(relief.share) }
            } else {
                random.shuffle(&rows)
                var quota = relief.remaining
                if relief.until > block.upperBound {
                    quota = relief.remaining * window.count / Int(relief.until - window.lowerBound)
                }
                rows = Array(rows.prefix(quota))
                schemes.reliefs[place].remaining -= rows.count
            }
            let days = window.map { ($0, history.published.rows($0)) }
            for row in rows.sorted() {
                guard let day = days.first(where: { $0.1.contains(Int(row)) })?.0 else { continue }
                relieve(history.published.officer[Int(row)], on: day, published: block.lowerBound - Self.lead)
            }
        }
    }

    private mutating func relieve(_ officer: Int32, on day: Int32, published: Int32) {
        guard away[cell(day, officer)] == History.never else { return }
        let decided = max(published + 1, day - random.days(0, 2))
        give(
            officer, requested: decided, decided: decided, from: day, length: random.days(7, 21),
            by: drawDecider(officer))
    }
}
