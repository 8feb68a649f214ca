/// Where every post stands, and the missions of each command side by side: the frame of all counts by officer and mission.
struct Places: Sendable {
    /// The mission of each post.
    let missionOfPost: [Int32]
    /// The place of each mission among those of its command.
    let seat: [Int32]
    /// The missions of each command, in the order of their seats.
    let missions: [[Int32]]
    /// What part of its command's demand each mission has; 0 where a command demands nothing.
    let share: [Double]
    /// Where the row of each officer begins in an array with one cell for each officer and mission of the officer's command.
    let rows: [Int]
    /// The number of cells of such an array.
    let cells: Int

    init(_ history: History) {
        missionOfPost = history.posts.map { history.sites[Int($0.site)].mission }
        var seats = [Int32](repeating: 0, count: history.missions.count)
        var byCommand = [[Int32]](repeating: [], count: history.commands.count)
        for (place, mission) in history.missions.enumerated() {
            seats[place] = Int32(byCommand[Int(mission.command)].count)
            byCommand[Int(mission.command)].append(Int32(place))
        }
        seat = seats
        missions = byCommand
        share = Self.shares(of: history)
        var starts: [Int] = []
        var count = 0
        for officer in history.officers {
            starts.append(count)
            count += byCommand[Int(officer.command)].count
        }
        rows = starts
        cells = count
    }

    /// The cell of an officer at a mission of the same command.
    func cell(officer: Int32, mission: Int32) -> Int {
        rows[Int(officer)] + Int(seat[Int(mission)])
    }

    private static func shares(of history: History) -> [Double] {
        var demand = [Double](repeating: 0, count: history.missions.count)
        var total = [Double](repeating: 0, count: history.commands.count)
        for post in history.posts {
            let mission = Int(history.sites[Int(post.site)].mission)
            let wanted = Double(post.targets.reduce(0, +))
            demand[mission] += wanted
            total[Int(history.missions[mission].command)] += wanted
        }
        for mission in demand.indices {
            let all = total[Int(history.missions[mission].command)]
            demand[mission] = all > 0 ? demand[mission] / all : 0
        }
        return demand
    }
}
