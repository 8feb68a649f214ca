import Deployment
import FoundationEssentials

/// Everything on record that a roster of a period depends on, as plain values.
///
/// Of non-deployments it holds number, officer, scope and window only (design.md, guarantee 8).
package struct Planning: Sendable {
    /// First day of the period.
    package var from: Day
    /// Length of the period.
    package var days: Int
    /// Days before the period that count as history.
    package var historyDays: Int
    /// Least minutes between two tours in the period (rule figure `rest_between_tours`).
    package var restMinutes: Int

    package var shifts: [Shift] = []
    package var contracts: [Contract] = []
    package var skills: [Skill] = []
    /// Officers in service on any day of the period, by id.
    package var officers: [Officer] = []
    /// Days of rostered patterns: pattern id to the shift of each day of its cycle, nil for a rest day.
    package var patterns: [String: [String?]] = [:]
    /// Posts active on any day of the period, by id.
    package var posts: [Post] = []
    /// Levels above or below Normal with days in history or period.
    package var levels: [SiteLevel] = []
    package var demand: [Demand] = []
    /// What operations want, by the day; a post has either this or `demand`.
    package var operations: [OperationDemand] = []
    package var absences: [Absence] = []
    /// Functional limits in force on some days of the period, by restriction.
    package var limits: [LimitSpell] = []
    package var requests: [Request] = []
    package var exclusions: [Exclusion] = []
    package var history: History

    /// A shift by wall clock.
    package struct Shift: Sendable, Equatable {
        package var id: String
        package var startMinute: Int
        package var minutes: Int
        package var night: Bool
    }

    /// A contract; shifts and weekends are numbers of 28 days.
    package struct Contract: Sendable, Equatable {
        package var id: String
        package var maxConsecutiveWork: Int
        package var minConsecutiveWork: Int
        package var minConsecutiveOff: Int
        package var maxConsecutiveNights: Int
        package var minShifts: Int
        package var maxShifts: Int
        package var maxWeekends: Int
        package var completeWeekends: Bool
    }

    /// A skill; one of them is the authority to carry.
    package struct Skill: Sendable, Equatable {
        package var id: String
        package var isAuthority: Bool
    }

    /// An officer.
    package struct Officer: Sendable, Equatable {
        package var id: String
        package var team: String
        package var contract: String
        package var joinedOn: Day
        package var leftOn: Day?
        /// Skill to the last day in currency; `.some(nil)` for one without end. The authority ends with its components.
        package var skills: [String: Day?] = [:]
        /// Rostered patterns in order of their first day.
        package var patterns: [PatternSpell] = []
    }

    /// A stretch of days on which an officer follows a pattern.
    package struct PatternSpell: Sendable, Equatable {
        package var pattern: String
        /// A day on which the cycle stands at its first day.
        package var anchor: Day
        package var from: Day
        package var to: Day?
    }

    /// A post.
    package struct Post: Sendable, Equatable {
        package var id: String
        package var site: String
        package var mission: String
        package var suitableForRestricted: Bool
        package var activeFrom: Day
        package var activeTo: Day?
        package var requires: [String] = []
        /// static, mobile, arv, residential, hospital_guard or desk.
        package var kind = "static"
        /// Functional limits for which it is named as suitable.
        package var suits: [String] = []
    }

    /// The response level of a site for some days.
    package struct SiteLevel: Sendable, Equatable {
        package var site: String
        package var level: ResponseLevel
        package var from: Day
        package var to: Day?
    }

    /// What a post wants at a level on a kind of day.
    package struct Demand: Sendable, Equatable {
        package var post: String
        package var level: ResponseLevel
        package var onWeekends: Bool
        package var shift: String
        package var min: Int
        package var target: Int
    }

    /// What an operation wants at one of its posts, every day from the first to the last.
    package struct OperationDemand: Sendable, Equatable {
        package var post: String
        package var shift: String
        package var from: Day
        /// nil until the operation is closed.
        package var to: Day?
        package var level: ResponseLevel
        package var min: Int
        package var target: Int
    }

    /// Days on which a row keeps an officer from duties: an abstraction or a restriction.
    package struct Absence: Sendable, Equatable {
        /// What kind of row it is.
        package enum Kind: String, Sendable {
            case abstraction, restricted, recuperative
        }

        package var id: String
        package var officer: String
        package var kind: Kind
        package var from: Day
        package var to: Day?
    }

    /// Days on which a restriction has a functional limit.
    package struct LimitSpell: Sendable, Equatable {
        package var restriction: String
        package var limit: FunctionalLimit
        package var from: Day
        package var to: Day?
    }

    /// A wish not to work a shift, or a day.
    package struct Request: Sendable, Equatable {
        package var officer: String
        package var day: Day
        package var shift: String?
        package var weight: Int
    }

    /// A recorded non-deployment in force: the row of the view `exclusion`.
    package struct Exclusion: Sendable, Equatable {
        /// "ND-41".
        package var number: String
        package var officer: String
        package var scope: Scope
        package var startsAt: Date
        package var endsAt: Date
    }

    /// What standing deployments say of the days before the period, and of the period itself.
    package struct History: Sendable, Equatable {
        /// Counts per officer over the days of history.
        package var loads: [String: Load] = [:]
        /// Deployments per officer and site over the days of history.
        package var sites: [String: [String: Int]] = [:]
        /// Duties of the last days before the period, and the last duty of each officer, by officer and time.
        package var recent: [Standing] = []
        /// Standing deployments in the period or on the days just after it.
        package var ahead: [Standing] = []
        /// Days of history that were published, as stretches in order.
        package var published: [ClosedRange<Day>] = []

        /// The burdens of an officer so far; none where no duty is known.
        package func load(of officer: String) -> Load {
            loads[officer] ?? Load()
        }
    }

    /// Burdens so far.
    package struct Load: Sendable, Equatable {
        package var night = 0
        package var weekend = 0
        package var high = 0
    }

    /// A standing deployment with its window.
    package struct Standing: Sendable, Equatable {
        package var officer: String
        package var day: Day
        package var shift: String
        package var startsAt: Date
        package var endsAt: Date
    }
}
