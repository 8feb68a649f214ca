/// The dated events on which a flag rests, joined with what the record has of each.
struct FlagTimeline {
    let flag: AuditFlag
    let view: RecordsInView
    private let duties: DutyWords
    private var history: History { view.history }

    init(_ flag: AuditFlag, _ view: RecordsInView) {
        self.flag = flag
        self.view = view
        duties = DutyWords(view)
    }

    /// The events in their order. O(events × (rows of a day + records in view)).
    func events(_ statistic: Statistic) -> [FlagExplanation.Event] {
        let days = Set(flag.finding?.events ?? []).filter { $0 <= flag.raisedOn }.sorted()
        return days.flatMap { day in
            happened(on: day, statistic).map { FlagExplanation.Event(day: history.date(day), what: $0) }
        }
    }

    private func happened(on day: Int32, _ statistic: Statistic) -> [String] {
        let found: [String] =
            switch statistic.pattern {
            case .missionConcentration: reliefs(on: day)
            case .surge: statistic == .missionSurge ? reliefs(on: day) : decided(on: day)
            case .supervisorConcentration, .pairConcentration: decided(on: day)
            case .siteShortChanged: places(on: day)
            default: served(on: day)
            }
        return found.isEmpty ? ["an event of this kind; no row of this day names it"] : found
    }

    /// The officers named, or of a team those who were published.
    private func served(on day: Int32) -> [String] {
        let officers = flag.subjects.compactMap { if case .officer(let place) = $0 { place } else { nil } }
        if !officers.isEmpty {
            return officers.map {
                (officers.count > 1 ? "officer \(history.officers[Int($0)].id): " : "") + duties.day(day, of: $0)
            }
        }
        let rows = history.published.rows(day).filter { view.isInView[Int(history.published.officer[$0])] }
        return ["\(NumberWords.of(rows.count, "officer", "officers")) of the team published on armed duty"]
    }

    /// Decisions that took an officer off a duty published at the mission on the day, or were recorded on it.
    private func reliefs(on day: Int32) -> [String] {
        guard let mission = flag.subjects.mission else { return decided(on: day) }
        let rows = history.published.rows(day).filter { history.mission(ofPost: history.published.post[$0]) == mission }
        let bites = rows.flatMap { row -> [Int] in
            let (officer, post, shift) = (
                history.published.officer[row], history.published.post[row], history.published.shift[row]
            )
            return view.decisions.filter { place in
                let decision = history.decisions[place]
                return decision.officer == officer && decision.isGranted && decision.from <= day && decision.to >= day
                    && decision.extends < 0 && history.covers(decision.scope, post: post, shift: shift)
            }
        }
        return bites.isEmpty ? decided(on: day) : bites.sorted().map(words)
    }

    /// Decisions requested, decided or recorded on the day, of the supervisor if one is named.
    private func decided(on day: Int32) -> [String] {
        let supervisor = flag.subjects.supervisor
        return view.decisions.filter { place in
            let row = history.decisions[place]
            guard row.recorded == day || row.decided == day || row.requested == day else { return false }
            guard let supervisor else { return true }
            return row.decider == .supervisor(supervisor)
        }.map(words)
    }

    private func words(_ place: Int) -> String {
        let row = history.decisions[place]
        let by = history.decider(row, asKnownOn: flag.raisedOn)
        return
            "decision \(row.id) for officer \(history.officers[Int(row.officer)].id) \(row.isGranted ? "granted" : "refused")"
            + "\(by), from \(history.date(row.from)) to \(history.date(row.to)), recorded \(history.date(row.recorded))"
    }

    /// Wanted and worked by shift at the site, or at all sites of the mission.
    private func places(on day: Int32) -> [String] {
        func isHere(_ post: Int32) -> Bool {
            guard post >= 0 else { return false }
            if let site = flag.subjects.site { return history.posts[Int(post)].site == site }
            return history.mission(ofPost: post) == flag.subjects.mission ?? History.none
        }
        let posts = history.posts.indices.filter { isHere(Int32($0)) }
        var worked = [0, 0, 0]
        for row in history.worked.rows(day) where isHere(history.worked.post[row]) {
            worked[Int(history.worked.shift[row])] += 1
        }
        let shifts = (0..<3).compactMap { shift -> String? in
            let wanted = posts.reduce(0) { $0 + Int(history.posts[$1].targets[shift]) }
            return wanted > 0 ? "\(shiftName(UInt8(shift))) \(worked[shift]) of \(wanted)" : nil
        }
        return shifts.isEmpty ? [] : ["officers worked of those wanted: " + shifts.joined(separator: ", ")]
    }
}
