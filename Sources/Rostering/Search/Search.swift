/// One search: a board, a random stream and a temperature.
struct Search {
    let tables: Tables
    var board: Board
    var random: Random
    /// Best roster so far: officer x days to duty.
    let best: Flat<Int32>
    var bestCost: Int
    var iterations = 0
    /// What the move that is tried may cost more at most: drawn before it, so that it need not be made where it is too dear.
    var limit = 0
    /// The officers it may choose.
    var share: Share
    var chances = Chances()
    private let luck: Flat<Int32>

    init(_ tables: Tables, seed: UInt64) {
        self.tables = tables
        board = Board(tables)
        random = Random(seed: seed)
        best = Flat(repeating: Board.off, count: tables.officers * tables.days)
        bestCost = board.cost
        share = Share(all: tables.officers)
        luck = Flat(Search.luckTable())
    }

    func free() {
        board.free()
        best.free()
        share.free()
        chances.release()
        luck.free()
    }

    /// Tries `count` moves at a temperature (1024 is one unit of cost) and remembers the roster if it is the best yet.
    mutating func run(_ count: Int, temperature: Int) {
        chances.set(temperature: temperature)
        for _ in 0..<count {
            limit = (temperature * Int(luck[random.below(luck.count)])) >> 20
            if move(), board.delta > limit { board.takeBack() } else { board.keep() }
        }
        iterations += count
        // What a share costs is known when all are put together.
        if share.count == tables.officers { remember() }
    }

    /// Keeps the roster if it is cheaper than the best so far.
    mutating func remember() {
        if board.cost < bestCost {
            bestCost = board.cost
            best.copy(from: board.duty)
        }
    }

    /// Takes over a roster, for instance another search's.
    mutating func adopt(_ rows: Flat<Int32>) {
        for officer in 0..<tables.officers {
            for day in 0..<tables.days { change(officer, day, Board.off) }
        }
        for officer in 0..<tables.officers {
            for day in 0..<tables.days where rows[officer * tables.days + day] >= 0 {
                change(officer, day, rows[officer * tables.days + day])
            }
        }
        precondition(board.cost >= 0, "a roster taken over costs \(board.cost)")
        remember()
    }

    /// Changes one day for good, whatever it costs.
    private mutating func change(_ officer: Int, _ day: Int, _ next: Int32) {
        guard board.duty[officer * tables.days + day] != next else { return }
        board.put(officer, day, next)
        let lawful = board.settle(officer, day, day)
        precondition(lawful, "a lawful roster stays lawful when it is taken apart or put together day by day")
        board.keep()
    }

    /// 1024 times the negative logarithm of 4096 evenly spaced numbers between 0 and 1.
    private static func luckTable() -> [Int32] {
        (0..<4096).map { Int32(1024 * negativeLogarithm((Double($0) + 0.5) / 4096)) }
    }

    /// -ln(x) for 0 < x <= 1 by the series of the inverse hyperbolic tangent: the same on every machine.
    private static func negativeLogarithm(_ x: Double) -> Double {
        var halvings = 0.0
        var reduced = x
        while reduced < 0.5 {
            reduced *= 2
            halvings += 1
        }
        let z = (1 - reduced) / (1 + reduced)
        var sum = 0.0
        var power = z
        for odd in stride(from: 1.0, through: 41, by: 2) {
            sum += power / odd
            power *= z * z
        }
        return 2 * sum + halvings * 0.693147180559945309
    }
}
