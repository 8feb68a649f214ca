import Deployment
import Impartiality
import Records

/// The history as the engine reads it, made from the record and grown day by day.
///
/// Names become places in arrays; shifts become early, late and night; the level of a mission is the highest of its sites.
struct AuditGround: Sendable {
    let master: AuditMaster
    private(set) var history: History
    private var officers: [String: Int32]
    private var posts: [String: Int32]
    private var sites: [String: Int32]
    private var missions: [String: Int32]
    private var skills: [String: Int32]
    private var supervisors: [Int64: Int32]
    /// Places of decisions by the record's key.
    private var decisions: [Int64: Int32] = [:]
    /// Places of absences whose last day may still come, by id.
    private var openEnded: [String: Int] = [:]
    /// The level of each mission on the last day taken; none before the first.
    private var levels: [ResponseLevel?]

    /// A history of the first day with nothing in it yet. Linear in the master data.
    init(_ master: AuditMaster) {
        func places<Key: Hashable>(_ keys: some Sequence<Key>) -> [Key: Int32] {
            Dictionary(zip(keys, 0...), uniquingKeysWith: { first, _ in first })
        }
        self.master = master
        history = History(firstDay: master.first)
        officers = places(master.officers.map(\.id))
        posts = places(master.posts.map(\.id))
        sites = places(master.sites.map(\.id))
        missions = places(master.missions)
        supervisors = places(master.supervisors.map(\.account))
        // Skills that no post asks for say nothing about where somebody can stand; a set holds 64.
        let uses = Dictionary(master.posts.flatMap(\.requires).map { ($0, 1) }, uniquingKeysWith: +)
        let asked = uses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(64).map(\.key).sorted()
        skills = places(asked)
        levels = Array(repeating: nil, count: master.missions.count)
        history.commands = ["command"]
        history.skills = asked
        history.missions = master.missions.map { History.Mission(id: $0, command: 0) }
        history.sites = master.sites.map { History.Site(id: $0.id, mission: missions[$0.mission] ?? History.none) }
        history.posts = master.posts.map { post in
            let set = post.requires.reduce(into: SkillSet(0)) { set, skill in
                if let bit = skills[skill] { set |= 1 << SkillSet(bit) }
            }
            return History.Post(
                id: post.id, site: sites[post.site] ?? History.none, requires: set, targets: post.targets)
        }
        let teams = places(master.teams.map(\.id))
        history.teams = master.teams.map { team in
            History.Team(
                id: team.id, command: 0, cycle: team.cycle.map { Int8($0) },
                anchor: team.anchor.map { Int32($0.days(since: master.first)) } ?? 0)
        }
        history.supervisors = master.supervisors.map { person in
            // A Gold group member without a rank decides above every rank (decision_authority).
            History.Supervisor(
                id: String(person.account), rank: person.rank ?? .commander,
                team: person.team.flatMap { teams[$0] } ?? History.none, command: 0)
        }
        let lines = master.lines
        history.officers = master.officers.map { officer in
            History.Officer(
                id: officer.id, rank: officer.rank, team: teams[officer.team] ?? History.none,
                line: lines[officer.id].flatMap { supervisors[$0] } ?? History.none, isFull: officer.isFull,
                joined: Int32(officer.joined.days(since: master.first)), command: 0)
        }
    }

    /// Takes in what became known on the next day. O(facts of the day + officers + levels).
    mutating func take(_ facts: AuditFacts) {
        let today = number(facts.through)
        history.lastDay = today
        for (place, officer) in master.officers.enumerated() where officer.left.map({ $0 <= facts.through }) ?? false {
            history.officers[place].left = number(officer.left ?? facts.through)
        }
        for row in facts.currencies {
            guard let officer = officers[row.officer], let skill = skills[row.skill] else { continue }
            history.currencies.append(
                History.Currency(
                    officer: officer, skill: skill, from: number(row.from), to: row.to.map(number) ?? History.never))
        }
        history.seasons += facts.seasons.map {
            History.Season(from: number($0.from), to: number($0.to), label: $0.label)
        }
        takeLevels(facts.levels, today)
        add(facts.published, to: \.published)
        add(facts.worked, to: \.worked)
        for move in facts.moves { take(move) }
        for decision in facts.decisions { take(decision) }
        for absence in facts.absences { take(absence) }
        for (id, place) in openEnded {
            if let end = facts.ends[id] { history.abstractions[place].to = end.map(number) ?? History.never }
        }
        openEnded = openEnded.filter { history.abstractions[$0.value].to >= today - 366 }
    }

    /// What a subject is in the record: kind and key.
    func name(_ subject: Subject) -> (kind: String, id: String) {
        switch subject {
        case .officer(let place): ("officer", history.officers[Int(place)].id)
        case .supervisor(let place): ("account", history.supervisors[Int(place)].id)
        case .mission(let place): ("mission", history.missions[Int(place)].id)
        case .site(let place): ("site", history.sites[Int(place)].id)
        case .post(let place): ("post", history.posts[Int(place)].id)
        case .team(let place): ("team", history.teams[Int(place)].id)
        case .decision(let place):
            ("non_deployment", String(history.decisions[Int(place)].id.dropFirst(3).prefix { $0 != "/" }))
        case .command: ("command", "command")
        }
    }

    private func number(_ day: Day) -> Int32 {
        Int32(day.days(since: master.first))
    }

    /// The places of ids, those that are not on record any more left out.
    private func known(_ ids: [String], _ places: [String: Int32]) -> [Int32] {
        ids.compactMap { places[$0] }
    }

    private mutating func add(_ duties: [AuditFacts.Duty], to postings: WritableKeyPath<History, Postings>) {
        var rows: [(shift: UInt8, officer: Int32, post: Int32)] = duties.compactMap { duty in
            guard let officer = officers[duty.officer], let shift = master.shifts[duty.shift] else { return nil }
            return (shift, officer, duty.post.flatMap { posts[$0] } ?? History.none)
        }
        rows.sort { ($0.shift, $0.officer) < ($1.shift, $1.officer) }
        history[keyPath: postings].beginDay()
        for row in rows {
            history[keyPath: postings].append(officer: row.officer, shift: row.shift, post: row.post)
        }
    }

    private mutating func takeLevels(_ rows: [AuditFacts.Level], _ today: Int32) {
        var highest = Array(repeating: ResponseLevel.normal, count: levels.count)
        for row in rows {
            guard let site = sites[row.site] else { continue }
            let mission = Int(history.sites[Int(site)].mission)
            if mission >= 0, row.level.weight > highest[mission].weight { highest[mission] = row.level }
        }
        for (mission, level) in highest.enumerated() where levels[mission] != level {
            levels[mission] = level
            history.levels.append(History.Level(mission: Int32(mission), from: today, level: level))
        }
    }

    private mutating func take(_ move: AuditFacts.Move) {
        guard let officer = officers[move.officer], let shift = master.shifts[move.shift] else { return }
        history.swaps.append(
            History.Swap(
                id: move.id, day: number(move.day), shift: shift, isAsked: move.isAsked, officer: officer,
                from: posts[move.from] ?? History.none, other: move.other.flatMap { officers[$0] } ?? History.none,
                to: move.to.flatMap { posts[$0] } ?? History.none, approver: supervisors[move.approver] ?? History.none,
                recorded: number(move.recorded), reason: ""))
    }

    private mutating func take(_ row: AuditFacts.Decision) {
        guard let officer = officers[row.officer], let decider = supervisors[row.decidedBy] else { return }
        let scope: History.Decision.Scope =
            switch row.scopeKind {
            case "mission": .missions(known(row.scopeIDs, missions))
            case "site": .sites(known(row.scopeIDs, sites))
            case "post": .posts(known(row.scopeIDs, posts))
            default: .allArmed
            }
        decisions[row.id] = Int32(history.decisions.count)
        history.decisions.append(
            History.Decision(
                id: "ND-\(row.record)/\(row.id)", officer: officer, requested: number(row.requested),
                decided: number(row.decided), recorded: number(row.recorded), decider: .supervisor(decider),
                deciderRank: row.rank ?? .commander, isGranted: row.isGranted, category: row.category, scope: scope,
                from: number(row.from), to: number(row.to), reason: row.reasonKey,
                // That there is one is on record for the engine; what it says is not.
                welfare: row.hasWelfare ? "on record" : "", impartiality: row.hasImpartiality ? "on record" : "",
                reviewOn: number(row.reviewOn), extends: row.extends.flatMap { decisions[$0] } ?? History.none))
    }

    private mutating func take(_ row: AuditFacts.Absence) {
        guard let officer = officers[row.officer] else { return }
        let kind = AuditGround.kind(row.kind)
        if kind.isOpenEnded { openEnded[row.id] = history.abstractions.count }
        history.abstractions.append(
            History.Abstraction(
                id: row.id, officer: officer, from: number(row.from), to: row.to.map(number) ?? History.never,
                kind: kind, recorded: number(row.recorded)))
    }

    /// Post-incident leave and other duty are the command's own doing, as a court's summons is: they count for nothing.
    private static func kind(_ name: String) -> History.Abstraction.Kind {
        switch name {
        case "training": .course
        case "post_incident", "other_duty": .court
        default: History.Abstraction.Kind(rawValue: name) ?? .leave
        }
    }
}
