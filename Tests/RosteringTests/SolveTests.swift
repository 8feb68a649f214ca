import Deployment
import Testing

@testable import Rostering

@Suite("Solve")
struct SolveTests {
    private func solved(_ document: ProblemDocument, iterations: Int = 20_000, threads: Int = 1, seed: UInt64 = 1)
        throws -> Roster
    {
        let problem = try Problem(document)
        let limits = SolveLimits(iterations: iterations, threads: threads, seed: seed)
        let roster = solve(problem, limits: limits, checking: true) { _ in .goOn }
        let evaluation = evaluate(problem, roster.placements(in: problem))
        #expect(evaluation.isLawful)
        #expect(evaluation.total == roster.cost)
        return roster
    }

    @Test("Sums of the search never drift from a recount on random problems", arguments: 1...40)
    func noDrift(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed))
        let problem = try Problem(random.document(officers: 8))
        var search = Search(Tables(problem), seed: UInt64(seed))
        defer { search.free() }
        guard !problem.officerIDs.isEmpty, !problem.duties.isEmpty else { return }
        for _ in 0..<200 {
            search.run(50, temperature: 60 * 1024)
            search.recount()
        }
    }

    @Test("Tiny problems are solved to the optimum that trying everything finds", arguments: 1...25)
    func optimum(seed: Int) throws {
        var random = RandomProblem(seed: UInt64(seed + 1000))
        var document = random.document(officers: 2)
        document.demand = Array(document.demand.filter { $0.day < 4 }.prefix(7))
        let problem = try Problem(document)
        let best = exhaustive(problem)
        #expect(try solved(document, iterations: 60_000).cost == best)
    }

    private func exhaustive(_ problem: Problem) -> Int {
        var best = Int.max
        var chosen: [Placement] = []
        func choose(_ officer: Int, _ day: Int) {
            if officer == problem.officerIDs.count {
                let evaluation = evaluate(problem, chosen)
                if evaluation.isLawful { best = min(best, evaluation.total) }
                return
            }
            if day == problem.days { return choose(officer + 1, 0) }
            choose(officer, day + 1)
            for duty in problem.duties where duty.day == day {
                chosen.append(Placement(officer: officer, day: day, shift: duty.shift, post: duty.post))
                choose(officer, day + 1)
                chosen.removeLast()
            }
        }
        choose(0, 0)
        return best
    }

    @Test("One seed and one budget give one roster, whatever the number of searches", arguments: [1, 3])
    func deterministic(threads: Int) throws {
        var random = RandomProblem(seed: 5)
        let document = random.document(officers: 8)
        let first = try solved(document, threads: threads)
        let second = try solved(document, threads: threads)
        #expect(first.deployments == second.deployments)
    }

    @Test("The random stream is pinned")
    func stream() {
        var random = Random(seed: 42)
        let drawn = (0..<4).map { _ in random.next() }
        #expect(
            drawn == [
                15_021_278_609_987_233_951, 5_881_210_131_331_364_753, 18_149_643_915_985_481_100,
                12_933_668_939_759_105_464,
            ])
    }

    @Test("No officers: an empty roster")
    func noOfficers() throws {
        let document = Toy.with {
            $0.officers = []
            $0.nonDeployments = []
            $0.caps = .init(night: [:], weekend: [:], high: [:])
        }
        #expect(try solved(document).deployments.isEmpty)
    }

    @Test("No demand: an empty roster")
    func noDemand() throws {
        #expect(try solved(Toy.with { $0.demand = [] }).deployments.isEmpty)
    }

    @Test("One officer works what one officer can")
    func oneOfficer() throws {
        let document = Toy.with {
            $0.officers.removeLast(2)
            $0.nonDeployments = []
            $0.caps = .init(night: ["Ash": 9], weekend: ["Ash": 9], high: ["Ash": 9])
        }
        #expect(try !solved(document).deployments.isEmpty)
    }

    @Test("Everyone away: an empty roster")
    func everyoneAway() throws {
        let document = Toy.with { for officer in 0..<3 { $0.officers[officer].unavailable = [-5...99] } }
        #expect(try solved(document).deployments.isEmpty)
    }

    @Test("A skill nobody holds leaves its post empty and the others staffed")
    func rareSkill() throws {
        let document = Toy.with {
            $0.skills.append("RARE")
            $0.posts[1].requires.append("RARE")
        }
        let roster = try solved(document)
        #expect(roster.deployments.allSatisfy { $0.post == "Gate" })
        #expect(!roster.deployments.isEmpty)
    }

    @Test("History that already breaks rest and days in a row still gives a lawful roster")
    func brokenHistory() throws {
        let document = Toy.with {
            for officer in 0..<3 {
                $0.officers[officer].history = .init(
                    lastShift: "N", lastDay: -1, consecutiveWork: 30, consecutiveNights: 30)
            }
        }
        let roster = try solved(document)
        #expect(roster.deployments.allSatisfy { $0.day > 0 })
        #expect(!roster.deployments.isEmpty)
    }

    @Test("A horizon of one day")
    func oneDay() throws {
        let document = Toy.with {
            $0.days = 1
            $0.demand = $0.demand.filter { $0.day == 0 }
            for officer in 0..<3 { $0.officers[officer].rostered = [$0.officers[officer].rostered[0]] }
        }
        #expect(try solved(document).deployments.count == 3)
    }

    @Test("A horizon of 366 days")
    func leapYear() throws {
        let document = Toy.with { document in
            document.days = 366
            document.contracts[0].maxShifts = 300
            for officer in 0..<3 {
                document.officers[officer].skills = ["AFO": 999]
                document.officers[officer].rostered = (0..<366).map { document.officers[officer].rostered[$0 % 7] }
            }
            document.demand = (0..<366).map { .init(post: "Gate", day: $0, shift: "E", min: 1, target: 1, weight: 1) }
        }
        let roster = try solved(document, iterations: 200_000)
        #expect(roster.deployments.count > 300)
    }

    @Test("A solve stopped at once hands back a lawful roster")
    func stoppedAtOnce() throws {
        var calls = 0
        let problem = try Problem(Toy.document)
        let roster = solve(problem, limits: SolveLimits()) { _ in
            calls += 1
            return .stopAndKeepBest
        }
        #expect(calls == 1)
        #expect(evaluate(problem, roster.placements(in: problem)).isLawful)
        #expect(roster.cost == evaluate(problem, roster.placements(in: problem)).total)
    }

    @Test("A solve stopped while its tables are still made hands back the empty roster and what that costs")
    func stoppedBefore() throws {
        let problem = try Problem(SampleProblem(seed: 3, officers: 300, posts: 50, sites: 30, days: 28).document)
        let roster = solve(problem, limits: SolveLimits()) { _ in .stopAndKeepBest }
        #expect(roster.deployments.isEmpty)
        #expect(roster.cost == evaluate(problem, []).total)
    }

    @Test("The time told begins with the solve, also while its tables are made, and never goes back")
    func elapsed() throws {
        var told: [Double] = []
        let problem = try Problem(SampleProblem(seed: 3, officers: 300, posts: 50, sites: 30, days: 28).document)
        let start = ContinuousClock.now
        let roster = solve(problem, limits: SolveLimits()) { progress in
            // Nobody is asked before a wait has gone by, be it for the tables or for the first steps of the search.
            #expect(progress.elapsed > 0 && progress.elapsed <= start.secondsSince)
            told.append(progress.elapsed)
            return told.count < 200 && progress.iterations == 0 ? .goOn : .stopAndKeepBest
        }
        #expect(told.count > 1 && told == told.sorted())
        #expect(roster.seconds >= told.last ?? .infinity)
    }

    @Test("A solve stopped in the middle hands back its best so far")
    func stoppedLater() throws {
        var seen: [Int] = []
        let problem = try Problem(Toy.document)
        let roster = solve(problem, limits: SolveLimits()) { progress in
            seen.append(progress.cost)
            return seen.count < 30 ? .goOn : .stopAndKeepBest
        }
        #expect(seen.count == 30)
        #expect(seen == seen.sorted(by: >))
        #expect(roster.cost == seen.last)
    }

    @Test("Progress counts what is short in words people use")
    func progressCounts() throws {
        var last: SolveProgress?
        let problem = try Problem(Toy.document)
        let roster = solve(problem, limits: SolveLimits(iterations: 30_000)) { progress in
            last = progress
            return .goOn
        }
        let evaluation = evaluate(problem, roster.placements(in: problem))
        let progress = try #require(last)
        #expect(progress.cost == roster.cost)
        #expect(progress.belowMin * 1000 == evaluation.costs[.belowMin])
        #expect(progress.belowTarget * 30 * 4 == evaluation.costs[.belowTarget])
        #expect(progress.workedRestDays * 80 == evaluation.costs[.workedRestDay])
        #expect(progress.changedShifts * 40 == evaluation.costs[.changedShift])
        #expect(progress.iterations == 30_000)
    }
}
