import Deployment
import Foundation
import Testing

@testable import Impartiality

@Suite("Explanations of flags")
struct FlagExplanationTests {
    private static let span = "2021-01-05 to 2021-02-13"

    @Test("each statistic has its own sentence, with the counts that were found")
    func sentences() {
        let reference: [String: String] = [
            "mission":
                "From SPAN, of 9 decisions that took an officer off a published duty, 7 first fell on mission M1",
            "surge_mission":
                "From SPAN, of 9 decisions that took an officer off a published duty, 7 first fell on mission M1",
            "supervisor_over": "From SPAN supervisor V2 granted 7 requests",
            "supervisor_refuse": "From SPAN supervisor V2 decided 9 requests and refused 7",
            "postings":
                "From SPAN officer W0 was published on 9 duties for which mission M1 had places to fill, 0 of them there",
            "reliefs":
                "From SPAN officer W0 was offered 9 duties at mission M1 and served 2, so that 7 fell away after publication",
            "swaps": "From SPAN officer W0 was offered 9 duties at mission M1 and asked to swap 7 away",
            "pair": "From SPAN supervisor V2, outside the line, granted 7 requests of officer W0",
            "surge_team": "From SPAN team A made 7 requests not to be deployed",
            "surge_command": "From SPAN command C1 made 7 requests not to be deployed",
            "nights": "From SPAN officer W0 was published on 9 nights of the team and worked another shift on 7",
            "weekends": "From SPAN, of 9 weekend days of the team, officer W0 had 7 in lieu",
            "high_few":
                "From SPAN officer W0 was published on 9 duties while places at the Exceptional level were to be filled, 0 of them there",
            "high_many":
                "From SPAN officer W0 was published on 9 duties while places at the Exceptional level were to be filled, 7 of them there",
            "high_group":
                "From SPAN a few officers of team A together were published on 9 duties while places at the Exceptional level were to be filled, 0 of them there",
            "site_short": "From SPAN, on 9 days on which places of its kind were left open, site S1 was 7 short",
        ]
        // Others of a pattern read like its main statistic.
        let main: [Pattern: String] = [.officerAvoidance: "reliefs", .pairConcentration: "pair"]
        let history = ExplanationCases.history()
        for statistic in Statistic.allCases {
            let explanation = FlagExplanation(ExplanationCases.flag(statistic), of: history)
            let counts = (reference[statistic.rawValue] ?? main[statistic.pattern].flatMap { reference[$0] })?
                .replacingOccurrences(of: "SPAN", with: Self.span)
            let tail = "; expected about 4.1; over the same days the other officers of team A (3) have a median of 5."
            #expect(explanation.finding == (counts ?? "") + tail)
            #expect(explanation.question.hasSuffix("?"))
            #expect(explanation.null != nil && explanation.rule == nil)
            #expect(!explanation.notKnown.isEmpty && explanation.innocent.count == 6)
        }
    }

    @Test("a flag without counts is explained by what is left of it")
    func withoutCounts() {
        var flag = ExplanationCases.flag(.postings)
        flag.finding = nil
        let explanation = FlagExplanation(flag, of: ExplanationCases.history())
        #expect(explanation.finding.contains("officer W0, mission M1"))
        #expect(explanation.chance.count == 1 && explanation.timeline.isEmpty && explanation.power == nil)
        #expect(RatePicture(explanation) == nil && EvidencePicture(explanation) == nil)
        #expect(!FlagText(explanation).lines.isEmpty)
    }

    @Test("chance is told by the e-value, and after the fact by an exact tail that is named as such")
    func chance() {
        let history = ExplanationCases.history()
        let reliefs = FlagExplanation(ExplanationCases.flag(.reliefs), of: history)
        #expect(reliefs.chance[0].contains("at most once in 420 years"))
        // P(X >= 7) of 9 trials at 4.1 / 9: 36 p^7 q^2 + 9 p^8 q + p^9.
        let (p, q) = (4.1 / 9, 4.9 / 9)
        let tail = 36 * pow(p, 7) * pow(q, 2) + 9 * pow(p, 8) * q + pow(p, 9)
        #expect(reliefs.chance[1].hasPrefix("After the fact, and not the test: 7 or more where 4.1 are expected"))
        #expect(reliefs.chance[1].contains(NumberWords.probability(log: log(tail))))
        #expect(reliefs.chance[1].contains("0.053"))
        let surge = FlagExplanation(ExplanationCases.flag(.teamSurge), of: history)
        #expect(surge.chance[1].contains("exact Poisson tail"))
        let grants = FlagExplanation(ExplanationCases.flag(.supervisorGrants), of: history)
        #expect(grants.chance[1].contains("rates differ by 20 %"))
    }

    @Test("the timeline joins each event with the published duty, the work, and what is on record by id")
    func timeline() {
        let explanation = FlagExplanation(ExplanationCases.flag(.reliefs), of: ExplanationCases.history())
        #expect(
            explanation.timeline.map(\.day.description) == ["2021-01-07", "2021-01-11", "2021-01-13", "2021-01-15"])
        let published = "published early at post P0 (mission M1); no duty as worked"
        #expect(
            explanation.timeline.map(\.what) == [
                "\(published); decision D0 in force",
                "\(published); asked for swap X1 of post P0 (mission M1) for post P3 (mission M2)",
                "\(published); absence on record (B1)", published,
            ])
        let pair = FlagExplanation(ExplanationCases.flag(.pair), of: ExplanationCases.history())
        #expect(pair.timeline[0].what.hasPrefix("decision D0 for officer W0 granted by supervisor V2, from 2021-01-07"))
        let mission = FlagExplanation(ExplanationCases.flag(.mission), of: ExplanationCases.history())
        #expect(mission.timeline[0].what.hasPrefix("decision D0 for officer W0 granted"))
        let site = FlagExplanation(ExplanationCases.flag(.siteShort), of: ExplanationCases.history())
        #expect(site.timeline[0].what == "officers worked of those wanted: early 0 of 2, late 0 of 2, night 0 of 2")
    }

    @Test(
        "innocent explanations are looked up: seasons, skills, small teams, long absences, levels, joiners and leavers")
    func innocent() {
        var history = ExplanationCases.history()
        let plain = FlagExplanation(ExplanationCases.flag(.reliefs), of: history).innocent
        #expect(plain.map(\.mayExplain) == [false, false, true, false, true, false])
        history.seasons = [.init(from: 38, to: 90, label: "summer")]
        history.skills = ["MP5"]
        history.currencies = [
            .init(officer: 0, skill: 0, from: -100, to: 20), .init(officer: 1, skill: 0, from: 5, to: 9),
        ]
        history.abstractions.append(.init(id: "B2", officer: 0, from: 12, to: 50, kind: .recuperative, recorded: 12))
        history.officers[0].joined = 2
        for place in 1..<8 { history.officers[place].left = place < 3 ? 39 : History.never }
        let checks = FlagExplanation(ExplanationCases.flag(.reliefs), of: history).innocent
        #expect(checks.allSatisfy { $0.mayExplain })
        #expect(checks[0].found == "Yes: summer (2021-02-11 to 2021-04-04).")
        #expect(checks[1].found == "Yes: MP5 in currency until 2021-01-24.")
        #expect(checks[2].found == "Team A had 6 officers in service on 2021-02-13.")
        #expect(checks[3].found == "Yes: 1 absence of 28 days or more, 29 days of these in all.")
        #expect(checks[5].found.hasPrefix("Yes: joined on 2021-01-06."))
    }

    @Test("a rule is explained by its text, its decision and its dates, without any statistics")
    func rules() {
        let history = ExplanationCases.history()
        let flags = RuleWatch.flags(history)
        let explanations = flags.map { FlagExplanation($0, of: history) }
        #expect(Set(flags.map(\.detail)) == ["short", "absent"])
        for (flag, explanation) in zip(flags, explanations) {
            #expect(explanation.rule != nil && explanation.null == nil && explanation.chance.isEmpty)
            #expect(explanation.power == nil && explanation.comparison == nil && explanation.innocent.isEmpty)
            if flag.detail == "short" {
                #expect(
                    explanation.finding.hasPrefix(
                        "Decision D0 (granted, recorded 2021-01-07) on officer W0: the reason is"))
            } else {
                #expect(
                    explanation.finding.hasPrefix(
                        "Officer W0 on \(history.date(flag.firstEvent)): published early at post P0"))
            }
        }
    }

    @Test("each sub-kind of a rule has its sentence and its text")
    func subKinds() {
        let history = RuleHistory.deciding { $0.scope = .missions([1]) }
        let scope = FlagExplanation(RuleWatch.flags(history)[0], of: history)
        #expect(scope.finding.hasSuffix("covers 1 of the command's 4 posts, named by mission."))
        let kinds = [
            "short", "boilerplate", "retrospective", "no_welfare", "no_impartiality", "own_rank", "review_missed",
            "rollover",
        ]
        let explained = kinds.map {
            FlagExplanation(.deficient($0, 0, raisedOn: 20, in: history), of: history)
        }
        #expect(Set(explained.map(\.finding)).count == kinds.count)
        #expect(Set(explained.compactMap(\.rule)).count == kinds.count)
        #expect(explained.allSatisfy { $0.finding.contains("Decision D0") && !$0.finding.contains(": rule ") })
    }

    @Test("no word accuses anybody")
    func neutral() {
        let forbidden = [
            "guilty", "cheat", "fraud", "avoided on purpose", "deliberate", "dishonest", "lazy", "malinger", "shirk",
            "abuse",
            "suspicious", "suspect", "offender", "misconduct", "culprit", "on purpose", "pretend", "excuse", "blame",
        ]
        for explanation in ExplanationCases.everything() {
            let shown = ExplanationCases.shown(explanation).lowercased()
            for word in forbidden { #expect(!shown.contains(word), "\(word)") }
            #expect(shown.contains("not a verdict"))
        }
    }

    @Test("no reason, assessment or category, of a decision or a swap, is shown, nor what kind an absence was")
    func noPersonalText() {
        for explanation in ExplanationCases.everything() {
            let shown = ExplanationCases.shown(explanation)
            #expect(!shown.contains(ExplanationCases.marker))
            #expect(!explanation.timeline.contains { $0.what.contains("sick") })
        }
    }

    @Test("reliefs say that being ill or raising a concern never counts as such")
    func illness() {
        for statistic in [Statistic.reliefs, .mission, .missionSurge] {
            let explanation = FlagExplanation(ExplanationCases.flag(statistic), of: ExplanationCases.history())
            #expect(
                explanation.notes.contains {
                    $0.hasPrefix("Being ill, raising a concern") && $0.contains("does not count")
                })
        }
    }

    @Test("an explanation is stored and read again as it was")
    func stored() throws {
        for explanation in ExplanationCases.everything() {
            let data = try JSONEncoder().encode(explanation)
            let read = try JSONDecoder().decode(FlagExplanation.self, from: data)
            #expect(read == explanation)
        }
    }
}
