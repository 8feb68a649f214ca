import Deployment

/// One of the two long files, published.csv and as_worked.csv, and what its rows are held against.
struct DutyFile: Sendable {
    let file: HistoryFile
    let officers: IdTable
    let posts: IdTable
    let firstDay: Day
    /// The last day of the history; nil when history.csv does not say it, and dates are then only read.
    let lastDay: Int32?
    /// The first day on which each officer is on record; a low one where the file does not say it.
    let officerKnown: [Int32]

    init(_ file: HistoryFile, _ draft: HistoryDraft) {
        self.file = file
        officers = draft.officers
        posts = draft.posts
        firstDay = draft.firstDay
        lastDay = draft.isDated ? draft.history.lastDay : nil
        officerKnown = draft.history.officers.map {
            $0.known ?? -History.never
        }
    }

    /// Reads the file: fast when there is nothing to say about it, else row by row with every problem.
    func read(_ bytes: [UInt8]?) -> (postings: Postings, problems: ProblemList) {
        if let bytes, let postings = scanned(bytes) { return (postings, ProblemList(file)) }
        return readStrictly(bytes)
    }

    /// The duties, when no row has a problem and none needs quotes; else nil.
    private func scanned(_ bytes: [UInt8]) -> Postings? {
        guard let lastDay, var scan = DutyScan(self, bytes), scan.run() else { return nil }
        var isSound = true
        let postings = scan.rows.postings(days: Int(lastDay) + 1, officers: officers.count) { _ in isSound = false }
        return isSound && DutyGaps(postings, lastDay: lastDay).isEmpty ? postings : nil
    }

    /// The duties and the problems of the file.
    func readStrictly(_ bytes: [UInt8]?) -> (postings: Postings, problems: ProblemList) {
        var table = HistoryTable(file, bytes)
        let date = table.column("date")
        let shift = table.column("shift")
        let officer = table.column("officer_id")
        let post = table.column("post_id")
        let publishedOn = file == .published ? table.column("published_on") : nil
        var rows = DutyRows()
        while table.next() {
            let day = table.day(date, after: firstDay)
            let letter = table.shift(shift)
            let owner = table.place(officer, in: officers)
            let place = table.placeOrNone(post, in: posts)
            if let publishedOn { expectPublished(&table, publishedOn, before: date, day) }
            guard let day, let letter, let lastDay, expectDay(&table, date, day, lastDay), owner >= 0 else { continue }
            if day < officerKnown[Int(owner)] {
                table.problem(
                    officer, HistoryDraft.unknownYet(firstDay.adding(Int(officerKnown[Int(owner)]))))
            }
            rows.append(day: day, shift: letter, officer: owner, post: place, line: table.line)
        }
        guard let lastDay else { return (Postings(), table.problems) }
        let postings = rows.postings(days: Int(lastDay) + 1, officers: officers.count) { row in
            table.problem(
                line: Int(rows.line[row]), officer, value: officers.name(rows.officer[row]),
                "has another duty on \(firstDay.adding(Int(rows.day[row])))")
        }
        if table.isWhole {
            for gap in DutyGaps(postings, lastDay: lastDay).runs { note(gap, rows, date, &table) }
        }
        return (postings, table.problems)
    }

    private func expectPublished(
        _ table: inout HistoryTable, _ publishedOn: HistoryTable.Column, before date: HistoryTable.Column, _ day: Int32?
    ) {
        let known = table.day(publishedOn, after: firstDay)
        guard let known, let day, known > day else { return }
        table.problem(publishedOn, "lies after date (\(firstDay.adding(Int(day))))")
    }

    /// Whether a row lies within the history. Duties are published ahead; work cannot be on record before it is done.
    private func expectDay(
        _ table: inout HistoryTable, _ date: HistoryTable.Column, _ day: Int32, _ lastDay: Int32
    ) -> Bool {
        if day < 0 {
            table.problem(date, "lies before the first day of the history (\(firstDay))")
        } else if day > lastDay, file == .worked {
            table.problem(date, "lies after the last day of the history (\(firstDay.adding(Int(lastDay))))")
        }
        return (0...lastDay).contains(day)
    }

    /// Notes a gap at the first row behind it, or at the last row of the file.
    private func note(
        _ gap: ClosedRange<Int32>, _ rows: DutyRows, _ date: HistoryTable.Column, _ table: inout HistoryTable
    ) {
        let next = rows.day.indices.filter { rows.day[$0] > gap.upperBound }.min { rows.day[$0] < rows.day[$1] }
        let from = firstDay.adding(Int(gap.lowerBound))
        let to = firstDay.adding(Int(gap.upperBound))
        table.problem(
            line: next.map { Int(rows.line[$0]) } ?? table.line, date, value: nil,
            "has no row from \(from) to \(to): the history has a gap, in a force with duties on every day")
    }
}
