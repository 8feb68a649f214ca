/// Several searches that work on one roster together: in each slice every one changes a share of it, and between slices they take
/// over each other's rows. So all threads' moves go into the one roster.
struct SharedDescent {
    private let tables: Tables
    private var random: Random
    private var officers: [Int32]
    /// The roster's cost when it was dealt, and what its duties cost then: as they are, and as each search sees them.
    private var cost = 0
    private var cover = 0
    private var seen: [Int] = []

    init(_ tables: Tables, seed: UInt64) {
        self.tables = tables
        random = Random(seed: seed)
        officers = (0..<tables.officers).map { Int32($0) }
    }

    /// Deals officers and duties, at random, to searches that hold the same roster.
    mutating func deal(_ searches: [Searcher]) {
        for place in officers.indices.dropLast() {
            officers.swapAt(place, place + random.below(officers.count - place))
        }
        // Days in a row: a run of days that is painted over is mostly all one search's own.
        let turn = random.below(tables.days)
        cost = searches[0].search.board.cost
        cover = searches[0].search.board.coverCost(tables.duty)
        seen = []
        for (index, searcher) in searches.enumerated() {
            searcher.search.share.deal(officers, first: index, step: searches.count)
            searcher.search.board.deal(tables.duty) {
                (Int(tables.duty[$0].day) + turn) % tables.days * searches.count / tables.days == index
            }
            seen.append(searcher.search.board.coverCost(searcher.search.board.duties))
        }
    }

    /// Puts the shares together again: every search then holds the roster that all have made, and its cost.
    func gather(_ searches: [Searcher]) {
        var rows = 0
        for (index, searcher) in searches.enumerated() {
            let board = searcher.search.board
            rows += board.cost - cost - (board.coverCost(board.duties) - seen[index])
        }
        for (index, searcher) in searches.enumerated() {
            for (place, officer) in officers.enumerated() where place % searches.count != index {
                let other = searches[place % searches.count].search.board
                if other.isTouched[Int(officer)] { searcher.search.board.take(Int(officer), from: other) }
            }
        }
        for searcher in searches {
            searcher.search.board.relist()
            searcher.search.board.cost = cost + rows + searcher.search.board.coverCost(tables.duty) - cover
        }
        searches[0].search.remember()
        for officer in 0..<tables.officers {
            for searcher in searches { searcher.search.board.isTouched[officer] = false }
        }
    }
}
