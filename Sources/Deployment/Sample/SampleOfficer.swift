/// An officer of the sample and all that is recorded of them.
struct SampleOfficer {
    var index: Int
    var name: String
    var rank: String
    var team: String
    var contract: String
    var pattern: SamplePattern
    /// Place in the pattern's cycle on the first day of the roster.
    var offset: Int
    var joined: Day
    var restriction: SampleRestriction?
    var currencies: [SampleCurrency] = []
    var abstractions: [SampleAbstraction] = []
    var requests: [SampleRequest] = []
    /// Whether the worked example needs this officer present and in currency.
    var inStory = false

    var id: String {
        SampleTable.id("W", index + 1, width: 5)
    }

    /// Ranks that stand at posts.
    var standsPosts: Bool {
        rank == "PC" || rank == "PS"
    }

    /// The rostered shift on a day counted from the first of the roster.
    func rostered(_ day: Int) -> SampleShift? {
        pattern.days[(day + offset) % pattern.days.count]
    }

    func isRestricted(_ kind: String) -> Bool {
        restriction?.kind == kind
    }

    /// Whether leave, training or recuperative duty takes the officer off a day.
    func isAway(_ day: Int) -> Bool {
        meets(day, day)
    }

    /// Whether a range of days (nil: open) meets an abstraction or the recuperative duty of the officer.
    func meets(_ first: Int, _ last: Int?) -> Bool {
        let end = last ?? .max
        if isRestricted("recuperative"), let duty = restriction, duty.first <= end, first <= duty.last ?? .max {
            return true
        }
        return abstractions.contains { $0.first <= end && first <= $0.last ?? .max }
    }

    /// Adds an abstraction unless it meets another one; an officer of the worked example stays present.
    /// - Returns: whether it was added.
    @discardableResult
    mutating func add(_ abstraction: SampleAbstraction) -> Bool {
        guard !inStory, !meets(abstraction.first, abstraction.last) else { return false }
        abstractions.append(abstraction)
        return true
    }

    func holds(_ skill: String) -> Bool {
        currencies.contains { $0.skill == skill }
    }

    /// Whether the officer may be posted on a day: in authority, or at a desk without it.
    func isPostable(_ day: Day) -> Bool {
        guard holds("AFO") else { return holds("DESK") }
        return SampleSkill.all.allSatisfy { $0.kind != "component" || until($0.id) >= day }
    }

    /// The last day in currency of a skill.
    private func until(_ skill: String) -> Day {
        currencies.filter { $0.skill == skill }.map { $0.expires ?? Day(number: .max) }.max() ?? Day(number: .min)
    }
}

/// A skill, authority or component that an officer was given.
struct SampleCurrency {
    var skill: String
    var issued: Day
    /// Last day in currency; nil where it has no end of its own.
    var expires: Day?
    var evidence: String
}

/// A range of days, counted from the first of the roster, on which an officer is abstracted; an open one has no last day.
struct SampleAbstraction {
    var kind: String
    var first: Int
    var last: Int?
    var reference: String
}

/// Restricted or recuperative duty: functional limits and no cause (001 ¶38–40).
struct SampleRestriction {
    var kind: String
    var limits: String
    var first: Int
    var last: Int?
    var review: Int
}

/// A wish not to work a shift (nil: a day).
struct SampleRequest {
    var day: Int
    var shift: SampleShift?
    var weight: Int
}
