import Deployment
import FoundationEssentials
import Postgres

extension RepairState: PostgresEncodable, PostgresDecodable {}

/// What a proposal comes to, in numbers and a sentence.
package struct RepairSummary: Sendable, Codable, Equatable {
    /// Places that the event left open.
    package var places: Int
    /// Of these, places that the proposal fills.
    package var filled: Int
    /// Duties below their minimum where the event left a place or the proposal takes somebody away: before and after.
    package var belowMinBefore: Int
    package var belowMinAfter: Int
    package var restDaysWorked: Int
    package var shiftsChanged: Int
    /// Officers whose days change, without the one who fell out.
    package var peopleDisturbed: Int
    package var officerDaysChanged: Int
    /// Cost of the roster of the window with the places open, and after the repair.
    package var costBefore: Int
    package var costAfter: Int
    /// Whether no smaller repair exists.
    package var isExact: Bool
    /// "2 duties below minimum, 1 rest day worked, 3 people disturbed."
    package var words: String
    /// What else a duty sergeant should know, in sentences.
    package var notes: [String]

    /// A summary.
    package init(
        places: Int, filled: Int, belowMinBefore: Int, belowMinAfter: Int, restDaysWorked: Int, shiftsChanged: Int,
        peopleDisturbed: Int, officerDaysChanged: Int, costBefore: Int, costAfter: Int, isExact: Bool, words: String,
        notes: [String]
    ) {
        self.places = places
        self.filled = filled
        self.belowMinBefore = belowMinBefore
        self.belowMinAfter = belowMinAfter
        self.restDaysWorked = restDaysWorked
        self.shiftsChanged = shiftsChanged
        self.peopleDisturbed = peopleDisturbed
        self.officerDaysChanged = officerDaysChanged
        self.costBefore = costBefore
        self.costAfter = costAfter
        self.isExact = isExact
        self.words = words
        self.notes = notes
    }
}

/// An officer who could take a place, and what that costs and breaks.
package struct RepairCandidate: Sendable, Codable, Equatable {
    package var officer: String
    /// What the cost of the roster would change by.
    package var cost: Int
    /// The same by term.
    package var costs: [String: Int]
    /// The duty that the officer would leave.
    package var leavesPost: String?
    package var leavesShift: String?
    /// Cost and effect in words.
    package var words: String

    /// A candidate.
    package init(
        officer: String, cost: Int, costs: [String: Int], leavesPost: String?, leavesShift: String?, words: String
    ) {
        self.officer = officer
        self.cost = cost
        self.costs = costs
        self.leavesPost = leavesPost
        self.leavesShift = leavesShift
        self.words = words
    }
}

/// One step of a proposal: a place, who falls away from it, and who takes it.
package struct RepairStep: Sendable, Codable, Equatable {
    package var step: Int
    package var post: String
    package var day: Day
    package var shift: String
    package var level: ResponseLevel
    /// The step whose officer left this place.
    package var follows: Int?
    /// The deployment that falls away here, and whose it was.
    package var withdraws: Int64?
    package var withdrawnOfficer: String?
    /// Who takes the place; nil where it stays open.
    package var officer: String?
    /// The deployment that this officer leaves for it, and where.
    package var leaves: Int64?
    package var leavesPost: String?
    package var leavesShift: String?
    package var cost: Int
    package var costs: [String: Int]
    package var words: String
    /// The nearest, cheapest first.
    package var candidates: [RepairCandidate]
    /// All who could take it.
    package var candidateCount: Int
    /// Everybody else, by the first rule that keeps them from it.
    package var blocked: DutyReasons
    /// Whether a person chose the officer.
    package var byHand: Bool
    /// Changes that the acceptance made for this step.
    package var changes: [Int64]

    /// A step.
    package init(
        step: Int, post: String, day: Day, shift: String, level: ResponseLevel, follows: Int? = nil,
        withdraws: Int64? = nil, withdrawnOfficer: String? = nil, officer: String? = nil, leaves: Int64? = nil,
        leavesPost: String? = nil, leavesShift: String? = nil, cost: Int, costs: [String: Int], words: String,
        candidates: [RepairCandidate], candidateCount: Int, blocked: DutyReasons, byHand: Bool = false,
        changes: [Int64] = []
    ) {
        self.step = step
        self.post = post
        self.day = day
        self.shift = shift
        self.level = level
        self.follows = follows
        self.withdraws = withdraws
        self.withdrawnOfficer = withdrawnOfficer
        self.officer = officer
        self.leaves = leaves
        self.leavesPost = leavesPost
        self.leavesShift = leavesShift
        self.cost = cost
        self.costs = costs
        self.words = words
        self.candidates = candidates
        self.candidateCount = candidateCount
        self.blocked = blocked
        self.byHand = byHand
        self.changes = changes
    }
}

/// A proposal of repair on record.
package struct RepairRecord: Sendable, Codable, Equatable {
    package var id: Int64
    package var event: RepairEvent
    /// The days it looked at.
    package var from: Day
    package var to: Day
    package var state: RepairState
    package var revision: Int
    /// The moment whose record it honours.
    package var asOf: Date
    package var summary: RepairSummary
    package var madeBy: Int64
    package var madeAt: Date
    package var settledBy: Int64?
    package var settledAt: Date?
    /// Why it was discarded, or what has overtaken it.
    package var word: String?
    /// The step that the record has overtaken.
    package var staleStep: Int?
    /// The steps of the newest revision; nil in lists.
    package var steps: [RepairStep]?
}

extension RepairRecord {
    init(_ row: Row) throws {
        id = try row.decode("repair_id")
        event = try row.decode("event", as: StoredJSON<RepairEvent>.self).value
        from = try row.decode("from_day")
        to = try row.decode("to_day")
        state = try row.decode("state")
        revision = try row.decode("revision")
        asOf = try row.decode("as_of")
        summary = try row.decode("summary", as: StoredJSON<RepairSummary>.self).value
        madeBy = try row.decode("made_by")
        madeAt = try row.decode("made_at")
        settledBy = try row.decode("settled_by")
        settledAt = try row.decode("settled_at")
        word = try row.decode("word")
        staleStep = try row.decode("stale_step")
    }
}

extension RepairStep {
    init(_ row: Row) throws {
        self.init(
            step: try row.decode("step"), post: try row.decode("post_id"), day: try row.decode("day"),
            shift: try row.decode("shift_id"), level: try row.decode("level"), follows: try row.decode("follows"),
            withdraws: try row.decode("withdraws"), withdrawnOfficer: try row.decode("withdrawn_officer"),
            officer: try row.decode("officer_id"), leaves: try row.decode("leaves"),
            leavesPost: try row.decode("leaves_post"), leavesShift: try row.decode("leaves_shift"),
            cost: try row.decode("cost"), costs: try row.decode("costs", as: StoredJSON<[String: Int]>.self).value,
            words: try row.decode("words"),
            candidates: try row.decode("candidates", as: StoredJSON<[RepairCandidate]>.self).value,
            candidateCount: try row.decode("candidate_count"),
            blocked: try row.decode("blocked", as: StoredJSON<DutyReasons>.self).value,
            byHand: try row.decode("by_hand"), changes: try row.decode("changes"))
    }
}
