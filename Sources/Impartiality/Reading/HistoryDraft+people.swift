import Deployment

extension HistoryDraft {
    mutating func readSupervisors(_ table: HistoryTable) {
        var table = table
        let supervisor = table.column("supervisor_id")
        let rank = table.column("rank")
        let team = table.column("team_id")
        let command = table.column("command_id")
        while table.next() {
            let value = table.word(rank, Rank.self)
            let place = table.intern(command, in: &commands)
            let own = table.isEmpty(team) ? History.none : readTeam(&table, team, command: place)
            guard table.insert(supervisor, in: &supervisors) else { continue }
            history.supervisors.append(
                History.Supervisor(
                    id: table.text(supervisor), rank: value ?? .sergeant, team: own, command: place))
        }
        supervisors.isWhole = supervisors.isWhole && table.isWhole
        problems.append(table.problems)
    }

    /// The team of a row, which belongs to the command of the first row that names it.
    private mutating func readTeam(
        _ table: inout HistoryTable, _ column: HistoryTable.Column, command: Int32
    ) -> Int32 {
        let team = table.intern(column, in: &teams)
        guard team >= 0 else { return team }
        if Int(team) == history.teams.count {
            history.teams.append(History.Team(id: teams.name(team), command: command))
        } else if command >= 0, history.teams[Int(team)].command != command {
            let owner = history.teams[Int(team)].command
            table.problem(column, "belongs to command \(owner < 0 ? "" : commands.name(owner)) in an earlier row")
        }
        return team
    }

    mutating func readOfficers(_ table: HistoryTable) {
        var table = table
        let officer = table.column("officer_id")
        let rank = table.column("rank")
        let team = table.column("team_id")
        let line = table.column("supervisor_id")
        let contract = table.column("contract")
        let joined = table.column("joined_on")
        let left = table.column("left_on")
        let command = table.column("command_id")
        while table.next() {
            let value = table.word(rank, Rank.self)
            let place = table.intern(command, in: &commands)
            let own = readTeam(&table, team, command: place)
            let superior = table.placeOrNone(line, in: supervisors)
            let kind = table.word(contract, Contract.self)
            let first = table.day(joined, after: firstDay)
            let last = table.dayOrNever(left, after: firstDay)
            table.expect(left, last, notBefore: joined, first)
            guard table.insert(officer, in: &officers) else { continue }
            history.officers.append(
                History.Officer(
                    id: table.text(officer), rank: value ?? .constable, team: own, line: superior,
                    isFull: kind == .full, joined: first ?? History.never, left: last ?? History.never, command: place))
        }
        officers.isWhole = officers.isWhole && table.isWhole
        problems.append(table.problems)
    }

    /// The words of the column contract.
    enum Contract: String, CaseIterable {
        case full
        case noNights = "no_nights"
    }

    mutating func readSkills(_ table: HistoryTable) {
        var table = table
        let officer = table.column("officer_id")
        let skill = table.column("skill")
        let from = table.column("valid_from")
        let to = table.column("valid_to")
        while table.next() {
            let owner = table.place(officer, in: officers)
            if table.isEmpty(skill) { table.problem(skill, "is empty") }
            if table.bytes(skill).contains(0x3B) { table.problem(skill, "has a semicolon, which divides a list") }
            let place = place(ofSkill: table.bytes(skill), &table, skill)
            let first = table.day(from, after: firstDay)
            let last = table.dayOrNever(to, after: firstDay)
            table.expect(to, last, notBefore: from, first)
            guard owner >= 0, let place, let first, let last else { continue }
            history.currencies.append(History.Currency(officer: owner, skill: place, from: first, to: last))
        }
        problems.append(table.problems)
    }
}
