import Deployment
import FoundationEssentials

/// What a non-deployment covers and when; versioned while it is a draft or a short form.
package struct Terms: Sendable, Hashable, Codable {
    /// Why, in kind.
    package var category: DecisionCategory

    /// A title, which the category `other` needs: 3 to 120 characters.
    package var title: String?

    /// The duties that the officer is kept from.
    package var scope: Scope

    /// From this moment.
    package var startsAt: Date

    /// Until this moment; every non-deployment ends by itself.
    package var endsAt: Date

    /// When somebody looks at it again: after the start, at the end at the latest.
    package var reviewAt: Date

    /// Whether the officer would still respond to an emergency there.
    package var emergencyResponse: Bool

    /// Terms with these parts; `problems` tells whether they fit together.
    package init(
        category: DecisionCategory, title: String? = nil, scope: Scope, startsAt: Date, endsAt: Date, reviewAt: Date,
        emergencyResponse: Bool
    ) {
        self.category = category
        self.title = title
        self.scope = scope
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.reviewAt = reviewAt
        self.emergencyResponse = emergencyResponse
    }

    /// What cannot be recorded, whoever asks, with pointers below `base`.
    package func problems(at base: String = "/terms") -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if endsAt <= startsAt { problems.append(FieldProblem("\(base)/endsAt", "lies after the start")) }
        if reviewAt <= startsAt || reviewAt > endsAt {
            problems.append(FieldProblem("\(base)/reviewAt", "lies after the start and not after the end"))
        }
        if let title, !(3...120).contains(title.unicodeScalars.count) {
            problems.append(FieldProblem("\(base)/title", "has 3 to 120 characters"))
        } else if category == .other, title == nil {
            problems.append(FieldProblem("\(base)/title", "is needed for the category other"))
        }
        if scope.isSelective, scope.ids.isEmpty {
            problems.append(FieldProblem("\(base)/scope/ids", "names at least one \(scope.kind)"))
        }
        for (index, id) in scope.ids.enumerated() where scope.ids[..<index].contains(id) {
            problems.append(FieldProblem("\(base)/scope/ids/\(index)", "is named once"))
        }
        return problems
    }
}

/// A new record, not decided yet: it takes the officer off nothing.
package struct NewDraft: Sendable, Hashable, Codable {
    /// The officer it is about.
    package var officer: String

    /// The account that raised the concern; the officer's own, when it was the officer.
    package var raisedBy: Int64

    /// What is proposed.
    package var terms: Terms

    /// What about the duty creates the need (layer B); the full form needs it.
    package var grounds: String?

    /// The officer's own words, only if needed (layer C, sealed).
    package var annex: String?

    /// The record whose renewal this is.
    package var renews: Int64?

    /// A draft with these parts.
    package init(
        officer: String, raisedBy: Int64, terms: Terms, grounds: String? = nil, annex: String? = nil,
        renews: Int64? = nil
    ) {
        self.officer = officer
        self.raisedBy = raisedBy
        self.terms = terms
        self.grounds = grounds
        self.annex = annex
        self.renews = renews
    }

    /// What cannot be recorded, whoever asks.
    package var problems: [FieldProblem] {
        terms.problems() + Prose.problems(grounds, at: "/grounds") + Prose.problems(annex, at: "/annex")
    }
}

/// The short form, whole: at night, on a phone, one line for each assessment.
package struct ShortForm: Sendable, Hashable, Codable {
    /// Who, what and when; lasts at most 24 hours.
    package var draft: NewDraft

    /// The welfare assessment in a line.
    package var welfare: String

    /// The impartiality assessment in a line.
    package var impartiality: String

    /// Why.
    package var reason: String

    /// When it was decided, if before it is written down; nil for now.
    package var decidedAt: Date?

    /// A short form with these parts.
    package init(
        draft: NewDraft, welfare: String, impartiality: String, reason: String, decidedAt: Date? = nil
    ) {
        self.draft = draft
        self.welfare = welfare
        self.impartiality = impartiality
        self.reason = reason
        self.decidedAt = decidedAt
    }

    /// What cannot be recorded, whoever asks. A missing half is refused as a bare decision, by its own rule.
    package var problems: [FieldProblem] {
        draft.problems.map { FieldProblem("/draft" + $0.pointer, $0.rule) }
            + Prose.problems(welfare, at: "/welfare", mayBeEmpty: true)
            + Prose.problems(impartiality, at: "/impartiality", mayBeEmpty: true)
            + Prose.problems(reason, at: "/reason")
    }
}

/// A decision on a record.
package struct NewDecision: Sendable, Hashable, Codable {
    /// Short or full.
    package var form: DecisionForm

    /// Granted or refused; a short form only grants.
    package var outcome: DecisionOutcome

    /// Why, so that an outsider understands it.
    package var reason: String

    /// What else was considered.
    package var alternatives: String?

    /// Decided as a member of the Gold group rather than by rank.
    package var asGold: Bool

    /// The version of the terms that was decided on; nil for the newest.
    package var termsVersion: Int?

    /// When it was decided, if before it is written down; nil for now.
    package var decidedAt: Date?

    /// A decision with these parts.
    package init(
        form: DecisionForm, outcome: DecisionOutcome, reason: String, alternatives: String? = nil,
        asGold: Bool = false, termsVersion: Int? = nil, decidedAt: Date? = nil
    ) {
        self.form = form
        self.outcome = outcome
        self.reason = reason
        self.alternatives = alternatives
        self.asGold = asGold
        self.termsVersion = termsVersion
        self.decidedAt = decidedAt
    }

    /// What cannot be recorded, whoever asks.
    package var problems: [FieldProblem] {
        Prose.problems(reason, at: "/reason") + Prose.problems(alternatives, at: "/alternatives")
    }
}
