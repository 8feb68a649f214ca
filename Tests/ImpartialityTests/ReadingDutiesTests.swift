import Deployment
import Impartiality
import Testing

@Suite("Reading the long files")
struct ReadingDutiesTests {
    /// A force of forty-five with two duties in three, over forty days.
    static func force(seed: UInt64, shuffled: Bool) -> SmallWorld {
        var random = ReadingRandom(seed: seed)
        var world = SmallWorld()
        for name in ["swaps", "decisions", "abstractions", "officer_skills"] {
            world.files[name] = world.files[name, default: ""].split(separator: "\n")[0] + "\n"
        }
        world.replace("history", "2021-01-13", "2021-02-12")
        world.files["officers"] = "officer_id,rank,team_id,supervisor_id,contract,joined_on,left_on,command_id\n"
        for officer in 10..<55 { world.files["officers"]? += "W\(officer),PC,A,V1,full,2015-01-01,,C1\n" }
        var published: [String] = []
        var worked: [String] = []
        for day in 0..<40 {
            let date = Day(iso: "2021-01-04")?.adding(day).description ?? ""
            for officer in 10..<55 where random.below(3) > 0 {
                let duty =
                    "\(date),\(["E", "L", "N"][random.below(3)]),W\(officer),\(["", "P1", "P2"][random.below(3)])"
                published.append(duty + ",2020-12-21\n")
                if random.below(9) > 0 { worked.append(duty + "\n") }
            }
        }
        if shuffled {
            published.shuffle(using: &random)
            worked.shuffle(using: &random)
        }
        world.files["published"] = "date,shift,officer_id,post_id,published_on\n" + published.joined()
        world.files["as_worked"] = "date,shift,officer_id,post_id\n" + worked.joined()
        return world
    }

    @Test("the order of the rows does not matter", arguments: 1...5 as ClosedRange<UInt64>)
    func order(seed: UInt64) throws {
        let history = try Self.force(seed: seed, shuffled: false).read()
        #expect(history.published.count > 800)
        #expect(try dump(Self.force(seed: seed, shuffled: true).read()) == dump(history))
    }

    @Test("rows in quotes, which are read slowly, give what plain rows give", arguments: 1...5 as ClosedRange<UInt64>)
    func bothWays(seed: UInt64) throws {
        let world = Self.force(seed: seed, shuffled: seed % 2 == 0)
        var quoted = world
        for name in ["published", "as_worked"] {
            quoted.files[name] = world.files[name, default: ""].replacing(",P1", with: ",\"P1\"")
        }
        #expect(try dump(quoted.read()) == dump(world.read()))
    }

    @Test("days without a duty in a force of some size are a gap, told once where the rows go on")
    func gap() {
        var world = Self.force(seed: 7, shuffled: false)
        var lines = world.files["as_worked", default: ""].split(separator: "\n").map(String.init)
        lines.removeAll { $0.hasPrefix("2021-01-20") || $0.hasPrefix("2021-01-21") || $0.hasPrefix("2021-02-12") }
        world.files["as_worked"] = lines.joined(separator: "\n") + "\n"
        let behind = lines.firstIndex { $0.hasPrefix("2021-01-22") } ?? 0
        let tail = "the history has a gap, in a force with duties on every day"
        #expect(
            world.problems == [
                "as_worked.csv:\(behind + 1): column date: has no row from 2021-01-20 to 2021-01-21: \(tail)",
                "as_worked.csv:\(lines.count): column date: has no row from 2021-02-12 to 2021-02-12: \(tail)",
            ])
    }

    @Test("no work on record at all is told, where a force of some size was published")
    func noWork() {
        var world = Self.force(seed: 7, shuffled: false)
        world.files["as_worked"] = "date,shift,officer_id,post_id\n"
        #expect(
            world.problems == [
                "as_worked.csv:1: column date: has no row below the header, in a force with duties on every day"
            ])
    }

    @Test("any one wrong byte in a long file is told on its line")
    func wrongBytes() throws {
        let world = Self.force(seed: 3, shuffled: false)
        let bytes = world.bytes
        let rows = try #require(bytes["published"])
        var random = ReadingRandom(seed: 11)
        for _ in 0..<60 {
            let place = 50 + random.below(rows.count - 60)
            guard rows[place] != 0x0A else { continue }
            var files = bytes
            files["published"]?[place] = 0x23
            let line = rows[..<place].count { $0 == 0x0A } + 1
            let problems = SmallWorld.problems(files)
            #expect(problems.contains { $0.hasPrefix("published.csv:\(line): ") }, "\(place)")
        }
    }
}

/// A small random source (splitmix64), the same on every machine.
struct ReadingRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and without, `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }
}
