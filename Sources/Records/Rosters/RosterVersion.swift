import Deployment
import FoundationEssentials

/// One officer on one duty of a roster version.
package struct VersionDeployment: Sendable, Codable, Equatable {
    package var officer: String
    package var day: Day
    package var shift: String
    package var post: String

    /// A deployment.
    package init(officer: String, day: Day, shift: String, post: String) {
        self.officer = officer
        self.day = day
        self.shift = shift
        self.post = post
    }
}

/// A duty of a roster version: what it wanted, what it got and, below target, why not more.
package struct VersionDuty: Sendable, Codable, Equatable {
    package var post: String
    package var day: Day
    package var shift: String
    package var level: ResponseLevel
    package var min: Int
    package var target: Int
    package var filled: Int
    /// Present where `filled` is below `target`.
    package var reasons: DutyReasons?

    /// A duty.
    package init(
        post: String, day: Day, shift: String, level: ResponseLevel, min: Int, target: Int, filled: Int,
        reasons: DutyReasons?
    ) {
        self.post = post
        self.day = day
        self.shift = shift
        self.level = level
        self.min = min
        self.target = target
        self.filled = filled
        self.reasons = reasons
    }
}

/// The figures of a roster version that a duties office looks at first.
package struct VersionSummary: Sendable, Codable, Equatable {
    /// Officers in service in the period.
    package var officers: Int
    package var duties: Int
    package var deployments: Int
    /// Duties below their minimum, and the officers missing there.
    package var dutiesBelowMin: Int
    package var belowMin: Int
    /// Duties below target, and the officers missing between minimum and target.
    package var dutiesBelowTarget: Int
    package var belowTarget: Int
    package var workedRestDays: Int
    package var changedShifts: Int
    /// Cost by term of the roster format.
    package var costs: [String: Int]
    /// Seconds of the search.
    package var seconds: Double
    /// The moment whose records the roster honours.
    package var asOf: Date

    /// A summary.
    package init(
        officers: Int, duties: Int, deployments: Int, dutiesBelowMin: Int, belowMin: Int, dutiesBelowTarget: Int,
        belowTarget: Int, workedRestDays: Int, changedShifts: Int, costs: [String: Int], seconds: Double, asOf: Date
    ) {
        self.officers = officers
        self.duties = duties
        self.deployments = deployments
        self.dutiesBelowMin = dutiesBelowMin
        self.belowMin = belowMin
        self.dutiesBelowTarget = dutiesBelowTarget
        self.belowTarget = belowTarget
        self.workedRestDays = workedRestDays
        self.changedShifts = changedShifts
        self.costs = costs
        self.seconds = seconds
        self.asOf = asOf
    }
}

/// A roster that is about to become a version.
package struct VersionDraft: Sendable {
    package var from: Day
    package var days: Int
    /// The job that made it; nil for one made by hand.
    package var job: Int64?
    /// The account that asked for it and therefore cannot publish it.
    package var madeBy: Int64
    package var cost: Int
    package var lowerBound: Int?
    package var summary: VersionSummary
    package var deployments: [VersionDeployment]
    package var duties: [VersionDuty]

    /// A draft from its parts.
    package init(
        from: Day, days: Int, job: Int64?, madeBy: Int64, cost: Int, lowerBound: Int?, summary: VersionSummary,
        deployments: [VersionDeployment], duties: [VersionDuty]
    ) {
        self.from = from
        self.days = days
        self.job = job
        self.madeBy = madeBy
        self.cost = cost
        self.lowerBound = lowerBound
        self.summary = summary
        self.deployments = deployments
        self.duties = duties
    }
}

/// An immutable roster version and, where it was published, by whom.
package struct RosterVersion: Sendable, Codable, Equatable {
    package var id: Int64
    package var from: Day
    package var days: Int
    package var job: Int64?
    package var madeBy: Int64
    package var madeAt: Date
    package var cost: Int
    package var lowerBound: Int?
    package var summary: VersionSummary?
    /// The account that published it; nil for a proposal.
    package var publishedBy: Int64?
    package var publishedAt: Date?
    /// What was accepted on publishing, in a sentence.
    package var statement: String?
}

/// A day on which an officer's duty differs between two versions.
package struct OfficerDayChange: Sendable, Codable, Equatable {
    /// A shift at a post.
    package struct Duty: Sendable, Codable, Equatable {
        package var shift: String
        package var post: String
    }

    package var officer: String
    package var day: Day
    /// The duty in the first version; nil for none.
    package var before: Duty?
    /// The duty in the second version; nil for none.
    package var after: Duty?
}
