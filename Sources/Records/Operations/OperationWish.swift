import Deployment
import FoundationEssentials

/// An operation to be opened.
package struct OperationWish: Sendable, Codable, Equatable {
    package var kind: OperationKind
    /// What people call it, 3 to 100 characters.
    package var name: String
    /// A site on record; nil for a place of its own.
    package var site: String?
    /// The name of a place of its own, made with the operation; nil for a site on record.
    package var newSite: String?
    /// An officer of rank INSP or above; may be left out for an event at a site that has its inspector.
    package var owner: String?
    package var startsAt: Date
    /// What is expected; ends nothing by itself.
    package var expectedEnd: Day?
    /// Of an event: whether it is inside diplomatic premises (001 ¶28).
    package var insidePremises: Bool?
    /// The borough that leads or that authorised a guard (001 ¶14).
    package var borough: String?
    /// The request that it answers; needed for events and residential protection.
    package var request: String?
    /// The standing authority under which it is armed, and when that is reviewed: both or neither (APP, at least yearly).
    package var authority: String?
    package var authorityReviewOn: Day?
    /// What it wants; at least one line.
    package var lines: [DemandLine]

    /// A wish.
    package init(
        kind: OperationKind, name: String, site: String? = nil, newSite: String? = nil, owner: String?, startsAt: Date,
        expectedEnd: Day? = nil, insidePremises: Bool? = nil, borough: String? = nil, request: String? = nil,
        authority: String? = nil, authorityReviewOn: Day? = nil, lines: [DemandLine]
    ) {
        self.kind = kind
        self.name = name
        self.site = site
        self.newSite = newSite
        self.owner = owner
        self.startsAt = startsAt
        self.expectedEnd = expectedEnd
        self.insidePremises = insidePremises
        self.borough = borough
        self.request = request
        self.authority = authority
        self.authorityReviewOn = authorityReviewOn
        self.lines = lines
    }
}

/// What an operation wants on one shift, every day from the first to the last.
package struct DemandLine: Sendable, Codable, Equatable {
    package var shift: String
    package var min: Int
    package var target: Int
    /// Normal unless told; its weight says how much an unfilled duty costs.
    package var level: ResponseLevel?
    /// Every officer needs all of these; unless told the authority to carry, where the command arms the operation.
    package var skills: [String]?
    /// Unless told the first day on which the shift begins after the operation does.
    package var from: Day?
    /// Unless told until the operation is closed.
    package var to: Day?

    /// A line.
    package init(
        shift: String, min: Int, target: Int, level: ResponseLevel? = nil, skills: [String]? = nil, from: Day? = nil,
        to: Day? = nil
    ) {
        self.shift = shift
        self.min = min
        self.target = target
        self.level = level
        self.skills = skills
        self.from = from
        self.to = to
    }
}

/// What opening an operation made.
package struct OperationOpened: Sendable, Codable, Equatable {
    package var id: Int64
    /// Its posts, one for each set of skills.
    package var posts: [String]
    /// Hospital guards that are open now, this one among them.
    package var guardsOpen: Int
    /// Whether it is a hospital guard above the number expected: it is open, and the duties office and its owner are told.
    package var isAboveExpected: Bool
}
