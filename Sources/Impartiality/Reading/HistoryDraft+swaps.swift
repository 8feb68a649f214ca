import Deployment

extension HistoryDraft {
    /// The words of the column kind of swaps.csv.
    enum SwapKind: String, CaseIterable {
        case swap, move
    }

    mutating func readSwaps(_ table: HistoryTable) {
        var table = table
        var ids = IdTable(noun: "swap")
        let id = table.column("swap_id")
        let date = table.column("date")
        let shift = table.column("shift")
        let kind = table.column("kind")
        let officer = table.column("officer_id")
        let from = table.column("from_post")
        let other = table.column("other_officer_id")
        let to = table.column("to_post")
        let approver = table.column("approved_by")
        let recorded = table.column("recorded_on")
        let reason = table.column("reason")
        while table.next() {
            _ = table.insert(id, in: &ids)
            let day = table.day(date, after: firstDay)
            if isDated, let day, day < 0 { table.problem(date, "lies before the first day of the history") }
            let known = table.day(recorded, after: firstDay)
            expectRecorded(&table, recorded, known)
            let swap = History.Swap(
                id: table.text(id), day: day ?? 0, shift: table.shift(shift) ?? 0,
                isAsked: table.word(kind, SwapKind.self) == .swap,
                officer: table.place(officer, in: officers),
                from: table.placeOrNone(from, in: posts), other: table.placeOrNone(other, in: officers),
                to: table.placeOrNone(to, in: posts), approver: table.placeOrNone(approver, in: supervisors),
                recorded: known ?? 0, reason: table.text(reason))
            if day != nil, known != nil {
                expectKnown(&table, officer, officer: swap.officer, on: swap.knownOn)
                expectKnown(&table, other, officer: swap.other, on: swap.knownOn)
            }
            expectPartner(&table, other, of: swap, kind: table.text(kind))
            history.swaps.append(swap)
        }
        problems.append(table.problems)
    }

    /// A swap has two officers, a move one.
    private func expectPartner(
        _ table: inout HistoryTable, _ other: HistoryTable.Column, of swap: History.Swap, kind: String
    ) {
        if swap.isAsked, table.isEmpty(other) {
            table.problem(other, "is empty: a swap has two officers")
        } else if swap.isAsked, swap.other >= 0, swap.other == swap.officer {
            table.problem(other, "is the officer who asked")
        } else if kind == SwapKind.move.rawValue, !table.isEmpty(other) {
            table.problem(other, "is a second officer: a move has one")
        }
    }
}
