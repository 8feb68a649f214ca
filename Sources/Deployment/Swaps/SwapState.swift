/// The states of a swap of two published duties and the arrows between them.
///
/// ```
///         the other officer        a supervisor
///  asked ─────────────────▶ agreed ─────────────▶ approved | refused
///    │                        │
///    └────────────────────────┴──▶ declined (the other) | withdrawn (who asked) | lapsed (time)
/// ```
/// The same arrows stand in the table `state_arrow`; the database refuses every other move.
package enum SwapState: String, StateMachine {
    case asked, agreed, approved, declined, withdrawn, refused, lapsed

    package static let machine = "swap"
    package static let initial: Set<SwapState> = [.asked]

    package var next: Set<SwapState> {
        switch self {
        case .asked: [.agreed, .declined, .withdrawn, .lapsed]
        case .agreed: [.approved, .refused, .declined, .withdrawn, .lapsed]
        case .approved, .declined, .withdrawn, .refused, .lapsed: []
        }
    }
}
