import Deployment
import Foundation
import Testing

@testable import Rostering

@Suite("The competition's score")
struct CompetitionScoreTests {
    @Test("agrees line by line with the referee on random rosters of small problems without any sense")
    func smallProblems() throws {
        guard let folder = CompetitionReferee.folder() else { return }
        var random = RandomProblem(seed: 41)
        let cases = (0..<80).map { _ in
            let problem = random.wildCompetition()
            let files = problem.files()
            return CompetitionReferee.Case(
                scenario: files.scenario, history: files.history, weeks: files.weeks, problem: problem,
                rosters: (0..<8).map { _ in random.roster(problem) })
        }
        try agree(cases, folder)
    }

    @Test("agrees line by line with the referee on random rosters of the shared instances, weeks in any order")
    func sharedInstances() throws {
        guard let folder = CompetitionReferee.folder() else { return }
        var random = RandomProblem(seed: 43)
        let cases = try CompetitionReferee.dataSets(folder).map { set in
            let history = random.pick(set.histories)
            let count = set.scenario.name.hasSuffix("w8.txt") ? 8 : 4
            let weeks = (0..<count).map { _ in random.pick(set.weeks) }
            let problem = try CompetitionProblem(scenario: set.scenario, history: history, weeks: weeks)
            return CompetitionReferee.Case(
                scenario: set.scenario, history: history, weeks: weeks, problem: problem,
                rosters: (0..<4).map { _ in random.roster(problem) })
        }
        #expect(!cases.isEmpty)
        try agree(cases, folder)
    }

    private func agree(_ cases: [CompetitionReferee.Case], _ folder: URL) throws {
        let answers = try CompetitionReferee.judge(cases, folder)
        try #require(answers.count == cases.count)
        for (one, theirs) in zip(cases, answers) {
            #expect(one.rosters.map { CompetitionLines(CompetitionScore(one.problem, $0)) } == theirs)
        }
    }

    @Test("is 1695 for the official sample roster, split as the official validator splits it")
    func officialSample() throws {
        guard let folder = CompetitionReferee.folder() else { return }
        let sets = try CompetitionReferee.dataSets(folder)
        let set = try #require(sets.first { $0.scenario.name == "Sc-n005w4.txt" })
        func named(_ name: String) throws -> CompetitionFile {
            try #require((set.histories + set.weeks).first { $0.name == name })
        }
        let problem = try CompetitionProblem(
            scenario: set.scenario, history: named("H0-n005w4-0.txt"),
            weeks: [1, 2, 3, 3].map { try named("WD-n005w4-\($0).txt") })
        let fixture = folder.appendingPathComponent("fixtures/n005w4_0_1-2-3-3")
        var roster = CompetitionRoster(assignments: [])
        for week in 0..<4 {
            let text = try String(contentsOf: fixture.appendingPathComponent("sol-week\(week).txt"), encoding: .utf8)
            roster.assignments += try assignments(text, week, problem)
        }
        let score = CompetitionScore(problem, roster)
        #expect(score.isFeasible)
        #expect(score.total == 1695)
        #expect(score[.total] == 320)
        #expect(score[.shiftRun] + score[.workRun] == 465)
        #expect(score[.offRun] == 330)
        #expect(score[.request] == 70)
        #expect(score[.weekends] == 210)
        #expect(score[.completeWeekend] == 60)
        #expect(score[.optimalCover] == 240)
        let files = roster.files(for: problem)
        let again = try files.enumerated().flatMap {
            try assignments(String(decoding: $1.bytes, as: UTF8.self), $0, problem)
        }
        #expect(Set(again) == Set(roster.assignments))
        #expect(again.count == roster.assignments.count)
    }

    private func assignments(_ text: String, _ week: Int, _ problem: CompetitionProblem) throws
        -> [CompetitionRoster.Assignment]
    {
        let lines = text.split(separator: "\n")
        let head = try #require(lines.firstIndex { $0.hasPrefix("ASSIGNMENTS = ") })
        let count = try #require(Int(lines[head].dropFirst("ASSIGNMENTS = ".count)))
        return try lines[(head + 1)...].prefix(count).map { line in
            let words = line.split(separator: " ").map(String.init)
            return .init(
                nurse: try #require(problem.nurses.firstIndex { $0.id == words[0] }),
                day: 7 * week + (try #require(WeekDay(rawValue: words[1])).offset),
                shift: try #require(problem.shifts.firstIndex { $0.id == words[2] }),
                skill: try #require(problem.skills.firstIndex(of: words[3])))
        }
    }

    /// A roster of the toy that breaks every rule, counted by hand in `byHand`.
    private static let bad = CompetitionRoster(
        assignments: [
            (0, 0, 1, 0), (0, 1, 1, 0), (0, 2, 0, 0), (0, 13, 1, 0), (1, 5, 0, 1), (1, 5, 1, 0), (1, 12, 0, 0),
        ].map { .init(nurse: $0.0, day: $0.1, shift: $0.2, skill: $0.3) })

    private func toy() throws -> CompetitionProblem {
        let files = CompetitionToy.files()
        return try CompetitionProblem(scenario: files.scenario, history: files.history, weeks: files.weeks)
    }

    @Test("is what a count by hand gives")
    func byHand() throws {
        let score = CompetitionScore(try toy(), CompetitionScoreTests.bad)
        #expect(CompetitionScore.HardRule.allCases.map { score[$0] } == [1, 2, 1, 1])
        #expect(CompetitionScore.SoftRule.allCases.map { score[$0] } == [90, 45, 120, 360, 10, 30, 260, 30])
        #expect(score.total == 945)
        #expect(!score.isFeasible)
    }

    @Test("A roster is written in both forms of the competition")
    func writing() throws {
        let problem = try toy()
        #expect(
            CompetitionScoreTests.bad.files(for: problem).map { String(decoding: $0.bytes, as: UTF8.self) } == [
                """
                SOLUTION
                0 toy

                ASSIGNMENTS = 5
                Ada Mon Late Ward
                Ada Tue Late Ward
                Ada Wed Early Ward
                Bea Sat Early Head
                Bea Sat Late Ward

                """,
                "SOLUTION\n1 toy\n\nASSIGNMENTS = 2\nBea Sat Early Ward\nAda Sun Late Ward\n",
            ])
        let one = CompetitionRoster(assignments: [.init(nurse: 1, day: 9, shift: 0, skill: 1)])
        let list = #""assignments":[{"nurse":"Bea","day":9,"shift":"Early","skill":"Head"}]}"#
        #expect(one.json(for: problem, instance: nil).text() == "{" + list)
        #expect(one.json(for: problem, instance: "toy_1_3-3").text() == #"{"instance":"toy_1_3-3","# + list)
    }

    @Test(
        "charges runs at the borders as the rules tell",
        arguments: [
            // Over the most: the history's own surplus is not charged again.
            ([false, false], 5, 0...3, 0), ([true, false], 5, 0...3, 1), ([true, true], 5, 0...3, 2),
            // Under the least: the history's run that ends is charged, the run open at the end is not.
            ([false, false], 2, 3...9, 1), ([true, false], 2, 3...9, 0), ([false, true], 0, 3...9, 0),
            ([false, false], 0, 3...9, 0), ([true, false, true], 0, 3...9, 2),
            ([true, true, true, true], 0, 1...2, 2),
        ] as [([Bool], Int, ClosedRange<Int>, Int)])
    func borders(days: [Bool], before: Int, lawful: ClosedRange<Int>, stray: Int) {
        #expect(CompetitionScore.strayDays(days, after: before, lawful) == stray)
    }

    @Test("is free of hard violations for the roster behind every sample")
    func samples() {
        for seed in 0..<60 {
            let (problem, roster) = CompetitionProblem.sampleAndRoster(
                seed: UInt64(seed), nurses: 1 + seed % 9, weeks: 1 + seed % 5)
            #expect(CompetitionScore(problem, roster).isFeasible)
        }
    }
}
