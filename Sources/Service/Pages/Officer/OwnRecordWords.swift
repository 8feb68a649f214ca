import Deployment
import Records

/// A non-deployment in the words that its officer reads.
enum OwnRecordWords {
    static func state(_ state: NonDeploymentState) -> (text: String, tone: Tone) {
        switch state {
        case .draft: ("Draft, without effect", .note)
        case .shortForm: ("In force, short form", .warn)
        case .granted: ("In force or granted", .warn)
        case .refused: ("Refused", .note)
        case .ended: ("Ended", .good)
        case .withdrawn: ("Withdrawn", .note)
        }
    }

    static func category(_ terms: Terms) -> String {
        switch terms.category {
        case .safety: "Safety of officer or family"
        case .acuteWelfare: "Acute welfare event"
        case .occupationalHealth: "Occupational-health limitation"
        case .fitnessToCarry: "Temporary fitness to carry"
        case .connection: "Connection or conflict of interest with the site"
        case .postIncident: "Post-incident"
        case .professionalStandards: "Professional-standards restriction"
        case .operational: "Operational reason"
        case .objection: "Objection to the duty"
        case .other: terms.title.map { "Other: \($0)" } ?? "Other"
        }
    }

    static func ending(_ cause: String) -> String {
        switch cause {
        case "by_itself": "Ended by itself"
        case "early": "Ended early"
        case "withdrawn": "Withdrawn"
        default: cause
        }
    }
}
