import Deployment

/// What a rule says and what on record does not keep to it; certain at one event, so without any statistics.
struct RuleWords {
    let flag: AuditFlag
    let history: History

    /// What is on record.
    var finding: String {
        switch flag.pattern {
        case .undocumented: undocumented
        case .selectiveScope: selectiveScope
        default: "\(decided): \(fault.found)."
        }
    }

    /// What the rule says.
    var rule: String {
        switch flag.pattern {
        case .selectiveScope:
            "A granted decision that covers some posts of the command and not every one is always seen by Gold."
        case .undocumented:
            "Whoever is published on a duty and does not serve it has an absence, a granted decision, a swap or a move on record "
                + "within \(DutyComparison.grace) days."
        default: fault.rule
        }
    }

    private var row: History.Decision? {
        flag.subjects.decision.flatMap { $0 >= 0 ? history.decisions[Int($0)] : nil }
    }

    private var decided: String {
        guard let row else { return "A decision" }
        return
            "Decision \(row.id) (\(row.isGranted ? "granted" : "refused"), recorded \(history.date(row.recorded))) on officer "
            + history.officers[Int(row.officer)].id
    }

    private var selectiveScope: String {
        guard let row else { return "\(decided) covers some of the posts." }
        let command = history.officers[Int(row.officer)].command
        let posts = history.posts.indices.filter {
            history.missions[Int(history.mission(ofPost: Int32($0)))].command == command
        }
        let covered = posts.filter { post in
            switch row.scope {
            case .allArmed, .shifts: true
            case .missions(let places): places.contains(history.mission(ofPost: Int32(post)))
            case .sites(let places): places.contains(history.posts[post].site)
            case .posts(let places): places.contains(Int32(post))
            }
        }.count
        return
            "\(decided), from \(history.date(row.from)) to \(history.date(row.to)), covers \(covered) of the command's "
            + "\(NumberWords.of(posts.count, "post", "posts")), named by \(flag.detail)."
    }

    private var undocumented: String {
        let officer = flag.subjects.officer.map { history.officers[Int($0)].id } ?? "not on record"
        let duties = DutyWords(
            RecordsInView(history, day: flag.raisedOn) { Subject.officer(Int32($0)) == flag.subjects.first })
        let day = flag.subjects.officer.map { duties.day(flag.firstEvent, of: $0) } ?? flag.detail
        return "Officer \(officer) on \(history.date(flag.firstEvent)): \(day). Nothing that says why was on record by "
            + "\(history.date(flag.raisedOn))."
    }

    private var fault: (found: String, rule: String) {
        switch flag.detail {
        case "short":
            return (
                "the reason is shorter than the rule asks",
                "A reason has at least \(ReasonText.leastCharacters) characters and \(ReasonText.leastWords) words."
            )
        case "boilerplate":
            return (
                "the same reason has served \(ReasonsInUse.officers) or more officers within \(ReasonsInUse.span) days",
                "A reason is the officer's own: the same words for \(ReasonsInUse.officers) officers within \(ReasonsInUse.span) "
                    + "days are looked at."
            )
        case "retrospective":
            let late = row.map {
                "recorded \(NumberWords.of(Int($0.recorded - $0.from), "day", "days")) after it began"
            }
            return (late ?? "recorded late", "A decision is recorded at the latest on the day after it begins.")
        case "no_welfare":
            return (
                "no welfare assessment is on record", "A decision has a welfare assessment of four letters at least."
            )
        case "no_impartiality":
            return (
                "no impartiality assessment is on record",
                "A decision has an impartiality assessment of four letters at least."
            )
        case "own_rank":
            return (
                "decided at a rank that is not above the officer's",
                "Nobody decides on themselves; who decides ranks above the officer."
            )
        case "review_missed":
            let due =
                row.map { "the review of \(history.date($0.reviewOn)) is not on record within" } ?? "no review within"
            return (
                "\(due) \(ReviewsDue.grace) days",
                "A granted decision is reviewed within \(ReviewsDue.grace) days of its day."
            )
        case "rollover":
            return (
                "the chain of extensions has more links or days than the rule allows",
                "A decision is extended twice at most, and lasts 90 days at most with its extensions."
            )
        default: return ("rule \(flag.detail)", "Sub-kind \(flag.detail).")
        }
    }

    /// The days of the decision, or of the duty.
    var timeline: [FlagExplanation.Event] {
        guard let row else {
            return [FlagExplanation.Event(day: history.date(flag.firstEvent), what: "the duty")]
        }
        var events: [(Int32, String)] = [
            (row.requested, "requested"), (row.decided, "decided\(history.decider(row, asKnownOn: flag.raisedOn))"),
            (row.recorded, "recorded"),
            (row.from, "first day"), (row.to, "last day"),
        ]
        if row.reviewOn < History.never { events.append((row.reviewOn, "review due")) }
        if row.reviewed <= flag.raisedOn { events.append((row.reviewed, "reviewed")) }
        return events.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map {
            FlagExplanation.Event(day: history.date($0.element.0), what: "decision \(row.id): \($0.element.1)")
        }
    }
}
