/// One part that an authority to carry rests on (domain section 4.2).
package struct AuthorityPart: Hashable, Sendable {
    /// What a part is. The order is that in which parts are named when they end on the same day.
    package enum Kind: String, CaseIterable, Sendable, Codable {
        /// The authority was suspended, or handed back by the officer (domain section 4.1).
        case suspended, returned
        /// The authority's own row.
        case authority
        /// A currency that ends the authority when it lapses.
        case component
    }

    /// What it is.
    package let kind: Kind
    /// The skill; nil for a status.
    package let skill: String?
    /// The name that people use: "Tactical refresher".
    package let name: String
    /// Its last day.
    package let lastDay: LastDay

    /// A part.
    package init(kind: Kind, skill: String?, name: String, lastDay: LastDay) {
        self.kind = kind
        self.skill = skill
        self.name = name
        self.lastDay = lastDay
    }
}

/// The authority of an officer to carry, computed from its parts: it ends with the earliest of them (001 ¶53).
///
/// A lapse is a fact and not a decision: nothing is asked, assessed or flagged for it.
package struct Authority: Hashable, Sendable {
    /// Every part, the first to end first; none for an officer who holds no authority.
    package let parts: [AuthorityPart]

    /// The authority that rests on these parts, in any order.
    package init(_ parts: [AuthorityPart]) {
        self.parts = parts.sorted { left, right in
            (left.lastDay, left.rank, left.skill ?? "") < (right.lastDay, right.rank, right.skill ?? "")
        }
    }

    /// The part that lapses first; nil for an officer who holds no authority, or one that has no end.
    package var lapsesFirst: AuthorityPart? {
        parts.first.flatMap { $0.lastDay == .endless ? nil : $0 }
    }

    /// The last day of the authority.
    package var lastDay: LastDay { parts.first?.lastDay ?? .never }

    /// Whether the officer may carry on a day.
    package func isInForce(on day: Day) -> Bool { lastDay.covers(day) }

    /// The whole in a sentence. A status is called by its kind only where `namesStatus` says so: a planner needs to know
    /// that an authority is not in force, not whether it was suspended or handed back.
    package func sentence(on day: Day, namesStatus: Bool) -> String {
        guard let first = parts.first else { return "holds no authority" }
        let cause = first.name(namesStatus: namesStatus)
        switch first.lastDay {
        case .endless: return "valid without end"
        case .never: return "not in currency (\(cause): never held)"
        case .on(let last) where day <= last:
            return first.kind == .component || first.kind == .authority
                ? "valid until \(last): \(cause) lapses first" : "valid until \(last): \(cause)"
        case .on(let last): return "not in currency since \(last.adding(1)) (\(cause))"
        }
    }
}

extension AuthorityPart {
    /// Its place among parts that end on the same day.
    fileprivate var rank: Int { Kind.allCases.firstIndex(of: kind) ?? 0 }

    /// What a sentence calls it.
    package func name(namesStatus: Bool) -> String {
        switch kind {
        case .authority, .component: name
        case .suspended: namesStatus ? "authority suspended" : "authority"
        case .returned: namesStatus ? "authority returned" : "authority"
        }
    }
}
