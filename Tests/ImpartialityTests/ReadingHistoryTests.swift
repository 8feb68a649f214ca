import Deployment
import Impartiality
import Testing

@Suite("Reading a history")
struct ReadingHistoryTests {
    @Test("a world written by hand reads as it stands, places for ids and days for dates")
    func smallWorld() throws {
        let history = try SmallWorld().read()
        #expect(history.firstDay == Day(iso: "2021-01-04"))
        #expect(history.lastDay == 9)
        #expect(history.commands == ["C1"])
        #expect(history.missions.map(\.id) == ["M1", "M2"])
        #expect(history.sites.map(\.mission) == [0, 1])
        #expect(history.skills == ["AFO", "MP5", "RPO"])
        #expect(history.posts.map(\.requires) == [0b011, 0b001])
        #expect(history.posts[1].targets == [2, 1, 1])
        #expect(history.levels.map(\.from) == [-34, 0])
        #expect(history.levels.map(\.level) == [.heightened, .normal])
        #expect(history.currencies.map(\.skill) == [0, 2])
        #expect(history.currencies.map(\.to) == [History.never, 2])
        #expect(history.seasons.map(\.label) == ["fair"])
    }

    @Test("officers and supervisors stand in the order of their files, teams in that of their names")
    func people() throws {
        let history = try SmallWorld().read()
        #expect(history.supervisors.map(\.rank) == [.sergeant, .inspector])
        #expect(history.supervisors.map(\.team) == [1, History.none])
        #expect(history.teams.map(\.id) == ["A", "B"], "nobody is in team Z")
        #expect(history.teams.map(\.cycle) == [[-1, 0], [2]])
        #expect(history.teams.map(\.anchor) == [0, 0])
        #expect(history.officers.map(\.team) == [1, 0, 0])
        #expect(history.officers.map(\.line) == [0, History.none, 0])
        #expect(history.officers.map(\.isFull) == [true, false, true])
        #expect(history.officers.map(\.left) == [History.never, 6, History.never])
    }

    @Test("duties are held by day, shift and officer, without those beyond the last day")
    func duties() throws {
        let history = try SmallWorld().read()
        #expect(history.published.days == 10)
        #expect(history.published.officer == [0, 1, 1])
        #expect(history.published.post == [History.none, 0, 0])
        #expect(history.published.shift == [0, 0, 1])
        #expect(history.published.rows(1) == 2..<3)
        #expect(history.worked.post == [1])
    }

    @Test("decisions, swaps and absences stand in the order in which they became known")
    func reliefs() throws {
        let history = try SmallWorld().read()
        #expect(history.decisions.map(\.id) == ["D1", "D2", "D3"])
        #expect(history.decisions.map(\.extends) == [History.none, 0, History.none])
        #expect(history.decisions.map(\.decider) == [.supervisor(0), .supervisor(1), .officer(0)])
        #expect(history.decisions.map(\.scope) == [.allArmed, .posts([0, 1]), .shifts(0b101)])
        #expect(history.decisions.map(\.isGranted) == [true, true, false])
        #expect(history.decisions[1].reason == "said \"no\",\ntwice")
        #expect(history.decisions.map(\.reviewed) == [3, History.never, History.never])
        #expect(history.decisions[2].reviewOn == History.never)
        #expect(history.swaps.map(\.id) == ["SW1", "SW2"])
        #expect(history.swaps.map(\.isAsked) == [true, false])
        #expect(history.swaps[1].other == History.none)
        #expect(history.abstractions.map(\.id) == ["A1", "A2"], "A3 is of somebody who has yet to join")
        #expect(history.abstractions.map(\.to) == [32, History.never], "sickness lasts until it ends")
    }

    @Test("carriage returns, a byte order mark, another order of columns and quotes change nothing")
    func spelling() throws {
        let history = try SmallWorld().read()
        var world = SmallWorld()
        world.files["missions"] = "\u{FEFF}command_id,\"mission_id\"\r\nC1,M1\r\n\"C1\",M2"
        world.files["as_worked"] = "post_id,officer_id,shift,date\r\nP2,W2,E,2021-01-04\r\n"
        world.files["published"]?.replace("\n", with: "\r\n")
        #expect(try dump(world.read()) == dump(history))
    }

    @Test("a text of 100 kB is read")
    func longText() throws {
        var world = SmallWorld()
        let text = String(repeating: "word \"and\" line\n", count: 7_000)
        world.replace("decisions", ",r,w,i,2021", ",\"\(text.replacing("\"", with: "\"\""))\",w,i,2021")
        #expect(try world.read().decisions[0].reason == text)
    }

    @Test("a command without officers or posts is a history, and so is a single officer")
    func small() throws {
        var world = SmallWorld()
        for (name, text) in world.files where name != "history" {
            world.files[name] = text.split(separator: "\n")[0] + "\n"
        }
        let empty = try world.read()
        #expect(empty.published.days == 10)
        #expect(empty.officers.isEmpty)
        world.files["officers"]? += "W1,PC,B,,full,2015-01-01,,C1\n"
        world.files["as_worked"]? += "2021-01-06,N,W1,\n"
        #expect(try world.read().worked.count == 1)
    }

    @Test("both ways of reading give the same history")
    func atOnce() async throws {
        let world = SmallWorld()
        let history = try await HistoryReader(files: world.bytes).readAtOnce()
        #expect(try dump(history) == dump(world.read()))
    }

    @Test("a peer who decides before coming on record is nobody that can be named")
    func earlyPeer() throws {
        var world = SmallWorld()
        world.replace("officers", "full,2021-01-08", "full,2021-05-08")
        world.replace("history", "2021-01-13", "2021-12-31")
        world.replace("abstractions", "A3,W9,2021-06-05,2021-06-09,leave,2021-01-05\n", "")
        world.replace("decisions", "V1,PS", "W3,PC")
        #expect(try world.read().decisions[0].decider == .officer(History.none))
        #expect(try world.read(until: Day(iso: "2021-01-13")).decisions[0].decider == .officer(History.none))
    }
}

/// Everything in a history, to hold two of them against each other.
func dump(_ history: History) -> String {
    String(describing: history)
}

extension String {
    fileprivate mutating func replace(_ text: String, with other: String) {
        self = replacing(text, with: other)
    }
}
