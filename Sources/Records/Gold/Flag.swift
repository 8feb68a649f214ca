import Deployment
import FoundationEssentials
import Postgres

/// A question that a rule or a pattern puts to a person; never a verdict (design.md, guarantee 11).
package struct Flag: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// What people call it, such as `F-210`.
    package let number: String
    /// Which rule or pattern.
    package let kind: String
    /// How urgent flags of this kind are.
    package let priority: Priority
    /// What the flag is about: `non_deployment`, `officer`, `account`, `deployment`, `site`, `mission`, `team`, …
    package let subjectKind: String
    /// Its key as text.
    package let subjectID: String
    /// The name of the account that it is about; nil for anything else.
    package let subjectName: String?
    /// The record concerned, such as `ND-41`, where there is one.
    package let nonDeployment: String?
    /// What was found, in neutral words.
    package let finding: String
    /// What the finding rests on: a JSON object as text.
    package let evidence: String
    /// The question to answer.
    package let question: String
    /// What would explain it innocently.
    package let innocent: String
    /// How often it is expected with nothing wrong.
    package let baseRate: String
    /// When it was raised.
    package let raisedAt: Date
    /// The case it joined, such as `G-17`.
    package let caseNumber: String

    /// The name of the account that a flag or a case is about, as column `subject_name`; `row` is its alias.
    static func subjectName(of row: Statement) -> Statement {
        """
        CASE \(row).subject_kind WHEN 'account'
            THEN (SELECT s.name FROM account s WHERE s.account_id::text = \(row).subject_id) END AS subject_name
        """
    }

    /// Every flag `f` with its kind `k` and its case; a condition follows.
    static let selection: Statement = """
        SELECT f.flag_id, f.kind, f.subject_kind, f.subject_id, \(subjectName(of: "f")), f.nd_id, f.finding, f.evidence::text AS evidence, f.raised_at,
            k.priority, k.question, k.innocent, k.base_rate, c.case_id
        FROM flag f JOIN flag_kind k USING (kind) JOIN gold_case c USING (subject_kind, subject_id)\u{20}
        """

    init(row: Row) throws {
        id = try row.decode("flag_id")
        number = "F-\(id)"
        kind = try row.decode("kind")
        priority = try row.decode("priority")
        subjectKind = try row.decode("subject_kind")
        subjectID = try row.decode("subject_id")
        subjectName = try row.decode("subject_name")
        nonDeployment = try row.decode("nd_id", as: Int64?.self).map { "ND-\($0)" }
        finding = try row.decode("finding")
        evidence = try row.decode("evidence")
        question = try row.decode("question")
        innocent = try row.decode("innocent")
        baseRate = try row.decode("base_rate")
        raisedAt = try row.decode("raised_at")
        caseNumber = "G-\(try row.decode("case_id", as: Int64.self))"
    }
}
