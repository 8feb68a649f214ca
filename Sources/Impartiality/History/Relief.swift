extension History {
    /// A change of two duties that an officer asked for, or a move that was ordered.
    package struct Swap: Sendable {
        package var id: String
        package var day: Int32
        package var shift: UInt8
        /// Whether an officer asked for it; otherwise it was ordered.
        package var isAsked: Bool
        /// Who asked, or who was moved.
        package var officer: Int32
        /// A place in `posts`; `none` is the reserve.
        package var from: Int32
        /// Who took the post; `none` for a move.
        package var other: Int32
        /// A place in `posts`; `none` is the reserve.
        package var to: Int32
        /// A place in `supervisors`; `none` when not on record.
        package var approver: Int32
        package var recorded: Int32
        package var reason: String
        /// The day from which it is weighed: when it is on record and its duty has come.
        package var knownOn: Int32 { max(recorded, day) }

        package init(
            id: String, day: Int32, shift: UInt8, isAsked: Bool, officer: Int32, from: Int32, other: Int32, to: Int32,
            approver: Int32, recorded: Int32, reason: String
        ) {
            self.id = id
            self.day = day
            self.shift = shift
            self.isAsked = isAsked
            self.officer = officer
            self.from = from
            self.other = other
            self.to = to
            self.approver = approver
            self.recorded = recorded
            self.reason = reason
        }
    }

    /// Days on which an officer is away from armed duty for a recorded cause.
    package struct Abstraction: Sendable {
        /// The cause.
        package enum Kind: String, Sendable, CaseIterable {
            case leave, course, court, lieu, sickness, recuperative, restricted

            /// Whether the last day is known only when it has come.
            package var isOpenEnded: Bool { self == .sickness || self == .recuperative || self == .restricted }
        }

        package var id: String
        package var officer: Int32
        package var from: Int32
        /// The last day; `never` while it has not come (of a kind that is open-ended). Compare with days up to the present only.
        package var to: Int32
        package var kind: Kind
        package var recorded: Int32

        package init(id: String, officer: Int32, from: Int32, to: Int32, kind: Kind, recorded: Int32) {
            self.id = id
            self.officer = officer
            self.from = from
            self.to = to
            self.kind = kind
            self.recorded = recorded
        }
    }
}
