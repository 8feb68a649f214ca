import Testing

@testable import Rostering

@Suite("Scan rows")
struct RowScanTests {
    @Test("What a scan says of new shifts in a row is what they cost when they are put there", arguments: 1...20)
    func scan(seed: Int) {
        var random = RandomProblem(seed: UInt64(seed))
        let problem = Problem(random.wildCompetition())
        guard !problem.duties.isEmpty, !problem.officerIDs.isEmpty else { return }
        let tables = Tables(problem)
        #expect(tables.hasTails)
        var search = Search(tables, seed: UInt64(seed))
        defer { search.free() }
        var draw = Random(seed: UInt64(seed))
        for _ in 0..<300 {
            search.run(20, temperature: 60 * 1024)
            let (officer, from) = (draw.below(tables.officers), draw.below(tables.days))
            var scan = RowScan(search.board, officer, from: from)
            var isLawful = true
            let cover = search.board.coverCost(tables.duty)
            let last = min(tables.days - 1, from + draw.below(9))
            for day in from...last {
                let now = search.board.duty[officer * tables.days + day]
                let duty = Self.duty(officer, day, search, &draw)
                let (old, new) = (Self.shift(now, tables), Self.shift(duty, tables))
                // As on a board, where the first day that is not lawful ends the walk.
                isLawful = isLawful && scan.step(search.board, day, new, now: old)
                if duty != now { search.board.put(officer, day, duty) }
            }
            let rows = isLawful ? scan.tail(search.board, last + 1).map { Int(scan.sum) + $0 } : nil
            let isSettled = search.board.settle(officer, from, last)
            #expect((rows != nil) == isSettled)
            let covered = search.board.coverCost(tables.duty) - cover
            let delta = search.board.delta
            search.board.takeBack()
            if let rows, isSettled {
                // Asked when the days are taken back: totals count what the board holds.
                #expect(rows + scan.totals(search.board) + covered == delta, "\(officer), days \(from) to \(last)")
            }
            search.recount()
        }
    }

    private static func shift(_ duty: Int32, _ tables: Tables) -> Int {
        duty < 0 ? -1 : Int(tables.duty[Int(duty)].shift)
    }

    /// Now and then what stands, else a duty of that day that the officer may work, or off.
    private static func duty(_ officer: Int, _ day: Int, _ search: Search, _ draw: inout Random) -> Int32 {
        let now = search.board.duty[officer * search.tables.days + day]
        let start = Int(search.tables.dayStart[day])
        let count = Int(search.tables.dayStart[day + 1]) - start
        guard draw.below(4) > 0 else { return now }
        guard count > 0, draw.below(3) > 0 else { return Board.off }
        let duty = start + draw.below(count)
        return search.board.may(officer, duty) ? Int32(duty) : now
    }
}
