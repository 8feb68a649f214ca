/// Who is off today by what was on record by today: lieu days apart from every other cause.
struct DaysOff: Sendable {
    private struct Entry {
        var officer: Int32
        var from: Int32
        /// A place in `decisions` or `abstractions`, whose last day may still change.
        var place: Int
        var isDecision: Bool
        var isLieu: Bool
    }

    private var entries: [Entry] = []
    private var nextAbstraction = 0
    private var nextDecision = 0
    /// The last day on which each officer had lieu, and was away otherwise.
    private var lieu: [Int32]
    private var away: [Int32]
    private var today: Int32 = -1

    init(_ history: History) {
        lieu = [Int32](repeating: -1, count: history.officers.count)
        away = lieu
    }

    /// Opens a day, the one after the last.
    mutating func open(_ day: Int32, _ history: History) {
        today = day
        while nextAbstraction < history.abstractions.count, history.abstractions[nextAbstraction].recorded <= day {
            let row = history.abstractions[nextAbstraction]
            entries.append(
                Entry(
                    officer: row.officer, from: row.from, place: nextAbstraction, isDecision: false,
                    isLieu: row.kind == .lieu))
            nextAbstraction += 1
        }
        while nextDecision < history.decisions.count, history.decisions[nextDecision].recorded <= day {
            let row = history.decisions[nextDecision]
            if row.isGranted {
                entries.append(
                    Entry(officer: row.officer, from: row.from, place: nextDecision, isDecision: true, isLieu: false))
            }
            nextDecision += 1
        }
        entries.removeAll { entry in
            (entry.isDecision ? history.decisions[entry.place].to : history.abstractions[entry.place].to) < day
        }
        for entry in entries where entry.from <= day {
            if entry.isLieu { lieu[Int(entry.officer)] = day } else { away[Int(entry.officer)] = day }
        }
    }

    /// Whether an officer was given the day in lieu.
    func hasLieu(_ officer: Int32) -> Bool { lieu[Int(officer)] == today }

    /// Whether an officer is away for another cause.
    func isAway(_ officer: Int32) -> Bool { away[Int(officer)] == today }
}
