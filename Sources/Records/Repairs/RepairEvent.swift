import Deployment
import Postgres

/// What happened after publication that leaves places open.
package enum RepairKind: String, CaseIterable, Sendable, Codable {
    /// An officer cannot work some days.
    case officerUnavailable = "officer_unavailable"
    /// The response level of a site rises.
    case levelRaised = "level_raised"
    /// An operation, such as a hospital guard, wants officers.
    case guardWanted = "guard"
}

/// The kind of an absence that is recorded with a repair.
package enum AbsenceKind: String, CaseIterable, Sendable, Codable {
    case leave, course, training, sickness, court, lieu
    case postIncident = "post_incident"
    case otherDuty = "other_duty"
}

/// An event as the duties office tells it: ids, days and the number of the row that says why; never a reason.
package struct RepairEvent: Sendable, Codable, Equatable {
    package var kind: RepairKind
    /// The officer who cannot work.
    package var officer: String?
    /// The site whose level rises.
    package var site: String?
    package var level: ResponseLevel?
    /// The operation that wants officers.
    package var operation: Int64?
    package var from: Day
    /// The last day; nil for as long as the roster is published.
    package var to: Day?
    /// The abstraction, restriction or ND number on record that takes the officer off these days.
    package var reference: String?
    /// The absence to be put on record when the repair is accepted, where none is.
    package var absence: AbsenceKind?
    /// Who set the level, and the reference of the source, where the level is not on record yet.
    package var setBy: String?
    package var source: String?

    /// An event.
    package init(
        kind: RepairKind, officer: String? = nil, site: String? = nil, level: ResponseLevel? = nil,
        operation: Int64? = nil, from: Day, to: Day? = nil, reference: String? = nil, absence: AbsenceKind? = nil,
        setBy: String? = nil, source: String? = nil
    ) {
        self.kind = kind
        self.officer = officer
        self.site = site
        self.level = level
        self.operation = operation
        self.from = from
        self.to = to
        self.reference = reference
        self.absence = absence
        self.setBy = setBy
        self.source = source
    }

    /// The fields that do not go together; empty where all do.
    package var problems: [FieldProblem] {
        var found: [FieldProblem] = []
        if let to, to < from { found.append(FieldProblem("/to", "must not be before from")) }
        switch kind {
        case .officerUnavailable:
            if officer == nil { found.append(FieldProblem("/officer", "says who cannot work")) }
            if (reference == nil) == (absence == nil) {
                found.append(
                    FieldProblem("/reference", "names the row that says why, or absence says what is to be recorded"))
            }
        case .levelRaised:
            if site == nil { found.append(FieldProblem("/site", "says which site")) }
            if level == nil { found.append(FieldProblem("/level", "says which level")) }
        case .guardWanted:
            if operation == nil { found.append(FieldProblem("/operation", "says which operation")) }
        }
        return found
    }
}

extension RepairKind: PostgresEncodable, PostgresDecodable {}
extension AbsenceKind: PostgresEncodable, PostgresDecodable {}
