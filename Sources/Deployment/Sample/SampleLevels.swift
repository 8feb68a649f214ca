extension SamplePlaces {
    /// Sets the levels of every site: about 60, 28 and 12 % Normal, Heightened and Exceptional, some changing inside the roster.
    ///
    /// The first `protected` sites follow the threat; places of the command keep the level that suits their posts.
    mutating func setLevels(_ size: SampleSize, protected: Int, _ random: inout SampleRandom) {
        let order = random.shuffled((0..<protected).filter { $0 != storySite && sites[$0].name != storyResidence })
        var levels = [SampleLevel](repeating: .normal, count: sites.count)
        levels[storySite] = .exceptional
        for site in order.prefix(size.exceptional - 1) { levels[site] = .exceptional }
        for site in order.dropFirst(size.exceptional - 1).prefix(size.heightened) { levels[site] = .heightened }
        for post in posts {
            switch post.kind {
            case "hospital_guard": levels[post.site] = post.site.isMultiple(of: 2) ? .exceptional : .heightened
            case "residential", "arv": levels[post.site] = .heightened
            default: break
            }
        }
        for site in sites.indices {
            sites[site].periods = [.init(level: levels[site], first: -random.between(30, 200), last: nil)]
        }
        // Spread over the levels, so that some sites rise and some fall.
        for site in random.shuffled(order).prefix(size.levelChanges) {
            change(site, on: random.between(3, SampleCalendar.horizon - 4), &random)
        }
        // The worked example was raised on the Wednesday before the roster begins.
        sites[storySite].periods = [
            .init(level: .heightened, first: -90, last: -6), .init(level: .exceptional, first: -5, last: nil),
        ]
    }

    private var storyResidence: String {
        "Residence of \(SampleNames.storyCountry)"
    }

    private mutating func change(_ site: Int, on day: Int, _ random: inout SampleRandom) {
        let now = sites[site].periods[0].level
        let next: SampleLevel =
            switch now {
            case .normal: random.chance(perMille: 700) ? .heightened : .exceptional
            case .heightened: random.chance(perMille: 600) ? .normal : .exceptional
            case .exceptional: .heightened
            }
        sites[site].periods[0].last = day - 1
        sites[site].periods.append(.init(level: next, first: day, last: nil))
    }
}
