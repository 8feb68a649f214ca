import Deployment

extension HistoryDraft {
    /// A day of a team's cycle.
    private struct CycleDay {
        var team: Int32
        var day: Int32
        var shift: Int8
        var line: Int
    }

    /// The rostered patterns: the rows of a team are consecutive days, in any order.
    mutating func readPatterns(_ table: HistoryTable) {
        var table = table
        let team = table.column("team_id")
        let anchor = table.column("anchor_date")
        let shift = table.column("shift")
        var days: [CycleDay] = []
        while table.next() {
            let place = table.intern(team, in: &teams)
            if Int(place) == history.teams.count {
                history.teams.append(History.Team(id: teams.name(place), command: History.none))
            }
            let day = table.day(anchor, after: firstDay)
            let letter = table.isEmpty(shift) ? -1 : table.shift(shift).map(Int8.init)
            guard place >= 0, let day, let letter else { continue }
            days.append(CycleDay(team: place, day: day, shift: letter, line: table.line))
        }
        days.sort { ($0.team, $0.day, $0.line) < ($1.team, $1.day, $1.line) }
        for (place, row) in days.enumerated() {
            let team = Int(row.team)
            if history.teams[team].cycle.isEmpty {
                history.teams[team].anchor = row.day
            } else if row.day != days[place - 1].day + 1 {
                table.problem(
                    line: row.line, anchor, value: history.date(row.day).description,
                    row.day == days[place - 1].day
                        ? "stands in an earlier row of the team"
                        : "leaves out days of the team's cycle after \(history.date(days[place - 1].day))")
            }
            history.teams[team].cycle.append(row.shift)
        }
        problems.append(table.problems)
    }
}
