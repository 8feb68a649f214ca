import Deployment

extension SampleWorld {
    /// Lays out the command's missions, sites and posts and the response levels through time.
    mutating func layGround() {
        history.commands = ["C1"]
        history.skills = ["AFO", "MP5", "RPO"]
        history.missions = (0..<scale.missions).map { History.Mission(id: Self.name("M", $0, 3), command: 0) }
        let posts = postsByMission()
        let twoSites = Set((0..<scale.missions).sorted { posts[$0] > posts[$1] }.prefix(scale.sites - scale.missions))
        for mission in 0..<scale.missions {
            let first = history.sites.count
            let sites = twoSites.contains(mission) ? 2 : 1
            for _ in 0..<sites {
                history.sites.append(
                    History.Site(id: Self.name("S", history.sites.count, 3), mission: Int32(mission)))
            }
            for number in 0..<posts[mission] { addPost(site: Int32(first + number % sites)) }
        }
        widen()
        missionOfPost = history.posts.indices.map { history.mission(ofPost: Int32($0)) }
        drawLevels()
    }

    static func name(_ letter: String, _ place: Int, _ width: Int) -> String {
        let digits = String(place + 1)
        return letter + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// One post each, and the others by highest quotient, so that few missions have many posts and most have one.
    private func postsByMission() -> [Int] {
        var counts = [Int](repeating: 1, count: scale.missions)
        func quotient(_ mission: Int) -> Double { 1 / Double((mission + 4) * (counts[mission] + 1)) }
        for _ in scale.missions..<scale.posts {
            var best = 0
            for mission in 1..<scale.missions where quotient(mission) > quotient(best) { best = mission }
            counts[best] += 1
        }
        return counts
    }

    private mutating func addPost(site: Int32) {
        let roll = random.unit()
        let requires: SkillSet = roll < 0.70 ? 0b001 : roll < 0.92 ? 0b011 : 0b101
        let night: Int32 = random.chance(0.1) ? 0 : 1
        history.posts.append(
            History.Post(
                id: Self.name("P", history.posts.count, 3), site: site, requires: requires, targets: [1, 1, night]))
    }

    /// Some posts want two officers.
    private mutating func widen() {
        var order = history.posts.indices.map { Int32($0) }
        random.shuffle(&order)
        for post in order.prefix(scale.places - scale.posts) {
            for shift in 0..<3 where history.posts[Int(post)].targets[shift] > 0 {
                history.posts[Int(post)].targets[shift] = 2
            }
        }
    }

    /// A level lasts two years on average and then goes one step up or down.
    private mutating func drawLevels() {
        levels = [UInt8](repeating: 0, count: scale.missions * Int(span))
        var rows: [History.Level] = []
        for mission in 0..<Int32(scale.missions) {
            let roll = random.unit()
            var level: UInt8 = roll < 0.5 ? 0 : roll < 0.8 ? 1 : 2
            for day in 0..<span {
                let changes = random.chance(1.0 / 730)
                if changes { level = level == 1 ? (random.chance(0.5) ? 0 : 2) : 1 }
                levels[Int(mission) * Int(span) + Int(day)] = level
                if (changes || day == 0) && day < days {
                    let name = ResponseLevel.allCases[Int(level)]
                    rows.append(History.Level(mission: mission, from: day, level: name))
                }
            }
        }
        history.levels = rows.sorted { ($0.from, $0.mission) < ($1.from, $1.mission) }
    }
}
