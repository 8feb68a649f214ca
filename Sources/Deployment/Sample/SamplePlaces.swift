/// The missions, sites and posts of a sample.
struct SamplePlaces {
    var missions: [String] = []
    var sites: [SampleSite] = []
    var posts: [SamplePost] = []
    /// The site of the worked example: one post, Exceptional throughout.
    var storySite = 0

    init(size: SampleSize, random: inout SampleRandom) {
        storySite = size.storySite
        addMissions(size, &random)
        addGovernment(size)
        let protected = sites.count
        addTemporary(size, &random)
        addCommand(size)
        setLevels(size, protected: protected, &random)
        shufflePosts(size, &random)
    }

    /// Index of the post of the worked example.
    var storyPost: Int {
        posts.firstIndex { $0.site == storySite } ?? 0
    }

    // MARK: Protected sites

    private mutating func addMissions(_ size: SampleSize, _ random: inout SampleRandom) {
        for index in 0..<size.chanceries {
            let country = index == storySite ? SampleNames.storyCountry : SampleNames.countries[index]
            let mission = addBody("Mission of \(country)")
            let site = addSite("Mission of \(country)", mission)
            posts.append(.mainEntrance(site, country, random: &random))
            if index == storySite { posts[posts.count - 1].standAtAllHours() }
            if index < size.rearPosts { posts.append(.rearEntrance(site, country)) }
            if index >= size.chanceries - size.residences {
                let hours = index.isMultiple(of: 2) ? [0, 1, 1] : [1, 1, 1]
                let house = addSite("Residence of \(country)", mission)
                posts.append(
                    SamplePost(
                        site: house, name: "\(country) residence gate", kind: "static", skills: [], week: hours,
                        weekend: hours, slack: .none, followsLevel: true, ceiling: 2))
            }
        }
    }

    private mutating func addGovernment(_ size: SampleSize) {
        func gate(_ site: Int, _ name: String, week: [Int], weekend: [Int]) -> SamplePost {
            SamplePost(
                site: site, name: name, kind: "static", skills: ["MP5"], week: week, weekend: weekend,
                followsLevel: true, ceiling: 3)
        }
        for name in SampleNames.departments.prefix(size.departments) {
            let site = addSite(name, addBody(name))
            posts.append(gate(site, "\(name) public entrance", week: [2, 1, 1], weekend: [1, 1, 1]))
            posts.append(gate(site, "\(name) vehicle gate", week: [1, 1, 0], weekend: [0, 0, 0]))
        }
        for name in SampleNames.households.prefix(size.households) {
            let site = addSite(name, addBody(name))
            posts += ["north gate", "south gate", "garden wall", "inner court"].map {
                gate(site, "\(name) \($0)", week: [1, 1, 1], weekend: [1, 1, 1])
            }
        }
    }

    // MARK: Temporary posts

    private mutating func addTemporary(_ size: SampleSize, _ random: inout SampleRandom) {
        let trusts = SampleNames.trusts.prefix(size.hospitals).map { addBody($0) }
        for (index, name) in SampleNames.hospitals.prefix(size.hospitals).enumerated() {
            let guards = [size.pair, size.pair, size.pair]
            var post = SamplePost(
                site: addSite(name, trusts[index % trusts.count]), name: "\(name) guard", kind: "hospital_guard",
                skills: ["MP5"], week: guards, weekend: guards, slack: .none)
            post.limit(days: 5...20, random: &random)
            // One guard is still going on: nobody knows how long it lasts (001 ¶28).
            if index == 2 { post.activeLast = nil }
            posts.append(post)
        }
        guard size.hotels > 0 else { return }
        let visits = addBody("Visits Office")
        for name in SampleNames.hotels.prefix(size.hotels) {
            var post = SamplePost(
                site: addSite(name, visits), name: "\(name) night protection", kind: "residential", skills: ["RPO"],
                week: [0, 0, size.pair], weekend: [0, 0, size.pair])
            post.limit(days: 3...8, random: &random)
            posts.append(post)
        }
        guard size.events > 0 else { return }
        let route = addSite("Parade Route", visits)
        for number in 1...size.events {
            var post = SamplePost(
                site: route, name: "Rifle officers \(number)", kind: "static", skills: ["RIFLE"], week: [2, 0, 0],
                weekend: [2, 0, 0])
            post.limit(days: 3...3, random: &random)
            posts.append(post)
        }
    }

    // MARK: The command's own posts

    private mutating func addCommand(_ size: SampleSize) {
        let command = addBody("Protection Command")
        let centre = addSite("Operations Centre", command)
        for number in 1...size.desks {
            let night = number.isMultiple(of: 2) ? 0 : 1
            posts.append(
                SamplePost(
                    site: centre, name: "Operations Centre desk \(number)", kind: "desk", skills: ["DESK"],
                    isArmed: false, week: [1, 1, night], weekend: [night, night, 0], slack: .none))
        }
        for (index, name) in SampleNames.bases.prefix(size.arvs).enumerated() {
            let crew = size.pair == 1 ? ([1, 1, 1], [1, 1, 1]) : ([3, 3, 2], [3, 3, 3])
            posts.append(
                SamplePost(
                    site: addSite(name, command), name: "Armed response vehicle \(index + 1)", kind: "arv",
                    skills: ["MP5", "ARV"], week: crew.0, weekend: crew.1))
        }
        addMobile(size, command)
        guard size.covert + size.search > 0 else { return }
        let support = addSite("Specialist Support", command)
        for number in 0..<size.covert {
            posts.append(
                SamplePost(
                    site: support, name: "Counter-reconnaissance team \(number + 1)", kind: "mobile", skills: ["CRT"],
                    week: [size.pair, size.pair, 0], weekend: [0, 0, 0], isCovert: true))
        }
        for number in 0..<size.search {
            posts.append(
                SamplePost(
                    site: support, name: "Search team \(number + 1)", kind: "mobile", skills: ["LSO"],
                    week: [2, 0, 0], weekend: [0, 0, 0]))
        }
    }

    private mutating func addMobile(_ size: SampleSize, _ command: Int) {
        guard size.cars + size.motorcycles + size.patrols > 0 else { return }
        let sectors = SampleNames.sectors.map { addSite($0, command) }
        for number in 0..<size.cars {
            posts.append(
                SamplePost(
                    site: sectors[number % 3], name: "Response car \(number + 1)", kind: "mobile", skills: ["SRC"],
                    week: [2, 2, 2], weekend: [2, 2, 2], ceiling: 2))
        }
        for number in 0..<size.motorcycles {
            posts.append(
                SamplePost(
                    site: sectors[number % 3], name: "Motorcycle patrol \(number + 1)", kind: "mobile",
                    skills: ["MC"], week: [2, 2, 0], weekend: [0, 0, 0], slack: .all))
        }
        for number in 0..<size.patrols {
            posts.append(
                SamplePost(
                    site: sectors[number % 3], name: "Foot patrol \(number + 1)", kind: "mobile", skills: ["MP5"],
                    week: [2, 2, 0], weekend: [2, 0, 0], slack: .all, ceiling: 3))
        }
    }

    // MARK: Building

    private mutating func addBody(_ name: String) -> Int {
        missions.append(name)
        return missions.count - 1
    }

    private mutating func addSite(_ name: String, _ mission: Int) -> Int {
        sites.append(SampleSite(mission: mission, name: name))
        return sites.count - 1
    }

    /// Numbers the posts so that a number says nothing, but for that of the worked example.
    private mutating func shufflePosts(_ size: SampleSize, _ random: inout SampleRandom) {
        posts = random.shuffled(posts)
        posts.swapAt(storyPost, size.storyPost)
    }
}

extension SamplePost {
    /// The post at the entrance of a mission; some stand empty at night or at weekends while all is normal.
    fileprivate static func mainEntrance(_ site: Int, _ country: String, random: inout SampleRandom) -> SamplePost {
        let night = random.chance(perMille: 700) ? 1 : 0
        let weekend = random.chance(perMille: 700) ? [1, 1, night] : [0, 0, 0]
        return SamplePost(
            site: site, name: "\(country) main entrance", kind: "static",
            skills: random.chance(perMille: 550) ? ["MP5"] : [], week: [1, 1, night], weekend: weekend,
            followsLevel: true, ceiling: 2)
    }

    /// Keeps the post manned round the clock, with the carbine, whatever the rest of the command wants.
    fileprivate mutating func standAtAllHours() {
        (week, weekend, skills, ceiling) = ([1, 1, 1], [1, 1, 1], ["MP5"], nil)
    }

    /// The second post of a large mission, in office hours.
    fileprivate static func rearEntrance(_ site: Int, _ country: String) -> SamplePost {
        SamplePost(
            site: site, name: "\(country) rear entrance", kind: "static", skills: [], week: [1, 1, 0],
            weekend: [0, 0, 0], followsLevel: true, ceiling: 2)
    }

    /// Makes the post temporary, for a number of days inside the roster.
    fileprivate mutating func limit(days: ClosedRange<Int>, random: inout SampleRandom) {
        let length = random.between(days.lowerBound, days.upperBound)
        activeFirst = random.between(0, SampleCalendar.horizon - length)
        activeLast = activeFirst + length - 1
    }
}
