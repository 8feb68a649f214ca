import Deployment
import Testing

@testable import Impartiality

@Suite("Explanations rest on the day of the flag")
struct ExplainedOnTheDayTests {
    @Test("a flag is explained alike on the whole history and on what was on record that day")
    func truncated() {
        var explained = 0
        for seed in UInt64(1)...3 {
            let plants =
                SamplePlant.every(.strong, from: 100) + [.selectiveScope(from: 50), .undocumentedAbsence(from: 60)]
            let whole = SampleHistory(seed: seed, size: .team, days: 240, plants: plants).history
            for last in [Int32(119), 171, 205] {
                let known = whole.truncated(to: last)
                let rules = RuleWatch.flags(known).filter { $0.raisedOn == last || $0.raisedOn == last - 30 }
                for flag in rules + Self.statistics(known, last) {
                    let moved = Self.moved(flag, from: known, to: whole)
                    #expect(FlagExplanation(flag, of: known) == FlagExplanation(moved, of: whole))
                    explained += 1
                }
            }
        }
        #expect(explained > 150)
    }

    /// A flag of each statistic on the last day, on subjects drawn from the middle of the tables.
    private static func statistics(_ history: History, _ last: Int32) -> [AuditFlag] {
        Statistic.allCases.map { statistic in
            let officer = Int32((Int(last) + statistic.rawValue.count) % history.officers.count)
            var subjects = ExplanationCases.subjects(statistic)
            for place in subjects.indices {
                if case .officer = subjects[place] { subjects[place] = .officer(officer) }
                if case .team = subjects[place] { subjects[place] = .team(history.officers[Int(officer)].team) }
            }
            let days = stride(from: last - 60, through: last, by: 1).map { $0 }
            let peers = (0..<4).map {
                Finding.Peer(subject: .officer((officer + $0) % 8), observed: Double($0), expected: 2)
            }
            return AuditFlag(
                raisedOn: last, pattern: statistic.pattern, subjects: subjects, evidence: .eValue(99),
                firstEvent: last - 60,
                lastEvent: last, detail: statistic.rawValue,
                finding: Finding(observed: 2, expected: 5, opportunities: 40, events: days, comparison: peers))
        }
    }

    /// The same flag with the places that its subjects have in another history.
    private static func moved(_ flag: AuditFlag, from: History, to: History) -> AuditFlag {
        func place<Row>(_ place: Int32, _ rows: [Row], _ others: [Row], _ id: (Row) -> String) -> Int32 {
            Int32(others.firstIndex { id($0) == id(rows[Int(place)]) } ?? -1)
        }
        func moved(_ subject: Subject) -> Subject {
            switch subject {
            case .officer(let row): .officer(place(row, from.officers, to.officers, \.id))
            case .supervisor(let row): .supervisor(place(row, from.supervisors, to.supervisors, \.id))
            case .mission(let row): .mission(place(row, from.missions, to.missions, \.id))
            case .site(let row): .site(place(row, from.sites, to.sites, \.id))
            case .post(let row): .post(place(row, from.posts, to.posts, \.id))
            case .team(let row): .team(place(row, from.teams, to.teams, \.id))
            case .decision(let row): .decision(place(row, from.decisions, to.decisions, \.id))
            case .command(let row): .command(place(row, from.commands, to.commands, \.self))
            }
        }
        var flag = flag
        flag.subjects = flag.subjects.map(moved)
        let peers = flag.finding?.comparison ?? []
        flag.finding?.comparison = peers.map {
            Finding.Peer(subject: moved($0.subject), observed: $0.observed, expected: $0.expected)
        }
        return flag
    }

    @Test("the id of a flag in the flags file leads to that flag")
    func byID() {
        let history = ExplanationCases.history()
        let flags = RuleWatch.flags(history) + Statistic.allCases.map { ExplanationCases.flag($0) }
        let file = FlagsFile(history)
        let rows = String(decoding: file.csv(flags), as: UTF8.self).split(separator: "\n").dropFirst()
        #expect(rows.count == flags.count)
        for row in rows {
            let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let flag = file.flag(fields[0], among: flags.reversed())
            #expect(flag?.detail == fields[8])
            #expect(flag.map { history.date($0.raisedOn).description } == fields[1])
        }
        #expect(file.flag("F99999", among: flags) == nil)
        #expect(file.flag("flag_id", among: flags) == nil)
    }
}
