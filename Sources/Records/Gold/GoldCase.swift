import Deployment
import FoundationEssentials
import Postgres

/// A case in the Gold queue, without its entries.
package struct GoldCaseSummary: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// What people call it, such as `G-17`.
    package let number: String
    /// What it is about: `non_deployment`, `officer`, `account`, `deployment`, `site`, `mission`, `team`, …
    package let subjectKind: String
    /// Its key as text.
    package let subjectID: String
    /// The name of the account that it is about; nil for anything else.
    package let subjectName: String?
    /// Where it stands.
    package let state: CaseState
    /// The highest priority of its open flags.
    package let priority: Priority
    /// When it was first opened.
    package let openedAt: Date
    /// By when somebody must have looked.
    package let dueAt: Date
    /// Who works on it.
    package let claimedBy: PersonReference?
    /// When that person last did something in it; a claim lapses when idle.
    package let claimedAt: Date?
    /// Rises with every entry; hand it back with a write to be sure that nothing came between.
    package let revision: Int
    /// How many flags it holds.
    package let flags: Int
    /// The most urgent finding, the newest of those; for a case that only challenges have opened, that there is one.
    package let finding: String

    /// Whether the claim of case `c` holds: one that was left idle keeps nobody out, so nobody is shown as its holder.
    static let isClaimed: Statement = "c.claimed_at > now() - make_interval(mins => figure('claim_idle'))"

    /// Every case `c`; a condition follows.
    static let selection: Statement = """
        SELECT c.case_id, c.subject_kind, c.subject_id, \(Flag.subjectName(of: "c")), c.state, c.priority,
            c.opened_at, c.due_at, c.revision, CASE WHEN a.account_id IS NOT NULL THEN c.claimed_at END AS claimed_at,
            a.account_id, a.name, f.flags, coalesce(f.finding, 'A decision was challenged.') AS finding
        FROM gold_case c LEFT JOIN account a ON a.account_id = c.claimed_by AND \(isClaimed)
        JOIN LATERAL (SELECT count(*) AS flags, (array_agg(x.finding
            ORDER BY array_position(ARRAY['high', 'medium', 'low'], k.priority), x.flag_id DESC))[1] AS finding
            FROM flag x JOIN flag_kind k USING (kind)
            WHERE x.subject_kind = c.subject_kind AND x.subject_id = c.subject_id) f ON true\u{20}
        """

    init(row: Row) throws {
        id = try row.decode("case_id")
        number = "G-\(id)"
        subjectKind = try row.decode("subject_kind")
        subjectID = try row.decode("subject_id")
        subjectName = try row.decode("subject_name")
        state = try row.decode("state")
        priority = try row.decode("priority")
        openedAt = try row.decode("opened_at")
        dueAt = try row.decode("due_at")
        claimedBy = try PersonReference.ifAny(row: row)
        claimedAt = try row.decode("claimed_at")
        revision = try row.decode("revision")
        flags = try row.decode("flags")
        finding = try row.decode("finding")
    }
}

/// One numbered entry of a case.
package struct CaseEntry: Sendable, Hashable, Codable {
    /// The database's key, by which later entries refer to it.
    package let id: Int64
    /// Position in its case, from 1; below zero for a challenge, which is not counted among the others.
    package let number: Int
    /// What it is.
    package let kind: CaseEntryKind
    /// The text; none for a claim, a release or a flag.
    package let text: String?
    /// The flag that joined.
    package let flag: String?
    /// The challenge that joined, such as `CH-7`.
    package let challenge: String?
    /// The key of the entry it answers.
    package let refersTo: Int64?
    /// The member, the adviser asked, or the owner of an action.
    package let person: PersonReference?
    /// True for a member who takes the chair; nil for everybody else.
    package let chairs: Bool?
    /// By when an action is due.
    package let dueOn: Day?
    /// Whether the advice was accepted.
    package let accepted: Bool?
    /// How the case ended.
    package let outcome: CaseOutcome?
    /// The time at which the facts of a position statement were current.
    package let asOf: Date?
    /// When a decision was taken, if before it was written.
    package let decidedAt: Date?
    /// Who wrote it; nobody when the system did.
    package let writtenBy: PersonReference?
    /// When, by the server's clock.
    package let writtenAt: Date

    /// Every entry `e`; a condition follows.
    static let selection: Statement = """
        SELECT e.entry_id, e.number, e.kind, t.body, e.flag_id, e.challenge_id, e.refers_to, e.chairs, e.due_on, e.accepted, e.outcome, e.as_of, e.decided_at,
            e.written_at, a.account_id, a.name, p.account_id AS person_id, p.name AS person_name
        FROM case_entry e LEFT JOIN prose t USING (prose_id) LEFT JOIN account a ON a.account_id = e.written_by
        LEFT JOIN account p ON p.account_id = e.person\u{20}
        """

    init(row: Row) throws {
        id = try row.decode("entry_id")
        number = try row.decode("number")
        kind = try row.decode("kind")
        text = try row.decode("body")
        flag = try row.decode("flag_id", as: Int64?.self).map { "F-\($0)" }
        challenge = try row.decode("challenge_id", as: Int64?.self).map { "CH-\($0)" }
        refersTo = try row.decode("refers_to")
        person = try PersonReference.ifAny(row: row, id: "person_id", name: "person_name")
        chairs = try row.decode("chairs")
        dueOn = try row.decode("due_on")
        accepted = try row.decode("accepted")
        outcome = try row.decode("outcome")
        asOf = try row.decode("as_of")
        decidedAt = try row.decode("decided_at")
        writtenBy = try PersonReference.ifAny(row: row)
        writtenAt = try row.decode("written_at")
    }
}

/// A case with its flags and entries.
package struct GoldCaseDetail: Sendable, Hashable, Encodable {
    /// State, priority, clock, claim and revision.
    package let summary: GoldCaseSummary
    /// Its flags, the first one first.
    package let flags: [Flag]
    /// Its entries, in order; for an adviser only those that concern the advice.
    package let entries: [CaseEntry]
    /// What it still needs before it can close; empty when nothing is missing.
    package let missing: [String]
}

/// An entry to write.
package struct NewCaseEntry: Sendable, Hashable, Codable {
    /// What it is; everything but a flag or a challenge.
    package var kind: CaseEntryKind
    /// The text, which all but claim, release and member need.
    package var text: String?
    /// The entry it answers: `advice`, `advice_answer` and `action_done` need it.
    package var refersTo: Int64?
    /// The person: `member`, `advice_request` and `action` need it.
    package var person: Int64?
    /// Whether a `member` takes the chair.
    package var chairs: Bool?
    /// The due day of an `action`.
    package var dueOn: Day?
    /// Whether the advice is accepted, of an `advice_answer`.
    package var accepted: Bool?
    /// How the case ends, of an `outcome`.
    package var outcome: CaseOutcome?
    /// When the facts of a `position_statement` were current.
    package var asOf: Date?
    /// When a decision was taken, if before it is written.
    package var decidedAt: Date?

    /// An entry with these parts.
    package init(
        _ kind: CaseEntryKind, text: String? = nil, refersTo: Int64? = nil, person: Int64? = nil,
        chairs: Bool? = nil, dueOn: Day? = nil, accepted: Bool? = nil, outcome: CaseOutcome? = nil, asOf: Date? = nil,
        decidedAt: Date? = nil
    ) {
        self.kind = kind
        self.text = text
        self.refersTo = refersTo
        self.person = person
        self.chairs = chairs
        self.dueOn = dueOn
        self.accepted = accepted
        self.outcome = outcome
        self.asOf = asOf
        self.decidedAt = decidedAt
    }

    /// What cannot be recorded, whoever asks: the parts a kind needs, and those it cannot have.
    package var problems: [FieldProblem] {
        func check(_ isGiven: Bool, _ kinds: Set<CaseEntryKind>, _ pointer: String) -> FieldProblem? {
            guard isGiven != kinds.contains(kind) else { return nil }
            return FieldProblem(pointer, "is given \(isGiven ? "only " : "")with \(names(of: kinds))")
        }
        var problems = [
            kind == .flag || kind == .challenge
                ? FieldProblem("/kind", "is no flag or challenge: those join cases by themselves") : nil,
            text == nil && ![.claim, .release, .member, .flag].contains(kind)
                ? FieldProblem("/text", "is needed for \(kind.rawValue)") : nil,
            check(person != nil, [.member, .adviceRequest, .action], "/person"),
            chairs != nil && kind != .member ? FieldProblem("/chairs", "is given only with member") : nil,
            check(dueOn != nil, [.action], "/dueOn"),
            check(accepted != nil, [.adviceAnswer], "/accepted"),
            check(outcome != nil, [.outcome], "/outcome"),
            check(asOf != nil, [.positionStatement], "/asOf"),
            check(refersTo != nil, [.advice, .adviceAnswer, .actionDone], "/refersTo"),
        ].compactMap(\.self)
        problems += Prose.problems(text, at: "/text")
        return problems
    }

    private func names(of kinds: Set<CaseEntryKind>) -> String {
        kinds.map(\.rawValue).sorted().joined(separator: ", ")
    }
}

/// What a written entry became.
package struct EnteredEntry: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// Its number in the case.
    package let number: Int
    /// The case's revision after it.
    package let revision: Int
}
