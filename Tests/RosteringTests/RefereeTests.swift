import Deployment
import Testing

@testable import Rostering

@Suite("Against the referee")
struct RefereeTests {
    @Test("Evaluation agrees with the referee on random rosters, term by term and rule by rule")
    func evaluation() throws {
        var random = RandomProblem(seed: 7)
        var cases: [(problem: String, rosters: [String])] = []
        var ours: [[Evaluation]] = []
        for _ in 0..<120 {
            let document = random.document()
            let problem = try Problem(document)
            var lists = (0..<4).map { _ in random.placements(problem) }
            lists.append(
                solve(problem, limits: SolveLimits(iterations: 3000), progress: { _ in .goOn }).placements(in: problem))
            cases.append((document.json().text(), lists.map { Roster(problem, $0).json().text() }))
            ours.append(lists.map { evaluate(problem, $0) })
        }
        guard let answers = try Referee.judge(cases) else { return }
        #expect(answers.count == ours.count)
        for (answer, evaluations) in zip(answers, ours) {
            let results = try #require(answer["results"]?.elements, "\(answer.text())")
            for (index, (result, evaluation)) in zip(results, evaluations).enumerated() {
                for term in Term.allCases {
                    #expect(result["terms"]?[term.rawValue]?.integer == evaluation.costs[term], "\(term)")
                }
                for rule in HardRule.allCases {
                    let count = evaluation.violations.count { $0.rule == rule }
                    #expect(result["hard"]?[rule.rawValue]?.integer == count, "\(rule) \(evaluation.violations)")
                }
                #expect(result["total"]?.integer == evaluation.total)
                #expect(result["wrongClaims"]?.elements == [])
                if index == evaluations.count - 1 { #expect(evaluation.isLawful) }
            }
        }
    }

    @Test("Violations are told in the referee's words")
    func words() throws {
        let document = Toy.document
        let problem = try Problem(document)
        let bad =
            on("Ash", "Gate", "N", 0) + on("Ash", "Gate", "E", 1, 4) + on("Cedar", "Hall", "E", 0)
            + on("Cedar", "Gate", "L", 1)
        let evaluation = problem.evaluation(of: bad)
        let roster = Roster(problem: "toy", deployments: bad, cost: 0, lowerBound: nil, seconds: 0)
        guard let answers = try Referee.judge([(document.json().text(), [roster.json().text()])]) else { return }
        let theirs = answers[0]["results"]?.elements?[0]["violations"]?.elements?.compactMap(\.string)
        #expect(theirs == evaluation.violations.map { "\($0.rule.rawValue) \($0.text)" })
    }

    @Test("The reader accepts and refuses damaged documents exactly as the referee does")
    func strictness() throws {
        var random = RandomProblem(seed: 11)
        var texts: [String] = []
        for _ in 0..<600 {
            var json = random.document(officers: 3).json()
            for _ in 0..<random.number(1...2) { json = random.damaged(json) }
            texts.append(json.text())
        }
        guard let answers = try Referee.judge(texts.map { ($0, []) }) else { return }
        var refused = 0
        for (text, answer) in zip(texts, answers) {
            let theirs = answer["malformed"]?.string
            var ours: (any Error)?
            do { _ = try ProblemDocument(json: JSON.parse(text)) } catch { ours = error }
            let said = ours.map { "\($0)" } ?? "accepts"
            #expect((theirs == nil) == (ours == nil), "referee: \(theirs ?? "accepts"), ours: \(said)")
            if ours != nil { refused += 1 }
        }
        #expect(refused > 100)
        #expect(refused < 600)
    }
}

extension RandomProblem {
    /// The value with one place changed, at random.
    mutating func damaged(_ json: JSON) -> JSON {
        switch json {
        case .object(var members) where !members.isEmpty && !chance(10):
            let place = random.below(members.count)
            if chance(6) {
                members.remove(at: place)
            } else if chance(6) {
                members.append(JSON.Member("surplus", 1))
            } else {
                members[place].value = damaged(members[place].value)
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty && !chance(10):
            let place = random.below(elements.count)
            if chance(8) {
                elements.append(elements[place])
            } else if chance(8) {
                elements.remove(at: place)
            } else {
                elements[place] = damaged(elements[place])
            }
            return .array(elements)
        default:
            return pick([
                .null, -1, 0, 1, 2, 3, "", "S0", "W0", "24:00", "2026-02-30", [], [1, 0], [:], true, .number(1.5),
                .number(1),
            ])
        }
    }
}
