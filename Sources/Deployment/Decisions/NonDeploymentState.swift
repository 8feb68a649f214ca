/// The states of a non-deployment and the arrows between them.
///
/// ```
///            short form              full form
///  draft ────────────────▶ short_form ─────────▶ granted ──────▶ ended
///    │                        │   │                                ▲
///    │  full form             │   └──────────▶ refused             │
///    ├──────────▶ granted     └────────────────────────────────────┘
///    ├──────────▶ refused
///    └──────────▶ withdrawn
/// ```
/// A draft takes the officer off nothing (design.md, guarantee 2). Only `short_form` and `granted` exclude, and only
/// inside the window of their terms, so nothing goes on by silence (guarantee 5).
package enum NonDeploymentState: String, StateMachine {
    case draft
    case shortForm = "short_form"
    case granted, refused, ended, withdrawn

    package static let machine = "non_deployment"
    package static let initial: Set<NonDeploymentState> = [.draft]

    package var next: Set<NonDeploymentState> {
        switch self {
        case .draft: [.shortForm, .granted, .refused, .withdrawn]
        case .shortForm: [.granted, .refused, .ended]
        case .granted: [.ended]
        case .refused, .ended, .withdrawn: []
        }
    }
}
