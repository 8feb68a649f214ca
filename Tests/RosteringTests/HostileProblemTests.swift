import Deployment
import Testing

@testable import Rostering

/// Documents damaged at random by the thousand; whatever happens, nothing traps.
@Suite("Hostile problems")
struct HostileProblemTests {
    @Test("Damaged documents are refused with field and rule or solved", arguments: 1...8)
    func damaged(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed) &* 7919)
        var (refused, solved) = (0, 0)
        for _ in 0..<500 {
            var json = random.document(officers: 3).json()
            for _ in 0..<random.number(1...3) { json = random.hostile(json) }
            do {
                let problem = try Problem(ProblemDocument(json: JSON.parse(json.bytes())))
                try check(problem, iterations: 300)
                solved += 1
            } catch let error as ProblemError {
                #expect(!error.faults.isEmpty && error.faults.allSatisfy { !$0.rule.isEmpty })
                refused += 1
            } catch let error as JSONError {
                #expect(!error.reason.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 100)
        #expect(solved > 20)
    }

    @Test("Numbers at both ends of what is allowed are counted without drift", arguments: 1...60)
    func extremes(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed) &* 104_729)
        let document = random.extreme(random.document(officers: 5))
        let problem = try Problem(document)
        try check(problem, iterations: 8192)
        guard !problem.officerIDs.isEmpty, !problem.duties.isEmpty else { return }
        var search = Search(Tables(problem), seed: UInt64(seed))
        defer { search.free() }
        for _ in 0..<20 {
            search.run(100, temperature: 1 << 30)
            search.recount()
        }
    }

    @Test("Damaged texts are refused with a place or read", arguments: 1...4)
    func damagedText(seed: Int) {
        var random = RandomProblem(seed: UInt64(seed) &* 31)
        let text = random.document(officers: 2).json().bytes()
        for _ in 0..<500 {
            var bytes = text
            for _ in 0..<random.number(1...4) {
                let place = random.random.below(bytes.count)
                switch random.number(0...3) {
                case 0: bytes[place] = UInt8(random.number(0...255))
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.number(1...40)))
                case 2: bytes.insert(contentsOf: random.pick(RandomProblem.scraps).utf8, at: place)
                default: bytes = Array(bytes[..<max(place, 1)])
                }
            }
            do {
                _ = try ProblemDocument(json: JSON.parse(bytes))
            } catch let error as JSONError {
                #expect(error.line > 0 && error.column > 0 && !error.reason.isEmpty)
            } catch {
                #expect(error is ProblemError)
            }
        }
    }

    private func check(_ problem: Problem, iterations: Int) throws {
        let roster = solve(problem, limits: SolveLimits(iterations: iterations), checking: true) { _ in .goOn }
        let evaluation = evaluate(problem, roster.placements(in: problem))
        #expect(evaluation.isLawful)
        #expect(evaluation.total == roster.cost)
        #expect(try Roster(json: JSON.parse(roster.json().bytes()), for: problem).deployments == roster.deployments)
    }
}

extension RandomProblem {
    static let scraps = [
        "\"", "{", "[", "}", "]", ",", ":", "1e400", "-", "\\u0000", "\\ud800", "null", "99999999999999999999", "\u{0}",
        "\"days\":1,",
    ]

    private static let numbers: [JSON] = [
        .integer(.max), .integer(.min), .integer(-1), 0, 1, 2, 4, 7, 100, 101, 366, 1440, 1441, 3660, 3661, 5000, 5001,
        100_000, 100_001, 1_000_000, 1_000_001, 1_000_000_000, 1_000_000_001, 2_147_483_647, 2_147_483_648,
        -2_147_483_648, -2_147_483_649, -1_000_000_000, -1_000_001, 4_294_967_296, 1_000_000_000_000,
        1_000_000_000_000_000_000,
    ]

    /// The value with one place changed: numbers mostly to the ends of ranges, ids to others, keys and types to anything.
    mutating func hostile(_ json: JSON) -> JSON {
        switch json {
        case .object(var members) where !members.isEmpty && !chance(3):
            let place = random.below(members.count)
            if chance(2) {
                members.remove(at: place)
            } else if chance(2) {
                members.append(JSON.Member(pick(["surplus", "", "a/b", "W0"]), 1))
            } else {
                members[place].value = hostile(members[place].value)
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty && !chance(3):
            let place = random.below(elements.count)
            if chance(4) {
                elements.append(elements[place])
            } else if chance(4) {
                elements.remove(at: place)
            } else {
                elements[place] = hostile(elements[place])
            }
            return .array(elements)
        case .integer where !chance(10): return pick(RandomProblem.numbers)
        case .bool where !chance(20): return .bool(chance(50))
        case .string where !chance(20): return .string(pick(["S0", "S1", "P0", "T0", "W0", "C1", "K0", "", "\u{0}"]))
        default:
            return pick([
                .null, "", "S0", "W0", "24:00", "23:59", "9999-12-27", "0001-01-01", [], [1, 0], [-9, 9], [:], true,
                .number(1.5), .number(1e300), .number(-0.0), [[]], ["x": .null],
            ])
        }
    }

    /// The document with its numbers at one end or the other of what the reader accepts.
    mutating func extreme(_ plain: ProblemDocument) -> ProblemDocument {
        var document = plain
        func end(_ low: Int, _ high: Int) -> Int { chance(50) ? high : low }
        func price() -> Int { end(0, 100_000) }
        document.minRestMinutes = pick([0, 660, 4000, 1_000_000])
        document.siteCap = end(0, 1_000_000)
        let minRun = pick([0, 15, 1000, 100_000])
        let most = 1_000_000_000 / max(minRun, 1000)
        for index in document.contracts.indices {
            document.contracts[index].maxConsecutiveWork = end(1, 1_000_000)
            document.contracts[index].minConsecutiveWork = end(0, most)
            document.contracts[index].minConsecutiveOff = end(0, most)
            document.contracts[index].maxConsecutiveNights = end(0, 1_000_000)
            document.contracts[index].minShifts = end(0, 1_000_000)
            document.contracts[index].maxShifts = 1_000_000
            document.contracts[index].maxWeekends = end(0, 1_000_000)
        }
        for index in document.officers.indices {
            document.officers[index].history.load = .init(
                night: end(0, 5000), weekend: end(0, 5000), high: end(0, 5000))
            document.officers[index].history.sites = ["T0": end(0, 5000), "Gone": end(0, 5000)]
            if document.officers[index].history.consecutiveWork > 0, chance(50) {
                document.officers[index].history.consecutiveWork = 1_000_000
            }
            for request in document.officers[index].requests.indices {
                document.officers[index].requests[request].weight = pick([0, 100_000])
            }
        }
        for index in document.demand.indices where chance(30) {
            document.demand[index].target = 5000
            document.demand[index].min = end(0, 5000)
        }
        document.weights = .init(
            belowMin: price(), belowTarget: price(), shifts: price(), minRun: minRun, maxWeekends: price(),
            splitWeekend: price(), maxNights: price(), request: end(0, 5000), changedShift: .everyDay(price()),
            workedRestDay: .byDay((0..<document.days).map { _ in price() }), burden: price(), siteRepeat: price())
        let officers = document.officers.map(\.id)
        func caps() -> [String: Int] {
            Dictionary(uniqueKeysWithValues: officers.map { ($0, end(0, 1_000_000_000)) })
        }
        document.caps = .init(night: caps(), weekend: caps(), high: caps())
        return document
    }
}
