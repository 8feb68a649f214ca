import Deployment
import Testing

@testable import Rostering

@Suite("The competition's files")
struct CompetitionReaderTests {
    typealias Files = (scenario: CompetitionFile, history: CompetitionFile, weeks: [CompetitionFile])

    private func read(_ files: Files) throws(CompetitionError) -> CompetitionProblem {
        try CompetitionProblem(scenario: files.scenario, history: files.history, weeks: files.weeks)
    }

    @Test("What is written is read back the same")
    func roundTrip() throws {
        for seed in 0..<80 {
            let problem = CompetitionProblem.sample(seed: UInt64(seed), nurses: 1 + seed % 12, weeks: 1 + seed % 6)
            #expect(try read(problem.files()) == problem)
        }
        var random = RandomProblem(seed: 5)
        for _ in 0..<80 {
            let problem = random.wildCompetition()
            #expect(try read(problem.files()) == problem)
        }
    }

    @Test("A sample is the same each time, and its histories are not all empty")
    func deterministicSample() {
        let problem = CompetitionProblem.sample(seed: 1, nurses: 8, weeks: 2)
        #expect(problem == .sample(seed: 1, nurses: 8, weeks: 2))
        #expect(problem != .sample(seed: 2, nurses: 8, weeks: 2))
        #expect(problem.history.contains { $0.worked > 0 })
        #expect(problem.history.contains { $0.off > 0 })
        #expect(problem.history.contains { $0.assignments > 0 })
    }

    @Test("Lines may end in spaces or in a carriage return, and a byte order mark is let pass")
    func lineEnds() throws {
        let problem = CompetitionProblem.sample(seed: 3, nurses: 4, weeks: 1)
        var files = problem.files()
        func text(_ file: CompetitionFile) -> String { String(decoding: file.bytes, as: UTF8.self) }
        files.scenario = .init(name: "s", text: "\u{FEFF}" + text(files.scenario).replacing("\n", with: " \t\r\n"))
        files.history = .init(name: "h", text: "\n\n" + text(files.history).replacing(" ", with: "   "))
        files.weeks[0] = .init(name: "w", text: text(files.weeks[0]).replacing(",", with: " , "))
        #expect(try read(files) == problem)
    }

    @Test("A week may occur twice; requests that add nothing are counted once")
    func repeatedWeek() throws {
        var week = CompetitionToy.week
        week = week.replacing(
            "SHIFT_OFF_REQUESTS = 2", with: "SHIFT_OFF_REQUESTS = 5\nAda Late Tue\nBea Early Wed\nBea Early Wed")
        let problem = try read(CompetitionToy.files(week: week))
        #expect(problem.requests.count == 6)
        #expect(problem.requests.filter { $0.nurse == 0 }.map(\.shift) == [nil, nil])
        #expect(problem.requests.filter { $0.nurse == 1 }.map(\.day) == [2, 2, 9, 9])
        #expect(problem.demand[problem.slot(day: 8, shift: 1, skill: 0)] == .init(minimum: 1, optimal: 2))
    }

    @Test("Each fault is told by file, line, field and rule", arguments: CompetitionToy.faults)
    func faults(fault: CompetitionToy.Fault) throws {
        let error = try #require(throws: CompetitionError.self) { try read(CompetitionToy.files(damagedBy: fault)) }
        #expect(error.faults.map(\.description) == fault.told, "\(error)")
    }

    @Test("Several faults in several files are told at once")
    func several() throws {
        var files = CompetitionToy.files()
        files.history = .init(
            name: "H0.txt", text: CompetitionToy.history.replacing("Ada 0 0 Late 1 2 0", with: "Ada 0 0 Late 1"))
        files.weeks[1] = .init(name: "WD-b.txt", text: CompetitionToy.week.replacing("(1,2)", with: "(3,2)"))
        let error = try #require(throws: CompetitionError.self) { try read(files) }
        #expect(
            error.faults.map(\.description) == [
                "H0.txt:5: NURSE_HISTORY consecutive working days: is missing: the line ends too soon",
                "WD-b.txt:6: REQUIREMENTS Tue: (3,2) has the minimum above the optimal number",
            ])
    }

    @Test("Files given in a wrong order are told by their first line and by the sections they lack")
    func wrongFiles() throws {
        var files = CompetitionToy.files()
        (files.scenario, files.history) = (files.history, files.scenario)
        let error = try #require(throws: CompetitionError.self) { try read(files) }
        #expect(
            error.faults.prefix(2).map(\.description) == [
                "H0.txt:1: text: \"HISTORY\" stands before the first section",
                "H0.txt: SCENARIO: the section is missing",
            ])
        #expect(error.faults.count < 20)
    }

    @Test("The number of week files is that of the scenario")
    func weekCount() throws {
        var files = CompetitionToy.files()
        files.weeks.removeLast()
        let error = try #require(throws: CompetitionError.self) { try read(files) }
        #expect(error.faults.map(\.description) == ["Sc.txt: WEEKS: says 2, but the week files are 1"])
    }

    @Test("The shared instances are read, and written again are read the same")
    func sharedInstances() throws {
        guard let folder = CompetitionReferee.folder() else { return }
        for set in try CompetitionReferee.dataSets(folder) {
            let count = set.scenario.name.hasSuffix("w8.txt") ? 8 : 4
            for history in set.histories {
                let weeks = (0..<count).map { set.weeks[$0 % set.weeks.count] }
                let problem = try CompetitionProblem(scenario: set.scenario, history: history, weeks: weeks)
                #expect(try read(problem.files()) == problem)
            }
        }
    }

    @Test("An instance has the competition's name where its files have theirs")
    func instanceNames() {
        func name(_ scenario: String, _ history: String, _ weeks: String...) -> String? {
            CompetitionFile.instanceName(scenario: scenario, history: history, weeks: weeks)
        }
        #expect(name("a/Sc-n1w2.txt", "b/H0-n1w2-1.txt", "WD-n1w2-6.txt", "c/WD-n1w2-2.txt") == "n1w2_1_6-2")
        #expect(name("Sc-n1w2.txt", "H0-n1w3-1.txt", "WD-n1w2-6.txt", "WD-n1w2-2.txt") == nil)
        #expect(name("Sc-n1w2.txt", "H0-n1w2-1.txt", "WD-n1w2-6.txt", "WD-n1w2-12.txt") == nil)
        #expect(name("scenario", "history", "week") == nil)
        #expect(name("", "", "") == nil)
    }

    @Test("Damaged files give a problem that the referee reads the same, or faults with places; never a crash")
    func damage() throws {
        var random = RandomProblem(seed: 17)
        var bases: [Files] = (0..<12).map { CompetitionProblem.sample(seed: $0, nurses: 3, weeks: 2).files() }
        let folder = CompetitionReferee.folder()
        if let folder, let set = try CompetitionReferee.dataSets(folder).first {
            bases.append((set.scenario, set.histories[0], (0..<4).map { set.weeks[$0] }))
        }
        var accepted: [CompetitionReferee.Case] = []
        var refused = 0
        for _ in 0..<1500 {
            var files = random.pick(bases)
            switch random.number(0...2) {
            case 0: files.scenario.bytes = random.damaged(files.scenario.bytes)
            case 1: files.history.bytes = random.damaged(files.history.bytes)
            default: files.weeks[0].bytes = random.damaged(files.weeks[0].bytes)
            }
            do {
                let problem = try read(files)
                #expect(try read(problem.files()) == problem)
                if accepted.count < 200 {
                    accepted.append(
                        .init(
                            scenario: files.scenario, history: files.history, weeks: files.weeks, problem: problem,
                            rosters: [random.roster(problem), random.roster(problem)]))
                }
            } catch {
                refused += 1
                check(error, files)
            }
        }
        #expect(refused > 700)
        #expect(accepted.count > 60)
        guard let folder else { return }
        let answers = try CompetitionReferee.judge(accepted, folder)
        try #require(answers.count == accepted.count)
        for (one, theirs) in zip(accepted, answers) {
            #expect(one.rosters.map { CompetitionLines(CompetitionScore(one.problem, $0)) } == theirs)
        }
    }

    private func check(_ error: CompetitionError, _ files: Files) {
        #expect(!error.faults.isEmpty)
        #expect(Set(error.faults).count == error.faults.count)
        let all = [files.scenario, files.history] + files.weeks
        let lines = Dictionary(all.map { ($0.name, $0.bytes.count { $0 == 0x0A } + 1) }) { first, _ in first }
        let hasPlaces = error.faults.allSatisfy { fault in
            guard let last = lines[fault.file], !fault.field.isEmpty, !fault.rule.isEmpty else { return false }
            return fault.line.map { (1...last).contains($0) } ?? true
        }
        #expect(hasPlaces, "\(error)")
    }
}
