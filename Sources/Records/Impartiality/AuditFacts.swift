import Deployment

/// What became known about a command in some whole days, for the audit: duties and decisions, no words and no causes.
package struct AuditFacts: Sendable, Equatable {
    /// An officer on a duty, on reserve where there is no post.
    package struct Duty: Sendable, Equatable {
        package var day: Day
        package var shift: String
        package var officer: String
        package var post: String?
    }

    /// A swap that was approved, or a move to another post that was ordered.
    package struct Move: Sendable, Equatable {
        package var id: String
        package var day: Day
        package var shift: String
        /// Whether an officer asked for it.
        package var isAsked: Bool
        package var officer: String
        package var from: String
        /// Who took the post; nobody for a move.
        package var other: String?
        /// The post taken; none is the reserve.
        package var to: String?
        /// The account that approved or ordered it.
        package var approver: Int64
        package var recorded: Day
    }

    /// One decision on a non-deployment.
    package struct Decision: Sendable, Equatable {
        package var id: Int64
        package var record: Int64
        package var officer: String
        package var requested: Day
        package var decided: Day
        package var recorded: Day
        package var decidedBy: Int64
        /// The rank by which it was decided; none for a Gold group member.
        package var rank: Rank?
        package var isGranted: Bool
        package var category: String
        package var scopeKind: String
        package var scopeIDs: [String]
        package var from: Day
        /// The last day, as decided.
        package var to: Day
        package var reviewOn: Day
        /// Equal where reasons are equal; tells nothing else of the reason.
        package var reasonKey: String
        package var hasWelfare: Bool
        package var hasImpartiality: Bool
        /// The decision that it goes on from: the one before it on its record, or the last of the record that it renews.
        package var extends: Int64?
    }

    /// Days away from armed duty.
    package struct Absence: Sendable, Equatable {
        package var id: String
        package var officer: String
        package var from: Day
        package var to: Day?
        /// A kind of abstraction or of restriction.
        package var kind: String
        package var recorded: Day
    }

    /// A skill in currency.
    package struct Currency: Sendable, Equatable {
        package var officer: String
        package var skill: String
        package var from: Day
        package var to: Day?
    }

    /// The level of a site from one day to another.
    package struct Level: Sendable, Equatable {
        package var site: String
        package var level: ResponseLevel
        package var from: Day
        package var to: Day?
    }

    /// A season declared in advance.
    package struct Season: Sendable, Equatable {
        package var from: Day
        package var to: Day
        package var label: String
    }

    /// The last day of the facts.
    package var through: Day
    /// Deployments of published versions, as first published, of days not yet gone when they were published.
    package var published: [Duty] = []
    /// What was worked, by the attendance that counts for each day; of a shift without any, what stood.
    package var worked: [Duty] = []
    /// By the day from which they are weighed: on record, and their duty has come.
    package var moves: [Move] = []
    /// In the order of the day of recording, then id.
    package var decisions: [Decision] = []
    /// In the order of the day of recording, then id.
    package var absences: [Absence] = []
    /// Last days, if any, of open-ended absences that were not over a year before, as they stand now.
    package var ends: [String: Day?] = [:]
    /// In the order of `from`.
    package var currencies: [Currency] = []
    /// Those of any of the days, in the order of `from`.
    package var levels: [Level] = []
    /// In the order of `from`.
    package var seasons: [Season] = []
}
