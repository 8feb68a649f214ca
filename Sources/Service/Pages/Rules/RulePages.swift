import Deployment

/// The rule sets, what breaks them, exceptions from them, and opt-outs from the weekly limit.
enum RulePages {
    static let routes: [WebRoute] =
        [RuleListPage.route, RuleBreachPage.route] + RuleExceptionPages.routes + OptOutPages.routes

    /// The three lists beside the rules themselves.
    static let links: [View.Part] = [
        .link("What the roster in force breaks", to: "/rules/breaches"),
        .link("Exceptions on record", to: "/rules/exceptions"),
        .link("Opt-outs from the weekly limit", to: "/rules/opt-outs"),
    ]
}

extension Rule {
    /// As a list of rules shows it.
    var label: String {
        switch self {
        case .restBetweenTours: "Rest between tours"
        case .restDaySpacing: "Spacing of rest days"
        case .restDaysAWeek: "Rest days a week"
        case .restDayOwed: "Rest day owed"
        case .tourLength: "Length of a tour"
        case .publicationNotice: "Notice of publication"
        case .publicationHorizon: "Horizon of publication"
        case .weeklyHours: "Weekly hours"
        case .weeklyHoursAmber: "Weekly hours, near the limit"
        case .nightAverage: "Average of nights"
        case .nightSpecialHazard: "Nights with a special hazard"
        case .nightToursLong: "Long tours at night"
        case .weeklyRest: "Weekly rest"
        }
    }
}

extension RuleKind {
    /// How hard it is, as a tag.
    var tag: TableView.Cell {
        switch self {
        case .absolute: .init("No exception possible", tag: .bad)
        case .needsException: .init("Needs an exception", tag: .warn)
        case .warning: .init("Warning", tag: .note)
        }
    }
}

extension ExceptionBasis {
    /// As a list of grounds shows it.
    var label: String {
        switch self {
        case .ownRequest: "The officer's own request"
        case .agreement: "Agreement with the branch"
        case .exigency: "Exigency of duty"
        }
    }
}
