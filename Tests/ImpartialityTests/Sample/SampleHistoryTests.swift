import Deployment
import Impartiality
import Testing

@Suite("An invented command")
struct SampleHistoryTests {
    private static let command = SampleHistory(seed: 7, size: .command, days: 400)
    private static let team = SampleHistory(
        seed: 8, size: .team, days: 700, plants: SamplePlant.every(.medium, from: 200))

    @Test("is the same for the same arguments and another for another seed")
    func deterministic() {
        let plants = SamplePlant.every(.strong, from: 60) + [.selectiveScope(from: 50), .shortReason(from: 40)]
        let first = SampleHistory(seed: 3, size: .team, days: 200, plants: plants)
        let again = SampleHistory(seed: 3, size: .team, days: 200, plants: plants)
        let other = SampleHistory(seed: 4, size: .team, days: 200, plants: plants)
        #expect(String(describing: first.history) == String(describing: again.history))
        #expect(first.plants == again.plants)
        #expect(first.history.published.officer != other.history.published.officer)
    }

    @Test("has the sizes that were asked for")
    func sizes() {
        let history = Self.command.history
        #expect(history.missions.count == 60)
        #expect(history.sites.count == 70)
        #expect(history.posts.count == 110)
        #expect(history.supervisors.count == 63)
        #expect(history.teams.count == 9)
        let atFirst = history.officers.count { $0.joined <= 0 && $0.left >= 0 }
        #expect(atFirst == 770)
        #expect(Set(history.posts.map(\.site)).count == 70, "every site has a post")
        #expect(Self.team.history.officers.count { $0.joined <= 0 && $0.left >= 0 } == 72)
        #expect(Self.team.history.posts.count == 9)
    }

    @Test("is invented for a single day, and for a plant on its last day", arguments: [Int32(1), 2, 28, 29])
    func short(days: Int32) {
        let sample = SampleHistory(seed: 1, size: .team, days: days, plants: SamplePlant.every(.strong, from: days - 1))
        #expect(sample.history.published.days == Int(days))
        #expect(sample.history.worked.days == Int(days))
        for planted in sample.plants { #expect(planted.end < days) }
    }

    @Test("posts one duty a day to officers in service who have the skills, in order", arguments: [command, team])
    func postings(sample: SampleHistory) {
        let history = sample.history
        let strata = HistoryStrata(history)
        for duties in [history.published, history.worked] {
            #expect(duties.days == Int(history.lastDay) + 1)
            var wrong = 0
            for day in 0...history.lastDay {
                var seen = Set<Int32>()
                var last = (UInt8(0), Int32(-1))
                for row in duties.rows(day) {
                    let officer = duties.officer[row]
                    let post = duties.post[row]
                    let person = history.officers[Int(officer)]
                    let requires = post < 0 ? 0 : history.posts[Int(post)].requires
                    let isRight =
                        seen.insert(officer).inserted && last < (duties.shift[row], officer)
                        && person.joined <= day && day <= person.left
                        && requires & ~strata.skills(officer, on: day) == 0
                    if !isRight { wrong += 1 }
                    last = (duties.shift[row], officer)
                }
            }
            #expect(wrong == 0)
        }
    }

    @Test("never fills a post beyond its target", arguments: [command, team])
    func targets(sample: SampleHistory) {
        let history = sample.history
        for duties in [history.published, history.worked] {
            var over = 0
            for day in 0...history.lastDay {
                var filled = [Int32](repeating: 0, count: history.posts.count * 3)
                for row in duties.rows(day) where duties.post[row] >= 0 {
                    filled[Int(duties.post[row]) * 3 + Int(duties.shift[row])] += 1
                }
                for (place, count) in filled.enumerated() where count > history.posts[place / 3].targets[place % 3] {
                    over += 1
                }
            }
            #expect(over == 0)
        }
    }

    @Test("refers properly from decision to decision, and sorts as a history says", arguments: [command, team])
    func references(sample: SampleHistory) {
        let history = sample.history
        for (place, decision) in history.decisions.enumerated() {
            #expect(decision.from <= decision.to)
            #expect(decision.recorded <= history.lastDay && decision.requested <= decision.decided)
            #expect(decision.deciderRank > history.officers[Int(decision.officer)].rank)
            guard decision.extends >= 0 else { continue }
            #expect(decision.extends < place)
            let before = history.decisions[Int(decision.extends)]
            #expect(before.isGranted && before.officer == decision.officer && before.to + 1 == decision.from)
            #expect(before.decider == decision.decider)
        }
        #expect(Set(history.decisions.map(\.id)).count == history.decisions.count)
        #expect(
            zip(history.decisions, history.decisions.dropFirst()).allSatisfy {
                ($0.recorded, $0.id) < ($1.recorded, $1.id)
            })
        #expect(zip(history.abstractions, history.abstractions.dropFirst()).allSatisfy { $0.recorded <= $1.recorded })
        #expect(zip(history.swaps, history.swaps.dropFirst()).allSatisfy { $0.knownOn <= $1.knownOn })
        #expect(zip(history.currencies, history.currencies.dropFirst()).allSatisfy { $0.knownOn <= $1.knownOn })
        #expect(zip(history.levels, history.levels.dropFirst()).allSatisfy { $0.from <= $1.from })
        #expect(
            history.abstractions.allSatisfy {
                $0.to <= history.lastDay || !$0.kind.isOpenEnded || $0.to == History.never
            })
    }

    @Test("has the rates that it is meant to have")
    func rates() {
        let history = Self.command.history
        let first = history.decisions.filter { $0.extends < 0 }
        let granted = first.count(where: \.isGranted)
        #expect(isPlausible(granted, of: first.count, 0.88))
        let inLine = first.count { $0.decider == .supervisor(history.officers[Int($0.officer)].line) }
        // Sergeants' requests all go to their inspector: a few more than four in five.
        #expect(isPlausible(inLine, of: first.count, 0.81))
        let nights = first.count { $0.scope == .shifts(0b100) }
        #expect(isPlausible(nights, of: first.count, 0.08))
        // 0.4 an officer and year, a twentieth more for the season of 30 days: needs differ, so the bound is wide.
        let expected = 0.4 * 770 * 400 / 365 * 1.05
        #expect(Double(first.count) > expected * 0.75 && Double(first.count) < expected * 1.25)
        let posted = history.worked.post.count { $0 >= 0 }
        #expect(isPlausible(history.swaps.count { $0.isAsked }, of: posted, 0.0149))
        let full = history.posts.map { $0.targets.reduce(0, +) }.reduce(0, +) * 400
        let unfilled = Int(full) - posted
        #expect(unfilled > 0 && unfilled < Int(full) / 20, "some posts are left, not many")
    }

    @Test("explains every absence but those planted")
    func documented() {
        let plants: [SamplePlant] = [.undocumentedAbsence(from: 100), .undocumentedAbsence(from: 150)]
        let sample = SampleHistory(seed: 11, size: .team, days: 300, plants: plants)
        let history = sample.history
        var absent: [(officer: Int32, day: Int32)] = []
        let strata = HistoryStrata(history)
        for day in 0...history.lastDay {
            let worked = strata.worked(day)
            for row in history.published.rows(day) where worked[history.published.officer[row]] == nil {
                let officer = history.published.officer[row]
                let isAway =
                    history.abstractions.contains { $0.officer == officer && $0.from <= day && day <= $0.to }
                    || history.decisions.contains {
                        $0.officer == officer && $0.isGranted && $0.from <= day && day <= $0.to
                    }
                if !isAway && day + 3 <= history.lastDay { absent.append((officer, day)) }
            }
        }
        #expect(absent.map(\.day) == sample.plants.map(\.start))
        #expect(absent.map { Subject.officer($0.officer) } == sample.plants.map { $0.subjects[0] })
    }

    @Test("holds what was planted: avoidance is complete, a neglected mission is short, a hollow reason is short")
    func planted() throws {
        let plants: [SamplePlant] = [
            .avoidancePublished(from: 30, share: 1), .missionShortChanged(from: 100, share: 0.25),
            .shortReason(from: 120), .selectiveScope(from: 130),
        ]
        let sample = SampleHistory(seed: 12, size: .command, days: 300, plants: plants)
        let history = sample.history
        try #require(sample.plants.map(\.plant) == plants)
        guard case .officer(let officer) = sample.plants[0].subjects[0],
            case .mission(let avoided) = sample.plants[0].subjects[1],
            case .mission(let neglected) = sample.plants[1].subjects[0],
            case .decision(let hollow) = sample.plants[2].subjects[0],
            case .decision(let selective) = sample.plants[3].subjects[0]
        else {
            Issue.record("subjects of another kind")
            return
        }
        let tally = HistoryStrata(history).postings(of: officer, to: avoided, from: 30)
        #expect(tally.seen == 0)
        #expect(tally.expected > 3)
        var wanted = 0
        var filled = 0
        for day in Int32(100)...history.lastDay {
            wanted += history.posts.indices.filter { history.mission(ofPost: Int32($0)) == neglected }
                .reduce(0) { $0 + Int(history.posts[$1].targets.reduce(0, +)) }
            filled += history.published.rows(day).count {
                history.mission(ofPost: history.published.post[$0]) == neglected
            }
        }
        // A few more are left for want of officers.
        #expect(binomialTail(wanted - filled, of: wanted, 0.25) > 1e-10)
        #expect(binomialTail(wanted - filled, of: wanted, 0.30, isUpper: true) > 1e-10)
        #expect(history.decisions[Int(hollow)].reason.count < 30)
        guard case .missions = history.decisions[Int(selective)].scope else {
            Issue.record("the scope is not selective")
            return
        }
    }
}
