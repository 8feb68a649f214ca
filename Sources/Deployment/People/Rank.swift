/// Ranks, from constable to commander.
package enum Rank: String, CaseIterable, Comparable, Sendable, Codable {
    case constable = "PC"
    case sergeant = "PS"
    case inspector = "INSP"
    case chiefInspector = "CI"
    case superintendent = "SUPT"
    case chiefSuperintendent = "CSUPT"
    case commander = "CDR"

    package static func < (left: Rank, right: Rank) -> Bool {
        left.seniority < right.seniority
    }

    /// 1 for a constable, rising; the column `rank.seniority`.
    package var seniority: Int {
        (Rank.allCases.firstIndex(of: self) ?? 0) + 1
    }
}
