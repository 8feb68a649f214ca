/// The states of an operation and the arrow between them.
///
/// ```
///        closing (a hospital guard after its debrief, an exercise after its learning)
///  open ────────▶ closed
/// ```
package enum OperationState: String, StateMachine {
    case open, closed

    package static let machine = "operation"
    package static let initial: Set<OperationState> = [.open]

    package var next: Set<OperationState> {
        switch self {
        case .open: [.closed]
        case .closed: []
        }
    }
}
