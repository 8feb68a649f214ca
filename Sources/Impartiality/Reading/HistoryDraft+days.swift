import Deployment

extension HistoryDraft {
    /// The first and last day: one row.
    mutating func readDays(_ table: HistoryTable) {
        var table = table
        let from = table.column("from_date")
        let to = table.column("to_date")
        var rows = 0
        while table.next() {
            rows += 1
            if rows > 1 {
                table.problem(ofRow: "the history has one row only")
                continue
            }
            let firstDay = table.day(from)
            let lastDay = table.day(to)
            guard let firstDay, let lastDay else { continue }
            history = History(firstDay: firstDay, lastDay: Int32(lastDay.days(since: firstDay)))
            table.expect(to, history.lastDay, notBefore: from, 0)
            isDated = history.lastDay >= 0
        }
        if rows == 0, table.isReadable { table.problem(line: 1, from, value: nil, "has no row below the header") }
        problems.append(table.problems)
    }

    /// The seasons that were declared in advance.
    mutating func readSeasons(_ table: HistoryTable) {
        var table = table
        let from = table.column("from_date")
        let to = table.column("to_date")
        let label = table.column("label")
        while table.next() {
            let first = table.day(from, after: firstDay)
            let last = table.day(to, after: firstDay)
            table.expect(to, last, notBefore: from, first)
            history.seasons.append(History.Season(from: first ?? 0, to: last ?? 0, label: table.text(label)))
        }
        problems.append(table.problems)
    }
}
