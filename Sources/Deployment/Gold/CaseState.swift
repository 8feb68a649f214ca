/// The states of a case in the Gold queue and the arrows between them.
///
/// ```
///          terms of reference            outcome
///  raised ────────────────────▶ convened ────────▶ closed
///    ▲                                               │
///    └───────────────────────────────────────────────┘
///                     new evidence
/// ```
/// Claiming is not a state: a claim lapses after half an hour without an entry (ux.md section 3).
package enum CaseState: String, StateMachine {
    case raised, convened, closed

    package static let machine = "gold_case"
    package static let initial: Set<CaseState> = [.raised]

    package var next: Set<CaseState> {
        switch self {
        case .raised: [.convened]
        case .convened: [.closed]
        case .closed: [.raised]
        }
    }
}
