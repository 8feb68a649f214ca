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
    /// The teams of each command.
    let teams: [[Int32]]
    /// The officers of each team, those who left or have yet to join among them.
    let members: [[Int32]]
    /// The supervisors of each command.
    let supervisors: [[Int32]]
    /// The officers in the line of each supervisor.
    let lines: [[Int32]]

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
        teams = Self.grouped(history.teams.map(\.command), into: history.commands.count)
        members = Self.grouped(history.officers.map(\.team), into: history.teams.count)
        supervisors = Self.grouped(history.supervisors.map(\.command), into: history.commands.count)
        lines = Self.grouped(history.officers.map(\.line), into: history.supervisors.count)
    }

    /// The places of those that belong to each group; `none` belongs to none.
    private static func grouped(_ groups: [Int32], into count: Int) -> [[Int32]] {
        var places = [[Int32]](repeating: [], count: count)
        for (place, group) in groups.enumerated() where group >= 0 { places[Int(group)].append(Int32(place)) }
        return places
    }

    /// The weight of each mission in a bound that the missions of a command share, with mean 1 in each command: the cube of its
    /// part of the demand, up to 4 %. Evidence on an officer at a mission grows with the postings there: at a small one
    /// nothing can be learned in years and no error should be spent, at one of more than 4 % it grows fast enough anyway.
    var weights: [Double] {
        var weights = share.map { share in
            let part = min(share, 0.04)
            return part * part * part
        }
        for missions in missions where !missions.isEmpty {
            let mean = missions.reduce(0) { $0 + weights[Int($1)] } / Double(missions.count)
            for mission in missions { weights[Int(mission)] = mean > 0 ? weights[Int(mission)] / mean : 1 }
        }
        return weights
    }

    /// The officers of an officer's team at a mission, the officer first: with whom a finding of the two is compared.
    func peers(of officer: Int32, at mission: Int32, _ history: History) -> [(subject: Subject, key: Int)] {
        var peers = [(subject: Subject.officer(officer), key: cell(officer: officer, mission: mission))]
        for member in members[Int(history.officers[Int(officer)].team)] where member != officer {
            guard history.officers[Int(member)].command == history.officers[Int(officer)].command else { continue }
            peers.append((.officer(member), cell(officer: member, mission: mission)))
        }
        return peers
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
