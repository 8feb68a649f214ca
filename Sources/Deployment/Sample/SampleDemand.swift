/// Moves what the adjustable posts want until the command is as stretched as the documents say.
struct SampleDemand {
    /// Wanted officers in a thousand of those available on pattern: in all, on lates and on nights.
    static let total = 1018
    static let lates = 1100
    static let nights = 855

    /// Officers who may be posted, by the shift their patterns give them, summed over the roster.
    static func supply(_ officers: [SampleOfficer], start: Day) -> [Int] {
        var supply = [0, 0, 0]
        for officer in officers {
            for day in 0..<SampleCalendar.horizon {
                guard let shift = officer.rostered(day), !officer.isAway(day), officer.isPostable(start.adding(day))
                else { continue }
                supply[shift.rawValue] += 1
            }
        }
        return supply
    }

    /// Officers that a post wants on one shift, over the roster's weekdays or weekends.
    static func wanted(_ post: SamplePost, at site: SampleSite, weekend: Bool, _ shift: SampleShift) -> Int {
        (0..<SampleCalendar.horizon).reduce(0) { sum, day in
            guard (day % 7 >= 5) == weekend, post.isActive(day) else { return sum }
            return sum + post.target(site.level(day), weekend: weekend, shift)
        }
    }

    static func tune(_ places: inout SamplePlaces, supply: [Int], random: inout SampleRandom) {
        let late = supply[1] * lates / 1000
        let night = supply[2] * nights / 1000
        let goals = [supply.reduce(0, +) * total / 1000 - late - night, late, night]
        for shift in SampleShift.allCases {
            tune(&places, shift, to: goals[shift.rawValue], random: &random)
        }
    }

    private static func tune(
        _ places: inout SamplePlaces, _ shift: SampleShift, to goal: Int, random: inout SampleRandom
    ) {
        let adjustable = places.posts.indices.filter { places.posts[$0].ceiling != nil }
        var now = places.posts.reduce(0) { sum, post in
            let site = places.sites[post.site]
            return sum + wanted(post, at: site, weekend: false, shift) + wanted(post, at: site, weekend: true, shift)
        }
        for _ in 0..<20_000 where abs(goal - now) > 4 && !adjustable.isEmpty {
            let index = random.pick(adjustable)
            let weekend = random.chance(perMille: 400)
            var post = places.posts[index]
            let site = places.sites[post.site]
            let before = wanted(post, at: site, weekend: weekend, shift)
            guard post.move(shift, weekend: weekend, by: goal > now ? 1 : -1) else { continue }
            let turnsKey = before == 0 || wanted(post, at: site, weekend: weekend, shift) == 0
            // Doors that open or close altogether are rare beside one officer more or fewer.
            guard !turnsKey || random.chance(perMille: 100) else { continue }
            let after = wanted(post, at: site, weekend: weekend, shift)
            guard abs(goal - now - after + before) < abs(goal - now) else { continue }
            now += after - before
            places.posts[index] = post
        }
    }
}

extension SamplePost {
    /// Asks for one officer more or fewer at Normal.
    /// - Returns: false where that leaves the bounds of the post; weekday earlies stay open, and whatever must not be short.
    fileprivate mutating func move(_ shift: SampleShift, weekend isWeekend: Bool, by step: Int) -> Bool {
        let wanted = (isWeekend ? weekend : week)[shift.rawValue] + step
        let mayClose = kind == "static" && slack == .one && (isWeekend || shift != .early)
        guard mayClose || wanted - step > 0, wanted <= ceiling ?? 0, wanted >= (mayClose ? 0 : 1) else { return false }
        if isWeekend {
            weekend[shift.rawValue] = wanted
        } else {
            week[shift.rawValue] = wanted
        }
        return true
    }
}
