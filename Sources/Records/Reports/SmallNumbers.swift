/// A table of counts before anybody may see it.
package struct CountTable: Sendable, Equatable {
    /// How rows and columns are called.
    package let rows: [String]
    package let columns: [String]
    /// Counts, row by row; none is negative.
    package let counts: [[Int]]

    /// A table; counts that are missing are 0.
    package init(rows: [String], columns: [String], counts: [[Int]]) {
        self.rows = rows
        self.columns = columns
        self.counts = rows.indices.map { row in
            columns.indices.map { column in
                counts.indices.contains(row) && counts[row].indices.contains(column) ? counts[row][column] : 0
            }
        }
    }
}

/// A table of counts with its totals that may be published: nil stands for a number that is withheld.
package struct PublishedTable: Sendable, Equatable {
    /// How rows and columns are called.
    package let rows: [String]
    package let columns: [String]
    /// Counts, row by row.
    package let counts: [[Int?]]
    /// The sums of rows and of columns, and of everything.
    package let rowTotals: [Int?]
    package let columnTotals: [Int?]
    package let total: Int?
}

/// Keeps small numbers out of tables that people outside may read: behind a 1 stands a person who can be guessed.
///
/// Numbers from 1 to 4 are withheld, and with them as many others as it takes that nobody can work one out from what is left.
/// Totals count as cells. With rows and columns as the two sides of a graph and every withheld cell as an edge, a cell can be
/// worked out exactly if its edge lies on no circle: around a circle one can be added and taken away in turn, and every
/// published sum stays. No 0 is withheld, so that taking one away leaves no negative count and the doubt is a real one.
package enum SmallNumbers {
    /// The smallest number that is shown, but for 0.
    package static let least = 5

    /// The table as it may be published. O(cells squared) at worst; tables have tens of cells.
    package static func published(_ table: CountTable) -> PublishedTable {
        var grid = Grid(table)
        grid.withholdSmall()
        while grid.withholdAlongLines() || grid.withholdAroundBridges() {}
        let (height, width) = (table.rows.count, table.columns.count)
        return PublishedTable(
            rows: table.rows, columns: table.columns,
            counts: (0..<height).map { row in (0..<width).map { grid.shown(row, $0) } },
            rowTotals: (0..<height).map { grid.shown($0, width) },
            columnTotals: (0..<width).map { grid.shown(height, $0) }, total: grid.shown(height, width))
    }

    /// One number that stands in no table: withheld from 1 to 4.
    package static func published(_ number: Int) -> Int? {
        (1..<least).contains(number) ? nil : number
    }
}

/// A table with its totals as last row and last column.
private struct Grid {
    private struct Place: Hashable {
        var row: Int
        var column: Int
    }

    private let values: [[Int]]
    private var withheld: Set<Place> = []
    private var height: Int { values.count }
    private var width: Int { values[0].count }

    init(_ table: CountTable) {
        var values = table.counts.map { $0 + [$0.reduce(0, +)] }
        values.append((0...table.columns.count).map { column in values.reduce(0) { $0 + $1[column] } })
        self.values = values
    }

    func shown(_ row: Int, _ column: Int) -> Int? {
        withheld.contains(Place(row: row, column: column)) ? nil : values[row][column]
    }

    private func value(_ place: Place) -> Int { values[place.row][place.column] }

    private var places: [Place] {
        (0..<height).flatMap { row in (0..<width).map { Place(row: row, column: $0) } }
    }

    mutating func withholdSmall() {
        withheld = Set(places.filter { (1..<SmallNumbers.least).contains(value($0)) })
    }

    /// In no line may one cell alone be withheld, nor so little that the rest tells it. Says whether there was such a line.
    mutating func withholdAlongLines() -> Bool {
        let lines =
            (0..<height).map { row in (0..<width).map { Place(row: row, column: $0) } }
            + (0..<width).map { column in (0..<height).map { Place(row: $0, column: column) } }
        var isChanged = false
        for line in lines {
            let hidden = line.filter(withheld.contains)
            guard let total = line.last, !hidden.isEmpty else { continue }
            let rest = hidden.filter { $0 != total }.reduce(0) { $0 + value($1) }
            let isTold = hidden.count == 1 || !withheld.contains(total) && rest < SmallNumbers.least
            guard isTold, let next = smallest(of: line) else { continue }
            withheld.insert(next)
            isChanged = true
        }
        return isChanged
    }

    /// Withholds one more cell where one lies on no circle. Says whether there was one.
    mutating func withholdAroundBridges() -> Bool {
        for place in places where withheld.contains(place) {
            let side = lines(reachedFrom: place.row, without: place)
            guard !side.contains(height + place.column) else { continue }
            let across = places.filter { side.contains($0.row) != side.contains(height + $0.column) }
            let near = places.filter { $0.row == place.row || $0.column == place.column }
            guard let next = smallest(of: across) ?? smallest(of: near) ?? smallest(of: places) else { return false }
            withheld.insert(next)
            return true
        }
        return false
    }

    /// The smallest number among some cells that is still shown and not 0; the first of equal ones.
    private func smallest(of some: [Place]) -> Place? {
        some.filter { !withheld.contains($0) && value($0) > 0 }.min { value($0) < value($1) }
    }

    /// Rows, and columns after them, that hang together with a row by withheld cells other than one.
    private func lines(reachedFrom row: Int, without left: Place) -> Set<Int> {
        var (found, open): (Set<Int>, [Int]) = ([row], [row])
        while let line = open.popLast() {
            for place in withheld where place != left {
                let (one, other) = (place.row, height + place.column)
                guard one == line || other == line else { continue }
                let next = one == line ? other : one
                if found.insert(next).inserted { open.append(next) }
            }
        }
        return found
    }
}
