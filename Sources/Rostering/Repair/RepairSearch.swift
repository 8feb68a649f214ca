/// The state of a repair: the board with the base on it, and the links made so far.
///
/// An officer whose row cannot stand on the board (two duties on a day, a rule broken already, a duty that nobody wants) is
/// left out of it: such rows stay as they are, and the places they hold are taken off the duties.
struct RepairSearch {
    /// Price of one officer of weight 1 short of a minimum: more than any cost, so that coverage comes first.
    static let shortPrice: Int32 = 1 << 28

    struct Link {
        var officer: Int32
        var takes: Int32
        var leaves: Int32
    }

    let problem: Problem
    let order: RepairOrder
    let tables: Tables
    var board: Board
    /// The duties to fill, one entry a place.
    let vacancies: [Int]
    /// Links of each vacancy's chain, head first.
    var chains: [[Link]]
    /// Vacancies whose chain a person has chosen and the search keeps; how many links of it.
    var chosen: [Int]
    var trials = 0
    let isBegun: Flat<Bool>
    /// Officer-days that a link has changed: officer x days + day.
    let isChanged: Flat<Bool>
    let isPinned: Flat<Bool>
    let worksRestDay: Flat<Bool>
    let restDayWeight: Flat<Int32>

    init(_ problem: Problem, _ base: [Placement], _ order: RepairOrder) {
        self.problem = problem
        self.order = order
        tables = Tables(problem)
        let withdrawn = Set(order.withdrawn)
        let open = base.filter { !withdrawn.contains($0) }
        isPinned = Flat(repeating: false, count: problem.officerIDs.count)
        isBegun = Flat(problem.duties.indices.map(order.begun.contains))
        isChanged = Flat(repeating: false, count: problem.officerIDs.count * problem.days)
        worksRestDay = Flat(problem.officers.rostered.map { $0 < 0 })
        restDayWeight = Flat(
            (0..<problem.days).map { Int32(order.restDayWeight.indices.contains($0) ? order.restDayWeight[$0] : 0) })
        let rows = RepairSearch.rows(problem, open, isPinned)
        for index in 0..<tables.dutyCount {
            tables.duty[index].minPrice = Int32(problem.duties[index].weight) * RepairSearch.shortPrice
        }
        for placement in open where isPinned[placement.officer] {
            guard let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) else {
                continue
            }
            tables.duty[duty].min = max(0, tables.duty[duty].min - 1)
            tables.duty[duty].target = max(0, tables.duty[duty].target - 1)
            tables.duty[duty].capacity = max(0, tables.duty[duty].capacity - 1)
        }
        board = Board(tables)
        vacancies = RepairSearch.vacancies(problem, order)
        chains = [[Link]](repeating: [], count: vacancies.count)
        chosen = [Int](repeating: 0, count: vacancies.count)
        for (officer, duties) in rows.enumerated() where !isPinned[officer] {
            for duty in duties {
                board.put(officer, problem.duties[duty].day, Int32(duty))
                // One day at a time: a row may have more duties than a move may make changes.
                _ = board.settle(officer, problem.duties[duty].day, problem.duties[duty].day)
                board.keep()
            }
        }
    }

    func free() {
        board.free()
        isBegun.free()
        isChanged.free()
        isPinned.free()
        worksRestDay.free()
        restDayWeight.free()
    }

    /// The duties of each officer; pins those whose row cannot stand on the board.
    private static func rows(_ problem: Problem, _ base: [Placement], _ isPinned: Flat<Bool>) -> [[Int]] {
        var rows = [[Int]](repeating: [], count: problem.officerIDs.count)
        var placements = [[Placement]](repeating: [], count: problem.officerIDs.count)
        var filled = [Int](repeating: 0, count: problem.duties.count)
        for placement in base {
            placements[placement.officer].append(placement)
            guard let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift),
                filled[duty] < problem.duties[duty].target
            else {
                isPinned[placement.officer] = true
                continue
            }
            filled[duty] += 1
            rows[placement.officer].append(duty)
        }
        for officer in rows.indices where !isPinned[officer] {
            let row = OfficerRow(problem, officer, placements[officer])
            let isLawful =
                HardRule.oneDutyADay(row).isEmpty && HardRule.restBetweenDuties(row).isEmpty
                && HardRule.daysInARow(row).isEmpty
            if !isLawful { isPinned[officer] = true }
        }
        return rows
    }

    /// One entry a place: the heaviest duties below their minimum first, then by day.
    private static func vacancies(_ problem: Problem, _ order: RepairOrder) -> [Int] {
        var places: [Int: Int] = [:]
        for placement in order.withdrawn {
            if let duty = problem.duty(post: placement.post, day: placement.day, shift: placement.shift) {
                places[duty, default: 0] += 1
            }
        }
        for vacancy in order.vacancies { places[vacancy.duty, default: 0] += vacancy.places }
        return places.filter { !order.begun.contains($0.key) }
            .sorted { left, right in
                let (first, second) = (problem.duties[left.key], problem.duties[right.key])
                if first.weight != second.weight { return first.weight > second.weight }
                return left.key < right.key
            }
            .flatMap { [Int](repeating: $0.key, count: $0.value) }
    }

    // MARK: One link

    /// What the officer does on the day of the duty.
    @inline(__always)
    func standing(_ officer: Int, _ duty: Int) -> Int32 {
        board.duty[officer * tables.days + Int(tables.duty[duty].day)]
    }

    /// Whether the officer may take the duty as far as skills, rows, other links and begun duties say; rest and runs are the board's.
    @inline(__always)
    func mayTake(_ officer: Int, _ duty: Int) -> Bool {
        let facts = tables.duty[duty]
        let cell = officer * tables.days + Int(facts.day)
        guard board.may(officer, duty), !isPinned[officer], !isChanged[cell] else { return false }
        let now = board.duty[cell]
        if now >= 0, now == Int32(truncatingIfNeeded: duty) || isBegun[Int(now)] { return false }
        let floor = restDayWeight[Int(facts.day)]
        if floor > 0, worksRestDay[cell], now < 0 {
            return Int32(problem.duties[duty].weight) >= floor && board.filled[duty] < facts.min
        }
        return true
    }

    /// Makes a lawful link for good; false where it is not lawful.
    mutating func make(_ link: Link) -> Bool {
        let day = Int(tables.duty[Int(link.takes)].day)
        board.put(Int(link.officer), day, link.takes)
        guard board.settle(Int(link.officer), day, day) else {
            board.takeBack()
            return false
        }
        board.keep()
        isChanged[Int(link.officer) * tables.days + day] = true
        return true
    }

    /// Takes links back, the last first; false, with nothing changed, where an officer's row would not be lawful then.
    mutating func unmake(_ links: ArraySlice<Link>) -> Bool {
        for (place, link) in links.enumerated().reversed() {
            let day = Int(tables.duty[Int(link.takes)].day)
            board.put(Int(link.officer), day, link.leaves)
            guard board.settle(Int(link.officer), day, day) else {
                board.takeBack()
                for other in links.dropFirst(place + 1) { _ = make(other) }
                return false
            }
            board.keep()
            isChanged[Int(link.officer) * tables.days + day] = false
        }
        return true
    }

    /// What the whole of the links is worth: change of coverage and cost since the base, and the price of the changes.
    func value(since base: Int) -> Int {
        board.cost - base + order.pricePerChange * chains.reduce(0) { $0 + $1.count }
    }
}
