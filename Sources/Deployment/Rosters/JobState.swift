/// The states of a background job and the arrows between them.
///
/// ```
///            claim              finish
///  queued ─────────▶ running ───────────▶ succeeded | failed
///    │  ▲              │ │ ▲
///    │  └──────────────┘ │ └─ taken over when its lease ran out (running ▶ running, a higher fence)
///    │     given back    │
///    └───────────────────┴──────────────▶ cancelled
/// ```
/// The same arrows stand in the table `state_arrow`; the database refuses every other move.
package enum JobState: String, StateMachine {
    case queued, running, succeeded, failed, cancelled

    package static let machine = "job"
    package static let initial: Set<JobState> = [.queued]

    package var next: Set<JobState> {
        switch self {
        case .queued: [.running, .cancelled]
        case .running: [.running, .queued, .succeeded, .failed, .cancelled]
        case .succeeded, .failed, .cancelled: []
        }
    }
}
