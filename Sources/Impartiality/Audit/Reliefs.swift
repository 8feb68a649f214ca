/// What took officers off their published posts: the first day of each absence, and the swaps they asked for.
struct Reliefs: Sendable {
    /// An absence this many days after the last one is still the same.
    static let spell: Int32 = 5

    /// One published duty at a post on which a relief could fall.
    struct Occasion: Sendable {
        var officer: Int32
        var mission: Int32
        var stratum: Int32
        /// Whether the officer was absent from it.
        var isAbsent: Bool
        /// Whether the officer swapped it away on request, to another mission or the reserve; present officers only.
        var isSwapped: Bool
    }

    /// Today's occasions; a day that goes on an absence begun before is none.
    private(set) var occasions: [Occasion] = []
    /// Swaps asked for that became known only after their day: officer, mission left, day.
    private(set) var late: [(officer: Int32, mission: Int32, day: Int32)] = []
    /// The day of each officer's last published duty from which the officer was absent.
    private var lastAbsence: [Int32]
    private var nextSwap = 0
    /// Whether each officer asked today to swap today's duty away.
    private var asked: [Bool]

    init(_ history: History) {
        lastAbsence = [Int32](repeating: -History.never, count: history.officers.count)
        asked = [Bool](repeating: false, count: history.officers.count)
    }

    /// Takes in a day whose books are open. O(rows of the day).
    mutating func close(_ day: Int32, _ history: History, _ books: Books, _ places: Places) {
        occasions.removeAll(keepingCapacity: true)
        late.removeAll(keepingCapacity: true)
        let first = nextSwap
        takeSwaps(day, history, books, places)
        for draw in books.strata(on: day).draws {
            let isAbsent = books.worked(draw.officer, day) == Books.nothing
            let goesOn = isAbsent && day - lastAbsence[Int(draw.officer)] <= Self.spell
            if isAbsent {
                lastAbsence[Int(draw.officer)] = day
            } else {
                lastAbsence[Int(draw.officer)] = -History.never
            }
            guard draw.mission >= 0, !goesOn else { continue }
            occasions.append(
                Occasion(
                    officer: draw.officer, mission: draw.mission, stratum: draw.stratum, isAbsent: isAbsent,
                    isSwapped: !isAbsent && asked[Int(draw.officer)]))
        }
        for swap in history.swaps[first..<nextSwap] { asked[Int(swap.officer)] = false }
    }

    private mutating func takeSwaps(_ day: Int32, _ history: History, _ books: Books, _ places: Places) {
        while nextSwap < history.swaps.count, history.swaps[nextSwap].knownOn <= day {
            let swap = history.swaps[nextSwap]
            nextSwap += 1
            let post = books.published(swap.officer, swap.day)
            guard swap.isAsked, post >= 0 else { continue }
            let mission = places.missionOfPost[Int(post)]
            guard swap.to < 0 || places.missionOfPost[Int(swap.to)] != mission else { continue }
            if swap.day == day {
                asked[Int(swap.officer)] = true
            } else {
                late.append((swap.officer, mission, swap.day))
            }
        }
    }
}
