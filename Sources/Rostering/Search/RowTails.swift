/// What the rest of an officer's row costs more when it is entered in another state than his own: with it, the price of new days in
/// a row is known as soon as those days are walked.
///
/// A value counts the runs and the split weekends; what depends on the officer's totals is not in it.
struct RowTails {
    /// Value where the rest of the row is not lawful.
    static let unlawful = Int16.max

    private let days: Int
    private let states: Int
    private let choices: Int
    private let mostStates: Int
    private let next: Flat<Int16>
    private let cost: Flat<Int16>
    private let firstState: Flat<Int32>
    private let stateCount: Flat<Int32>
    private let officers: Flat<Tables.OfficerFacts>
    private let log: Int
    /// By officer, day (one more than there are) and state of his contract.
    private let values: Flat<Int16>

    /// Memory is officers x days x states, so `Tables.hasTails` says whether they are worth it; without, nothing is kept.
    init(_ tables: Tables) {
        let rows = tables.rows
        days = tables.days
        (states, choices, mostStates, log) = (rows.states, rows.choices, rows.mostStates, rows.log)
        (next, cost) = (rows.next, rows.cost)
        (firstState, stateCount) = (rows.firstState, rows.stateCount)
        officers = tables.officer
        values = Flat(repeating: 0, count: tables.hasTails ? tables.officers * (days + 1) * mostStates : 0)
    }

    func free() {
        values.free()
    }

    /// Where an officer's values begin: `value` takes it.
    @inline(__always)
    func base(_ officer: Int) -> Int { officer &* (days &+ 1) &* mostStates &- Int(firstState[officer]) }

    /// What the days from `day` on cost more when they are entered in the state whose steps begin at a place.
    @inline(__always)
    func value(_ base: Int, _ day: Int, place: Int) -> Int16 { values[base &+ day &* mostStates &+ place >> log] }

    /// Counts an officer's values again after days from `first` on have changed; from `end` on neither days nor states have.
    @inline(__always)
    func renew(_ officer: Int, _ first: Int, _ end: Int, _ shift: Flat<Int8>, _ marks: Flat<Board.Mark>) {
        let base = base(officer)
        let from = Int(firstState[officer])
        let to = from + Int(stateCount[officer])
        var day = end - 1
        while day >= 0 {
            let cell = officer &* days &+ day
            let row = (Int(shift[cell]) &+ 1) &* states
            let costs = day % 7 == 6 && officers[officer].completeWeekends ? row &+ choices &* states : row
            let later = base &+ (day &+ 1) &* mostStates
            let here = base &+ day &* mostStates
            let own = Int32(cost[costs &+ Int(marks[cell].state) >> log])
            var changed = false
            for state in from..<to {
                var value = RowTails.unlawful
                let following = next[row &+ state]
                if following >= 0, values[later &+ Int(following)] != RowTails.unlawful {
                    let sum = Int32(cost[costs &+ state]) &- own &+ Int32(values[later &+ Int(following)])
                    // A value that does not fit is only a worse guess: what a move costs is counted when it is made.
                    value = Int16(truncatingIfNeeded: max(-32_767, min(32_766, sum)))
                }
                if values[here &+ state] != value {
                    values[here &+ state] = value
                    changed = true
                }
            }
            if day < first, !changed { return }
            day -= 1
        }
    }

    /// Takes over an officer's values from another search.
    func copy(_ officer: Int, from other: RowTails) {
        guard values.count > 0 else { return }
        let size = (days + 1) * mostStates
        values.copy(from: other.values, officer * size, size)
    }
}
