import Deployment
import Impartiality
import Testing

@Suite("A history with its officers exchanged")
struct PermutedHistoryTests {
    private static let plants: [SamplePlant] = [
        .avoidancePublished(from: 30, share: 1), .swapNetwork(from: 30, share: 0.9),
        .avoidanceSick(from: 30, share: 0.9),
        .missionConcentration(from: 30, ratio: 7), .missionShortChanged(from: 30, share: 0.3),
        .supervisorOver(from: 30, ratio: 7), .burdenNight(from: 30, share: 0.5), .burdenWeekend(from: 30, share: 0.9),
    ]
    private static let sample = SampleHistory(seed: 21, size: .command, days: 300, plants: plants)
    private static let placed = PermutedHistory(sample.history, seed: 5, exchanging: .places).history
    private static let all = PermutedHistory(sample.history, seed: 6).history

    @Test("is the same for the same seed and another for another")
    func deterministic() {
        let history = SampleHistory(seed: 2, size: .team, days: 150).history
        let first = String(describing: PermutedHistory(history, seed: 1).history)
        #expect(first == String(describing: PermutedHistory(history, seed: 1).history))
        #expect(first != String(describing: PermutedHistory(history, seed: 2).history))
    }

    @Test("is the history itself when nothing is exchanged, but for whom the reserve stood in")
    func nothing() {
        let history = Self.sample.history
        let same = PermutedHistory(history, seed: 1, exchanging: []).history
        #expect(same.published.officer == history.published.officer)
        #expect(same.published.post == history.published.post)
        #expect(same.worked.officer == history.worked.officer)
        #expect(String(describing: same.swaps.map(\.from)) == String(describing: history.swaps.map(\.from)))
        #expect(same.swaps.map(\.to) == history.swaps.map(\.to))
    }

    @Test("of places: each day, shift and stratum keeps its posts, and every officer the days on duty and away")
    func margins() {
        let (before, after) = (Self.sample.history, Self.placed)
        let (old, new) = (HistoryStrata(before), HistoryStrata(after))
        #expect(after.published.officer == before.published.officer)
        #expect(after.published.shift == before.published.shift)
        #expect(after.worked.officer == before.worked.officer)
        #expect(after.worked.shift == before.worked.shift)
        #expect(after.published.post != before.published.post)
        var wrong = 0
        for day in 0...before.lastDay {
            for (left, right) in zip(old.strata(day), new.strata(day)) {
                let isSame =
                    left.map { before.published.post[$0] }.sorted() == right.map { after.published.post[$0] }.sorted()
                if left != right || !isSame { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(after.decisions.map(\.officer) == before.decisions.map(\.officer))
        #expect(after.abstractions.map(\.officer) == before.abstractions.map(\.officer))
    }

    @Test("has skilled officers at every post, one duty a day and no post beyond its target", arguments: [placed, all])
    func sound(history: History) {
        let strata = HistoryStrata(history)
        for duties in [history.published, history.worked] {
            var wrong = 0
            for day in 0...history.lastDay {
                var seen = Set<Int32>()
                var filled = [Int32](repeating: 0, count: history.posts.count * 3)
                for row in duties.rows(day) {
                    if !seen.insert(duties.officer[row]).inserted { wrong += 1 }
                    guard duties.post[row] >= 0 else { continue }
                    let post = history.posts[Int(duties.post[row])]
                    filled[Int(duties.post[row]) * 3 + Int(duties.shift[row])] += 1
                    if post.requires & ~strata.skills(duties.officer[row], on: day) != 0 { wrong += 1 }
                    if filled[Int(duties.post[row]) * 3 + Int(duties.shift[row])] > post.targets[Int(duties.shift[row])]
                    {
                        wrong += 1
                    }
                }
            }
            #expect(wrong == 0)
        }
    }

    @Test("keeps swaps that fit what was published and worked", arguments: [placed, all])
    func swaps(history: History) {
        var published: [[Int32: Int32]] = []
        for day in 0...history.lastDay {
            var posts: [Int32: Int32] = [:]
            for row in history.published.rows(day) {
                posts[history.published.officer[row]] = history.published.post[row]
            }
            published.append(posts)
        }
        let strata = HistoryStrata(history)
        let worked = (0...history.lastDay).map { strata.worked($0) }
        var wrong = 0
        for swap in history.swaps {
            if published[Int(swap.day)][swap.officer] != swap.from { wrong += 1 }
            guard swap.isAsked else { continue }
            if published[Int(swap.day)][swap.other] != swap.to { wrong += 1 }
            guard let mine = worked[Int(swap.day)][swap.officer], let theirs = worked[Int(swap.day)][swap.other]
            else { continue }
            if mine != swap.to || theirs != swap.from, mine != swap.from || theirs != swap.to { wrong += 1 }
        }
        #expect(wrong == 0)
        #expect(Double(history.swaps.count) > 0.97 * Double(Self.sample.history.swaps.count))
    }

    @Test("keeps a planted avoidance no longer")
    func avoidance() {
        guard case .officer(let officer) = Self.sample.plants[0].subjects[0],
            case .mission(let mission) = Self.sample.plants[0].subjects[1]
        else {
            Issue.record("subjects of another kind")
            return
        }
        let before = HistoryStrata(Self.sample.history).postings(of: officer, to: mission, from: 30)
        #expect(before.seen == 0)
        var seen = 0
        var expected = 0.0
        for seed in UInt64(1)...4 {
            let after = PermutedHistory(Self.sample.history, seed: seed, exchanging: .places).history
            let tally = HistoryStrata(after).postings(of: officer, to: mission, from: 30)
            seen += Int(tally.seen)
            expected += tally.expected
        }
        // Sums of chances that differ lie closer to their mean than the binomial of the mean chance (Hoeffding 1956).
        #expect(isPlausible(seen, of: 1200, expected / 1200))
        #expect(binomialTail(0, of: 1200, expected / 1200) < 1e-6, "the test can see an avoidance")
    }

    @Test("lets absences fall on missions by their shares alone", arguments: [PermutedHistory.Exchange.places, .all])
    func reliefs(exchange: PermutedHistory.Exchange) {
        let after = PermutedHistory(Self.sample.history, seed: 11, exchanging: exchange).history
        let totals = HistoryStrata(after).absences()
        // Days of one absence are independent draws but where a post is kept, which is rare here.
        let deviations = totals.map { ($0.seen - $0.expected) / $0.variance.squareRoot() }
        #expect(deviations.allSatisfy { abs($0) < 5 })
        // The sum of squares is about chi-square with 60 degrees of freedom: mean 60, deviation 11.
        #expect(deviations.reduce(0) { $0 + $1 * $1 } < 126)
    }

    @Test("spreads shortfall over the posts of a level, and keeps its sum")
    func shortfall() {
        guard case .mission(let mission) = Self.sample.plants[4].subjects[0] else {
            Issue.record("subjects of another kind")
            return
        }
        func filled(_ history: History) -> (there: Int, all: Int) {
            var count = (there: 0, all: 0)
            for post in history.published.post where post >= 0 {
                count.all += 1
                if history.mission(ofPost: post) == mission { count.there += 1 }
            }
            return count
        }
        let (before, after) = (filled(Self.sample.history), filled(Self.all))
        #expect(before.all == after.all)
        let wanted =
            Self.sample.history.posts.indices
            .filter { Self.sample.history.mission(ofPost: Int32($0)) == mission }
            .reduce(0) { $0 + Int(Self.sample.history.posts[$1].targets.reduce(0, +)) } * 300
        #expect(Double(wanted - before.there) > 0.2 * Double(wanted))
        #expect(Double(wanted - after.there) < 0.1 * Double(wanted))
    }

    @Test("keeps the requests of every week and their outcome, and takes a supervisor's excess away")
    func decisions() {
        let (before, after) = (Self.sample.history, Self.all)
        #expect(after.decisions.map(\.requested) == before.decisions.map(\.requested))
        #expect(after.decisions.map(\.isGranted) == before.decisions.map(\.isGranted))
        #expect(after.decisions.map(\.id) == before.decisions.map(\.id))
        guard case .supervisor(let supervisor) = Self.sample.plants[5].subjects[0] else {
            Issue.record("subjects of another kind")
            return
        }
        func count(_ history: History) -> Int {
            history.decisions.count { $0.decider == .supervisor(supervisor) && $0.extends < 0 }
        }
        #expect(count(before) > 2 * count(after))
        for decision in after.decisions {
            let person = after.officers[Int(decision.officer)]
            #expect(decision.deciderRank > person.rank)
            #expect(person.joined <= decision.from)
            guard case .supervisor(let decider) = decision.decider else { continue }
            #expect(after.supervisors[Int(decider)].team == person.team)
            guard decision.extends >= 0 else { continue }
            #expect(after.decisions[Int(decision.extends)].officer == decision.officer)
            #expect(after.decisions[Int(decision.extends)].decider == decision.decider)
        }
    }

    @Test("gives nights and lieu days back to those who shed them")
    func burdens() {
        func days(_ history: History, _ officers: Set<Int32>) -> Int {
            history.abstractions.count {
                $0.kind == .lieu && officers.contains($0.officer) && history.date($0.from).weekday >= 5
            }
        }
        func offNights(_ history: History, _ officers: Set<Int32>) -> Int {
            (0...history.lastDay).reduce(0) { sum, day in
                sum
                    + history.published.rows(day).count {
                        let officer = history.published.officer[$0]
                        let team = history.teams[Int(history.officers[Int(officer)].team)]
                        return officers.contains(officer) && team.rostered(day) == 2 && history.published.shift[$0] != 2
                    }
            }
        }
        func officers(_ plant: Int) -> Set<Int32> {
            Set(
                Self.sample.plants[plant].subjects.compactMap {
                    if case .officer(let officer) = $0 { officer } else { nil }
                })
        }
        #expect(days(Self.sample.history, officers(7)) > 4 * days(Self.all, officers(7)))
        #expect(offNights(Self.sample.history, officers(6)) > 4 * offNights(Self.all, officers(6)))
    }

    @Test("has runs of days at one post where the original has them")
    func runs() {
        let history = sticky(Self.sample.history)
        let after = PermutedHistory(history, seed: 3, exchanging: .places).history
        func kept(_ history: History) -> Int {
            let strata = HistoryStrata(history)
            return (1...history.lastDay).reduce(0) { sum, day in
                var before: [Int32: (UInt8, Int32)] = [:]
                for row in history.published.rows(day - 1) {
                    before[history.published.officer[row]] = (history.published.shift[row], history.published.post[row])
                }
                return sum
                    + history.published.rows(day).count {
                        let officer = history.published.officer[$0]
                        guard history.published.post[$0] >= 0, let last = before[officer] else { return false }
                        return last == (history.published.shift[$0], history.published.post[$0])
                            && strata.skills(officer, on: day) == strata.skills(officer, on: day - 1)
                    }
            }
        }
        #expect(kept(history) > 2 * kept(Self.sample.history))
        #expect(kept(after) >= kept(history))
        #expect(after.published.post != history.published.post)
    }

    /// The history with officers kept at yesterday's post where somebody of their stratum has it today.
    private func sticky(_ history: History) -> History {
        let strata = HistoryStrata(history)
        var changed = history
        changed.published = Postings()
        var before: [Int32: (shift: UInt8, post: Int32)] = [:]
        for day in 0...history.lastDay {
            var posts: [Int: Int32] = [:]
            for rows in strata.strata(day) {
                var today = rows.map { history.published.post[$0] }
                for (place, row) in rows.enumerated() {
                    guard let last = before[history.published.officer[row]], last.post >= 0,
                        last.shift == history.published.shift[row],
                        let other = today[place...].firstIndex(of: last.post)
                    else { continue }
                    today.swapAt(place, other)
                }
                for (row, post) in zip(rows, today) { posts[row] = post }
            }
            before = [:]
            changed.published.beginDay()
            for row in history.published.rows(day) {
                let officer = history.published.officer[row]
                let shift = history.published.shift[row]
                before[officer] = (shift, posts[row] ?? History.none)
                changed.published.append(officer: officer, shift: shift, post: posts[row] ?? History.none)
            }
        }
        return changed
    }

    @Test("is made of histories with nothing in them, and with a single officer")
    func small() {
        let empty = History(firstDay: Day(number: 18_631))
        #expect(PermutedHistory(empty, seed: 1).history.published.days == 0)
        var single = SampleHistory(seed: 1, size: .team, days: 40).history
        single.published = Postings()
        single.worked = Postings()
        single.published.beginDay()
        single.published.append(officer: 0, shift: 0, post: 0)
        #expect(PermutedHistory(single, seed: 1).history.published.count == 1)
        #expect(PermutedHistory(single, seed: 1).history.worked.days == 0)
    }
}
