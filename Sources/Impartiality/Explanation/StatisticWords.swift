/// What a statistic asks, holds against the record and leaves open, in words.
struct StatisticWords: Sendable {
    /// Which counts are unlikely: the tail of the after-the-fact figure.
    enum Tail: Sendable {
        case few, many
    }

    /// The law of the count for the after-the-fact figure.
    enum Law: Sendable {
        /// So many occasions, each with its chance.
        case trials
        /// Events at a rate.
        case events
        /// Events at a rate that differs from one to another by a Gamma distribution of this shape.
        case spread(shape: Double)
    }

    var question: String
    var null: String
    var tail: Tail
    var law: Law
    var notKnown: [String]
    var notes: [String] = []

    /// One over the square of 0.2, the spread of officers' needs that peers' rates are granted (audit format, class B).
    private static let needs = Law.spread(shape: 25)

    private static let relieved = [
        "Being ill, raising a concern, using occupational health, handing back an authority or challenging a decision does not "
            + "count as such: what is asked is where the duties lay that were not served, never why somebody was away."
    ]

    /// The words of a statistic.
    init(_ statistic: Statistic) {
        // By pattern, so that a further statistic of a pattern needs words only where it asks something else.
        switch statistic.pattern {
        case .missionConcentration: self = Self.mission(isSurge: false)
        case .surge where statistic == .missionSurge: self = Self.mission(isSurge: true)
        case .surge: self = Self.surge(isTeam: statistic == .teamSurge)
        case .supervisorConcentration: self = Self.supervisor(isOver: statistic == .supervisorGrants)
        case .officerAvoidance, .swapNetwork: self = Self.officer(statistic)
        case .pairConcentration: self = Self.pair
        case .burdenInequality where statistic == .nights || statistic == .weekends:
            self = Self.shed(isNights: statistic == .nights)
        case .burdenInequality: self = Self.high(statistic)
        case .siteShortChanged: self = Self.siteShort
        case .selectiveScope, .undocumented, .deficientDocumentation:
            preconditionFailure("a rule has no statistic")
        }
    }

    init(question: String, null: String, tail: Tail, law: Law, notKnown: [String], notes: [String] = []) {
        self.question = question
        self.null = null
        self.tail = tail
        self.law = law
        self.notKnown = notKnown
        self.notes = notes
    }

    private static func mission(isSurge: Bool) -> StatisticWords {
        StatisticWords(
            question: isSurge
                ? "Why did many decisions relieve officers of duty at this mission within a short time?"
                : "Why do decisions relieve officers of duty at this mission more often than at others?",
            null:
                "A decision relieves an officer of a published duty wherever that duty stands: it falls on a mission with the "
                + "share of those officers of the same shift and skills whose posts are at the mission.",
            tail: .many, law: .trials,
            notKnown: [
                "Whether an event at the mission gave several officers the same cause.",
                "What the officers said, beyond that a decision was recorded: the audit does not weigh reasons.",
            ], notes: relieved)
    }

    private static func supervisor(isOver: Bool) -> StatisticWords {
        StatisticWords(
            question: isOver
                ? "Why does this supervisor grant more often than the peers?"
                : "Why does this supervisor refuse more often than the peers?",
            null: isOver
                ? "Officers ask, and are granted, at the rate of the command in the same weeks, up to what officers' needs differ; "
                    + "a supervisor's grants follow from the officers of the line."
                : "A request is refused with the same probability whoever decides it.",
            tail: .many, law: isOver ? needs : .trials,
            notKnown: [
                "Requests that were withdrawn or settled before anybody recorded them.",
                "Whether the officers of this line had more need than others: the audit does not weigh reasons.",
            ])
    }

    private static func officer(_ statistic: Statistic) -> StatisticWords {
        let open = "Arrangements between colleagues that were never recorded."
        return switch statistic {
        case .postings:
            StatisticWords(
                question: "Why is this officer published at this mission less often than others with the same skills?",
                null:
                    "On each shift the places of those with the same skills are equally likely to go to any of them, on each "
                    + "shift anew.",
                tail: .few, law: .trials,
                notKnown: ["Who placed the officer on each duty, and what the planner knew.", open])
        case .swaps:
            StatisticWords(
                question: "Why do this officer's swaps lead away from this mission?",
                null: "A swap that an officer asks for does not depend on the mission at which the duty stands.",
                tail: .many, law: .trials,
                notKnown: ["Who first spoke of the swap: the record names who asked for it.", open])
        default:
            StatisticWords(
                question:
                    "Why are this officer's published duties at this mission not served more often than elsewhere?",
                null:
                    "What takes an officer off a published duty does not depend on the mission at which the duty stands.",
                tail: .many, law: .trials,
                notKnown: [
                    "What kept the officer away on each day: the audit counts absences of every cause alike, without looking at it.",
                    open,
                ], notes: relieved)
        }
    }

    private static let pair = StatisticWords(
        question: "Why does this officer's relief come from this supervisor so often?",
        null:
            "Outside the line each of the team's other supervisors is equally likely to decide, and one supervisor grants to one "
            + "officer at the rate of all such pairs, up to what officers' needs differ.",
        tail: .many, law: needs,
        notKnown: [
            "Who was on duty and could have decided when each request was made.",
            "Requests that others refused without a record.",
        ],
        notes: ["That an officer asks often does not count as such: what is asked is who decides."])

    private static func surge(isTeam: Bool) -> StatisticWords {
        StatisticWords(
            question: isTeam
                ? "Why did so many of this team ask not to be deployed at the same time?"
                : "Why did so many of the command ask not to be deployed at the same time?",
            null: isTeam
                ? "Requests come at the rate of the command's other teams in the same weeks, by the officers in service."
                : "Requests come at the command's own rate of the past year, declared seasons apart.",
            tail: .many, law: .events,
            notKnown: [
                "Whether one event (an illness that goes round, an operation, a change of rules) gave many the same cause.",
                "Requests made and settled without a record.",
            ], notes: ["Asking is anybody's right and does not count against the one who asks."])
    }

    private static func shed(isNights: Bool) -> StatisticWords {
        StatisticWords(
            question: isNights
                ? "Why does this officer serve fewer of the team's nights than the others?"
                : "Why has this officer more weekend days off in lieu than the others?",
            null: isNights
                ? "On each night of the team, those of its full-contract officers who work another shift are any of them alike."
                : "On each weekend day of the team, those of its full-contract officers who have it in lieu are any of them alike.",
            tail: .many, law: .trials,
            notKnown: [
                isNights
                    ? "Adjustments agreed for health or care that are not recorded as such."
                    : "How much time in lieu each officer was owed.",
                "Whether colleagues exchanged these duties by an agreement that suits both.",
            ])
    }

    private static func high(_ statistic: Statistic) -> StatisticWords {
        let many = statistic == .highMany
        let who = statistic == .highGroup ? "do a few officers of this team" : "does this officer"
        return StatisticWords(
            question:
                "Why \(who) serve \(many ? "more" : "fewer") duties at the Exceptional level than those with the same skills?",
            null:
                "On each shift the places at missions on the Exceptional level are equally likely to go to any of those with "
                + "the same skills.",
            tail: many ? .many : .few, law: .trials,
            notKnown: [
                "Who placed the officers on each duty, and what the planner knew.", "Preferences told to a planner.",
            ])
    }

    private static let siteShort = StatisticWords(
        question: "Why are places here left unfilled more often than at its peers of the same level?",
        null:
            "Where a command is short of officers, an unfilled place falls on any place of the same level and requirement alike.",
        tail: .many, law: .trials,
        notKnown: [
            "Whether others (another force, a private guard) filled the places.",
            "Whether the demand on record was still the one agreed with the mission.",
        ])
}
