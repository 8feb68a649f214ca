import Deployment
import Testing

@testable import Impartiality

@Suite("Deficient documentation")
struct DeficientDocumentationTests {
    private func details(_ change: (inout History.Decision) -> Void) -> [String] {
        let flags = RuleWatch.flags(RuleHistory.deciding(lastDay: 150, change))
        #expect(flags.allSatisfy { $0.pattern == .deficientDocumentation })
        return flags.map(\.detail)
    }

    @Test("a decision with reason, assessments, rank, review and record in order raises nothing")
    func faultless() {
        #expect(details { _ in }.isEmpty)
        #expect(details { $0.isGranted = false }.isEmpty)
    }

    @Test("a reason has thirty characters and five words, spaces at the ends not counted; refusals too")
    func short() {
        #expect(details { $0.reason = "abcdef abcdef abcdef abcdef ab" }.isEmpty)
        #expect(details { $0.reason = "abcdef abcdef abcdef abcdef a" } == ["short"])
        #expect(details { $0.reason = "  abcdef abcdef abcdef abcdef a\n " } == ["short"])
        #expect(details { $0.reason = "abcdefghij abcdefghij abcdefghij abcdefghij" } == ["short"])
        #expect(details { $0.reason = "" } == ["short"])
        #expect(details { $0.reason = "äbcdef äbcdef äbcdef äbcdef ä" } == ["short"])
        #expect(details { ($0.reason, $0.isGranted) = ("family", false) } == ["short"])
    }

    @Test("a decision is recorded by the day after its first")
    func retrospective() {
        #expect(details { $0.from = 1 }.isEmpty)
        #expect(details { $0.from = 0 } == ["retrospective"])
        #expect(details { ($0.from, $0.isGranted) = (0, false) } == ["retrospective"])
    }

    @Test("an assessment has four letters", arguments: ["", "-", "n/a", "N/A.", "1234 5678", "a b c"])
    func assessments(empty: String) {
        #expect(details { $0.welfare = empty } == ["no_welfare"])
        #expect(details { $0.impartiality = empty } == ["no_impartiality"])
        #expect(details { $0.welfare = "Fine" }.isEmpty)
        #expect(details { $0.impartiality = "fi-ne" }.isEmpty)
    }

    @Test("nobody decides at the officer's own rank or below, nor on oneself")
    func ownRank() {
        #expect(details { $0.deciderRank = .sergeant }.isEmpty)
        #expect(details { $0.deciderRank = .constable } == ["own_rank"])
        #expect(details { ($0.officer, $0.deciderRank) = (7, .sergeant) } == ["own_rank"])
        #expect(details { ($0.officer, $0.deciderRank) = (7, .inspector) }.isEmpty)
        #expect(details { $0.decider = .officer(0) } == ["own_rank"])
        #expect(details { ($0.decider, $0.isGranted) = (.officer(0), false) } == ["own_rank"])
    }

    @Test("an officer who decides is named as an officer, and once")
    func decidingOfficer() {
        func subjects(_ decider: Int32) -> [[Subject]] {
            RuleWatch.flags(
                RuleHistory.deciding {
                    $0.decider = .officer(decider)
                    $0.deciderRank = .constable
                }
            ).map(\.subjects)
        }
        #expect(subjects(3) == [[.decision(0), .officer(0), .officer(3)]])
        #expect(subjects(0) == [[.decision(0), .officer(0)]])
    }

    @Test("who decided is not named when not on record on that day, so that a cut history raises the same row")
    func unknownDecider() {
        var history = RuleHistory.deciding {
            $0.decider = .officer(3)
            $0.deciderRank = .constable
        }
        history.officers[3].joined = 63
        #expect(RuleWatch.flags(history).map(\.subjects) == [[.decision(0), .officer(0)]])
        history.decisions[0].decider = .officer(History.none)
        #expect(RuleWatch.flags(history).map(\.subjects) == [[.decision(0), .officer(0)]])
        history.decisions[0].decider = .supervisor(History.none)
        #expect(RuleWatch.flags(history).map(\.subjects) == [[.decision(0), .officer(0)]])
        history.officers[3].joined = 62
        history.decisions[0].decider = .officer(3)
        #expect(RuleWatch.flags(history).map(\.subjects) == [[.decision(0), .officer(0), .officer(3)]])
    }

    @Test("a review is missed on the eighth day after its day, unless made by the seventh")
    func reviewMissed() {
        #expect(details { $0.reviewed = $0.reviewOn + 7 }.isEmpty)
        #expect(details { $0.reviewed = $0.reviewOn + 8 } == ["review_missed"])
        #expect(details { $0.reviewed = History.never } == ["review_missed"])
        #expect(details { ($0.reviewed, $0.isGranted) = (History.never, false) }.isEmpty)
        #expect(details { $0.reviewOn = History.never }.isEmpty)
        let flags = RuleWatch.flags(RuleHistory.deciding { $0.reviewed = History.never })
        #expect(flags.map(\.raisedOn) == [2 + 5 + 8])
        #expect(flags.map(\.lastEvent) == [2])
    }

    @Test("a review that was over when the decision was recorded is missed on the day of the record, not before")
    func lateRecord() {
        let history = RuleHistory.deciding {
            $0.recorded = 20
            $0.reviewed = History.never
        }
        let flags = RuleWatch.flags(history)
        #expect(Set(flags.map(\.detail)) == ["retrospective", "review_missed"])
        #expect(flags.allSatisfy { $0.raisedOn == 20 })
    }

    @Test("a relief lasts ninety days at most")
    func span() {
        #expect(details { $0.to = $0.from + 89 }.isEmpty)
        #expect(details { $0.to = $0.from + 90 } == ["rollover"])
        #expect(details { ($0.to, $0.isGranted) = ($0.from + 90, false) }.isEmpty)
    }

    @Test("a relief is extended twice at most, and lasts ninety days with its extensions")
    func chain() {
        func details(links: Int, each days: Int32) -> [String] {
            var history = RuleHistory.empty(lastDay: 200)
            history.decisions = (0..<links).map { link in
                var decision = RuleHistory.decision(link, recorded: Int32(link) * days, lasting: days)
                decision.extends = Int32(link) - 1
                return decision
            }
            return RuleWatch.flags(history).map { "\($0.detail) \($0.subjects[0])" }
        }
        #expect(details(links: 3, each: 30).isEmpty)
        #expect(details(links: 3, each: 31) == ["rollover decision(2)"])
        #expect(details(links: 4, each: 5) == ["rollover decision(3)"])
        #expect(details(links: 5, each: 5) == ["rollover decision(3)", "rollover decision(4)"])
    }

    @Test("a chain that runs in a circle is flagged and ends")
    func circle() {
        #expect(details { $0.extends = 0 } == ["rollover"])
    }

    @Test("the fifth officer within a year with the same words, and each later one, has a boilerplate")
    func boilerplate() {
        func flagged(_ uses: [(officer: Int32, recorded: Int32)], reasons: [String]? = nil) -> [Subject] {
            var history = RuleHistory.empty(lastDay: 400)
            history.decisions = uses.enumerated().map { place, use in
                var decision = RuleHistory.decision(0, officer: use.officer, recorded: use.recorded)
                decision.id = "D\(place)"
                decision.isGranted = place % 2 == 0
                if let reasons { decision.reason = reasons[place] }
                return decision
            }
            let flags = RuleWatch.flags(history)
            #expect(flags.allSatisfy { $0.detail == "boilerplate" })
            return flags.map { $0.subjects[0] }
        }
        #expect(flagged([(0, 1), (1, 2), (2, 3), (3, 4)]).isEmpty)
        #expect(flagged([(0, 1), (1, 2), (2, 3), (3, 4), (3, 5), (0, 6)]).isEmpty)
        #expect(flagged([(0, 1), (1, 2), (2, 3), (3, 4), (4, 366), (5, 366)]) == [.decision(4), .decision(5)])
        #expect(flagged([(0, 1), (1, 2), (2, 3), (3, 4), (4, 367)]).isEmpty)
        #expect(flagged([(0, -9), (1, -9), (2, -9), (3, -9), (4, 0)]) == [.decision(4)])
        let words = "the officer is needed at home this week"
        let alike = [words, "The officer is needed at home this week.", "THE  OFFICER is needed at home, this week!"]
        let five: [(officer: Int32, recorded: Int32)] = [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1)]
        #expect(flagged(five, reasons: alike + [words + "  ", "\t" + words + " 2"]) == [.decision(4)])
        #expect(flagged(five, reasons: alike + [words, words + " too"]).isEmpty)
    }
}
