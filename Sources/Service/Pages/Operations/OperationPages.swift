import Deployment
import Records

/// Operations: opened, amended, written in, closed.
enum OperationPages {
    static let routes: [WebRoute] =
        [OperationListPage.route] + NewOperationPage.routes + [OperationPage.route] + OperationEntryPage.routes
        + AmendOperationPage.routes + CloseOperationPage.routes

    /// Those who read operations, and those who lead them (as the API has it).
    static let readers = WebRoute.Access.roles([.duties, .supervisor, .gold])
    static let leaders = WebRoute.Access.roles([.duties, .supervisor])
}

extension OperationKind {
    /// As a list of kinds shows it.
    var label: String {
        switch self {
        case .hospitalGuard: "Hospital guard"
        case .event: "Event"
        case .residential: "Residential protection"
        case .arv: "Armed response vehicle"
        case .exercise: "Exercise"
        }
    }
}

extension OperationEntryKind {
    /// As a timeline shows it.
    var label: String {
        switch self {
        case .review: "Review"
        case .authorityReview: "Review of the standing authority"
        case .debrief: "Debrief"
        case .learning: "What was learnt"
        case .closing: "Closed"
        }
    }
}

extension Operation {
    /// Its state as a tag.
    var tag: TableView.Cell {
        switch state {
        case .closed: .init("Closed", tag: .note)
        case .open where isReviewOverdue: .init("Open, review overdue", tag: .bad)
        case .open where isPastExpectedEnd: .init("Open longer than expected", tag: .warn)
        case .open: .init("Open", tag: .good)
        }
    }
}
