import Deployment

extension HistoryDraft {
    mutating func readAbstractions(_ table: HistoryTable) {
        var table = table
        var ids = IdTable(noun: "abstraction")
        let id = table.column("abstraction_id")
        let officer = table.column("officer_id")
        let from = table.column("from_date")
        let to = table.column("to_date")
        let kind = table.column("kind")
        let recorded = table.column("recorded_on")
        while table.next() {
            _ = table.insert(id, in: &ids)
            let first = table.day(from, after: firstDay)
            let last = table.dayOrNever(to, after: firstDay)
            table.expect(to, last, notBefore: from, first)
            let cause = table.word(kind, History.Abstraction.Kind.self)
            if let cause, !cause.isOpenEnded, table.isEmpty(to) {
                table.problem(to, "is empty: the last day of \(cause.rawValue) is known from the start")
            }
            let known = table.day(recorded, after: firstDay)
            expectRecorded(&table, recorded, known)
            guard let owner = absentee(&table, officer, first: first, recorded: known) else { continue }
            history.abstractions.append(
                History.Abstraction(
                    id: table.text(id), officer: owner, from: first ?? 0, to: last ?? 0, kind: cause ?? .leave,
                    recorded: known ?? 0))
        }
        problems.append(table.problems)
    }

    /// The officer who is away; nil for one who has yet to come on record.
    ///
    /// Leave and courses are booked before an officer joins, so a truncated history has such rows without the officer: they
    /// are left out. Nobody can be away before joining, which tells them from a wrong id.
    private func absentee(
        _ table: inout HistoryTable, _ officer: HistoryTable.Column, first: Int32?, recorded: Int32?
    ) -> Int32? {
        let owner = officers.place(of: table.bytes(officer))
        guard owner >= 0 else {
            if isDated, let first, first > history.lastDay + History.daysPlannedAhead, !table.isEmpty(officer) {
                return nil
            }
            return table.place(officer, in: officers)
        }
        if let first, let recorded, let known = history.officers[Int(owner)].known, recorded < known,
            first < known + History.daysPlannedAhead
        {
            table.problem(officer, HistoryDraft.unknownYet(history.date(known)))
        }
        return owner
    }
}
