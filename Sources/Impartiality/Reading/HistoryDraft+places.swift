import Deployment

extension HistoryDraft {
    mutating func readMissions(_ table: HistoryTable) {
        var table = table
        let mission = table.column("mission_id")
        let command = table.column("command_id")
        while table.next() {
            let place = table.intern(command, in: &commands)
            guard table.insert(mission, in: &missions) else { continue }
            history.missions.append(History.Mission(id: table.text(mission), command: place))
        }
        missions.isWhole = missions.isWhole && table.isWhole
        problems.append(table.problems)
    }

    mutating func readSites(_ table: HistoryTable) {
        var table = table
        let site = table.column("site_id")
        let mission = table.column("mission_id")
        let command = table.column("command_id")
        while table.next() {
            let owner = table.place(mission, in: missions)
            let place = table.intern(command, in: &commands)
            if owner >= 0, place >= 0, history.missions[Int(owner)].command != place {
                table.problem(command, "is not the command of mission \(missions.name(owner))")
            }
            guard table.insert(site, in: &sites) else { continue }
            history.sites.append(History.Site(id: table.text(site), mission: owner))
        }
        sites.isWhole = sites.isWhole && table.isWhole
        problems.append(table.problems)
    }

    mutating func readPosts(_ table: HistoryTable) {
        var table = table
        let post = table.column("post_id")
        let site = table.column("site_id")
        let requires = table.column("requires")
        let targets = ["target_e", "target_l", "target_n"].map { table.column($0) }
        while table.next() {
            let owner = table.place(site, in: sites)
            let needed = readRequired(&table, requires)
            let wanted = targets.map { readTarget(&table, $0) }
            guard table.insert(post, in: &posts) else { continue }
            history.posts.append(
                History.Post(id: table.text(post), site: owner, requires: needed, targets: wanted))
        }
        posts.isWhole = posts.isWhole && table.isWhole
        problems.append(table.problems)
    }

    private mutating func readRequired(_ table: inout HistoryTable, _ column: HistoryTable.Column) -> SkillSet {
        var set: SkillSet = 0
        for name in table.list(column) ?? [] {
            if let skill = place(ofSkill: name, &table, column) { set |= 1 << UInt64(skill) }
        }
        return set
    }

    /// The place of a skill, added when it is new; nil, noted, when there is no bit left for it.
    mutating func place(
        ofSkill name: ArraySlice<UInt8>, _ table: inout HistoryTable, _ column: HistoryTable.Column
    ) -> Int32? {
        let (place, isNew) = skills.insert(name)
        guard place >= SkillSet.bitWidth else { return place }
        if isNew { table.problem(column, "is skill number \(place + 1); a history has at most \(SkillSet.bitWidth)") }
        return nil
    }

    private func readTarget(_ table: inout HistoryTable, _ column: HistoryTable.Column) -> Int32 {
        // Longer than any force is large, and far from overflow in sums.
        if let target = Int32(table.text(column)), (0...100_000).contains(target), table.bytes(column).first != 0x2B {
            return target
        }
        table.problem(column, "is no number of officers (0 to 100000)")
        return 0
    }

    mutating func readLevels(_ table: HistoryTable) {
        var table = table
        let mission = table.column("mission_id")
        let from = table.column("from_date")
        let level = table.column("level")
        var seen = Set<Int64>()
        while table.next() {
            let place = table.place(mission, in: missions)
            let day = table.day(from, after: firstDay)
            let value = table.word(level, ResponseLevel.self)
            guard let day, let value, place >= 0 else { continue }
            if !seen.insert(Int64(place) << 32 | Int64(UInt32(bitPattern: day))).inserted {
                table.problem(from, "has a level of mission \(missions.name(place)) in an earlier row")
            }
            history.levels.append(History.Level(mission: place, from: day, level: value))
        }
        problems.append(table.problems)
    }
}
