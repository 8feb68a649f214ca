import Deployment
import Testing

@testable import Rostering

/// A change that breaks the rule at a pointer.
struct Damage: Sendable, CustomTestStringConvertible {
    let pointer: String
    let change: @Sendable (inout ProblemDocument) -> Void

    init(_ pointer: String, _ change: @escaping @Sendable (inout ProblemDocument) -> Void) {
        self.pointer = pointer
        self.change = change
    }

    var testDescription: String { pointer }
}

@Suite("Documents")
struct DocumentTests {
    @Test("A problem written and read again is the same")
    func problemRoundTrip() throws {
        var random = RandomProblem(seed: 2)
        for document in [Toy.document] + (0..<50).map({ _ in random.document() }) {
            let text = document.json().text()
            let read = try ProblemDocument(json: JSON.parse(text))
            #expect(read == document)
            #expect(read.json().text() == text)
        }
    }

    @Test("A roster written and read again is the same")
    func rosterRoundTrip() throws {
        let problem = try Problem(Toy.document)
        let roster = Roster(
            problem: "toy", deployments: on("Ash", "Gate", "E", 0, 1), cost: 12, lowerBound: 7, seconds: 0.25)
        #expect(try Roster(json: JSON.parse(roster.json().text()), for: problem) == roster)
    }

    @Test("All faults of a roster are told together")
    func rosterFaults() throws {
        let problem = try Problem(Toy.document)
        var roster = Roster(
            problem: "other", deployments: on("Nobody", "Nowhere", "X", 99), cost: -1, lowerBound: nil, seconds: 0)
        let error = #expect(throws: ProblemError.self) { try Roster(json: roster.json(), for: problem) }
        #expect(
            error?.faults.map(\.pointer) == [
                "/problem", "/cost", "/deployments/0/officer", "/deployments/0/shift", "/deployments/0/post",
                "/deployments/0/day",
            ])
        roster.deployments = []
        #expect(throws: ProblemError.self) { try Roster(json: ["format": "x"], for: problem) }
    }

    @Test("Contradictory demand is refused with its pointer")
    func contradictoryDemand() {
        let document = Toy.with {
            $0.demand[5].min = 3
            $0.demand[9] = $0.demand[8]
        }
        let error = #expect(throws: ProblemError.self) { try Problem(document) }
        #expect(
            error?.faults == [
                .init(pointer: "/demand/5/min", rule: "3 exceeds target 1"),
                .init(pointer: "/demand/9", rule: "post Gate, day 2, shift E is listed twice"),
            ])
    }

    @Test("All faults of shape are told together, with pointers")
    func shapeFaults() throws {
        guard case .object(var members) = Toy.document.json() else { return }
        members.removeAll { $0.key == "siteCap" }
        for index in members.indices where members[index].key == "days" { members[index].value = "seven" }
        members.append(.init("extra", 1))
        let error = #expect(throws: ProblemError.self) { try ProblemDocument(json: .object(members)) }
        #expect(error?.faults.map(\.pointer) == ["/extra", "/siteCap", "/days"])
    }

    @Test("What is not a problem at all is refused", arguments: [JSON.null, [], [:], 1, "problem"])
    func notAProblem(json: JSON) {
        #expect(throws: ProblemError.self) { try ProblemDocument(json: json) }
    }

    @Test(
        "Each rule of the format is held, at its pointer",
        arguments: [
            Damage("/start") { $0.start = Day(number: 5) },
            Damage("/days") { $0.days = 0 },
            Damage("/shifts/1/id") { $0.shifts[1].id = "E" },
            Damage("/contracts/0/minShifts") { $0.contracts[0].minShifts = 5 },
            Damage("/officers/1/id") { $0.officers[1].id = "Ash" },
            Damage("/officers/0/contract") { $0.officers[0].contract = "none" },
            Damage("/officers/0/skills/X") { $0.officers[0].skills["X"] = 1 },
            Damage("/officers/2/rostered") { $0.officers[2].rostered.removeLast() },
            Damage("/officers/2/rostered/1") { $0.officers[2].rostered[1] = "X" },
            Damage("/officers/0/requests/0/day") { $0.officers[0].requests = [.init(day: 7, shift: nil, weight: 1)] },
            Damage("/officers/0/history/lastDay") { $0.officers[0].history.lastDay = -1 },
            Damage("/officers/0/history/consecutiveWork") { $0.officers[0].history.consecutiveWork = 1 },
            Damage("/officers/0/history/consecutiveOff") {
                $0.officers[0].history = .init(lastShift: "E", lastDay: -3, consecutiveOff: 1)
            },
            Damage("/posts/1/requires/2") { $0.posts[1].requires.append("AFO") },
            Damage("/nonDeployments/0/officer") { $0.nonDeployments[0].officer = "X" },
            Damage("/nonDeployments/0/posts") { $0.nonDeployments[0].posts = [] },
            Damage("/nonDeployments/0/from") { $0.nonDeployments[0].from = 9 },
            Damage("/weights/changedShift") { $0.weights.changedShift = .byDay([1]) },
            Damage("/burdens/night/cap") { $0.caps.night["Ash"] = nil },
            Damage("/siteCap") { $0.siteCap = -1 },
        ])
    func rules(damage: Damage) {
        let error = #expect(throws: ProblemError.self) { try Toy.with(damage.change).check() }
        #expect(error?.faults.contains { $0.pointer == damage.pointer } == true, "\(error?.description ?? "")")
    }
}
