/// What a change after publication does.
package enum ChangeKind: String, CaseIterable, Sendable, Codable {
    /// An officer is taken off and nobody put on.
    case takeOff = "take_off"
    /// Another officer takes the same duty.
    case replace
    /// The same officer takes another duty.
    case move
    /// Two officers take each other's duty.
    case swap
    /// An officer whom the duty no longer needs goes on reserve of the same shift.
    case standDown = "stand_down"
    /// An officer without a duty at that time is given one.
    case callReserve = "call_reserve"
    /// An officer stands in a window of a duty.
    case relief
    /// An earlier change is countered: instead of an undo.
    case counter

    /// The kind in words.
    package var words: String {
        switch self {
        case .takeOff: "taken off"
        case .replace: "replaced"
        case .move: "moved"
        case .swap: "swapped"
        case .standDown: "stood down"
        case .callReserve: "called in"
        case .relief: "relief"
        case .counter: "countered"
        }
    }
}

/// The kind of an exigency of duty: a pressing need, not reasonably avoidable (PNB circular 86/9). The table
/// `exigency_kind` has their words and sources.
package enum ExigencyKind: String, CaseIterable, Sendable, Codable {
    case publicOrder = "public_order"
    case court
    case essentialTraining = "essential_training"
    case levelRaised = "level_raised"
    case hospitalGuard = "hospital_guard"
    case event
    case sicknessCover = "sickness_cover"
    case officerMissing = "officer_missing"
    case demandFell = "demand_fell"
    case causeEnded = "cause_ended"
    case unforeseen
}
