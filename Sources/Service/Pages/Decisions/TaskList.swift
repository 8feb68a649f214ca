import Deployment
import Records

/// The sections of a full form, as their template takes them.
struct TaskList: Sendable {
    struct Task: Sendable {
        var title: String
        var hint: String?
        var link: String?
        /// "Not started", "Completed" or "Cannot start yet".
        var status: String
        /// Whether the status is still open, shown as a tag.
        var isOpen: Bool
        var id: String
    }

    var number: String
    var officer: String
    var note: String
    var tasks: [Task]
    var record: String
    /// What is said when one person wrote both assessments.
    var onePen: String?

    init(_ detail: NonDeploymentDetail, _ names: [String: TeamMember]) {
        number = detail.summary.number
        officer = DecisionWords.officer(detail.summary.officer, names)
        record = "/decisions/\(number)"
        if let owed = detail.summary.owedInFullBy {
            note = "The short form is in force. The full form is owed by \(Moments.text(owed))."
        } else {
            note = "This draft takes the officer off nothing until it is decided."
        }
        onePen = detail.assessedByOne.map {
            "\($0.name) wrote both assessments. A second person's view of impartiality carries more weight; ask a colleague to add one."
        }
        let base = record
        func task(
            _ page: String, _ title: String, hint: String? = nil, isDone: Bool, isShut: Bool = false
        ) -> Task {
            Task(
                title: title, hint: hint, link: isShut ? nil : "\(base)/\(page)",
                status: isDone ? "Completed" : isShut ? "Cannot start yet" : "Not started", isOpen: !isDone && !isShut,
                id: "task-\(page)")
        }
        let isReady = DecidingRules.missing(detail).isEmpty
        tasks = [
            task("terms", "Duties, dates and category", isDone: true),
            task(
                "grounds", "Grounds", hint: "What about the duty creates the need; sealed",
                isDone: detail.terms.last?.hasGrounds == true),
            task("welfare", "Welfare assessment", isDone: detail.isAssessed(.welfare)),
            task(
                "impartiality", "Impartiality assessment", hint: "Better by another person than the welfare assessment",
                isDone: detail.isAssessed(.impartiality)),
            task(
                "check", "Check answers, alternatives considered and decision",
                hint: isReady
                    ? "By somebody who neither drafted nor assessed"
                    : "Needs the grounds and both assessments first", isDone: false, isShut: !isReady),
        ]
    }
}
