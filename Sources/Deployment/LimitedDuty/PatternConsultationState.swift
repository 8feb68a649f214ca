/// The states of a proposed change of an individual pattern and the arrows between them (domain 3.2).
///
/// ```
///            the officer           the officer
///  declined ◀──────────── proposed ───────────▶ agreed
///                            │ whoever proposed
///                            ▼
///                        withdrawn
/// ```
/// An agreed one comes into force by itself on the day that it names.
package enum PatternConsultationState: String, StateMachine {
    case proposed, agreed, declined, withdrawn

    package static let machine = "pattern_consultation"
    package static let initial: Set<PatternConsultationState> = [.proposed]

    package var next: Set<PatternConsultationState> {
        switch self {
        case .proposed: [.agreed, .declined, .withdrawn]
        case .agreed, .declined, .withdrawn: []
        }
    }
}
