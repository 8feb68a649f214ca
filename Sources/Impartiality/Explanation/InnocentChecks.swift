import Deployment

/// Innocent explanations, each looked up in what was on record when the flag was raised.
struct InnocentChecks {
    /// A team below this many has one officer in ten or more behind every count.
    static let smallTeam = 10
    /// Days of an absence that is long: those of one publication.
    static let longAbsence: Int32 = 28

    /// Of a group, the part that must be concerned: a few of many join, leave, learn and are away in every month.
    static let part = 0.1

    private let flag: AuditFlag
    private let view: RecordsInView
    /// Officers concerned who served on the day of the flag.
    private let served: Int
    /// Whether the statistic is about levels, or about everybody at once, so that a change at any mission bears on it.
    private let isOfLevels: Bool
    private var history: History { view.history }
    private var isOneOfficer: Bool { flag.subjects.officer != nil }
    private var group: String { isOneOfficer ? "the officer" : "the officers concerned" }

    /// The checks of a flag; `view` has the officers concerned.
    init(_ flag: AuditFlag, _ statistic: Statistic, _ view: RecordsInView) {
        self.flag = flag
        self.view = view
        served = view.strength
        isOfLevels = [.highFew, .highMany, .highGroup, .teamSurge, .commandSurge].contains(statistic)
    }

    /// All checks, in the order in which a person would ask.
    var all: [FlagExplanation.Check] {
        [season, skills, strength, longAbsences, levels, comingAndGoing]
    }

    /// Whether so many officers or events are enough, among those concerned, to explain something.
    private func isEnough(_ count: Int) -> Bool {
        count > 0 && (isOneOfficer || Double(count) > Self.part * Double(served))
    }

    private func isWithin(_ day: Int32) -> Bool { day > flag.firstEvent && day <= flag.lastEvent }

    private func span(_ from: Int32, _ to: Int32) -> String { "\(history.date(from)) to \(history.date(to))" }

    /// Seasons declared by then that meet the days of the evidence.
    private var season: FlagExplanation.Check {
        let found = history.seasons.filter {
            $0.from - History.daysPlannedAhead <= flag.raisedOn && $0.from <= flag.lastEvent && $0.to >= flag.firstEvent
        }
        let words = found.map { "\($0.label) (\(span($0.from, $0.to)))" }.joined(separator: ", ")
        return FlagExplanation.Check(
            asked: "Was a season declared in which more requests are expected?",
            found: found.isEmpty ? "None within these days." : "Yes: \(words).", mayExplain: !found.isEmpty)
    }

    /// Skills that began or ran out within the days of the evidence.
    private var skills: FlagExplanation.Check {
        let rows = history.currencies.filter { view.isInView[Int($0.officer)] && $0.knownOn <= flag.raisedOn }
        var held: [Int64: [History.Currency]] = [:]
        for row in rows { held[Int64(row.officer) << 32 | Int64(row.skill), default: []].append(row) }
        var changes: [(day: Int32, words: String)] = []
        for row in rows {
            let same = held[Int64(row.officer) << 32 | Int64(row.skill)] ?? []
            let skill = history.skills[Int(row.skill)]
            if isWithin(row.from), !same.contains(where: { $0.from < row.from && $0.to >= row.from - 1 }) {
                changes.append((row.from, "\(skill) gained on \(history.date(row.from))"))
            }
            if row.to < flag.lastEvent, row.to >= flag.firstEvent,
                !same.contains(where: { $0.from <= row.to + 1 && $0.to > row.to })
            {
                changes.append((row.to, "\(skill) in currency until \(history.date(row.to))"))
            }
        }
        changes.sort { ($0.day, $0.words) < ($1.day, $1.words) }
        let words =
            isOneOfficer
            ? changes.map(\.words).joined(separator: ", ")
            : NumberWords.of(changes.count, "change", "changes") + " of skills among \(group)"
        return FlagExplanation.Check(
            asked: "Did a skill lapse, or was one gained?",
            found: changes.isEmpty ? "No change of skills of \(group) within these days." : "Yes: \(words).",
            mayExplain: isEnough(changes.count))
    }

    /// How many there are of the officer's team, the supervisor's line, the team or the command.
    private var strength: FlagExplanation.Check {
        let whole = FlagScope(flag, history)
        let view = RecordsInView(history, day: flag.raisedOn) { whole.isOfGroup($0) }
        let strength = view.strength
        return FlagExplanation.Check(
            asked: "Is the group so small that few events move its figures?",
            found: "\(whole.groupName) had \(NumberWords.of(strength, "officer", "officers")) in service on "
                + "\(history.date(flag.raisedOn)).", mayExplain: strength < Self.smallTeam)
    }

    /// Absences of an open end that lasted; of what kind is nobody's business here.
    private var longAbsences: FlagExplanation.Check {
        var (spells, days) = (0, Int32(0))
        for place in view.abstractions {
            let row = history.abstractions[place]
            guard row.kind.isOpenEnded else { continue }
            let end = view.end(row) ?? flag.raisedOn
            let (from, to) = (max(row.from, flag.firstEvent), min(end, flag.lastEvent))
            guard end - row.from + 1 >= Self.longAbsence, from <= to else { continue }
            spells += 1
            days += to - from + 1
        }
        let words =
            "\(NumberWords.of(spells, "absence", "absences")) of \(Self.longAbsence) days or more, "
            + "\(NumberWords.of(Int(days), "day", "days")) of these in all"
        return FlagExplanation.Check(
            asked: "Was there a long absence or limited duty (sickness, recuperative or restricted duty)?",
            found: spells == 0 ? "None of \(Self.longAbsence) days or more of \(group) on record." : "Yes: \(words).",
            mayExplain: isEnough(spells))
    }

    /// Response levels that changed within the days of the evidence.
    private var levels: FlagExplanation.Check {
        let mission = flag.subjects.mission ?? flag.subjects.site.map { history.sites[Int($0)].mission }
        let command = FlagScope(flag, history).command
        let changes = history.levels.filter { row in
            guard isWithin(row.from), history.missions[Int(row.mission)].command == command else { return false }
            return mission == nil || mission == row.mission
        }
        let place = mission == nil ? "at the command's missions" : "at the mission"
        let words =
            mission == nil
            ? NumberWords.of(changes.count, "change", "changes")
            : changes.map { "\($0.level.rawValue) from \(history.date($0.from))" }.joined(separator: ", ")
        return FlagExplanation.Check(
            asked: "Did the response level change \(place)?",
            found: changes.isEmpty ? "No change within these days." : "Yes: \(words).",
            mayExplain: !changes.isEmpty && (mission != nil || isOfLevels))
    }

    /// Joiners and leavers within the days of the evidence.
    private var comingAndGoing: FlagExplanation.Check {
        var (joined, left): ([Int32], [Int32]) = ([], [])
        for (place, officer) in history.officers.enumerated() where view.isInView[place] {
            if isWithin(officer.joined) { joined.append(officer.joined) }
            if officer.left <= flag.raisedOn, officer.left >= flag.firstEvent { left.append(officer.left) }
        }
        let words: String
        if isOneOfficer {
            words = (joined.map { "joined on \(history.date($0))" } + left.map { "left on \(history.date($0))" })
                .joined(separator: ", ")
        } else {
            words = "\(joined.count) joined and \(left.count) left"
        }
        let any = !joined.isEmpty || !left.isEmpty
        return FlagExplanation.Check(
            asked: "Did anybody join or leave?",
            found: (any ? "Yes: \(words)." : "Nobody concerned within these days.")
                + " Moves between teams are not on record.", mayExplain: isEnough(joined.count + left.count))
    }
}
