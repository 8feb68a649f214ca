import Deployment
import FoundationEssentials

/// A concern to raise: three fields, and the officer's own words if they want to add any. It takes nobody off a duty.
package struct NewConcern: Sendable, Hashable, Codable {
    /// The officer; a supervisor names the one in front of them.
    package var officer: String
    /// What it is about; sealed.
    package var what: String
    /// Which site, if any.
    package var site: String?
    /// Which of the officer's duties, if any, as changes name them.
    package var deployment: Int64?
    /// What would help, if the officer knows; sealed.
    package var help: String?
    /// The officer's own words; sealed.
    package var ownWords: String?
    /// Whether somebody outside the officer's line acknowledges it.
    package var notMyLine: Bool

    /// A concern with these parts.
    package init(
        officer: String, what: String, site: String? = nil, deployment: Int64? = nil, help: String? = nil,
        ownWords: String? = nil, notMyLine: Bool = false
    ) {
        self.officer = officer
        self.what = what
        self.site = site
        self.deployment = deployment
        self.help = help
        self.ownWords = ownWords
        self.notMyLine = notMyLine
    }

    /// What cannot be recorded, whoever asks.
    package var problems: [FieldProblem] {
        Prose.problems(what, at: "/what") + Prose.problems(help, at: "/help")
            + Prose.problems(ownWords, at: "/ownWords")
    }
}

/// A concern without its texts.
package struct ConcernSummary: Sendable, Hashable, Codable {
    /// The database's key.
    package let id: Int64
    /// What people call it, such as `C-88`.
    package let number: String
    /// All that layer A holds: "concern raised, site S014".
    package let line: String
    /// The officer; left out for who is outside the line and has not taken the concern on.
    package let officer: String?
    /// Which site, if any.
    package let site: String?
    /// Which duty, if any.
    package let deployment: Int64?
    /// Whether the officer asked for somebody outside the line.
    package let notMyLine: Bool
    /// Where it stands.
    package let state: ConcernState
    /// When it was raised.
    package let raisedAt: Date
    /// By when somebody takes it on.
    package let acknowledgeBy: Date
    /// Who has it now.
    package let takenOnBy: PersonReference?
}

/// One step of a concern.
package struct ConcernStep: Sendable, Hashable, Codable {
    /// The state entered.
    package let state: ConcernState
    /// By whom.
    package let by: PersonReference
    /// When.
    package let at: Date
    /// Whether something was said, which is sealed too.
    package let hasText: Bool
}

/// One read of a concern's texts.
package struct ConcernRead: Sendable, Hashable, Codable {
    /// Who read.
    package let reader: PersonReference
    /// What for, in the reader's words.
    package let purpose: String
    /// When.
    package let readAt: Date
}

/// What happened to a concern.
package struct ConcernDetail: Sendable, Hashable, Codable {
    /// The concern.
    package let summary: ConcernSummary
    /// Every step, in order.
    package let steps: [ConcernStep]
    /// Non-deployments that came of it, such as `ND-41`.
    package let nonDeployments: [String]
    /// Who read its texts; for the officer.
    package let reads: [ConcernRead]
}

/// One sealed text of a concern.
package struct ConcernText: Sendable, Hashable, Codable {
    /// Which.
    package let part: ConcernPart
    /// The text.
    package let text: String
}
