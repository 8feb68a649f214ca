/// The states of a proposal of repair and the arrows between them.
///
/// ```
///  proposed ──▶ accepted | discarded | stale
/// ```
/// The same arrows stand in the table `state_arrow`; the database refuses every other move.
package enum RepairState: String, StateMachine {
    case proposed, accepted, discarded
    /// The record has moved on: what it proposes cannot be done any more.
    case stale

    package static let machine = "repair"
    package static let initial: Set<RepairState> = [.proposed]

    package var next: Set<RepairState> {
        switch self {
        case .proposed: [.accepted, .discarded, .stale]
        case .accepted, .discarded, .stale: []
        }
    }
}
