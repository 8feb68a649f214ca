extension History {
    /// Leaves out the commands, teams and skills that nothing names, and puts the rest in the order of their names.
    ///
    /// A team of which only the pattern is on record goes as well: nobody is in it, and nothing says whose it is.
    mutating func dropUnused() {
        dropUnusedTeams()
        dropUnusedCommands()
        dropUnusedSkills()
    }

    private mutating func dropUnusedTeams() {
        let used = Set(officers.map(\.team)).union(supervisors.map(\.team))
        let place = History.renamed(teams.map(\.id), used)
        teams = History.placed(teams, place)
        for index in officers.indices { officers[index].team = History.moved(officers[index].team, place) }
        for index in supervisors.indices { supervisors[index].team = History.moved(supervisors[index].team, place) }
    }

    private mutating func dropUnusedCommands() {
        var used = Set(officers.map(\.command))
        used.formUnion(supervisors.map(\.command))
        used.formUnion(missions.map(\.command))
        used.formUnion(teams.map(\.command))
        let place = History.renamed(commands, used)
        commands = History.placed(commands, place)
        for index in officers.indices { officers[index].command = History.moved(officers[index].command, place) }
        for index in supervisors.indices {
            supervisors[index].command = History.moved(supervisors[index].command, place)
        }
        for index in missions.indices { missions[index].command = History.moved(missions[index].command, place) }
        for index in teams.indices { teams[index].command = History.moved(teams[index].command, place) }
    }

    private mutating func dropUnusedSkills() {
        var used = Set(currencies.map(\.skill))
        for post in posts { used.formUnion((0..<64).filter { post.requires >> UInt64($0) & 1 == 1 }) }
        let place = History.renamed(skills, used)
        skills = History.placed(skills, place)
        for index in currencies.indices { currencies[index].skill = History.moved(currencies[index].skill, place) }
        for index in posts.indices {
            var set: SkillSet = 0
            for (old, new) in place.enumerated() where posts[index].requires >> UInt64(old) & 1 == 1 {
                set |= 1 << UInt64(new)
            }
            posts[index].requires = set
        }
    }

    /// The new place of each name: of those in use, in the order of the names; `none` for the others.
    private static func renamed(_ names: [String], _ used: Set<Int32>) -> [Int32] {
        let kept = names.indices.filter { used.contains(Int32($0)) }.sorted { names[$0] < names[$1] }
        var place = [Int32](repeating: none, count: names.count)
        for (new, old) in kept.enumerated() { place[old] = Int32(new) }
        return place
    }

    /// The elements that have a new place, each there.
    private static func placed<Element>(_ elements: [Element], _ place: [Int32]) -> [Element] {
        elements.indices.filter { place[$0] >= 0 }.sorted { place[$0] < place[$1] }.map { elements[$0] }
    }

    private static func moved(_ old: Int32, _ place: [Int32]) -> Int32 {
        old < 0 ? old : place[Int(old)]
    }
}
