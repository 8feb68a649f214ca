import Deployment

extension History {
    /// A decision on a request not to be deployed for a while.
    package struct Decision: Sendable {
        /// What a decision covers.
        package enum Scope: Sendable, Equatable {
            /// Every armed duty.
            case allArmed
            /// Every duty of these shifts: a bit for each (1 early, 2 late, 4 night).
            case shifts(UInt8)
            /// Every post of these missions.
            case missions([Int32])
            /// Every post of these sites.
            case sites([Int32])
            /// These posts.
            case posts([Int32])
        }

        /// Who decided.
        package enum Decider: Sendable, Equatable {
            /// A place in `supervisors`.
            case supervisor(Int32)
            /// A place in `officers`: somebody who should not decide; `none` for one who was not on record then.
            case officer(Int32)
        }

        package var id: String
        package var officer: Int32
        package var requested: Int32
        package var decided: Int32
        /// The day on which it became known.
        package var recorded: Int32
        package var decider: Decider
        package var deciderRank: Rank
        package var isGranted: Bool
        package var category: String
        package var scope: Scope
        package var from: Int32
        /// The last day.
        package var to: Int32
        package var reason: String
        package var welfare: String
        package var impartiality: String
        package var reviewOn: Int32
        /// `never` while it has not been reviewed. Compare with the present day only.
        package var reviewed: Int32
        /// The decision that this one extends, a place in `decisions`; `none` for a first one.
        package var extends: Int32

        package init(
            id: String, officer: Int32, requested: Int32, decided: Int32, recorded: Int32, decider: Decider,
            deciderRank: Rank, isGranted: Bool, category: String, scope: Scope, from: Int32, to: Int32, reason: String,
            welfare: String, impartiality: String, reviewOn: Int32, reviewed: Int32 = History.never,
            extends: Int32 = History.none
        ) {
            self.id = id
            self.officer = officer
            self.requested = requested
            self.decided = decided
            self.recorded = recorded
            self.decider = decider
            self.deciderRank = deciderRank
            self.isGranted = isGranted
            self.category = category
            self.scope = scope
            self.from = from
            self.to = to
            self.reason = reason
            self.welfare = welfare
            self.impartiality = impartiality
            self.reviewOn = reviewOn
            self.reviewed = reviewed
            self.extends = extends
        }
    }
}
