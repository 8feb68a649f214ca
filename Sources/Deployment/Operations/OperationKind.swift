/// What an operation is; each makes demand by the day until it is closed (001 ¶6–8, ¶14, ¶28, ¶73).
package enum OperationKind: String, CaseIterable, Sendable, Codable {
    case hospitalGuard = "hospital_guard"
    case event, residential, arv, exercise

    /// Whether it is not opened without the reference of the request that it answers (001 ¶8, ¶28).
    package var needsRequest: Bool { self == .event || self == .residential }

    /// What must be on record before it is closed; nil where nothing must.
    ///
    /// A debrief always closes a guard (001 ¶14, ¶28); an exercise records its learning (001 ¶79).
    package var closedBy: OperationEntryKind? {
        switch self {
        case .hospitalGuard: .debrief
        case .exercise: .learning
        case .event, .residential, .arv: nil
        }
    }

    /// Who leads it.
    ///
    /// The command arms an event inside diplomatic premises, elsewhere the borough leads (001 ¶28); everything else is led
    /// by the command.
    package func lead(insidePremises: Bool?) -> OperationLead {
        self == .event && insidePremises == false ? .borough : .command
    }
}

/// Who leads an operation.
package enum OperationLead: String, CaseIterable, Sendable, Codable {
    case command, borough
}

/// What is written in an operation after its opening; nothing of it is ever taken back.
package enum OperationEntryKind: String, CaseIterable, Sendable, Codable {
    case review
    case authorityReview = "authority_review"
    case debrief, learning, closing
}
