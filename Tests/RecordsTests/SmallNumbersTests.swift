import Records
import Testing

@Suite("Small numbers")
struct SmallNumbersTests {
    private static func table(_ counts: [[Int]]) -> CountTable {
        CountTable(
            rows: counts.indices.map { "r\($0)" }, columns: counts[0].indices.map { "c\($0)" }, counts: counts)
    }

    @Test("a table without small numbers is shown as it is, zeros too")
    func nothingSmall() {
        let shown = SmallNumbers.published(SmallNumbersTests.table([[5, 0, 9], [0, 7, 12]]))
        #expect(shown.counts == [[5, 0, 9], [0, 7, 12]])
        #expect(shown.rowTotals == [14, 19] && shown.columnTotals == [5, 7, 21] && shown.total == 33)
    }

    @Test("one small number takes others with it, so that no sum gives it away")
    func complementary() {
        let shown = SmallNumbers.published(SmallNumbersTests.table([[2, 10], [20, 30]]))
        #expect(shown.counts[0][0] == nil)
        let withheld = shown.counts.joined().count { $0 == nil } + shown.rowTotals.count { $0 == nil }
        #expect(withheld >= 3)
    }

    @Test("a number alone is withheld from 1 to 4")
    func alone() {
        #expect((0...6).map { SmallNumbers.published($0) } == [0, nil, nil, nil, nil, 5, 6])
    }

    @Test("an empty table is shown as nothing")
    func empty() {
        let shown = SmallNumbers.published(CountTable(rows: [], columns: ["c"], counts: []))
        #expect(shown.counts.isEmpty && shown.total == 0 && shown.columnTotals == [0])
    }

    @Test("of random tables nothing small is shown, all that is shown is true, and nothing withheld can be worked out")
    func property() {
        var random = LinearRandom(state: 20_261_122)
        for turn in 0..<400 {
            let (height, width) = (1 + random.next(3), 1 + random.next(3))
            let most = [6, 9, 40][random.next(3)]
            let counts = (0..<height).map { _ in (0..<width).map { _ in max(0, random.next(most + 3) - 2) } }
            let shown = SmallNumbers.published(SmallNumbersTests.table(counts))
            let rows = counts.map { $0.reduce(0, +) }
            let columns = (0..<width).map { column in counts.reduce(0) { $0 + $1[column] } }
            for (given, truth) in zip(
                Array(shown.counts.joined()) + shown.rowTotals + shown.columnTotals + [shown.total],
                Array(counts.joined()) + rows + columns + [rows.reduce(0, +)])
            {
                #expect(given == nil || given == truth, "turn \(turn)")
                #expect(!(1..<5).contains(given ?? 0), "turn \(turn): \(counts)")
            }
            expectDoubt(counts, shown, turn)
        }
    }

    /// Looks for other tables that fit all that is shown, at most one away in each withheld cell: for each withheld number one
    /// of them must say another.
    private func expectDoubt(_ counts: [[Int]], _ shown: PublishedTable, _ turn: Int) {
        let (height, width) = (counts.count, counts[0].count)
        let places = (0..<height).flatMap { row in (0..<width).map { (row, $0) } }.filter {
            shown.counts[$0.0][$0.1] == nil
        }
        var moved = Set<[Int]>()
        var combinations = 1
        for _ in places { combinations *= 3 }
        for number in 0..<combinations {
            var (rest, changes) = (number, Array(repeating: Array(repeating: 0, count: width), count: height))
            for (row, column) in places {
                changes[row][column] = rest % 3 - 1
                rest /= 3
            }
            let rows = changes.map { $0.reduce(0, +) }
            let columns = (0..<width).map { column in changes.reduce(0) { $0 + $1[column] } }
            let total = rows.reduce(0, +)
            let fits =
                places.allSatisfy { counts[$0.0][$0.1] + changes[$0.0][$0.1] >= 0 }
                && zip(rows, shown.rowTotals).allSatisfy { $0 == 0 || $1 == nil }
                && zip(columns, shown.columnTotals).allSatisfy { $0 == 0 || $1 == nil }
                && (total == 0 || shown.total == nil)
            guard fits else { continue }
            for (row, column) in places where changes[row][column] != 0 { moved.insert([row, column]) }
            for row in 0..<height where rows[row] != 0 { moved.insert([row, width]) }
            for column in 0..<width where columns[column] != 0 { moved.insert([height, column]) }
            if total != 0 { moved.insert([height, width]) }
        }
        for (row, column) in places { #expect(moved.contains([row, column]), "turn \(turn): \(counts)") }
        for row in 0..<height where shown.rowTotals[row] == nil {
            #expect(moved.contains([row, width]), "turn \(turn): \(counts)")
        }
        for column in 0..<width where shown.columnTotals[column] == nil {
            #expect(moved.contains([height, column]), "turn \(turn): \(counts)")
        }
        if shown.total == nil { #expect(moved.contains([height, width]), "turn \(turn): \(counts)") }
    }
}

/// The same numbers in every run.
private struct LinearRandom {
    var state: UInt64

    mutating func next(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(below))
    }
}
