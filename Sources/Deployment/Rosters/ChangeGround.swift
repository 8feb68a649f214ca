/// Why a published deployment was changed (design.md, guarantee 1; domain.md 3.1): the row that takes the officer off the
/// duty; or an exigency, the officer's own request or an agreement with the Federation branch, which give an officer
/// another duty but never just take one off.
package enum ChangeGround: String, CaseIterable, Sendable, Codable {
    case abstraction, restriction
    case lapsedCurrency = "lapsed_currency"
    case swap
    case nonDeployment = "non_deployment"
    case exigency
    case ownRequest = "own_request"
    case agreement
}

/// What an officer did on a shift.
package enum AttendanceStatus: String, CaseIterable, Sendable, Codable {
    case worked, reserve, absent
}
