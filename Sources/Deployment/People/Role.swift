/// What an account may be used for. A Gold group role is never a firearms commander's (domain.md 4.4).
package enum Role: String, CaseIterable, Hashable, Sendable, Codable {
    case duties, supervisor, gold, adviser, officer, auditor, admin
}
