import Deployment
import FoundationEssentials
import Records
import Rostering

/// What an entry of `nonDeployments` in the problem stands for.
package enum Block: Sendable, Equatable {
    /// A recorded non-deployment, by number.
    case nonDeployment(String)
    /// Restricted duty, by the id of the restriction.
    case restriction(String)
    /// The rest interval to a standing deployment, by its day.
    case rest(Day)
}

/// Turns rows that keep an officer from some duties into the format's entries.
///
/// The format's grain is posts x days x shifts. A window excludes exactly the duties that it overlaps in absolute time; a
/// decision may need several entries, whose ids are made unique by a suffix ("ND-41", "ND-41#2").
struct BlockBuilder {
    let planning: Planning
    let calendar: ShiftCalendar
    private let armed: Set<String>
    private(set) var entries: [ProblemDocument.NonDeployment] = []
    private(set) var blocks: [String: Block] = [:]

    init(_ planning: Planning, _ calendar: ShiftCalendar) {
        self.planning = planning
        self.calendar = calendar
        let authorities = Set(planning.skills.filter(\.isAuthority).map(\.id))
        armed = Set(planning.posts.filter { !authorities.isDisjoint(with: $0.requires) }.map(\.id))
    }

    /// A recorded non-deployment: the posts of its scope, the duties its window overlaps.
    mutating func add(_ exclusion: Planning.Exclusion) {
        let posts = planning.posts.filter { covers(exclusion.scope, $0) }.map(\.id)
        let start = exclusion.startsAt.timeIntervalSince1970 / 60
        let end = exclusion.endsAt.timeIntervalSince1970 / 60
        add(.nonDeployment(exclusion.number), exclusion.number, exclusion.officer, posts) { duty in
            start < Double(duty.end) && Double(duty.start) < end
        }
    }

    /// Restricted duty: every post that is not marked as suitable, and every armed one, on exactly its days.
    ///
    /// Withholding the authority through the skills could not say a restriction that begins in the period and ends in it.
    mutating func add(restriction: Planning.Absence) {
        let posts = planning.posts.filter { !$0.suitableForRestricted || armed.contains($0.id) }.map(\.id)
        let from = restriction.from.days(since: planning.from)
        let to = restriction.to.map { $0.days(since: planning.from) } ?? planning.days
        guard !posts.isEmpty, from < planning.days, to >= 0 else { return }
        append(
            .restriction(restriction.id), restriction.id,
            ProblemDocument.NonDeployment(
                id: "", officer: restriction.officer, posts: posts, from: max(0, from), to: min(planning.days - 1, to)))
    }

    /// A functional limit: the posts that it leaves no room at, and the shifts that it leaves no room for, on its days.
    ///
    /// What the restriction itself keeps the officer from is not said again.
    mutating func add(limit: Planning.LimitSpell, of officer: String) {
        let open = planning.posts.filter { $0.suitableForRestricted && !armed.contains($0.id) }
        let from = limit.from.days(since: planning.from)
        let to = limit.to.map { $0.days(since: planning.from) } ?? planning.days
        let days = max(0, from)...max(0, from, min(planning.days - 1, to))
        guard !open.isEmpty, from < planning.days, to >= 0 else { return }
        let unfit = open.filter {
            !limit.limit.fits(postKind: $0.kind, isArmed: false, isNamed: $0.suits.contains(limit.limit.id))
        }
        if !unfit.isEmpty {
            append(
                .restriction(limit.restriction), limit.restriction,
                ProblemDocument.NonDeployment(
                    id: "", officer: officer, posts: unfit.map(\.id), from: days.lowerBound, to: days.upperBound))
        }
        let long = planning.shifts.filter { !limit.limit.fits(minutes: $0.minutes, isNight: $0.night) }
        guard !long.isEmpty else { return }
        // Day by day: near a change of the clock a shift goes by another id.
        for day in days {
            append(
                .restriction(limit.restriction), limit.restriction,
                ProblemDocument.NonDeployment(
                    id: "", officer: officer, posts: open.map(\.id), from: day, to: day,
                    shifts: long.map { calendar.problemID($0.id, on: day) }))
        }
    }

    /// A standing deployment in or just after the period: the duties around it that leave too little rest.
    mutating func add(standing: Planning.Standing) {
        let start = Int(standing.startsAt.timeIntervalSince1970 / 60)
        let end = Int(standing.endsAt.timeIntervalSince1970 / 60)
        let rest = planning.restMinutes
        let day = standing.day
        let own = day.days(since: planning.from)
        add(.rest(day), "rest-\(day)-\(standing.officer)", standing.officer, nil, except: own) { duty in
            duty.start < end + rest && start < duty.end + rest
        }
    }

    private mutating func add(
        _ block: Block, _ id: String, _ officer: String, _ posts: [String]?, except skipped: Int? = nil,
        overlaps: ((start: Int, end: Int)) -> Bool
    ) {
        guard posts?.isEmpty != true else { return }
        var open: ProblemDocument.NonDeployment?
        for day in 0..<planning.days where day != skipped {
            let shifts = planning.shifts.filter { overlaps(calendar.window($0, day)) }
                .map { calendar.problemID($0.id, on: day) }
            let every = shifts.count == planning.shifts.count
            let wanted = every ? nil : shifts
            if let entry = open, entry.to == day - 1, !shifts.isEmpty, entry.shifts == wanted {
                open?.to = day
                continue
            }
            if let entry = open { append(block, id, entry) }
            open = nil
            guard !shifts.isEmpty else { continue }
            open = ProblemDocument.NonDeployment(
                id: "", officer: officer, posts: posts, from: day, to: day, shifts: wanted)
        }
        if let entry = open { append(block, id, entry) }
    }

    private mutating func append(_ block: Block, _ id: String, _ entry: ProblemDocument.NonDeployment) {
        var entry = entry
        var number = 1
        entry.id = id
        while blocks[entry.id] != nil {
            number += 1
            entry.id = "\(id)#\(number)"
        }
        blocks[entry.id] = block
        entries.append(entry)
    }

    /// The function `scope_covers` of the database says the same.
    private func covers(_ scope: Scope, _ post: Planning.Post) -> Bool {
        switch scope {
        case .allArmed: armed.contains(post.id)
        case .missions(let ids): ids.contains(post.mission)
        case .sites(let ids): ids.contains(post.site)
        case .posts(let ids): ids.contains(post.id)
        }
    }
}
