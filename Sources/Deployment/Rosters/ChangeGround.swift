/// Why a published deployment was changed (design.md, guarantee 1): the row that takes the officer off the duty, or an
/// exigency, which may move an officer or call one in but never just take one off.
package enum ChangeGround: String, CaseIterable, Sendable, Codable {
    case abstraction, restriction
    case lapsedCurrency = "lapsed_currency"
    case swap
    case nonDeployment = "non_deployment"
    case exigency
}

/// What an officer did on a shift.
package enum AttendanceStatus: String, CaseIterable, Sendable, Codable {
    case worked, reserve, absent
}
