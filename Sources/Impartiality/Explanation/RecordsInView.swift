/// The rows about some officers that were on record at the end of a day: what an explanation of that day may rest on.
struct RecordsInView {
    let history: History
    /// The last day looked at.
    let day: Int32
    /// Whether each officer is one of those in view.
    let isInView: [Bool]
    /// Places in `History.decisions`.
    let decisions: [Int]
    /// Places in `History.abstractions`.
    let abstractions: [Int]
    /// Places in `History.swaps` with one of them on either side.
    let swaps: [Int]

    /// O(decisions + abstractions + swaps).
    init(_ history: History, day: Int32, officers: (Int) -> Bool) {
        self.history = history
        self.day = day
        let inView = history.officers.indices.map(officers)
        func isIn(_ officer: Int32) -> Bool { officer >= 0 && inView[Int(officer)] }
        isInView = inView
        decisions = history.decisions.indices.filter {
            history.decisions[$0].recorded <= day && isIn(history.decisions[$0].officer)
        }
        abstractions = history.abstractions.indices.filter {
            history.abstractions[$0].recorded <= day && isIn(history.abstractions[$0].officer)
        }
        swaps = history.swaps.indices.filter {
            history.swaps[$0].knownOn <= day && (isIn(history.swaps[$0].officer) || isIn(history.swaps[$0].other))
        }
    }

    /// The last day of an absence as it was known: nil while it had not come.
    func end(_ abstraction: History.Abstraction) -> Int32? {
        abstraction.kind.isOpenEnded && abstraction.to > day ? nil : abstraction.to
    }

    /// Whether an officer was on the strength on a day, as far as was known.
    func isServing(_ officer: Int, on date: Int32) -> Bool {
        let record = history.officers[officer]
        return record.joined <= date && (record.left > day || record.left >= date)
    }

    /// The officers in view who served on the day.
    var strength: Int {
        isInView.indices.reduce(0) { $0 + (isInView[$1] && isServing($1, on: day) ? 1 : 0) }
    }
}
