import Deployment
import Testing

@testable import Rostering

@Suite("Reasons in words")
struct ReasonWordsTests {
    @Test("A duties sergeant reads who could, who comes near and what would help")
    func toy() throws {
        let problem = try Problem(Toy.document)
        let words = ReasonWords(problem)
        let reason = try ExplainTests.reason(problem, on("Ash", "Gate", "N", 0), "Gate", 1, "E")
        #expect(
            words.lines(reason) == [
                "Gate E on Tue 1970-01-06 (day 1), Normal: has 0 of 1, and below its minimum of 1",
                "  Of 3 officers: 1 with too little rest; 2 who could take it.",
                "  Could take it, cheapest first:",
                "    Birch: cost -930",
                "      changed shift on Tue 1970-01-06 (day 1): rostered L, works E (+40); "
                    + "only 1 day off in a row up to Mon 1970-01-05 (day 0), 2 wanted (+15); "
                    + "a run of only 1 day worked up to Tue 1970-01-06 (day 1), 2 wanted (+15); "
                    + "one place here filled (-1000)",
                "    Cedar: cost -890",
                "      rostered rest day of Tue 1970-01-06 (day 1) worked, E (+80); "
                    + "only 1 day off in a row up to Mon 1970-01-05 (day 0), 2 wanted (+15); "
                    + "a run of only 1 day worked up to Tue 1970-01-06 (day 1), 2 wanted (+15); "
                    + "one place here filled (-1000)",
                "  May not take it, but come near:",
                "    Ash: NOT LAWFUL, rests 0 min after Gate N on Mon 1970-01-05 (day 0): 11 h short of 11 h",
                "      besides, cost -1015: spares: a run of only 1 day worked up to Mon 1970-01-05 (day 0), 2 wanted (-15); "
                    + "one place here filled (-1000)",
            ])
    }

    @Test("A deployment that nobody else could have is said to be so")
    func onlyOne() throws {
        let problem = try Problem(Toy.with { $0.officers[1].unavailable = [0...6] })
        let roster = Roster(
            problem: "toy", deployments: on("Ash", "Hall", "E", 0), cost: 0, lowerBound: nil, seconds: 0)
        var explainer = Explainer(problem, roster.placements(in: problem))
        let found = explainer.deployment(of: 0, on: 0)
        let why = try #require(found)
        #expect(why.isOnlyOne)
        let lines = ReasonWords(problem).lines(why)
        #expect(lines.contains("  Of 3 officers: 1 on this duty; 1 without a skill it needs (MP5 1); 1 abstracted."))
        #expect(lines.last == "  Nobody else could lawfully have been there, all else equal.")
    }

    @Test("Every explanation has words and JSON, and the JSON's numbers are its own")
    func everything() throws {
        try ReasonCases(seed: 14, officers: 12, enough: 300).each { problem, _, roster, explained in
            let words = ReasonWords(problem)
            var explainer = Explainer(problem, roster.placements(in: problem))
            for reason in explainer.dutiesBelowTarget() {
                explained += 1
                let json = reason.json()
                let read = try JSON.parse(json.bytes())
                #expect(read == json)
                let counts = json["standings"]?["counts"]?.members ?? []
                #expect(counts.reduce(0) { $0 + ($1.value.integer ?? 0) } == problem.officerIDs.count)
                let effects = json["candidates"]?.elements ?? []
                for candidate in effects {
                    let sum = candidate["effects"]?.elements?.reduce(0) { $0 + ($1["change"]?.integer ?? 0) }
                    #expect(sum == candidate["cost"]?.integer)
                }
                let text = words.lines(reason).joined(separator: "\n")
                for miss in reason.nearMisses { #expect(text.contains("\(miss.candidate.officer)")) }
                #expect(text.contains("NOT LAWFUL") == !reason.nearMisses.isEmpty)
            }
            for why in explainer.deployments(alternatives: 2) {
                let read = try JSON.parse(why.json().bytes())
                #expect(read == why.json())
                #expect(words.lines(why).count > 2)
            }
        }
    }

    @Test("A question about what is not there names what is unknown")
    func questions() throws {
        let problem = try Problem(Toy.with { $0.demand.removeAll { $0.post == "Hall" && $0.day == 3 } })
        let known = [try problem.duty(named: "Gate,0,L"), try problem.duty(named: "Gate,1970-01-06,L")]
        #expect(known == [problem.duty(post: 0, day: 0, shift: 1), problem.duty(post: 0, day: 1, shift: 1)])
        func faults(_ work: () throws(ProblemError) -> Int) -> [String] {
            do {
                _ = try work()
                return []
            } catch { return error.faults.map(\.description) }
        }
        let short = faults { () throws(ProblemError) in try problem.duty(named: "Gate") }
        #expect(short == ["--duty: Gate is not POST,DAY,SHIFT"])
        let unknown = faults { () throws(ProblemError) in try problem.duty(named: "Bar,7,X") }
        #expect(
            unknown == [
                "--duty: unknown post Bar",
                "--duty: day 7 is no day of the horizon, 0 to 6 (1970-01-05 to 1970-01-11)",
                "--duty: unknown shift X (there are E, L, N)",
            ])
        let unwanted = faults { () throws(ProblemError) in try problem.duty(named: "Hall,3,E") }
        #expect(unwanted == ["--duty: Hall wants nobody on E of day 3"])
        let officer = faults { () throws(ProblemError) in try problem.officer(named: "Oak") }
        #expect(officer == ["--officer: unknown officer Oak"])
        let day = faults { () throws(ProblemError) in try problem.day(named: "soon", in: "--day") }
        #expect(day == ["--day: day soon is no day of the horizon, 0 to 6 (1970-01-05 to 1970-01-11)"])
    }
}
