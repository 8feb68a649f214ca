import Deployment

/// Reads a history from the bytes of its CSV files (HISTORY.md), strictly: every problem is found, none is passed over.
package struct HistoryReader: Sendable {
    private let files: [String: [UInt8]]

    /// A reader of files by their name without `.csv`; those that no history has are left aside.
    package init(files: [String: [UInt8]]) {
        self.files = files
    }

    /// The history as it was on record at the end of a day (of its last day by default, and at most of that).
    ///
    /// Throws every problem of the files, also of rows that were not known by the day. O(bytes).
    package func read(until: Day? = nil) throws(HistoryProblems) -> History {
        let draft = HistoryDraft(files)
        let published = DutyFile(.published, draft).read(files[HistoryFile.published.rawValue])
        let worked = DutyFile(.worked, draft).read(files[HistoryFile.worked.rawValue])
        return try assemble(draft, published, worked, until)
    }

    /// The same, with the two long files read at the same time. Throws `HistoryProblems`.
    package func readAtOnce(until: Day? = nil) async throws -> History {
        let draft = HistoryDraft(files)
        let files = files
        async let published = DutyFile(.published, draft).read(files[HistoryFile.published.rawValue])
        let worked = DutyFile(.worked, draft).read(files[HistoryFile.worked.rawValue])
        return try assemble(draft, await published, worked, until)
    }

    private func assemble(
        _ draft: HistoryDraft, _ published: (postings: Postings, problems: ProblemList),
        _ worked: (postings: Postings, problems: ProblemList), _ until: Day?
    ) throws(HistoryProblems) -> History {
        var lists = draft.problems + [published.problems, worked.problems]
        var history = draft.history
        let last = until.map { Int32(clamping: $0.days(since: history.firstDay)) } ?? history.lastDay
        if draft.isDated, last < 0, let until, let place = lists.firstIndex(where: { $0.file == .history }) {
            lists[place].add(
                line: nil, column: nil, "the history begins on \(history.firstDay), after \(until)")
        }
        if worked.problems.count == 0,
            DutyGaps.isWorkMissing(published: published.postings, worked: worked.postings)
        {
            lists[lists.count - 1].add(
                line: 1, column: "date", "has no row below the header, in a force with duties on every day")
        }
        let count = lists.reduce(0) { $0 + $1.count }
        guard count == 0 else {
            let order = Dictionary(uniqueKeysWithValues: zip(HistoryFile.allCases, 0...))
            lists.sort { order[$0.file, default: 0] < order[$1.file, default: 0] }
            throw HistoryProblems(kept: lists.flatMap(\.inOrder), count: count)
        }
        history.published = published.postings
        history.worked = worked.postings
        return history.inOrder().truncated(to: last)
    }
}
