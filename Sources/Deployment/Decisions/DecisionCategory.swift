/// Why a non-deployment is decided (domain.md 5.2). A preference is not a category: it is a roster request.
package enum DecisionCategory: String, CaseIterable, Sendable, Codable {
    case safety
    case acuteWelfare = "acute_welfare"
    case occupationalHealth = "occupational_health"
    case fitnessToCarry = "fitness_to_carry"
    case connection
    case postIncident = "post_incident"
    case professionalStandards = "professional_standards"
    case operational
    case objection
    case other

    /// An objection to a duty as such can be decided by Gold only (design.md, guarantee 4).
    package var isGoldOnly: Bool {
        self == .objection
    }
}
