import Deployment
import Testing

@testable import Rostering

/// A change of the toy's JSON text, and the field and rule that the refusal must name.
struct Spoiled: Sendable, CustomTestStringConvertible {
    let pointer: String
    let rule: String
    let change: @Sendable (inout JSON) -> Void

    init(_ pointer: String, _ rule: String, _ change: @escaping @Sendable (inout JSON) -> Void) {
        self.pointer = pointer
        self.rule = rule
        self.change = change
    }

    var testDescription: String { "\(pointer): \(rule)" }
}

extension JSON {
    /// The value at a JSON pointer; setting it replaces what is there.
    subscript(at pointer: String) -> JSON {
        get { pointer.split(separator: "/").reduce(self) { $0.step(String($1)) } }
        set { self = replacing(pointer.split(separator: "/").map(String.init)[...], newValue) }
    }

    private func step(_ name: String) -> JSON {
        if let place = Int(name), let elements { return elements[place] }
        return self[name] ?? .null
    }

    private func replacing(_ path: ArraySlice<String>, _ value: JSON) -> JSON {
        guard let name = path.first else { return value }
        let inner = step(name).replacing(path.dropFirst(), value)
        switch self {
        case .array(var elements):
            elements[Int(name) ?? 0] = inner
            return .array(elements)
        case .object(var members):
            if let place = members.firstIndex(where: { $0.key == name }) {
                members[place].value = inner
            } else {
                members.append(JSON.Member(name, inner))
            }
            return .object(members)
        default: return self
        }
    }
}

@Suite("Bad problems are refused with field and rule")
struct BadProblemTests {
    /// The faults of a document text, as pointers and rules.
    private func faults(_ text: String) -> [ProblemError.Fault] {
        do {
            _ = try Problem(ProblemDocument(json: JSON.parse(text)))
            return []
        } catch let error as ProblemError {
            return error.faults
        } catch let error as JSONError {
            return [ProblemError.Fault(pointer: error.pointer, rule: error.reason)]
        } catch {
            return []
        }
    }

    @Test(
        "A value beyond what can be counted or does not fit the rest is named",
        arguments: [
            Spoiled("/days", "0 is not within 1 to 3660") { $0[at: "/days"] = 0 },
            Spoiled("/days", "9223372036854775807 is not within 1 to 3660") { $0[at: "/days"] = .integer(.max) },
            Spoiled("/officers/0/rostered", "has 7 entries, not one for each of 366 days") { $0[at: "/days"] = 366 },
            Spoiled("/minRestMinutes", "-1 is not within 0 to 1000000") { $0[at: "/minRestMinutes"] = -1 },
            Spoiled("/shifts/0/minutes", "1000000000000000000 is not within 1 to 1440") {
                $0[at: "/shifts/0/minutes"] = 1_000_000_000_000_000_000
            },
            Spoiled("/shifts", "0 is not within 1 to 100") { $0[at: "/shifts"] = [] },
            Spoiled("/weights/belowMin", "1000000000000 is not within 0 to 100000") {
                $0[at: "/weights/belowMin"] = 1_000_000_000_000
            },
            Spoiled("/weights/workedRestDay/6", "-1 is not within 0 to 100000") {
                $0[at: "/weights/workedRestDay"] = [0, 0, 0, 0, 0, 0, -1]
            },
            Spoiled("/weights/changedShift", "is a string, not a whole number") {
                $0[at: "/weights/changedShift"] = "40"
            },
            Spoiled("/weights/burden", "is a number, not a whole number") {
                $0[at: "/weights/burden"] = .number(4.5)
            },
            Spoiled("/contracts/0/minConsecutiveOff", "minConsecutiveOff x weights.minRun exceed 1000000000") {
                $0[at: "/weights/minRun"] = 100_000
                $0[at: "/contracts/0/minConsecutiveOff"] = 1_000_000
            },
            Spoiled("/contracts/0/maxConsecutiveWork", "0 is not within 1 to 1000000") {
                $0[at: "/contracts/0/maxConsecutiveWork"] = 0
            },
            Spoiled("/burdens/night/cap/Ash", "1000000000000000 is not within 0 to 1000000000") {
                $0[at: "/burdens/night/cap/Ash"] = 1_000_000_000_000_000
            },
            Spoiled("/burdens/high/cap/a~1b", "unknown officer a/b") {
                $0[at: "/burdens/high/cap"] = ["Ash": 1, "Birch": 1, "Cedar": 1, "a/b": 1]
            },
            Spoiled("/officers/1/unavailable/0/1", "5000000000 is not within -1000000000 to 1000000000") {
                $0[at: "/officers/1/unavailable/0"] = [0, 5_000_000_000]
            },
            Spoiled("/officers/1/unavailable/0", "is not a range [first day, last day]") {
                $0[at: "/officers/1/unavailable/0"] = [6, 5]
            },
            Spoiled("/officers/0/rostered/1", "is a whole number, not a string") {
                $0[at: "/officers/0/rostered/1"] = 7
            },
            Spoiled("/officers/0/requests", "cost more than 1000000000 together") {
                $0[at: "/weights/request"] = 100_000
                $0[at: "/officers/0/requests"] = [["day": 0, "shift": .null, "weight": 100_000]]
            },
            Spoiled("/officers/0/history/consecutiveWork", "9223372036854775807 is not within 0 to 1000000") {
                $0[at: "/officers/0/history/consecutiveWork"] = .integer(.max)
            },
            Spoiled("/officers/0/history/lastDay", "0 is not within -1000000 to -1") {
                $0[at: "/officers/0/history/lastShift"] = "E"
                $0[at: "/officers/0/history/lastDay"] = 0
            },
            Spoiled("/officers/0/history/load/night", "5001 is not within 0 to 5000") {
                $0[at: "/officers/0/history/load/night"] = 5001
            },
            Spoiled("/demand/0/target", "5001 is not within 1 to 5000") { $0[at: "/demand/0/target"] = 5001 },
            Spoiled("/demand/0/min", "2 exceeds target 1") { $0[at: "/demand/0/min"] = 2 },
            Spoiled("/demand/0/post", "unknown post Moat") { $0[at: "/demand/0/post"] = "Moat" },
            Spoiled("/demand/0/shift", "unknown shift X") { $0[at: "/demand/0/shift"] = "X" },
            Spoiled("/demand/0/weight", "3 is not 1, 2 or 4") { $0[at: "/demand/0/weight"] = 3 },
            Spoiled("/demand/0", "is null, not an object") { $0[at: "/demand/0"] = .null },
            Spoiled("/nonDeployments/0/officer", "unknown officer Nobody") {
                $0[at: "/nonDeployments/0/officer"] = "Nobody"
            },
            Spoiled("/nonDeployments/0/posts/0", "unknown post Moat") {
                $0[at: "/nonDeployments/0/posts/0"] = "Moat"
            },
            Spoiled("/posts/0/requires/0", "unknown skill JUDO") { $0[at: "/posts/0/requires/0"] = "JUDO" },
            Spoiled("/officers/0/contract", "unknown contract none") { $0[at: "/officers/0/contract"] = "none" },
            Spoiled("/start", "\"2026-02-30\" is not a date (YYYY-MM-DD)") { $0[at: "/start"] = "2026-02-30" },
            Spoiled("/start", "2026-11-22 is not a Monday") { $0[at: "/start"] = "2026-11-22" },
            Spoiled("/surplus", "unknown key surplus") { $0[at: "/surplus"] = 1 },
            Spoiled("/officers", "is an object, not a list") { $0[at: "/officers"] = [:] },
            Spoiled("", "is a list, not an object") { $0 = [] },
        ])
    func spoiled(_ spoiled: Spoiled) {
        var json = Toy.document.json()
        spoiled.change(&json)
        let found = faults(json.text())
        #expect(found.contains { $0.pointer == spoiled.pointer && $0.rule == spoiled.rule }, "\(found)")
    }

    @Test(
        "A text that is no JSON is refused with the reason",
        arguments: [
            ("", "the text ends where a value is due"),
            ("\u{FEFF}{}", "not a JSON value"),
            (#"{"days": 7, "days": 8}"#, "the key \"days\" appears twice in one object"),
            (#"{"days": 1e400}"#, "a number beyond the range of a double"),
            (#"{"days": 007}"#, "a number begins with 0"),
            (#"{"days": NaN}"#, "not a JSON value"),
            (#"{"name": "\ud800"}"#, "half of a surrogate pair"),
            (#"{"days": 7} {}"#, "something follows the end of the value"),
            ("{\"days\": 7", "the text ends inside an object"),
        ])
    func noJSON(_ text: String, _ reason: String) {
        #expect(faults(text).map(\.rule) == [reason])
    }

    @Test("A text nested beyond reason is refused without following it", arguments: ["[", #"{"a":"#])
    func nested(opening: String) {
        let text = String(repeating: opening, count: 100_000)
        #expect(faults(text).map(\.rule) == ["nested deeper than 64 levels"])
    }

    @Test("A text that is not UTF-8 is refused with the reason")
    func noUTF8() {
        let bytes = Array("{\"name\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)
        let error = #expect(throws: JSONError.self) { try JSON.parse(bytes) }
        #expect(error?.reason == "a string is not UTF-8")
        #expect(throws: JSONError.self) { try JSON.parse([0xFF, 0xFE, 0x7B, 0x00]) }
    }

    @Test("A table that would outgrow the memory is refused before it is made")
    func tooLarge() {
        let week: [String?] = Array(repeating: nil, count: 3660)
        let many = Toy.with { document in
            document.days = 3660
            document.shifts = (0..<100).map {
                .init(id: "S\($0)", startMinute: 0, minutes: 60, night: false)
            }
            document.officers = (0..<300).map { Toy.officer("W\($0)", [:], week) }
            document.demand = []
            document.nonDeployments = []
            let caps = Dictionary(uniqueKeysWithValues: document.officers.map { ($0.id, 0) })
            document.caps = .init(night: caps, weekend: caps, high: caps)
        }
        let error = #expect(throws: ProblemError.self) { try many.check() }
        #expect(error?.faults.map(\.description) == ["/officers: officers x days x shifts exceed 100000000"])
    }

    @Test("Many faults are counted, the first of them listed")
    func manyFaults() {
        let document = Toy.with { document in
            document.demand = Array(
                repeating: .init(post: "Moat", day: 0, shift: "E", min: 0, target: 1, weight: 1), count: 2000)
        }
        let error = #expect(throws: ProblemError.self) { try document.check() }
        #expect(error?.faults.count == 1000)
        #expect(error?.unlisted == 2999)
        #expect(error?.description.hasSuffix("and 3979 more") == true)
    }

    @Test("A post that requires very many skills is checked in time that grows with their number")
    func manySkills() {
        let document = Toy.with { document in
            document.posts[0].requires = (0..<200_000).map { "K\($0 % 100_000)" }
        }
        let error = #expect(throws: ProblemError.self) { try document.check() }
        #expect((error?.faults.count ?? 0) + (error?.unlisted ?? 0) == 300_000)
    }
}
